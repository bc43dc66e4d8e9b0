import { join } from 'node:path';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { StorageError } from '../../../runtime/ports.ts';
import { DATABASE_FILE } from '../connection.ts';
import { openKnownDatabase } from '../known-database.ts';
import { createSqliteLedger } from '../sqlite-ledger.ts';
import { type ApplierData, type ApplierReport, type ApplierRequest, CONTROL } from './applier-protocol.ts';
import { createRecordApplier, groupLength } from './apply-records.ts';
import { readJournal } from './journal.ts';
import type { JournalRecord } from './record.ts';

/** How soon after a refusal the database is tried again. */
const RETRY_MS = 250;
/**
 * Time from the beginning of one transaction to the next: records that change the same pages share one write of them.
 * A reader that waits, much to write, and the end cut it short.
 */
const GATHER_MS = 100;
/** The search index waits until nothing was written for so long, and then goes on in small pieces. */
const QUIET_MS = 300;
const INDEX_EVERY_MS = 5;

/** Entry of the thread that fills the database from the journal, the only connection that writes. */
const { dir, install, control, journaledUpTo } = workerData as ApplierData;
const shared = new BigInt64Array(control);
const port = parentPort!;
const ledger = createSqliteLedger(() => openKnownDatabase(join(dir, DATABASE_FILE), install));
const apply = createRecordApplier(dir, ledger.commitAll);
const waiting: JournalRecord[] = readJournal(
  dir,
  Number(Atomics.load(shared, CONTROL.applied)),
).records.filter(({ seq }) => seq <= journaledUpTo);
let isClosing = false;
let hasUnindexed = false;
let timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
let isAwaited = false;
let begunAt = Number.NEGATIVE_INFINITY;

const report = (message: ApplierReport): void => port.postMessage(message);

function setShared(place: number, value: bigint): void {
  Atomics.store(shared, place, value);
  Atomics.notify(shared, place);
}

function take(request: ApplierRequest): void {
  if (request.kind === 'record') waiting.push(request);
  else if (request.kind === 'close') isClosing = true;
  else isAwaited = true;
}

function takeAll(): void {
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) take(next.message);
}

/** With nothing to write there is time for the search index. */
function idle(): number | null {
  if (isClosing || !hasUnindexed) return null;
  const early = begunAt + QUIET_MS - performance.now();
  if (early > 1) return early;
  try {
    hasUnindexed = ledger.indexSome() > 0;
  } catch (error) {
    // Records that come will say that the disk failed.
    hasUnindexed = false;
    if (!(error instanceof StorageError)) throw error;
  }
  return INDEX_EVERY_MS;
}

/** Applies one group; returns after how many ms to go on, or null when nothing is to be done. */
function step(): number | null {
  takeAll();
  const group = waiting.slice(0, groupLength(waiting));
  const last = group.at(-1);
  if (last === undefined) {
    isAwaited = false;
    return idle();
  }
  const early = begunAt + GATHER_MS - performance.now();
  const isFull = group.length < waiting.length;
  if (early > 1 && !isFull && !isAwaited && !isClosing) return early;
  begunAt = performance.now();
  try {
    for (const aside of apply(group)) report({ kind: 'set-aside', ...aside });
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    setShared(CONTROL.failed, 1n);
    report({ kind: 'failed', detail: error.message });
    return isClosing ? null : RETRY_MS;
  }
  waiting.splice(0, group.length);
  hasUnindexed = true;
  setShared(CONTROL.failed, 0n);
  setShared(CONTROL.applied, BigInt(last.seq));
  report({ kind: 'applied' });
  return 0;
}

/** Goes on after so many ms, or at once when that was to be later. */
function schedule(ms: number): void {
  if (timer !== null) {
    if (ms > 0) return;
    clearTimeout(timer as NodeJS.Timeout);
    clearImmediate(timer as NodeJS.Immediate);
  }
  timer = ms === 0 ? setImmediate(go) : setTimeout(go, ms);
}

function go(): void {
  timer = null;
  const next = step();
  if (next !== null) schedule(next);
  else if (isClosing) close();
}

/** Whatever is left is in the journal: the next start goes on with it. */
function close(): void {
  ledger.close();
  setShared(CONTROL.closed, 1n);
  port.close();
}

port.on('message', (request: ApplierRequest) => {
  take(request);
  schedule(0);
});
// One that ended before this one left word that it failed.
setShared(CONTROL.failed, 0n);
report({ kind: 'applied' });
if (waiting.length > 0) schedule(0);
