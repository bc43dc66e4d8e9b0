import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COLUMN_IDS } from '../../../src/renderer/features/incidents/columns.tsx';
import { PERIODS, UNITS } from '../../../src/renderer/features/quiet/maintenance-draft.ts';
import { LINE_FIELDS } from '../../../src/renderer/features/settings/integrations/event-dialog.tsx';
import {
  GROUPS,
  GUIDED_TYPES,
} from '../../../src/renderer/features/settings/integrations/snippets/guide-of.ts';
import { WORDED_TYPES } from '../../../src/renderer/features/settings/integrations/tool-names.ts';
import { KEY_LABELS } from '../../../src/renderer/features/shell/keyboard-map.ts';
import { SETTINGS_SECTIONS } from '../../../src/renderer/features/shell/route.ts';
import en from '../../../src/renderer/i18n/en/console.json';
import ko from '../../../src/renderer/i18n/ko/console.json';
import { savedStateSchema, traceLineSchema } from '../../../src/shared/api/dry-run.ts';
import { heartbeatItemSchema } from '../../../src/shared/api/heartbeats.ts';
import { quietItemSchema } from '../../../src/shared/api/quiet.ts';
import { MAPPED_FIELDS } from '../../../src/shared/config/custom-mapping.ts';
import { PRESETS } from '../../../src/shared/config/custom-presets.ts';
import { atEndSchema } from '../../../src/shared/config/maintenance.ts';
import { nextSchema } from '../../../src/shared/incident.ts';
import { commandSchema, noticeSchema } from '../../../src/shared/stream.ts';
import { EVENT_STATUSES, OUTCOMES, REDACT_PARTS, ROLES, VIEWS } from '../../../src/shared/words.ts';

const FEATURES = [
  'incidents',
  'quiet',
  'oncall',
  'reports',
  'audit',
  'settings',
  'settings/mapping',
  'settings/integrations',
  'settings/integrations/snippets',
  'session',
  'shell',
  'profile',
  'dry-run',
];
const root = join(import.meta.dirname, '../../../src/renderer/features');
const sources = FEATURES.flatMap((name) =>
  readdirSync(join(root, name))
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file: `${name}/${file}`, text: readFileSync(join(root, name, file), 'utf8') })),
);

function flatten(value: object, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'string'
        ? [[prefix + key, inner]]
        : Object.entries(flatten(inner, `${prefix}${key}.`)),
    ),
  );
}
const english = flatten(en);
const korean = flatten(ko);
const blanks = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((found) => found[1]).sort();

/** Keys the code makes from a part: every value that part can have. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  'audit.': ['q', 'actor', 'action', 'target'],
  'batch.': ['ack', 'close', 'assign', 'shelve'],
  'channel.': ['desktop', 'email', 'webhook'],
  'col.': COLUMN_IDS,
  'deliveries.': ['pending', 'sent', 'failed', 'obsolete'],
  'did.': commandSchema.options.map((option) => option.shape.type.value),
  'displays.view-': VIEWS,
  'dryRun.source-': ['payload', 'fields', 'recorded'],
  'dryRun.field-': ['summary', 'dedupKey', 'resource', 'urgency', 'status', 'details'],
  'dryRun.lacks-': ['integration', 'payload', 'summary', 'details', 'event', 'time'],
  'dryRun.outcome-': OUTCOMES,
  'dryRun.stage-': traceLineSchema.shape.stage.options,
  'dryRun.verdict-': traceLineSchema.shape.verdict.options,
  'dryRun.state-': savedStateSchema.shape.state.options,
  'dryRun.kind-': ['page', 'final', 'fallback', 'handoff', 'recovered', 'acked'],
  'filter.': ['from', 'to', 'recovered', 'muted'],
  'heartbeats.state-': heartbeatItemSchema.shape.state.options,
  'heat.of-': ['incidents', 'events', 'notifications'],
  'help.': Object.keys(KEY_LABELS),
  'mapping.': ['list', 'object', 'ignore', 'test'],
  'mapping.field-': MAPPED_FIELDS,
  'mapping.from-': ['path', 'template', 'default', 'nothing'],
  'mapping.outcome-': ['refused', 'set-aside'],
  'mapping.preset-': PRESETS,
  'mapping.status-': EVENT_STATUSES,
  'integrations.field.': LINE_FIELDS,
  'integrations.group.': [...Object.keys(GROUPS), 'other'],
  'integrations.overlap-': ['PT0S', 'PT1H', 'PT24H', 'P7D', 'P30D'],
  'integrations.step.': ['pick', 'describe', 'connect'],
  'integrations.steps.': [...GUIDED_TYPES, 'other'],
  'integrations.tool.': WORDED_TYPES,
  'holder.': ['snoozed', 'muted', 'telling', 'maintenance'],
  'mine.': ['desktop', 'email', 'webhook'].flatMap((channel) => [
    `add-${channel}`,
    `channel-${channel}`,
    ...(channel === 'desktop' ? [] : [`address-${channel}`]),
  ]),
  'maint.': [
    ...['active', 'scheduled', 'over'].map((state) => `state-${state}`),
    ...['extend', 'end', 'remove'].flatMap((what) => [what, `ask-${what}`, `did-${what}`]),
    ...['services', 'time', 'length', 'order', 'past', 'long', 'overlap'].map((why) => `wrong.${why}`),
    ...atEndSchema.options.flatMap((how) => [`atEnd-${how}`, `then-${how}`, `endWhat-${how}`]),
    ...Object.keys(UNITS).map((unit) => `unit-${unit}`),
    ...['once', ...Object.keys(PERIODS)].map((every) => `every-${every}`),
  ],
  'nav.': [
    'mine',
    'dry-run',
    'differing',
    'incidents',
    'oncall',
    'maintenance',
    'quiet',
    'reports',
    'heatmap',
    'audit',
    ...SETTINGS_SECTIONS,
  ],
  'next.': nextSchema.shape.kind.options,
  'next.none.': ['open', 'acked', 'closed'],
  'nextShort.': nextSchema.shape.kind.options,
  'notices.': noticeSchema.shape.kind.options,
  'oncall.range-': ['1d', '1w', '2w', '1mo', 'calendar'],
  'quiet.': [
    'kind',
    'service',
    'summary',
    'why',
    'by',
    'since',
    'until',
    'events',
    ...quietItemSchema.shape.kind.options.flatMap((kind) => [`kind-${kind}`, `what-${kind}`]),
  ],
  'redact.part-': REDACT_PARTS,
  'report.': [
    'auto',
    'silent',
    'created',
    'acked',
    'closed',
    'open',
    'neverAcked',
    'events',
    'mtta',
    'mttaAtLeast',
    'mttrFromAck',
    'mttrFromCreated',
  ],
  'report.by-': ['day', 'week', 'month', 'service', 'urgency', 'integration', 'assignee'],
  'role.': ROLES,
  'shelve.for': ['60', '240', '480'],
  'snooze.for': ['15', '60', '240'],
  'start.': ['whoStep', 'serviceStep', 'integrationStep', 'wallStep'],
  'tokens.': ['session', 'api', 'display'],
};

describe('console catalogues', () => {
  it('[STR90] English and Korean have the same keys', () => {
    expect(Object.keys(korean).sort()).toEqual(Object.keys(english).sort());
  });

  it('[STR90] a text has the same blanks in both languages', () => {
    for (const [key, text] of Object.entries(english))
      expect([key, blanks(korean[key] ?? '')]).toEqual([key, blanks(text)]);
  });

  it('[STR90] every key the pages name is in the catalogue', () => {
    const named = new Set<string>();
    for (const { text } of sources)
      for (const [, key] of text.matchAll(/(?<![\w.])t\(\s*'([\w.-]+)'/g))
        if (key !== undefined) named.add(key);
    expect(named.size).toBeGreaterThan(200);
    // `t` also names the common catalogue in two places; those keys are common.json's.
    const foreign = ['band.', 'live.', 'unit.', 'urgency.', 'status.', 'mark.'];
    const missing = [...named].filter(
      (key) => english[key] === undefined && !foreign.some((part) => key.startsWith(part)),
    );
    expect(missing).toEqual([]);
  });

  it('[STR90] every key the pages make from a value is in the catalogue', () => {
    const missing = Object.entries(MADE).flatMap(([part, values]) =>
      values.map((value) => part + value).filter((key) => english[key] === undefined),
    );
    expect(missing).toEqual([]);
  });

  it('[STR90] no page holds words of its own: no Hangul, no text between tags but the product name', () => {
    for (const { file, text } of sources) {
      const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      expect([file, /[가-힣]/.test(code)]).toEqual([file, false]);
      if (!file.endsWith('.tsx')) continue;
      const texts = [...code.matchAll(/<(?!kbd)\w[^<>{}=]*>\s*([A-Za-z][A-Za-z ]{3,})\s*</g)].map((found) =>
        found[1]?.trim(),
      );
      expect([file, texts.filter((each) => each !== 'Watchfloor')]).toEqual([file, []]);
    }
  });

  it('[STR91] in Korean no button of a dialog is named 확인 but the acknowledging ones', () => {
    const plain = Object.entries(korean).filter(([, text]) => text.trim() === '확인');
    expect(plain.map(([key]) => key).sort()).toEqual(['hint.ack', 'report.acked']);
    expect(korean['act.ack']).toBe('확인하기');
    expect(korean['nextShort.ackTimeout']).toContain('확인');
  });
});

it('[STR90] whoever shows a text with blanks fills them all', () => {
  const open = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\bt\(\s*'([\w.-]+)'\s*(?:\)|,\s*({[^{}]*})\s*,?\s*\))/g)].flatMap(
      ([, key = '', options = '']) =>
        options.includes('...')
          ? []
          : blanks(english[key] ?? '')
              .filter((blank) => !new RegExp(`\\b${blank}\\b`).test(options))
              .map((blank) => `${file}: ${key} wants ${blank}`),
    ),
  );
  expect(open).toEqual([]);
});
