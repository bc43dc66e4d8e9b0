import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createArchiveReads } from './archive/archive-reads.ts';
import {
  ARCHIVE_METHODS,
  type ArchiveMethod,
  type ArchiveWork,
  createArchiveWork,
} from './archive/archive-work.ts';
import { ARCHIVE_PREFIX } from './archive/open-archives.ts';
import { backupNow } from './backup.ts';
import { createCheckpointer } from './checkpoint.ts';
import { DATABASE_FILE, openReader } from './connection.ts';
import { createLedgerReads, type LedgerReads } from './queries/ledger-reads.ts';
import type { QueryAnswer, QueryRequest, QueryWorkerData } from './query-protocol.ts';

/** Entry of a query thread: answers one request after the other on a read-only connection of its own. */
const { dir } = workerData as QueryWorkerData;
let now = 0;
let reads: LedgerReads | null = null;
let archives: ArchiveWork | null = null;
const checkpoint = createCheckpointer(dir);

/** Opened at the first read, so that a database that is not there yet fails the request and not the thread. */
function readsOf(): LedgerReads {
  if (reads) return reads;
  const db = openReader(join(dir, DATABASE_FILE));
  reads = createLedgerReads(db, () => now, createArchiveReads(db, dir));
  return reads;
}

function archive(method: string, args: readonly unknown[]): unknown {
  archives ??= createArchiveWork(dir);
  if (!ARCHIVE_METHODS.includes(method as ArchiveMethod)) throw new Error(`no archive work named ${method}`);
  return (archives[method as ArchiveMethod] as (...args: readonly unknown[]) => unknown)(...args);
}

function run({ method, args }: QueryRequest): unknown {
  if (method === 'backup') return backupNow(dir, now);
  if (method === 'checkpoint') return checkpoint();
  if (method.startsWith(ARCHIVE_PREFIX)) return archive(method.slice(ARCHIVE_PREFIX.length), args);
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
