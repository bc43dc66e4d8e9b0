import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openInMemoryStorage } from '../../../src/server/adapters/storage/in-memory-storage.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import { openQueries } from '../../../src/server/adapters/storage/open-queries.ts';
import { integrationContract } from '../../contracts/integration-contract.ts';
import { T0 } from '../../contracts/ledger-samples.ts';
import { queryContract } from '../../contracts/query-contract.ts';
import { reportContract } from '../../contracts/report-contract.ts';
import { QUERY_WORKER } from '../../support/workers.ts';
import { recordingLog } from './storage-dir.ts';

const root = mkdtempSync(join(tmpdir(), 'watchfloor-queries-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const now = () => T0 + 3_600_000;

const inMemory = () => openInMemoryStorage(now);
const onDisk = () => {
  count += 1;
  const dir = join(root, String(count));
  const { ledger } = openLedger({ dir, now: now(), log: recordingLog() });
  return { ledger, queries: openQueries(dir, { workerUrl: QUERY_WORKER, now }) };
};

for (const contract of [queryContract, reportContract, integrationContract]) {
  contract('in memory', inMemory);
  contract('threads on disk', onDisk);
}
