import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE } from './connection.ts';

/** A WAL above this is copied back into the database, off the writer's thread. */
export const CHECKPOINT_ABOVE_BYTES = 8 * 1024 * 1024;
/** Above this the writer waits for what is left to copy, so that the WAL starts over. */
const RESTART_ABOVE_BYTES = 48 * 1024 * 1024;

/** Bytes of the write-ahead log of a data folder; 0 when there is none. */
export function walBytes(dir: string): number {
  return statSync(join(dir, `${DATABASE_FILE}-wal`), { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Copies the WAL back. Passive first: it stops nobody. Only a WAL that outgrew it is restarted, when little is left to
 * copy; a reader that holds old pages makes that a no-op, and the next call tries again.
 */
export function createCheckpointer(dir: string): () => { readonly walBytes: number } {
  let db: DatabaseSync | null = null;
  return () => {
    db ??= new DatabaseSync(join(dir, DATABASE_FILE), { timeout: 200, enableForeignKeyConstraints: false });
    db.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(PASSIVE)');
    if (walBytes(dir) > RESTART_ABOVE_BYTES) db.exec('PRAGMA wal_checkpoint(RESTART)');
    return { walBytes: walBytes(dir) };
  };
}
