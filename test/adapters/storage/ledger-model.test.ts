import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryLedger } from '../../../src/server/adapters/storage/memory-ledger.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import { verifyAudit } from '../../../src/server/adapters/storage/queries/audit-queries.ts';
import type { Batch, LedgerPort } from '../../../src/server/runtime/ports.ts';
import { randomBatches } from './random-batches.ts';
import { dataDir, recordingLog } from './storage-dir.ts';

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
      fc.array(randomBatches, { minLength: 200, maxLength: 200 }),
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
