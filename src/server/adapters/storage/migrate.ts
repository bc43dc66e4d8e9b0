import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './connection.ts';
import { ledgerMigration } from './migrations/0001-ledger.ts';
import { searchMigration } from './migrations/0002-search.ts';
import { archiveMigration } from './migrations/0003-archive.ts';
import type { Migration } from './migrations/migration.ts';
import { SchemaTooNewError } from './storage-errors.ts';

export const MIGRATIONS: readonly Migration[] = [ledgerMigration, searchMigration, archiveMigration];
/** 'WFLR': tells our databases from others. */
export const APPLICATION_ID = 1464224850;

export const schemaVersion = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.user_version);

/** Throws `SchemaTooNewError` when a newer version of the product wrote this database. */
export function refuseNewer(db: DatabaseSync, migrations: readonly Migration[] = MIGRATIONS): void {
  const version = schemaVersion(db);
  if (version > migrations.length) {
    throw new SchemaTooNewError(
      `the database has schema ${version}, this version knows up to ${migrations.length}: use the newer version, or restore a backup made before it`,
    );
  }
}

/**
 * Brings the schema up to date. Each migration and its version are one transaction, so a kill at any moment
 * leaves the version before or after it, never between. `onStep` runs after each statement, inside.
 */
export function migrate(
  db: DatabaseSync,
  migrations: readonly Migration[] = MIGRATIONS,
  onStep: (version: number, statement: number) => void = () => {},
): void {
  refuseNewer(db, migrations);
  db.function('nfd', { deterministic: true, directOnly: true }, (text) => String(text).normalize('NFD'));
  for (const migration of migrations) {
    if (migration.version <= schemaVersion(db)) continue;
    inTransaction(db, () => {
      for (const [index, statement] of migration.statements.entries()) {
        db.exec(statement);
        onStep(migration.version, index);
      }
      db.exec(`PRAGMA user_version = ${migration.version}`);
      onStep(migration.version, migration.statements.length);
    });
  }
}
