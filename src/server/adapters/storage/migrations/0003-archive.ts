import type { Migration } from './migration.ts';

/**
 * Details of old incidents lie in archive files; the ledger says of which, and keeps the counts of what left.
 * `incidents.details` is 1 while rows of the incident's details may be in the ledger. An `archived` row without `at`
 * says that a copy was begun and nothing was removed. Quarters are those of `outcome_quarters`; an urgency of -1, a
 * service or integration of '' stand for none.
 */
export const archiveMigration: Migration = {
  version: 3,
  name: 'archive',
  statements: [
    'ALTER TABLE incidents ADD COLUMN details INTEGER NOT NULL DEFAULT 1',
    `CREATE INDEX incidents_details ON incidents (closed_at) WHERE status = 'closed' AND details = 1`,
    'CREATE INDEX events_orphan ON events (received_at) WHERE incident IS NULL',
    'CREATE INDEX outbox_orphan ON outbox (created_at) WHERE incident IS NULL',
    `CREATE TABLE archives (
      id INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, month TEXT NOT NULL, incidents INTEGER NOT NULL,
      events INTEGER NOT NULL, first_at INTEGER, last_at INTEGER) STRICT`,
    `CREATE TABLE archived (
      number INTEGER NOT NULL, archive INTEGER NOT NULL, at INTEGER, policy TEXT,
      PRIMARY KEY (number, archive)) STRICT, WITHOUT ROWID`,
    // Incidents that a message of no incident (a bundle) in the archive names: a redaction must reach it.
    `CREATE TABLE archived_mentions (
      number INTEGER NOT NULL, archive INTEGER NOT NULL, PRIMARY KEY (number, archive)) STRICT, WITHOUT ROWID`,
    `CREATE TABLE archived_counts (
      kind TEXT NOT NULL, quarter INTEGER NOT NULL, service TEXT NOT NULL, urgency INTEGER NOT NULL,
      integration TEXT NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY (kind, quarter, service, urgency, integration)) STRICT, WITHOUT ROWID`,
  ],
};
