import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerPort } from '../../src/server/runtime/ports.ts';
import type { QueryPort } from '../../src/server/runtime/query-port.ts';
import { reason } from '../../src/shared/reason.ts';
import { batch, event, incident, T0 } from './ledger-samples.ts';
import type { QueryFixture } from './query-contract.ts';

const QUARTER_MS = 900_000;
const word = (text: string) => ({ details: { unknownUrgency: 'no word' }, unknownUrgency: text });

/** One event with what is kept of it, and what an integration sent lately. */
export function integrationContract(name: string, open: () => QueryFixture): void {
  describe(`integrations: ${name}`, () => {
    let ledger: LedgerPort;
    let queries: QueryPort;
    beforeEach(() => {
      ({ ledger, queries } = open());
    });
    afterEach(async () => {
      await queries.close();
      ledger.close();
    });
    const figures = async (id: string, refusedAt: number | null = null, from = T0, wordsFrom = T0) =>
      (await queries.integrationFigures({ from, wordsFrom, integrations: [{ id, refusedAt }] }))[id]!;

    it('[STR147] an event comes with its fields and the body of its own moment', async () => {
      ledger.commit(
        batch({
          incidents: [incident(1)],
          events: [
            event('first', { incident: 'inc-1', raw: '{"n":1}', fields: { resource: 'db01' } }),
            event('lost', { outcome: 'rejected', raw: 'not json', receivedAt: T0 + 5 }),
          ],
        }),
      );
      for (const at of [T0 + 1000, T0 + 2000])
        ledger.commit(
          batch({
            events: [
              event(`at-${at}`, {
                incident: 'inc-1',
                receivedAt: at,
                raw: `{"at":${at}}`,
                outcome: 'updated',
              }),
            ],
          }),
        );
      const first = await queries.event('first');
      expect(first).toMatchObject({
        item: { id: 'first', incident: 'inc-1', outcome: 'created' },
        fields: { resource: 'db01' },
      });
      expect(first!.raw).toEqual([{ at: new Date(T0).toISOString(), body: '{"n":1}' }]);
      expect((await queries.event('lost'))!.raw.map(({ body }) => body)).toEqual(['not json']);
      expect((await queries.event(`at-${T0 + 2000}`))!.raw.map(({ body }) => body)).toEqual([
        `{"at":${T0 + 2000}}`,
      ]);
      expect(await queries.event('nobody')).toBeNull();
    });

    it('[STR147] a body that was not kept is not replaced by that of another moment', async () => {
      ledger.commit(batch({ incidents: [incident(1)] }));
      for (let n = 0; n < 12; n++)
        ledger.commit(
          batch({
            events: [
              event(`e${n}`, {
                incident: 'inc-1',
                receivedAt: T0 + n * 1000,
                raw: `body ${n}`,
                outcome: 'updated',
              }),
            ],
          }),
        );
      // First, latest, and the 2nd, 4th and 8th are kept (STO24).
      const bodies = await Promise.all(
        Array.from({ length: 12 }, async (_, n) =>
          (await queries.event(`e${n}`))!.raw.map(({ body }) => body),
        ),
      );
      expect(bodies).toEqual(
        Array.from({ length: 12 }, (_, n) => ([0, 1, 3, 7, 11].includes(n) ? [`body ${n}`] : [])),
      );
    });

    it('[STR147] a hot row has the bodies of its whole span', async () => {
      ledger.commit(
        batch({
          incidents: [incident(1)],
          events: [event('hot', { incident: 'inc-1', outcome: 'deduplicated', receivedAt: T0, raw: 'a' })],
        }),
      );
      ledger.commit(batch({ repeats: [{ id: 'hot', count: 4, receivedAt: T0 + 60_000, raw: 'b' }] }));
      const hot = await queries.event('hot');
      expect(hot!.item.count).toBe(5);
      expect(hot!.raw.map(({ body }) => body)).toEqual(['a', 'b']);
    });

    it('[STR146] outcomes are counted by integration from the quarter hour asked for', async () => {
      ledger.commit(
        batch({
          outcomes: [
            { at: T0 - QUARTER_MS, integration: 'std', outcome: 'created', count: 100 },
            { at: T0, integration: 'std', outcome: 'created', count: 2 },
            { at: T0 + QUARTER_MS, integration: 'std', outcome: 'created', count: 3 },
            { at: T0, integration: 'std', outcome: 'rejected', count: 1 },
            { at: T0, integration: 'other', outcome: 'created', count: 50 },
          ],
        }),
      );
      expect((await figures('std')).outcomes).toEqual({
        created: 5,
        deduplicated: 0,
        held: 0,
        suppressed: 0,
        updated: 0,
        ignored: 0,
        rejected: 1,
      });
      expect((await figures('silent')).outcomes.created).toBe(0);
    });

    it('[STR146] the last refusal is that of the moment it was heard, of this integration', async () => {
      const refused = (id: string, at: number, integration = 'std') =>
        event(id, { integration, outcome: 'rejected', receivedAt: at, reason: reason('ING2', id) });
      ledger.commit(
        batch({
          events: [
            refused('older', T0),
            refused('newest', T0 + 200_000),
            refused('foreign', T0 + 200_500, 'other'),
            event('taken', { receivedAt: T0 + 201_000 }),
          ],
        }),
      );
      expect((await figures('std', T0 + 200_020)).lastRefusal).toEqual({
        event: 'newest',
        at: new Date(T0 + 200_000).toISOString(),
        reason: { code: 'ING2', text: 'newest' },
      });
      expect((await figures('std')).lastRefusal).toBeNull();
      // Archived meanwhile: nothing is said rather than the refusal before.
      expect((await figures('std', T0 + 900_000)).lastRefusal).toBeNull();
    });

    it('[STR146] unknown words are counted with their repeats, most first, and only the words', async () => {
      ledger.commit(
        batch({
          incidents: [incident(1)],
          events: [
            event('old', { fields: word('ancient'), receivedAt: T0 - 1 }),
            event('a', { fields: word('panik'), receivedAt: T0 }),
            event('b', { fields: word('"Sev-X" <심각?>'), receivedAt: T0 + 1000 }),
            event('c', { fields: { details: { unknownUrgency: 'no word' } }, receivedAt: T0 + 2000 }),
            event('d', { fields: word('elsewhere'), integration: 'other' }),
            event('e', { fields: null }),
          ],
        }),
      );
      ledger.commit(batch({ repeats: [{ id: 'b', count: 9, receivedAt: T0 + 5000, raw: null }] }));
      expect((await figures('std')).unknownWords).toEqual([
        { word: '"Sev-X" <심각?>', count: 10, lastAt: new Date(T0 + 5000).toISOString() },
        { word: 'panik', count: 1, lastAt: new Date(T0).toISOString() },
      ]);
    });
  });
}
