import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryLedger } from '../../../src/server/adapters/storage/memory-ledger.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import { verifyAudit } from '../../../src/server/adapters/storage/queries/audit-queries.ts';
import type { Batch, LedgerPort } from '../../../src/server/runtime/ports.ts';
import { reason, SYSTEM } from '../../../src/shared/reason.ts';
import { OUTCOMES, URGENCIES } from '../../../src/shared/words.ts';
import { auditEntry, batch, event, incident, outboxRow, run, T0 } from '../../contracts/ledger-samples.ts';
import { dataDir, recordingLog } from './storage-dir.ts';

/** Small pools, so that things meet; some references lead nowhere, so that some batches are refused. */
const number = fc.integer({ min: 1, max: 6 });
const id = number.map((n) => `inc-${n}`);
const at = fc.integer({ min: T0, max: T0 + 7_200_000 });
const eventId = fc.integer({ min: 1, max: 400 }).map((n) => `e${n}`);
const count = fc.integer({ min: 1, max: 50 });

const incidents = fc
  .record({
    number,
    status: fc.constantFrom('open' as const, 'acked' as const, 'closed' as const),
    urgency: fc.constantFrom(...URGENCIES),
    dedupKey: fc.constantFrom('a', 'A', '키'),
    closedAt: fc.option(at, { nil: null }),
    unseen: fc.boolean(),
    count,
    version: count,
    summary: fc.string({ unit: 'binary', maxLength: 30 }),
    hasRun: fc.boolean(),
  })
  .map(({ number: n, hasRun, ...part }) =>
    incident(n, { ...part, run: hasRun ? run({ number: part.version }) : null }),
  );

const batches: fc.Arbitrary<Batch> = fc
  .record({
    incidents: fc.array(incidents, { maxLength: 4 }),
    touches: fc.array(fc.record({ id, count, lastEventAt: at }), { maxLength: 2 }),
    events: fc.array(
      fc
        .record({
          id: eventId,
          incident: fc.option(id, { nil: null }),
          outcome: fc.constantFrom(...OUTCOMES),
        })
        .map(({ id: name, ...part }) => event(name, { ...part, raw: name })),
      { maxLength: 3 },
    ),
    repeats: fc.array(fc.record({ id: eventId, count, receivedAt: at, raw: fc.constantFrom('{}', null) }), {
      maxLength: 1,
    }),
    outcomes: fc.array(
      fc.record({
        at,
        integration: fc.constantFrom('std', 'b c'),
        outcome: fc.constantFrom(...OUTCOMES),
        count,
      }),
      { maxLength: 4 },
    ),
    entries: fc.array(
      id.map((one) => ({
        incident: one,
        at: T0,
        kind: 'repeated',
        actor: SYSTEM,
        reason: reason('DED1', 'x'),
      })),
      { maxLength: 2 },
    ),
    outbox: fc.array(
      fc
        .record({
          name: fc.constantFrom('m1', 'm2', 'm3'),
          state: fc.constantFrom('pending' as const, 'sent' as const, 'obsolete' as const),
          attempts: count,
          about: fc.option(id, { nil: null }),
        })
        .map(({ name, about, ...part }) => outboxRow(name, part, about)),
      { maxLength: 2 },
    ),
    audit: fc.array(
      fc.json().map((after) => auditEntry({ after })),
      { maxLength: 2 },
    ),
    resources: fc.array(
      fc.record({
        kind: fc.constantFrom('token', 'pin'),
        id: fc.constantFrom('a', 'b'),
        value: fc.jsonValue(),
      }),
      { maxLength: 2 },
    ),
    removed: fc.array(fc.record({ kind: fc.constantFrom('token', 'pin'), id: fc.constantFrom('a', 'b') }), {
      maxLength: 1,
    }),
    meta: fc.dictionary(fc.constantFrom('x', 'y'), fc.string({ maxLength: 5 }), { maxKeys: 2 }),
  })
  .map(batch);

const attempt = (ledger: LedgerPort, one: Batch) => {
  try {
    return ledger.commit(one);
  } catch {
    return 'refused';
  }
};
/** As JSON carries it: −0 is 0. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

it('[STO7] over 200 random batches, refused ones among them, and restarts, SQLite and the twin say the same', () => {
  fc.assert(
    fc.property(
      fc.array(batches, { minLength: 200, maxLength: 200 }),
      fc.array(fc.nat(199), { maxLength: 3 }),
      (list, restarts) => {
        const dir = dataDir();
        const twin = createMemoryLedger();
        const open = () => openLedger({ dir, now: 0, log: recordingLog() }).ledger;
        let ledger = open();
        let accepted = 0;
        let received = 0;
        for (const [index, one] of list.entries()) {
          const answer = attempt(twin, one);
          expect(attempt(ledger, one)).toEqual(answer);
          if (answer !== 'refused') {
            accepted += 1;
            received += one.outcomes.reduce((sum, outcome) => sum + outcome.count, 0);
          }
          if (restarts.includes(index)) {
            ledger.close();
            ledger = open();
          }
          if (index % 20 === 19) expect(plain(ledger.load())).toEqual(plain(twin.load()));
        }
        expect(accepted).toBeGreaterThan(0);
        expect(accepted).toBeLessThan(200);
        expect(ledger.load().conservation.received).toBe(received);
        for (const key of ['a', 'A', '키']) {
          expect(plain(ledger.findLatestClosed('std', key))).toEqual(
            plain(twin.findLatestClosed('std', key)),
          );
        }
        for (let n = 1; n <= 6; n += 1) {
          expect(plain(ledger.findIncident(`inc-${n}`))).toEqual(plain(twin.findIncident(`inc-${n}`)));
        }
        ledger.close();
        const db = new DatabaseSync(join(dir, 'watchfloor.db'));
        expect(verifyAudit(db).ok).toBe(true);
        const bySum = db.prepare('SELECT coalesce(sum(count), 0) AS n FROM outcome_quarters').get()?.n;
        expect(bySum).toBe(received);
        db.close();
      },
    ),
    { numRuns: 5 },
  );
}, 60_000);
