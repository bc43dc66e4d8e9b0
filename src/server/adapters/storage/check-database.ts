import { closeSync, openSync, readSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openReader } from './connection.ts';
import { APPLICATION_ID, refuseNewer, schemaVersion } from './migrate.ts';
import { DatabaseCorruptError } from './storage-errors.ts';

const MAGIC = 'SQLite format 3\0';

/** Tables whose both ends are read at every start: cheap, whatever the length of history. */
const PROBED = ['incidents', 'incident_states', 'timeline', 'events', 'outbox', 'audit'];

export function readInstallId(db: DatabaseSync): string | null {
  const row = db.prepare(`SELECT value FROM ledger_meta WHERE key = 'install'`).get();
  return row ? String(row.value) : null;
}

/** Throws `DatabaseCorruptError` when the file does not begin as a database does. */
export function checkHeader(file: string): void {
  const head = Buffer.alloc(MAGIC.length);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, head, 0, head.length, 0);
  } finally {
    closeSync(handle);
  }
  if (head.toString('latin1') !== MAGIC) throw new DatabaseCorruptError('the file is not a SQLite database');
}

/** All pages and indexes, about 1 s per 100 MB. Throws `DatabaseCorruptError` with what was found. */
export function quickCheck(db: DatabaseSync): void {
  const found = db
    .prepare('PRAGMA quick_check(3)')
    .all()
    .map((row) => String(row.quick_check));
  if (found.length !== 1 || found[0] !== 'ok') throw new DatabaseCorruptError(found.join('; '));
}

/**
 * Throws when an open database is not a Watchfloor ledger (`DatabaseCorruptError`) or is a newer one
 * (`SchemaTooNewError`). Returns its install id.
 */
export function checkIdentity(db: DatabaseSync): string {
  refuseNewer(db);
  const id = Number(db.prepare('PRAGMA application_id').get()?.application_id);
  if (id !== APPLICATION_ID || schemaVersion(db) === 0) {
    throw new DatabaseCorruptError('the file is not a Watchfloor database');
  }
  const install = readInstallId(db);
  if (install === null) throw new DatabaseCorruptError('the database names no install');
  return install;
}

/** Reads both ends of every large table, so that a cut file is noticed at once. */
export function probe(db: DatabaseSync): void {
  for (const table of PROBED) {
    for (const order of ['ASC', 'DESC'])
      db.prepare(`SELECT * FROM ${table} ORDER BY rowid ${order} LIMIT 20`).all();
  }
}

/** Opens a file by itself and checks everything, as a backup must pass before it is trusted. Returns its install id. */
export function verifyDatabase(file: string): string {
  checkHeader(file);
  const db = openReader(file);
  try {
    const install = checkIdentity(db);
    quickCheck(db);
    return install;
  } finally {
    db.close();
  }
}
