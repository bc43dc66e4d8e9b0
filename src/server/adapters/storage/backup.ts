import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { verifyDatabase } from './check-database.ts';
import { DATABASE_FILE } from './connection.ts';
import { syncFile, syncFolder } from './files/durable-write.ts';

const BACKUP_DIR = 'backups';
const KEPT = 3;
const NAME = /^watchfloor-\d{8}T\d{9}Z\.db$/;

export interface BackupResult {
  /** Relative to the data folder. */
  readonly file: string;
  readonly bytes: number;
  /** Older ones removed, relative to the data folder. */
  readonly removed: readonly string[];
}

/** `20261122T170734123Z`: sorts by time and is a legal file name everywhere. */
export const fileStamp = (now: number): string => new Date(now).toISOString().replaceAll(/[-:.]/g, '');

/** Finished backups, newest first, relative to the data folder. */
export function listBackups(dir: string): readonly string[] {
  try {
    return readdirSync(join(dir, BACKUP_DIR))
      .filter((name) => NAME.test(name))
      .sort()
      .reverse()
      .map((name) => join(BACKUP_DIR, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Copies the committed facts of a running ledger, checks the copy, and keeps the newest three. It blocks its
 * thread, so run it in a worker (`openQueries(...).backup`). A copy that fails its check is removed and the error thrown.
 */
export function backupNow(dir: string, now: number): BackupResult {
  mkdirSync(join(dir, BACKUP_DIR), { recursive: true });
  const file = join(BACKUP_DIR, `watchfloor-${fileStamp(now)}.db`);
  const temporary = join(dir, `${file}.tmp`);
  rmSync(temporary, { force: true });
  // Read-only, but not `query_only`, which would refuse to write the copy.
  const db = new DatabaseSync(join(dir, DATABASE_FILE), { readOnly: true, timeout: 5000 });
  try {
    db.prepare('VACUUM INTO ?').run(temporary);
  } finally {
    db.close();
  }
  try {
    verifyDatabase(temporary);
    syncFile(temporary);
    renameSync(temporary, join(dir, file));
    syncFolder(join(dir, BACKUP_DIR));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  const removed = listBackups(dir).slice(KEPT);
  for (const old of removed) rmSync(join(dir, old));
  return { file, bytes: statSync(join(dir, file)).size, removed };
}
