import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openWriter } from '../../../../src/server/adapters/storage/connection.ts';
import {
  createBatchDecoder,
  createBatchEncoder,
} from '../../../../src/server/adapters/storage/journal/batch-codec.ts';
import { createLedgerSession } from '../../../../src/server/adapters/storage/ledger/ledger-session.ts';
import { createMemoryLedger } from '../../../../src/server/adapters/storage/memory-ledger.ts';
import { migrate } from '../../../../src/server/adapters/storage/migrate.ts';
import type { Batch } from '../../../../src/server/runtime/ports.ts';
import { batch, incident, outboxRow, run } from '../../../contracts/ledger-samples.ts';
import { randomBatches } from '../random-batches.ts';

function openSession() {
  const db = openWriter(':memory:');
  migrate(db);
  return { db, session: createLedgerSession(db) };
}

/** Tables whose rows say what happened. Policies are numbered as they come; the search index catches up in steps. */
function contentOf(db: DatabaseSync): Record<string, unknown> {
  const tables = db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table'
        AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' AND name NOT IN ('policies', 'incident_states')`,
    )
    .all()
    .map((row) => String(row.name));
  return Object.fromEntries(
    tables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]),
  );
}

const acceptedOf = (list: readonly Batch[]): Batch[] => {
  const twin = createMemoryLedger();
  return list.filter((one) => {
    try {
      twin.commit(one);
      return true;
    } catch {
      return false;
    }
  });
};

it('[STO93] many batches in one transaction leave exactly what one after the other leaves', () => {
  fc.assert(
    fc.property(
      fc.array(randomBatches, { minLength: 20, maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 10 }),
      (list, sizes) => {
        const batches = acceptedOf(list);
        fc.pre(batches.length > 3);
        const single = openSession();
        const grouped = openSession();
        for (const one of batches) single.session.commit(one);
        const rest = [...batches];
        for (let turn = 0; rest.length > 0; turn += 1) {
          grouped.session.commitAll(rest.splice(0, sizes[turn % sizes.length]));
        }
        expect(contentOf(grouped.db)).toEqual(contentOf(single.db));
        expect(grouped.session.load()).toEqual(single.session.load());
        single.db.close();
        grouped.db.close();
      },
    ),
    { numRuns: 40 },
  );
});

it('[STO90] a batch is the same after its way through the journal', () => {
  const encode = createBatchEncoder();
  const decode = createBatchDecoder();
  fc.assert(
    fc.property(randomBatches, (one) => {
      expect(decode(encode(one))).toEqual(JSON.parse(JSON.stringify(one)));
    }),
  );
});

it('[STO90] a batch too large for one text is the same after its way, too', () => {
  const many = Array.from({ length: 12_345 }, (_, n) => n);
  const large = batch({
    incidents: many.slice(0, 7000).map((n) => incident(n + 1, { run: run({ number: n }) })),
    touches: many.map((n) => ({ id: `inc-${n}`, count: n + 1, lastEventAt: n })),
    outbox: many.slice(0, 5001).map((n) => outboxRow(`m\n${n}`)),
    meta: { 'line\nbreak': '\n' },
  });
  const payload = createBatchEncoder()(large);
  expect([...payload].filter((byte) => byte === 10)).toHaveLength(3);
  expect(createBatchDecoder()(payload)).toEqual(JSON.parse(JSON.stringify(large)));
});
