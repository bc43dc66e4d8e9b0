import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileStamp, listBackups } from './backup.ts';
import { verifyDatabase } from './check-database.ts';
import { DATABASE_FILE } from './connection.ts';
import { syncFile, syncFolder } from './files/durable-write.ts';
import { DatabaseLostError } from './storage-errors.ts';

/** What happened to a database that was missing or damaged; the caller raises the notice `database-restored`. */
export interface Recovered {
  readonly kind: 'missing' | 'empty' | 'corrupt';
  /** What was found, in words. */
  readonly detail: string;
  /** Files moved aside, relative to the data folder. */
  readonly quarantined: readonly string[];
  /** The backup now in use, relative to the data folder; null when a new, empty database was started on request. */
  readonly restoredFrom: string | null;
  /** Backups that failed their check and were passed over. */
  readonly refusedBackups: readonly string[];
}

/** Moves the damaged files aside under the time, so that nothing is ever destroyed. */
function quarantine(dir: string, now: number): string[] {
  const moved: string[] = [];
  for (const suffix of ['', '-wal', '-shm']) {
    const file = `${DATABASE_FILE}${suffix}`;
    if (!existsSync(join(dir, file))) continue;
    mkdirSync(join(dir, 'quarantine'), { recursive: true });
    const target = join('quarantine', `${fileStamp(now)}-${file}`);
    renameSync(join(dir, file), join(dir, target));
    moved.push(target);
  }
  if (moved.length > 0) syncFolder(dir);
  return moved;
}

/** Puts the newest backup that passes its check, and is of this install, in place. */
function restore(dir: string, install: string | null): { from: string | null; refused: string[] } {
  const refused: string[] = [];
  for (const backup of listBackups(dir)) {
    try {
      const found = verifyDatabase(join(dir, backup));
      if (install !== null && found !== install) throw new Error('a backup of another install');
    } catch {
      refused.push(backup);
      continue;
    }
    const temporary = join(dir, `${DATABASE_FILE}.restoring`);
    rmSync(temporary, { force: true });
    copyFileSync(join(dir, backup), temporary);
    syncFile(temporary);
    renameSync(temporary, join(dir, DATABASE_FILE));
    syncFolder(dir);
    return { from: backup, refused };
  }
  return { from: null, refused };
}

/**
 * Answers a lost database: moves it aside and restores the newest verified backup. With no backup it throws
 * `DatabaseLostError`, unless `startEmpty` says that an operator has decided to begin anew.
 */
export function recover(
  dir: string,
  found: { readonly kind: Recovered['kind']; readonly detail: string },
  options: { readonly now: number; readonly install: string | null; readonly startEmpty: boolean },
): Recovered {
  const quarantined = quarantine(dir, options.now);
  const { from, refused } = restore(dir, options.install);
  if (from === null && !options.startEmpty) {
    throw new DatabaseLostError(
      `the database is lost (${found.kind}: ${found.detail}) and there is no usable backup in ${join(dir, 'backups')}. ` +
        'Put a backup there and start again, or choose to begin with an empty database',
      quarantined,
    );
  }
  return { ...found, quarantined, restoredFrom: from, refusedBackups: refused };
}
