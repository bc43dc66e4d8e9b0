import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../../runtime/ports.ts';
import { checkIdentity } from './check-database.ts';
import { openWriter } from './connection.ts';
import { DatabaseCorruptError } from './storage-errors.ts';

/** A writing connection to the database as it was at start; a file swapped or emptied meanwhile counts as a failed disk. */
export function openKnownDatabase(file: string, install: string): DatabaseSync {
  if (!existsSync(file) || statSync(file).size === 0) throw new StorageError(`${basename(file)} is gone`);
  const db = openWriter(file);
  try {
    if (checkIdentity(db) !== install) throw new DatabaseCorruptError('the database was replaced');
    return db;
  } catch (error) {
    db.close();
    throw error instanceof DatabaseCorruptError ? new StorageError(error.message, { cause: error }) : error;
  }
}
