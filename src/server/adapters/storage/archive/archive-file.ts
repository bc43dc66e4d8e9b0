import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BUSY_TIMEOUT_MS, inTransaction } from '../connection.ts';
import { syncFile, syncFolder } from '../files/durable-write.ts';
import { DatabaseCorruptError } from '../storage-errors.ts';

/** Folder of the archive files, in the data folder. */
export const ARCHIVE_DIR = 'archive';
/** 'WFAR': tells archives from ledgers and from anybody else's database. */
const APPLICATION_ID = 1464222034;
const SCHEMA_VERSION = 1;

/**
 * Rows as the ledger has them, under ids that hold beyond it: an incident's number and id, events and messages by id.
 * Copying a row again replaces it (STO82).
 */
const SCHEMA = `
  CREATE TABLE archive (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE incidents (id TEXT PRIMARY KEY, number INTEGER NOT NULL, closed_at INTEGER NOT NULL) STRICT;
  CREATE TABLE timeline (
    incident TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL,
    reason TEXT NOT NULL, data TEXT, UNIQUE (incident, seq)) STRICT;
  CREATE TABLE events (
    seq INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, received_at INTEGER NOT NULL, event_at INTEGER,
    integration TEXT NOT NULL, dedup_key TEXT, status TEXT, urgency INTEGER, summary TEXT, outcome TEXT NOT NULL,
    reason TEXT NOT NULL, incident_id TEXT, count INTEGER NOT NULL, last_received_at INTEGER NOT NULL,
    fields TEXT) STRICT;
  CREATE INDEX events_received ON events (received_at);
  CREATE INDEX events_incident ON events (incident_id, seq);
  CREATE TABLE raw_bodies (
    owner TEXT NOT NULL, slot INTEGER NOT NULL, at INTEGER NOT NULL, seen INTEGER NOT NULL, body TEXT NOT NULL,
    UNIQUE (owner, at, slot)) STRICT;
  CREATE TABLE outbox (
    seq INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, incident_id TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL, last_attempt_at INTEGER, next_attempt_at INTEGER, error TEXT,
    recipient TEXT NOT NULL, message TEXT NOT NULL) STRICT;
  CREATE INDEX outbox_created ON outbox (created_at);
  CREATE INDEX outbox_incident ON outbox (incident_id, created_at);
`;

/** Why an archive cannot be used: it is not there, damaged, of another install, or newer than this version. */
export class ArchiveUnavailableError extends Error {
  override readonly name = 'ArchiveUnavailableError';
}

/** `watchfloor-2025-11.db`; a second file of a month, made when the first was moved away, is `watchfloor-2025-11-2.db`. */
export const archiveName = (month: string, nth = 1): string =>
  `watchfloor-${month}${nth === 1 ? '' : `-${nth}`}.db`;

/** Month of an instant, UTC: `2025-11`. */
export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

const factOf = (db: DatabaseSync, key: string): string | null => {
  const row = db.prepare('SELECT value FROM archive WHERE key = ?').get(key);
  return row ? String(row.value) : null;
};

function checkIsOurs(db: DatabaseSync, install: string): void {
  const id = Number(db.prepare('PRAGMA application_id').get()?.application_id);
  if (id !== APPLICATION_ID) throw new DatabaseCorruptError('the file is not a Watchfloor archive');
  const version = Number(db.prepare('PRAGMA user_version').get()?.user_version);
  if (version > SCHEMA_VERSION) throw new ArchiveUnavailableError(`the archive has schema ${version}`);
  const found = factOf(db, 'install');
  if (found !== install) throw new ArchiveUnavailableError('the archive belongs to another install');
}

/**
 * Opens an archive to read. `file` is relative to the data folder. Throws when it is not there or is not ours;
 * nothing is ever created.
 */
export function openArchiveReader(dir: string, file: string, install: string): DatabaseSync {
  const path = join(dir, file);
  if (!existsSync(path)) throw new ArchiveUnavailableError(`${file} is not there`);
  // A write that was killed left its journal, and only a connection that may write can take it back.
  const readOnly = !existsSync(`${path}-journal`);
  const db = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS });
  try {
    checkIsOurs(db, install);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens an archive to write, made when `mayCreate` and it is not there. A rollback journal keeps it one file, so that it
 * can be moved away at any moment between writes; FULL, because the ledger forgets what is in it.
 */
export function openArchiveWriter(
  dir: string,
  file: string,
  install: string,
  mayCreate: boolean,
): DatabaseSync {
  const path = join(dir, file);
  const isNew = !existsSync(path);
  if (isNew && !mayCreate) throw new ArchiveUnavailableError(`${file} is not there`);
  if (isNew) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false });
  try {
    // Deleted bytes are overwritten, so that a redaction leaves no copy in unused pages (STO86).
    db.exec(`PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
      PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON;`);
    // A first write that was killed left a file without tables.
    if (Number(db.prepare('PRAGMA user_version').get()?.user_version) === 0) create(db, install);
    if (isNew) {
      syncFile(path);
      syncFolder(dirname(path));
      syncFolder(dir);
    }
    checkIsOurs(db, install);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function create(db: DatabaseSync, install: string): void {
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n);
  if (tables > 0) throw new DatabaseCorruptError('the file is not a Watchfloor archive');
  inTransaction(db, () => {
    db.exec(SCHEMA);
    db.prepare(`INSERT INTO archive (key, value) VALUES ('install', ?)`).run(install);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}
