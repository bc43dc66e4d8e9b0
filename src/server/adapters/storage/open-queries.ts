import type { ArchivePort } from '../../runtime/archive-port.ts';
import type { QueryPort } from '../../runtime/query-port.ts';
import { threadArchives } from './archive/open-archives.ts';
import type { BackupResult } from './backup.ts';
import { CHECKPOINT_ABOVE_BYTES, walBytes } from './checkpoint.ts';
import type { LedgerReads, ReadName } from './queries/ledger-reads.ts';
import { createQueryThread, type QueryThread } from './query-thread.ts';

export interface QueryOptions {
  /** The worker's entry file: the sources' or where the bundler put it. */
  readonly workerUrl: URL;
  /** Wall clock, epoch ms. */
  readonly now?: () => number;
  /** Resolves when the database has what was committed by now: every read waits for it, so that writers read their own writes. */
  readonly settled?: () => Promise<void>;
}

/** The query port over a data folder, with the slow housekeeping that also belongs off the writer's thread. */
export interface LedgerQueries extends QueryPort {
  /** Checks every page of the database; rejects with what is wrong. */
  quickCheck(): Promise<null>;
  /** Copies the running ledger to `backups/`, verifies the copy and keeps the newest three. */
  backup(): Promise<BackupResult>;
  /** Copies a WAL that has grown back into the database, so that no commit has to; null when it is small. */
  checkpoint(): Promise<{ readonly walBytes: number } | null>;
  /** The archive files of the same folder. */
  readonly archives: ArchivePort;
}

/** Which thread a read goes to: those that may take long have their own, so that lists never wait behind them. */
const LANES: Readonly<Record<ReadName, 'fast' | 'slow'>> = {
  incidents: 'fast',
  incident: 'fast',
  incidentByNumber: 'fast',
  incidentFacts: 'fast',
  timeline: 'fast',
  incidentEvents: 'fast',
  recordedEvent: 'fast',
  archiveParts: 'fast',
  events: 'fast',
  event: 'fast',
  integrationFigures: 'slow',
  deliveries: 'fast',
  audit: 'fast',
  metrics: 'fast',
  systemReport: 'slow',
  heatmap: 'fast',
  lastAnswered: 'slow',
  alarmSpans: 'slow',
  verifyAudit: 'slow',
  quickCheck: 'slow',
};
const READS = Object.keys(LANES) as readonly ReadName[];

/** Opens the queries of a data folder whose ledger is open. Threads start when first needed. */
export function openQueries(dir: string, options: QueryOptions): LedgerQueries {
  const { workerUrl, now = Date.now, settled = () => Promise.resolve() } = options;
  const fast = createQueryThread(workerUrl, dir, now);
  const slow = createQueryThread(workerUrl, dir, now);
  const copy = createQueryThread(workerUrl, dir, now);
  const back = createQueryThread(workerUrl, dir, now);
  const archive = createQueryThread(workerUrl, dir, now);
  const threads: readonly QueryThread[] = [fast, slow, copy, back, archive];

  const reads = Object.fromEntries(
    READS.map((name) => [
      name,
      async (...args: unknown[]) => {
        await settled();
        return (LANES[name] === 'slow' ? slow : fast).ask(name, args);
      },
    ]),
  ) as unknown as Omit<LedgerQueries, 'close' | 'backup' | 'checkpoint' | 'archives'>;
  return {
    ...reads,
    archives: threadArchives(archive, settled),
    backup: async () => {
      await settled();
      return (await copy.ask('backup', [])) as BackupResult;
    },
    checkpoint: async () =>
      walBytes(dir) <= CHECKPOINT_ABOVE_BYTES
        ? null
        : ((await back.ask('checkpoint', [])) as { readonly walBytes: number }),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/** The query port over reads on a connection of this thread, for tests and tools. */
export function inlineQueries(reads: LedgerReads): QueryPort {
  const methods = Object.fromEntries(
    READS.map((name) => [
      name,
      async (...args: unknown[]) => (reads[name] as (...args: unknown[]) => unknown)(...args),
    ]),
  ) as unknown as Omit<QueryPort, 'close'>;
  return { ...methods, close: async () => {} };
}
