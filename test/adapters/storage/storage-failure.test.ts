import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openWriter } from '../../../src/server/adapters/storage/connection.ts';
import { migrate } from '../../../src/server/adapters/storage/migrate.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import { createSqliteLedger } from '../../../src/server/adapters/storage/sqlite-ledger.ts';
import { StorageError } from '../../../src/server/runtime/ports.ts';
import { auditEntry, batch, event, incident, T0 } from '../../contracts/ledger-samples.ts';
import { childScript, killedAt } from './child-process.ts';
import { dataDir, recordingLog } from './storage-dir.ts';

const big = (number: number) =>
  batch({
    incidents: [incident(number)],
    events: [event(`e${number}`, { incident: `inc-${number}`, raw: 'x'.repeat(60_000) })],
    outcomes: [{ at: T0, integration: 'std', outcome: 'created', count: 1 }],
    audit: [auditEntry()],
  });

it('[STO36] a full disk is a StorageError with nothing written, and the same ledger goes on when there is room', () => {
  const connections: DatabaseSync[] = [];
  const file = join(dataDir(), 'watchfloor.db');
  const ledger = createSqliteLedger(() => {
    const db = openWriter(file);
    migrate(db);
    connections.push(db);
    return db;
  });
  const db = connections[0]!;
  ledger.commit(big(1));
  const pages = Number(db.prepare('PRAGMA page_count').get()?.page_count);
  db.exec(`PRAGMA max_page_count = ${pages + 2}`);
  const before = ledger.load();
  for (const _attempt of [1, 2]) {
    expect(() => ledger.commit(big(2))).toThrow(StorageError);
    expect(ledger.load()).toEqual(before);
  }
  db.exec('PRAGMA max_page_count = 100000');
  expect(ledger.commit(big(2)).audit).toEqual([{ seq: 2 }]);
  expect(ledger.load()).toMatchObject({ lastNumber: 2, conservation: { received: 2 } });
  expect(connections).toHaveLength(1);
  ledger.close();
});

it('[STO36] a connection that keeps failing is replaced, and the ledger goes on', () => {
  const connections: DatabaseSync[] = [];
  const file = join(dataDir(), 'watchfloor.db');
  const ledger = createSqliteLedger(() => {
    const db = openWriter(file);
    migrate(db);
    connections.push(db);
    return db;
  });
  ledger.commit(big(1));
  connections[0]!.exec('PRAGMA query_only = ON');
  for (const _attempt of [1, 2, 3]) expect(() => ledger.commit(big(2))).toThrow(StorageError);
  ledger.commit(big(2));
  expect(connections).toHaveLength(2);
  expect(ledger.load().lastNumber).toBe(2);
  ledger.close();
});

it('[STO36] a bug in a batch is not a StorageError: nobody may take it for a failed disk', () => {
  const { ledger } = openLedger({ dir: dataDir(), now: 0, log: recordingLog() });
  ledger.commit(big(1));
  let thrown: unknown;
  try {
    ledger.commit(big(1));
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(Error);
  expect(thrown).not.toBeInstanceOf(StorageError);
  ledger.close();
});

it('[STO8] everything acknowledged before a kill -9 is there after it, and the counts add up', async () => {
  const dir = dataDir();
  for (let round = 0; round < 3; round += 1) {
    const child = childScript(
      `const { openLedger } = await load('open-ledger.ts');
       const { batch, incident, event } = await import(args[1]);
       const log = { debug() {}, info() {}, warn() {}, error() {} };
       const { ledger } = openLedger({ dir: args[0], now: 0, log });
       let n = ledger.load().lastNumber;
       setTimeout(() => process.kill(process.pid, 'SIGKILL'), 150);
       const next = () => {
         n += 1;
         ledger.commit(batch({
           incidents: [incident(n)], events: [event('e' + n, { incident: 'inc-' + n })],
           outcomes: [{ at: n, integration: 'std', outcome: 'created', count: 1 }] }));
         process.stdout.write(n + '\\n');
         setImmediate(next);
       };
       next();`,
      dir,
      new URL('../../contracts/ledger-samples.ts', import.meta.url).href,
    );
    let acknowledged = '';
    child.stdout!.on('data', (chunk) => {
      acknowledged += String(chunk);
    });
    await killedAt(child);
    const last = Math.max(...acknowledged.trim().split('\n').map(Number));
    const { ledger, recovered } = openLedger({ dir, now: 0, log: recordingLog() });
    const state = ledger.load();
    ledger.close();
    expect(recovered).toBeNull();
    expect(state.lastNumber).toBeGreaterThanOrEqual(last);
    expect(state.open.map((one) => one.number)).toEqual(
      Array.from({ length: state.lastNumber }, (_, i) => i + 1),
    );
    expect(state.conservation.received).toBe(state.lastNumber);
  }
});
