import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { LogPort } from '../../runtime/ports.ts';
import { listBackups } from './backup.ts';
import { checkHeader, checkIdentity, probe, quickCheck, readInstallId } from './check-database.ts';
import { DATABASE_FILE, openWriter, requireSqlite } from './connection.ts';
import { readMarker, writeMarker } from './install-marker.ts';
import { type OpenLedger, openWithJournal } from './journal/open-with-journal.ts';
import { MIGRATIONS, migrate, schemaVersion } from './migrate.ts';
import { type Recovered, recover } from './recover.ts';
import { asStorageError, InstallMismatchError, isCorruption } from './storage-errors.ts';

/** Up to this size every page is checked at each start (under half a second); larger ones are probed, and checked by a worker. */
const CHECKED_AT_START_BYTES = 32 * 1024 * 1024;

export interface OpenLedgerOptions {
  readonly dir: string;
  /** Epoch ms. */
  readonly now: number;
  readonly log: LogPort;
  /** Begin anew when the database is lost and no backup helps; false throws `DatabaseLostError`. */
  readonly startEmpty?: boolean;
  /** Entry file of the thread that fills the database; without one every commit writes to it directly. */
  readonly workerUrl?: URL;
}

export interface OpenedLedger {
  readonly ledger: OpenLedger;
  /** Random id of this install, also in the marker file. */
  readonly install: string;
  /** Set when the database had been lost: the caller must say so on every screen. */
  readonly recovered: Recovered | null;
  /** False when the database was too large to check at start: ask `quickCheck` of the queries in the background. */
  readonly fullyChecked: boolean;
}

/**
 * Opens the ledger of a data folder that the caller has locked, creating it at the first start only.
 * Throws `SqliteTooOldError`, `SchemaTooNewError`, `DatabaseLostError`, `InstallMismatchError`, `StorageError`.
 */
export function openLedger(options: OpenLedgerOptions): OpenedLedger {
  requireSqlite();
  mkdirSync(options.dir, { recursive: true });
  try {
    return open(options);
  } catch (error) {
    throw asStorageError(error);
  }
}

function open({ dir, now, log, startEmpty = false, workerUrl }: OpenLedgerOptions): OpenedLedger {
  const marker = readMarker(dir);
  const known = marker !== null && marker !== 'unreadable' ? marker.install : null;
  const isFirstStart = marker === null && listBackups(dir).length === 0;

  const loss = findLoss(dir, isFirstStart);
  const recovered = loss && recover(dir, loss, { now, install: known, startEmpty });
  if (recovered) log.error({ recovered }, 'the database was lost');

  const file = join(dir, DATABASE_FILE);
  const db = openWriter(file);
  let install: string;
  try {
    migrate(db);
    install = claimInstall(db, known);
  } finally {
    db.close();
  }
  if (known !== install) writeMarker(dir, { install, createdAt: new Date(now).toISOString() });

  return {
    ledger: openWithJournal({ dir, file, install, log, now, workerUrl }),
    install,
    recovered,
    fullyChecked: statSync(file).size <= CHECKED_AT_START_BYTES,
  };
}

/** What is wrong with the database, or null. Errors that are not its own (a newer schema, the disk) are thrown. */
function findLoss(dir: string, isFirstStart: boolean): { kind: Recovered['kind']; detail: string } | null {
  const file = join(dir, DATABASE_FILE);
  const size = existsSync(file) ? statSync(file).size : null;
  if (size === null || size === 0) {
    if (isFirstStart) return null;
    return size === null
      ? { kind: 'missing', detail: `${DATABASE_FILE} is not there` }
      : { kind: 'empty', detail: `${DATABASE_FILE} has no content` };
  }
  try {
    checkHeader(file);
    const db = openWriter(file);
    try {
      // A first start that was killed half-way left a database without tables; it simply goes on.
      if (isFirstStart && schemaVersion(db) === 0) return null;
      if (!isFirstStart || schemaVersion(db) === MIGRATIONS.length) checkContent(db, size, isFirstStart);
      return null;
    } finally {
      db.close();
    }
  } catch (error) {
    if (!isCorruption(error)) throw error;
    return { kind: 'corrupt', detail: (error as Error).message };
  }
}

function checkContent(db: DatabaseSync, size: number, isFirstStart: boolean): void {
  // Killed after the schema, before the install id was written: still the first start.
  if (!isFirstStart || readInstallId(db) !== null) checkIdentity(db);
  if (size <= CHECKED_AT_START_BYTES) quickCheck(db);
  else probe(db);
}

/** The database's install id, made when it has none; a database of another install is refused. */
function claimInstall(db: DatabaseSync, known: string | null): string {
  const found = readInstallId(db);
  if (found !== null && known !== null && found !== known) {
    throw new InstallMismatchError(
      `the database belongs to install ${found}, this data folder to ${known}: put back the folder's own database`,
    );
  }
  const install = found ?? known ?? randomUUID();
  if (found === null) db.prepare(`INSERT INTO ledger_meta (key, value) VALUES ('install', ?)`).run(install);
  return install;
}
