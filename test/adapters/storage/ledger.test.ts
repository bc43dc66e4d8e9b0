import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openWriter } from '../../../src/server/adapters/storage/connection.ts';
import { createMemoryLedger } from '../../../src/server/adapters/storage/memory-ledger.ts';
import { migrate } from '../../../src/server/adapters/storage/migrate.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import { createSqliteLedger } from '../../../src/server/adapters/storage/sqlite-ledger.ts';
import { archiveContract } from '../../contracts/archive-contract.ts';
import { ledgerContract } from '../../contracts/ledger-contract.ts';
import { APPLIER } from '../../support/workers.ts';
import { recordingLog } from './storage-dir.ts';

const root = mkdtempSync(join(tmpdir(), 'watchfloor-contract-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

for (const contract of [ledgerContract, archiveContract]) {
  contract('memory twin', createMemoryLedger);
  contract('SQLite in memory', () =>
    createSqliteLedger(() => {
      const db = openWriter(':memory:');
      migrate(db);
      return db;
    }),
  );
  contract('SQLite on disk', () => {
    count += 1;
    return openLedger({ dir: join(root, String(count)), now: 0, log: recordingLog() }).ledger;
  });
}
ledgerContract(
  'journal and SQLite on disk',
  () => {
    count += 1;
    return openLedger({ dir: join(root, String(count)), now: 0, log: recordingLog(), workerUrl: APPLIER })
      .ledger;
  },
  'set aside',
);
