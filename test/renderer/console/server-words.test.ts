import { describe, expect, it } from 'vitest';
import enCommon from '../../../src/renderer/i18n/en/common.json';
import enConsole from '../../../src/renderer/i18n/en/console.json';
import enReason from '../../../src/renderer/i18n/en/reason.json';
import koCommon from '../../../src/renderer/i18n/ko/common.json';
import koConsole from '../../../src/renderer/i18n/ko/console.json';
import koReason from '../../../src/renderer/i18n/ko/reason.json';
import { pickReasonText, type ReasonEntry } from '../../../src/renderer/i18n/reason-text.ts';
import { commandSchema } from '../../../src/shared/stream.ts';
import { auditActions, entryKinds, reasonUses } from '../../support/reason-uses.ts';

type Catalogue = Readonly<Record<string, readonly ReasonEntry[]>>;
const reasons: readonly (readonly [string, Catalogue])[] = [
  ['en', enReason as Catalogue],
  ['ko', koReason as Catalogue],
];
const uses = reasonUses();

const textOf = (entry: ReasonEntry): string => (typeof entry === 'string' ? entry : entry.text);
const causesOf = (entries: readonly ReasonEntry[]): readonly unknown[] =>
  entries.map((entry) => (typeof entry === 'string' ? undefined : entry.if.cause));

describe('words for what the server says', () => {
  it('[STR121] the reader of the sources finds what is known to be there', () => {
    expect(new Set(uses.map(({ code }) => code)).size).toBeGreaterThan(60);
    expect(uses.some(({ code, causes }) => code === 'ESC8' && causes.includes('muted'))).toBe(true);
    expect(uses.some(({ code }) => code === 'ROT8')).toBe(true);
    expect(uses.some(({ code }) => code === 'STR45')).toBe(false);
    expect(auditActions()).toEqual(expect.arrayContaining(['config.import', 'token.revoke', 'session.end']));
    expect(entryKinds()).toEqual(expect.arrayContaining(['delivered', 'delivery-failed', 'redacted']));
  });

  it.each(reasons)(
    '[STR121] %s words every reason of the server, also without its params',
    (_, catalogue) => {
      const missing = uses.filter(({ code }) => {
        const entries = catalogue[code] ?? [];
        return pickReasonText(entries, { code, text: '' }) === null;
      });
      expect(missing.map(({ code, place }) => `${code} ${place}`)).toEqual([]);
    },
  );

  it.each(reasons)('[STR121] %s tells every cause of a reason apart', (_, catalogue) => {
    const missing = uses.flatMap(({ code, causes, place }) =>
      causes
        .filter((cause) => !causesOf(catalogue[code] ?? []).includes(cause))
        .map((cause) => `${code} ${cause} ${place}`),
    );
    expect(missing).toEqual([]);
  });

  it('[STR121] both languages hold the same texts, conditions and placeholders, and none the server never uses', () => {
    const shapeOf = (catalogue: Catalogue) =>
      Object.fromEntries(
        Object.entries(catalogue).map(([code, entries]) => [
          code,
          entries.map((entry) => ({
            if: typeof entry === 'string' ? {} : entry.if,
            asks: [...new Set(textOf(entry).match(/{{\w+}}/g))].sort(),
          })),
        ]),
      );
    expect(shapeOf(koReason as Catalogue)).toEqual(shapeOf(enReason as Catalogue));
    const used = new Set(uses.map(({ code }) => code));
    expect(Object.keys(enReason).filter((code) => !used.has(code))).toEqual([]);
  });

  it.each([
    ['en', enCommon.action],
    ['ko', koCommon.action],
  ] as const)('[STR90] %s has a word for every action of the audit log', (_, action) => {
    const actions = [
      ...auditActions(),
      ...commandSchema.options.map((option) => `incident.${option.shape.type.value}`),
      // Made from the kind of resource that is removed.
      ...['override', 'absence'].map((kind) => `${kind}.remove`),
    ];
    const words = action as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const missing = actions.filter((name) => {
      const [group = '', verb = ''] = name.split('.');
      return words[group]?.[verb] === undefined;
    });
    expect(missing).toEqual([]);
  });

  it.each([
    ['en', enConsole.entry],
    ['ko', koConsole.entry],
  ] as const)('[STR90] %s has a line for every kind of timeline entry', (_, entry) => {
    const missing = entryKinds().filter((kind) => !(kind in entry));
    expect(missing).toEqual([]);
  });
});
