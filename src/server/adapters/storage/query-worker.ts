import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { backupNow } from './backup.ts';
import { createCheckpointer } from './checkpoint.ts';
import { DATABASE_FILE, openReader } from './connection.ts';
import { createLedgerReads, type LedgerReads } from './queries/ledger-reads.ts';
import type { QueryAnswer, QueryRequest, QueryWorkerData } from './query-protocol.ts';

/** Entry of a query thread: answers one request after the other on a read-only connection of its own. */
const { dir } = workerData as QueryWorkerData;
let now = 0;
let reads: LedgerReads | null = null;
const checkpoint = createCheckpointer(dir);

/** Opened at the first read, so that a database that is not there yet fails the request and not the thread. */
function readsOf(): LedgerReads {
  reads ??= createLedgerReads(openReader(join(dir, DATABASE_FILE)), () => now);
  return reads;
}

function run({ method, args }: QueryRequest): unknown {
  if (method === 'backup') return backupNow(dir, now);
  if (method === 'checkpoint') return checkpoint();
  const all = readsOf();
  if (!Object.hasOwn(all, method)) throw new Error(`no query named ${method}`);
  return (all[method as keyof LedgerReads] as (...args: readonly unknown[]) => unknown)(...args);
}

function answer(request: QueryRequest): QueryAnswer {
  now = request.now;
  try {
    return { id: request.id, ok: true, value: run(request) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { id: request.id, ok: false, name, message };
  }
}

parentPort?.on('message', (request: QueryRequest) => parentPort?.postMessage(answer(request)));
