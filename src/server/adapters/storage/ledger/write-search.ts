import type { DatabaseSync } from 'node:sqlite';
import type { Incident } from '../../../domain/incident/incident.ts';

/**
 * New incidents indexed per commit at most. Indexing costs more than all else about an incident, so a storm is
 * indexed a little later; searches read what is not indexed yet row by row (STO22).
 */
const INDEXED_PER_COMMIT = 32;

type Text = Pick<Incident, 'summary' | 'dedupKey' | 'service'>;

/** What is indexed of an incident. */
export const searchText = ({ summary, dedupKey, service }: Text): string =>
  `${summary}\n${dedupKey}\n${service}`.normalize('NFD');

/** Highest incident number in the full-text index; all below are in it too. */
export function indexedUpTo(db: DatabaseSync): number {
  return Number(db.prepare('SELECT coalesce(max(id), 0) AS n FROM search_docsize').get()?.n);
}

/** Keeps the full-text index in the transaction of the incidents it is about. */
export function createSearchWriter(db: DatabaseSync) {
  const before = db.prepare('SELECT summary, dedup_key AS dedupKey, service FROM incidents WHERE number = ?');
  const insert = db.prepare('INSERT INTO search (rowid, text) VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM search WHERE rowid = ?');
  const next = db.prepare(`SELECT number, summary, dedup_key AS dedupKey, service FROM incidents
    WHERE number > ? ORDER BY number LIMIT ${INDEXED_PER_COMMIT}`);
  let upTo = indexedUpTo(db);
  let settled = upTo;

  return {
    /** Call before the incident's row is written: an indexed row whose text changes is indexed anew at once. */
    refresh: (incident: Incident): void => {
      if (incident.number > upTo) return;
      const known = before.get(incident.number) as Text | undefined;
      const text = searchText(incident);
      if (known && searchText(known) === text) return;
      remove.run(incident.number);
      insert.run(incident.number, text);
    },
    /** Takes the next few into the index; returns how many. */
    advance: (): number => {
      const rows = next.all(upTo);
      for (const row of rows) {
        upTo = Number(row.number);
        insert.run(upTo, searchText(row as unknown as Text));
      }
      return rows.length;
    },
    settle: (): void => {
      settled = upTo;
    },
    forget: (): void => {
      upTo = settled;
    },
  };
}
