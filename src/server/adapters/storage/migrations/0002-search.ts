import type { Migration } from './migration.ts';

/** Trigrams, so that Korean without word breaks and parts of identifiers are found. */
export const searchMigration: Migration = {
  version: 2,
  name: 'search',
  statements: [
    `CREATE VIRTUAL TABLE search USING fts5 (
      text, tokenize = 'trigram', content = '', contentless_delete = 1)`,
    `INSERT INTO search (rowid, text)
      SELECT number, summary || char(10) || dedup_key || char(10) || service FROM incidents`,
    `CREATE TRIGGER search_insert AFTER INSERT ON incidents BEGIN
      INSERT INTO search (rowid, text) VALUES (new.number, new.summary || char(10) || new.dedup_key || char(10) || new.service);
    END`,
    // Deleted, then inserted: inside a trigger an upsert's own conflict rule would override OR REPLACE.
    `CREATE TRIGGER search_update AFTER UPDATE ON incidents
      WHEN old.summary <> new.summary OR old.dedup_key <> new.dedup_key OR old.service <> new.service BEGIN
      DELETE FROM search WHERE rowid = old.number;
      INSERT INTO search (rowid, text) VALUES (new.number, new.summary || char(10) || new.dedup_key || char(10) || new.service);
    END`,
  ],
};
