import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Batch, LedgerPort } from '../../src/server/runtime/ports.ts';
import { reason, SYSTEM } from '../../src/shared/reason.ts';
import { auditEntry, batch, closed, event, incident, outboxRow, run, T0 } from './ledger-samples.ts';

/** Every ledger must pass this: SQLite on disk, SQLite in memory, the twin, and any later one. */
export function ledgerContract(
  name: string,
  open: () => LedgerPort,
  /** Whether a batch that can never be written is refused by `commit`, or set aside after it (STO94). */
  whenBad: 'refused' | 'set aside' = 'refused',
): void {
  describe(`ledger contract: ${name}`, () => {
    let ledger: LedgerPort;
    beforeEach(() => {
      ledger = open();
    });
    afterEach(() => ledger.close());
    const commitBad = (one: Batch): void => {
      if (whenBad === 'refused') expect(() => ledger.commit(one)).toThrow();
      else ledger.commit(one);
    };

    it('[STO1] a new ledger is empty and has received nothing', () => {
      expect(ledger.load()).toEqual({
        open: [],
        unseen: [],
        lastNumber: 0,
        outbox: [],
        resources: [],
        heard: [],
        conservation: {
          received: 0,
          outcomes: {
            created: 0,
            deduplicated: 0,
            held: 0,
            suppressed: 0,
            updated: 0,
            ignored: 0,
            rejected: 0,
          },
        },
        repeatRows: [],
        meta: {},
      });
      expect(ledger.findIncident('inc-1')).toBeNull();
      expect(ledger.findLatestClosed('std', 'key-1')).toBeNull();
    });

    it('[STO2] whole incident states come back as written, the last of a batch wins', () => {
      const first = incident(1);
      const last = incident(1, {
        version: 2,
        status: 'acked',
        summary: '결제 지연 \u0000 "quoted" \\ 🚨',
        ackedAt: T0 + 5,
        firstAckedAt: T0 + 5,
        run: run({ state: 'stopped', dueAt: null, position: { pass: 2, step: 'final', repetition: 2 } }),
        marks: [{ mark: 're-alarmed', reason: reason('DED9', 'higher', { from: 'low' }) }],
      });
      ledger.commit(batch({ incidents: [first, incident(2, { run: null }), last] }));
      expect(ledger.load().open).toEqual([last, incident(2, { run: null })]);
      expect(ledger.findIncident('inc-1')).toEqual(last);
    });

    it('[STO3] equal policies are one object after a load', () => {
      ledger.commit(batch({ incidents: [incident(1), incident(2), incident(3)] }));
      const policies = ledger.load().open.map((one) => one.run?.policy);
      expect(policies).toHaveLength(3);
      expect(new Set(policies).size).toBe(1);
    });

    it('[STO4] touches change count and lastEventAt only, and survive a later full state', () => {
      ledger.commit(batch({ incidents: [incident(1), incident(2)] }));
      ledger.commit(
        batch({
          touches: [
            { id: 'inc-2', count: 8, lastEventAt: T0 + 8 },
            { id: 'inc-2', count: 9, lastEventAt: T0 + 9 },
          ],
        }),
      );
      expect(ledger.findIncident('inc-2')).toEqual(incident(2, { count: 9, lastEventAt: T0 + 9 }));
      expect(ledger.findIncident('inc-1')).toEqual(incident(1));
      ledger.commit(batch({ incidents: [incident(2, { count: 10, lastEventAt: T0 + 10, version: 2 })] }));
      expect(ledger.load().open[1]).toEqual(incident(2, { count: 10, lastEventAt: T0 + 10, version: 2 }));
    });

    it('[STO5] load gives open ones and closed unseen ones apart, and the last number of all', () => {
      ledger.commit(batch({ incidents: [closed(3), closed(2, { unseen: true }), incident(1)] }));
      const state = ledger.load();
      expect(state.open.map((one) => one.number)).toEqual([1]);
      expect(state.unseen.map((one) => one.number)).toEqual([2]);
      expect(state.lastNumber).toBe(3);
    });

    it('[STO6] the latest closed incident of a key is found within its domain, case-sensitively', () => {
      ledger.commit(
        batch({
          incidents: [
            closed(1, { dedupKey: 'Disk', closedAt: T0 + 10 }),
            closed(2, { dedupKey: 'Disk', closedAt: T0 + 30 }),
            closed(3, { dedupKey: 'Disk', closedAt: T0 + 20 }),
            closed(4, { dedupKey: 'disk', closedAt: T0 + 40 }),
            closed(5, { dedupKey: 'Disk', domain: 'other', closedAt: T0 + 50 }),
            incident(6, { dedupKey: 'Disk' }),
          ],
        }),
      );
      expect(ledger.findLatestClosed('std', 'Disk')?.number).toBe(2);
      expect(ledger.findLatestClosed('std', 'DISK')).toBeNull();
      ledger.commit(batch({ incidents: [incident(2, { dedupKey: 'Disk', status: 'open' })] }));
      expect(ledger.findLatestClosed('std', 'Disk')?.number).toBe(3);
    });

    it('[STO7] a batch that cannot be written whole leaves nothing behind, and the ledger goes on', () => {
      ledger.commit(batch({ incidents: [incident(1)], events: [event('e1', { incident: 'inc-1' })] }));
      const before = ledger.load();
      const good = {
        incidents: [incident(1, { version: 2 }), incident(2, { run: run({ number: 7 }) })],
        outcomes: [{ at: T0, integration: 'std', outcome: 'created' as const, count: 1 }],
        audit: [auditEntry()],
        meta: { a: '1' },
      };
      const bad: Parameters<typeof batch>[0][] = [
        { ...good, events: [event('e2'), event('e2')] },
        { ...good, events: [event('e1')] },
        { ...good, events: [event('e2', { incident: 'inc-99' })] },
        { ...good, touches: [{ id: 'inc-99', count: 1, lastEventAt: T0 }] },
        { ...good, repeats: [{ id: 'e99', count: 1, receivedAt: T0, raw: null }] },
        {
          ...good,
          entries: [
            { incident: 'inc-99', at: T0, kind: 'created', actor: SYSTEM, reason: reason('INC1', 'x') },
          ],
        },
        { ...good, outbox: [outboxRow('m1', {}, 'inc-99')] },
        { ...good, incidents: [incident(2), incident(1, { id: 'thief' })] },
        { ...good, incidents: [incident(2), incident(9, { id: 'inc-1' })] },
      ];
      for (const part of bad) {
        commitBad(batch(part));
        expect(ledger.load()).toEqual(before);
      }
      expect(ledger.findIncident('inc-2')).toBeNull();
      const { audit } = ledger.commit(batch(good));
      // What is set aside had its number: it is missed until the next start.
      if (whenBad === 'refused') expect(audit).toEqual([{ seq: 1 }]);
      expect(ledger.load().open).toEqual([
        incident(1, { version: 2 }),
        incident(2, { run: run({ number: 7 }) }),
      ]);
    });

    it('[STO8] received is the sum of the outcomes, hot repeats counted in full', () => {
      ledger.commit(
        batch({
          outcomes: [
            { at: T0, integration: 'std', outcome: 'created', count: 1 },
            { at: T0 + 1, integration: 'std', outcome: 'deduplicated', count: 4000 },
            { at: T0 + 900_000, integration: 'a b', outcome: 'deduplicated', count: 2 },
            { at: T0, integration: 'std', outcome: 'rejected', count: 3 },
          ],
        }),
      );
      ledger.commit(batch({ outcomes: [{ at: T0, integration: 'std', outcome: 'deduplicated', count: 1 }] }));
      const { received, outcomes } = ledger.load().conservation;
      expect(outcomes).toMatchObject({ created: 1, deduplicated: 4003, rejected: 3 });
      expect(received).toBe(4007);
    });

    it('[STO9] the row that collects hot repeats is the latest deduplicated event of each open incident', () => {
      ledger.commit(
        batch({
          incidents: [incident(1), incident(2), closed(3)],
          events: [
            event('a', { incident: 'inc-1' }),
            event('b', { incident: 'inc-1', outcome: 'deduplicated' }),
            event('c', { incident: 'inc-1', outcome: 'deduplicated' }),
            event('d', { incident: 'inc-1', outcome: 'updated' }),
            event('e', { incident: 'inc-2' }),
            event('f', { incident: 'inc-3', outcome: 'deduplicated' }),
          ],
        }),
      );
      ledger.commit(batch({ repeats: [{ id: 'c', count: 5, receivedAt: T0 + 1, raw: '{}' }] }));
      expect(ledger.load().repeatRows).toEqual([{ incident: 'inc-1', event: 'c' }]);
    });

    it('[STO10] a start gets pending messages in the order they were decided', () => {
      ledger.commit(
        batch({ incidents: [incident(1)], outbox: [outboxRow('z', {}, 'inc-1'), outboxRow('a')] }),
      );
      const failedOnce = outboxRow(
        'z',
        { attempts: 1, lastAttemptAt: T0 + 5, nextAttemptAt: T0 + 9, error: '503' },
        'inc-1',
      );
      ledger.commit(batch({ outbox: [failedOnce, outboxRow('m'), outboxRow('s', { state: 'sent' })] }));
      ledger.commit(batch({ outbox: [outboxRow('a', { state: 'obsolete' })] }));
      expect(ledger.load().outbox).toEqual([failedOnce, outboxRow('m')]);
    });

    it('[STO11] timeline and audit entries are numbered without gaps', () => {
      const entry = {
        incident: 'inc-1',
        at: T0,
        kind: 'created',
        actor: SYSTEM,
        reason: reason('INC1', 'x'),
      };
      const first = ledger.commit(
        batch({
          incidents: [incident(1)],
          entries: [entry, { ...entry, data: { step: 1 } }],
          audit: [auditEntry()],
        }),
      );
      expect(first).toEqual({ audit: [{ seq: 1 }] });
      expect(ledger.commit(batch({}))).toEqual({ audit: [] });
      expect(ledger.commit(batch({ entries: [entry], audit: [auditEntry(), auditEntry()] }))).toEqual({
        audit: [{ seq: 2 }, { seq: 3 }],
      });
    });

    it('[STO12] resources, sources heard and meta are replaced whole, and removed by kind and id', () => {
      const heard = (integration: string, at: string | null) => ({
        integration,
        lastAcceptedAt: at,
        lastRefusedAt: null,
      });
      ledger.commit(
        batch({
          resources: [
            { kind: 'token', id: 'a', value: { deep: [1, null, 'ㄱ'] } },
            { kind: 'pin', id: 'a', value: 'x' },
            { kind: 'token', id: 'b', value: null },
          ],
          heard: [heard('std', null), heard('other', '2026-11-22T03:00:00.000Z')],
          meta: { epoch: '1', revision: '7' },
        }),
      );
      ledger.commit(
        batch({
          resources: [{ kind: 'token', id: 'a', value: 2 }],
          removed: [
            { kind: 'token', id: 'b' },
            { kind: 'token', id: 'never-there' },
          ],
          heard: [heard('std', '2026-11-22T04:00:00.000Z')],
          meta: { revision: '8' },
        }),
      );
      expect(ledger.load()).toMatchObject({
        resources: [
          { kind: 'pin', id: 'a', value: 'x' },
          { kind: 'token', id: 'a', value: 2 },
        ],
        heard: [heard('other', '2026-11-22T03:00:00.000Z'), heard('std', '2026-11-22T04:00:00.000Z')],
        meta: { epoch: '1', revision: '8' },
      });
    });

    it('[STO80] a redaction cleans messages of before and of its own batch, and of its incident only', () => {
      const page = (id: string, about: string, summary: string) => {
        const row = outboxRow(id, {}, about);
        return { ...row, message: { ...row.message, body: { number: 1, summary } } } as typeof row;
      };
      const both = [
        { id: 'inc-2', number: 2, summary: 'kept' },
        { id: 'inc-1', number: 1, summary: 'hunter2' },
      ];
      const bundle = { ...page('m3', '', 'kept'), createdAt: T0 + 9000 };
      const inBundle = {
        ...bundle,
        message: { ...bundle.message, incident: null, body: { summary: 'kept', incidents: both } },
      } as typeof bundle;
      ledger.commit(
        batch({
          incidents: [incident(1), incident(2)],
          outbox: [page('m1', 'inc-1', 'hunter2'), page('m2', 'inc-2', 'kept'), inBundle],
        }),
      );
      ledger.commit(
        batch({
          incidents: [incident(1, { summary: '[redacted]' })],
          outbox: [page('m4', 'inc-1', 'hunter2')],
          redactions: [{ incident: 'inc-1', parts: ['summary'] }],
        }),
      );
      const left = JSON.stringify(ledger.load());
      expect(left).not.toContain('hunter2');
      expect(left.split('[redacted]')).toHaveLength(5);
      expect(left.split('kept')).toHaveLength(4);
    });

    it('[STO80] a redaction of an unknown incident is refused whole', () => {
      const before = ledger.load();
      commitBad(batch({ incidents: [incident(1)], redactions: [{ incident: 'inc-9', parts: ['raw'] }] }));
      expect(ledger.load()).toEqual(before);
    });
  });
}
