import type { ArchivePort } from '../../../runtime/archive-port.ts';
import type { QueryThread } from '../query-thread.ts';
import { ARCHIVE_METHODS, type ArchiveWork } from './archive-work.ts';

/** What the archive thread's requests are called, apart from the reads of the ledger. */
export const ARCHIVE_PREFIX = 'archive.';

const portOf = (ask: (method: keyof ArchivePort, args: readonly unknown[]) => Promise<unknown>) =>
  Object.fromEntries(
    ARCHIVE_METHODS.map((method) => [method, (...args: unknown[]) => ask(method, args)]),
  ) as unknown as ArchivePort;

/**
 * The archive port over one thread of its own, so that a copy never waits behind a report, nor a redaction beside a
 * copy. It begins once the database has what was committed by then.
 */
export const threadArchives = (thread: QueryThread, settled: () => Promise<void>): ArchivePort =>
  portOf(async (method, args) => {
    await settled();
    return thread.ask(`${ARCHIVE_PREFIX}${method}`, args);
  });

/** The same on the caller's thread, for tests. */
export const inlineArchives = (work: ArchiveWork): ArchivePort =>
  portOf(async (method, args) => (work[method] as (...args: readonly unknown[]) => unknown)(...args));
