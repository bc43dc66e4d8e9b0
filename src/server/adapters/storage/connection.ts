import { DatabaseSync } from 'node:sqlite';
import { SqliteTooOldError } from './storage-errors.ts';

/** Oldest SQLite without the WAL-reset bug that can corrupt a database with several connections. */
const OLDEST_SQLITE = '3.51.3';
/** Before the writer checkpoints by itself: 24,000 pages of 4 KiB. A thread beside does it long before (checkpoint.ts). */
const CHECKPOINT_PAGES = 24_000;
/** What a WAL is cut back to after it has grown under a long read. */
const WAL_LIMIT_BYTES = 32 * 1024 * 1024;

/** How long a connection waits for another's lock. */
export const BUSY_TIMEOUT_MS = 5000;

export const DATABASE_FILE = 'watchfloor.db';

/** True when `version` is at least `least`; both are dotted numbers. */
export function isAtLeast(version: string, least: string): boolean {
  const [left, right] = [version, least].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i += 1) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Throws `SqliteTooOldError` unless this runtime's SQLite has the version, FTS5 and percentiles we rely on. */
export function requireSqlite(least: string = OLDEST_SQLITE): void {
  const db = new DatabaseSync(':memory:');
  try {
    const version = String(db.prepare('SELECT sqlite_version() AS v').get()?.v);
    if (!isAtLeast(version, least)) {
      throw new SqliteTooOldError(
        `SQLite ${version} is too old, ${least} or later is needed: use a newer Node.js 24`,
      );
    }
    const options = db
      .prepare('PRAGMA compile_options')
      .all()
      .map((row) => String(row.compile_options));
    for (const needed of ['ENABLE_FTS5', 'ENABLE_PERCENTILE']) {
      if (!options.includes(needed)) {
        throw new SqliteTooOldError(`SQLite ${version} of this runtime was built without ${needed}`);
      }
    }
  } finally {
    db.close();
  }
}

/**
 * The one writing connection. FULL, because with NORMAL a power cut loses acknowledged rows in WAL mode.
 * What is replaced or deleted is overwritten with zeros, so that a redaction leaves no copy in unused pages (STO80).
 * Foreign keys are off: rows are linked by numbers the writer itself resolves, and it refuses unknown ones.
 */
export function openWriter(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false });
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
      PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES}; PRAGMA trusted_schema = OFF;
      PRAGMA secure_delete = ON;`);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** A connection that can only read and sees only committed facts. */
export function openReader(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  db.exec('PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;');
  return db;
}

/** Runs `work` in one transaction; on any error nothing is left behind and the error is thrown on. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // Some failures (full disk, I/O) have rolled back already.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
