import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { asStorageError, DataDirInUseError, sqliteCode } from './storage-errors.ts';

const LOCK_FILE = 'lock.db';
const BUSY = 5;
/** Locks of this process: a connection that nobody refers to would be collected, and its lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Takes the data folder for this process, or throws `DataDirInUseError`. The lock is SQLite's own on a small
 * file, held by an open exclusive transaction, so the system releases it when the process dies, however it dies.
 */
export function lockDataDir(dir: string): { readonly release: () => void } {
  mkdirSync(dir, { recursive: true });
  const db = new DatabaseSync(join(dir, LOCK_FILE), { timeout: 0 });
  try {
    // Without a journal nothing has to be cleaned up after a kill. The file stays empty.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (sqliteCode(error) !== BUSY) throw asStorageError(error);
    throw new DataDirInUseError(
      `the data folder ${dir} is in use by another Watchfloor: close it, or choose another with --data-dir`,
    );
  }
  held.add(db);
  return {
    release: () => {
      if (held.delete(db)) db.close();
    },
  };
}
