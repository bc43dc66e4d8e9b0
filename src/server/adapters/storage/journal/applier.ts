import { Worker } from 'node:worker_threads';
import type { LogPort } from '../../../runtime/ports.ts';
import {
  type ApplierData,
  type ApplierReport,
  type ApplierRequest,
  CONTROL,
  CONTROL_BYTES,
} from './applier-protocol.ts';
import type { JournalRecord } from './record.ts';

const RESTART_MS = 500;

/** The thread that fills the database, as the runner's thread sees it. */
export interface Applier {
  /** Takes a record that is in the journal. Its payload belongs to the thread from now on. */
  send(record: JournalRecord): void;
  /** Number of the last record that the database has for good. */
  applied(): number;
  /** Why the database takes nothing now; null while it does. */
  refusal(): string | null;
  /** Blocks until at most `bytes` are not in the database; false when it refuses or takes longer than `ms`. */
  waitFor(bytes: number, ms: number): boolean;
  /** Size of the records that the database does not have yet. */
  behindBytes(): number;
  /** Resolves when the database has all that was sent by now, or refuses. */
  settled(): Promise<void>;
  /** Ends the thread; true when the database has everything. */
  close(ms: number): boolean;
}

export function startApplier(options: {
  readonly dir: string;
  readonly install: string;
  readonly applied: number;
  readonly workerUrl: URL;
  readonly log: LogPort;
}): Applier {
  const { dir, install, workerUrl, log } = options;
  const control = new SharedArrayBuffer(CONTROL_BYTES);
  const shared = new BigInt64Array(control);
  Atomics.store(shared, CONTROL.applied, BigInt(options.applied));
  let worker: Worker | null = null;
  let sent = options.applied;
  let detail = '';
  let isClosing = false;
  /** Sizes of records that the database does not have yet, oldest first. */
  const sizes: { readonly seq: number; readonly bytes: number }[] = [];
  let unappliedBytes = 0;
  const waiters: { readonly seq: number; readonly resolve: () => void }[] = [];

  const applied = (): number => Number(Atomics.load(shared, CONTROL.applied));
  const hasFailed = (): boolean => Atomics.load(shared, CONTROL.failed) === 1n;

  const forgetApplied = (): void => {
    const upTo = applied();
    let done = 0;
    for (const { seq, bytes } of sizes) {
      if (seq > upTo) break;
      unappliedBytes -= bytes;
      done += 1;
    }
    sizes.splice(0, done);
  };
  const resolveWaiters = (): void => {
    const upTo = hasFailed() ? Number.POSITIVE_INFINITY : applied();
    while (waiters[0] !== undefined && waiters[0].seq <= upTo) waiters.shift()?.resolve();
  };

  const onReport = (report: ApplierReport): void => {
    if (report.kind === 'failed') detail = report.detail;
    else if (report.kind === 'set-aside')
      log.error(report, 'the database can not take a decision: it was set aside');
    resolveWaiters();
  };
  const start = (): Worker => {
    const data: ApplierData = { dir, install, control, journaledUpTo: sent };
    const started = new Worker(workerUrl, { workerData: data });
    started.on('message', onReport);
    let isLost = false;
    // An error is followed by the exit: one end, and one new beginning.
    const lost = (error?: unknown): void => {
      if (isLost || isClosing) return;
      isLost = true;
      log.error({ err: error }, 'the thread that fills the database ended; it is started again');
      detail = 'the thread that fills the database ended';
      Atomics.store(shared, CONTROL.failed, 1n);
      resolveWaiters();
      setTimeout(() => {
        if (!isClosing) worker = start();
      }, RESTART_MS).unref();
    };
    started.on('error', lost);
    started.on('exit', () => lost());
    return started;
  };
  const tell = (request: ApplierRequest, transfer: readonly ArrayBuffer[] = []): void => {
    worker ??= start();
    worker.postMessage(request, transfer);
  };

  return {
    send: ({ seq, payload }) => {
      worker ??= start();
      sizes.push({ seq, bytes: payload.length });
      unappliedBytes += payload.length;
      sent = seq;
      tell({ kind: 'record', seq, payload }, [payload.buffer]);
    },
    applied,
    refusal: () => (hasFailed() ? detail || 'the database refuses' : null),
    waitFor: (bytes, ms) => {
      const until = performance.now() + ms;
      let hasAsked = false;
      for (;;) {
        const before = Atomics.load(shared, CONTROL.applied);
        forgetApplied();
        if (unappliedBytes <= Math.max(0, bytes)) return true;
        if (!hasAsked) tell({ kind: 'hurry' });
        hasAsked = true;
        const left = until - performance.now();
        if (hasFailed() || left <= 0) return false;
        Atomics.wait(shared, CONTROL.applied, before, Math.min(left, 50));
      }
    },
    behindBytes: () => {
      forgetApplied();
      return unappliedBytes;
    },
    settled: () => {
      if (applied() >= sent || hasFailed()) return Promise.resolve();
      tell({ kind: 'hurry' });
      return new Promise((resolve) => waiters.push({ seq: sent, resolve }));
    },
    close: (ms) => {
      isClosing = true;
      if (worker !== null) {
        worker.postMessage({ kind: 'close' } satisfies ApplierRequest);
        Atomics.wait(shared, CONTROL.closed, 0n, ms);
        void worker.terminate();
      }
      for (const { resolve } of waiters.splice(0)) resolve();
      return applied() >= sent;
    },
  };
}
