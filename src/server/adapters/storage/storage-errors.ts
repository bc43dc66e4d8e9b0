import { StorageError } from '../../runtime/ports.ts';

/** The data folder belongs to a running server; the caller exits 3. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';
}

/** The SQLite in this runtime is too old or lacks what the ledger needs; the caller exits 4. */
export class SqliteTooOldError extends Error {
  override readonly name = 'SqliteTooOldError';
}

/** The database was written by a newer version of the product; the caller exits 4. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError';
}

/** An existing install has no usable database and no verified backup: never answered with a silent first start. */
export class DatabaseLostError extends Error {
  override readonly name = 'DatabaseLostError';
  /** Files moved aside, relative to the data folder. */
  readonly quarantined: readonly string[];
  constructor(message: string, quarantined: readonly string[]) {
    super(message);
    this.quarantined = quarantined;
  }
}

/** The database carries another install's id than the folder's marker. */
export class InstallMismatchError extends Error {
  override readonly name = 'InstallMismatchError';
}

/** The file is damaged or not ours; handled inside by quarantine and restore. */
export class DatabaseCorruptError extends Error {
  override readonly name = 'DatabaseCorruptError';
}

/** Primary result codes of SQLite: https://sqlite.org/rescode.html */
const BUSY = 5;
const NOMEM = 7;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const PROTOCOL = 15;
const NOTADB = 26;
const DISK_FAILURES: readonly number[] = [
  BUSY,
  NOMEM,
  READONLY,
  IOERR,
  CORRUPT,
  FULL,
  CANTOPEN,
  PROTOCOL,
  NOTADB,
];

/** Primary result code of an error thrown by `node:sqlite`, or null for any other error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

/** True when the file itself is damaged, which no retry cures. */
export function isCorruption(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === CORRUPT || code === NOTADB || error instanceof DatabaseCorruptError;
}

/** The same error, or a `StorageError` when the disk (not our SQL) is at fault. */
export function asStorageError(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === null || !DISK_FAILURES.includes(code)) return error;
  return new StorageError((error as Error).message, { cause: error });
}
