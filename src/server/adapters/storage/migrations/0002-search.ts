import type { Migration } from './migration.ts';

/**
 * Full text of incidents as trigrams over decomposed letters (`nfd`, a function the migration runs with): Korean
 * needs no word breaks, and a word of two syllables, four letters or more, still has trigrams.
 * Rows are added in the order of numbers, so the highest row tells how far the index has come.
 */
export const searchMigration: Migration = {
  version: 2,
  name: 'search',
  statements: [
    `CREATE VIRTUAL TABLE search USING fts5 (
      text, tokenize = 'trigram', content = '', contentless_delete = 1)`,
    `INSERT INTO search (rowid, text)
      SELECT number, nfd(summary || char(10) || dedup_key || char(10) || service) FROM incidents ORDER BY number`,
  ],
};
