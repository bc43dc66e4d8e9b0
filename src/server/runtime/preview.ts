import { MAX_PREVIEWED, type Preview } from '../../shared/api/preview.ts';
import { MAPPED_FIELDS } from '../../shared/config/custom-mapping.ts';
import type { Integration } from '../../shared/config/integration.ts';
import type { ConfigProblem } from '../../shared/config/validate.ts';
import { type Reason, reason } from '../../shared/reason.ts';
import type { ParsedEvent, SourceEvent } from '../domain/event.ts';
import { effectiveUrgency } from '../domain/matching/urgency-words.ts';
import { compiledMapping, elementsOf, mergeMapping } from '../sources/custom/compile-mapping.ts';
import { type Reading, readElement } from '../sources/custom/read-element.ts';
import { SOURCES } from '../sources/registry.ts';
import { checkDocument } from './config-revision.ts';

/** What of an integration decides how it reads a body; still unchecked. */
export interface PreviewedIntegration {
  readonly type: string;
  readonly mapping?: unknown;
  readonly preset?: unknown;
  readonly urgencies?: unknown;
}

export type CheckedIntegration =
  | { readonly ok: true; readonly integration: Integration }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const PREFIX = 'integrations[0].';

/** Checks the parts of an integration by the rules of the config; paths are those inside it: `mapping.status.path`. */
export function checkIntegration(asked: PreviewedIntegration): CheckedIntegration {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined && value !== null);
  const result = checkDocument({
    version: 1,
    services: [{ id: 'preview', name: 'preview' }],
    integrations: [
      {
        id: 'preview',
        name: 'preview',
        key: 'a key that is never asked for',
        service: 'preview',
        ...Object.fromEntries(given),
      },
    ],
  });
  if (result.ok) return { ok: true, integration: result.config.integrations[0]! };
  return {
    ok: false,
    problems: result.problems.map((each) => ({
      ...each,
      path: each.path.startsWith(PREFIX) ? each.path.slice(PREFIX.length) : each.path,
    })),
  };
}

/** A preview of a body that could not be read at all. */
export const refusedPreview = (why: Reason): Preview => ({
  events: [{ outcome: 'refused', event: null, reason: why, fields: [] }],
  total: 1,
  warnings: [],
});

/** Reads a body as the integration's door would, without recording anything (ING103). `at`: epoch milliseconds. */
export function previewBody(integration: Integration, body: unknown, at: number): Preview {
  const { readings, total } = readAll(integration, body, at);
  return {
    events: readings.map(({ parsed, fields }) => ({
      outcome: !parsed.ok ? 'refused' : parsed.setAside === undefined ? 'event' : 'set-aside',
      event: parsed.ok ? show(parsed.event, integration) : null,
      reason: parsed.ok ? (parsed.setAside ?? null) : parsed.reason,
      fields: MAPPED_FIELDS.flatMap((field) => {
        const found = fields[field];
        return found === undefined
          ? []
          : [{ field, from: found.from, at: found.at, found: found.text, value: found.value }];
      }),
    })),
    total,
    warnings: [...mappingWarnings(integration), ...eventWarnings(integration, readings)],
  };
}

interface Readings {
  readonly readings: readonly Reading[];
  readonly total: number;
}

function readAll(integration: Integration, body: unknown, at: number): Readings {
  if (integration.type !== 'custom') return readWithDoor(integration, body, at);
  const mapping = compiledMapping(integration);
  const elements = elementsOf(mapping, body);
  if (!elements.ok) return { readings: [{ parsed: elements.refusal, fields: {} }], total: 1 };
  const shown = elements.list.slice(0, MAX_PREVIEWED);
  return {
    readings: shown.map((item) => readElement(mapping, { item, root: body }, at)),
    total: elements.list.length,
  };
}

function readWithDoor(integration: Integration, body: unknown, at: number): Readings {
  const { type } = integration;
  const source = SOURCES.find((each) => each.type === type || each.aliases?.includes(type));
  const own = `/integration/${type}/v1/{key}`;
  const door = source?.endpoints.find(({ path }) => path === own) ?? source?.endpoints[0];
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `preview-${ids}`;
  };
  const parsed: readonly ParsedEvent[] =
    door?.parse({ body, query: {}, headers: {}, receivedAt: at, newId, integration }) ?? [];
  return {
    readings: parsed.slice(0, MAX_PREVIEWED).map((each) => ({ parsed: each, fields: {} })),
    total: parsed.length,
  };
}

/** The integration's own table of urgencies stands in front of every other. */
function urgencyOf({ urgencies }: Integration, event: SourceEvent): SourceEvent['urgency'] {
  const { urgencyWord, urgency } = event;
  return urgencyWord !== null && Object.hasOwn(urgencies, urgencyWord)
    ? (urgencies[urgencyWord] ?? urgency)
    : urgency;
}

function show(event: SourceEvent, integration: Integration): NonNullable<Preview['events'][number]['event']> {
  return {
    status: event.status,
    summary: event.summary,
    dedupKey: event.dedupKey,
    urgency: urgencyOf(integration, event),
    urgencyWord: event.urgencyWord,
    eventAt: event.eventAt === null ? null : new Date(event.eventAt).toISOString(),
    resource: event.resource,
    metricName: event.metricName,
    metricValue: event.metricValue,
    threshold: event.threshold,
    eventType: event.eventType,
    details: event.details,
    links: [...event.links],
  };
}

/** What the mapping can never give, whatever the body. */
function mappingWarnings(integration: Integration): readonly Reason[] {
  if (integration.type !== 'custom') return [];
  const { key, status } = mergeMapping(integration);
  const warnings: Reason[] = [];
  if (key === undefined)
    warnings.push(
      reason('ING103', 'the mapping has no key: every event is an incident of its own', { cause: 'no-key' }),
    );
  // Without a table our own words decide, `close` among them.
  const canClose =
    status !== undefined && (status.values === undefined || Object.values(status.values).includes('close'));
  if (!canClose && integration.autoClose === null)
    warnings.push(
      reason('ING103', 'no value closes: incidents end by hand or by auto-close', { cause: 'no-recovery' }),
    );
  return warnings;
}

function eventWarnings(integration: Integration, readings: readonly Reading[]): readonly Reason[] {
  const words = new Set<string>();
  let isKeyMissing = false;
  for (const { parsed } of readings) {
    if (!parsed.ok || parsed.setAside !== undefined) continue;
    const { event } = parsed;
    const counted = { ...event, urgency: urgencyOf(integration, event) };
    if (effectiveUrgency(counted, null).mapping !== null) words.add(event.urgencyWord ?? '');
    isKeyMissing ||= event.dedupKey === null;
  }
  const warnings = [...words].map((word) =>
    reason('ING103', `the urgency "${word}" is not known; it counts as high`, { cause: 'urgency', word }),
  );
  const hasRule = integration.type !== 'custom' || mergeMapping(integration).key !== undefined;
  return isKeyMissing && hasRule
    ? [
        ...warnings,
        reason('ING103', 'no key was found in this body: the event is an incident of its own', {
          cause: 'key-missing',
        }),
      ]
    : warnings;
}
