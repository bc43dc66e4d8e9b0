import type { DatabaseSync } from 'node:sqlite';
import type { EventFacts } from '../../../runtime/query-port.ts';
import type { ArchiveReads } from '../archive/archive-reads.ts';
import { isoTime } from './iso-time.ts';
import { eventItem } from './list-items.ts';

type Row = Readonly<Record<string, unknown>>;

const BODIES = 'SELECT at, body FROM raw_bodies WHERE owner = ? AND at BETWEEN ? AND ? ORDER BY at, slot';

/** The bodies of an event's own span, each text once: the first and latest slot may hold the same. */
function bodiesOf(db: DatabaseSync, row: Row): EventFacts['raw'] {
  const owner = String(row.incident_id ?? row.id);
  const bodies = db
    .prepare(BODIES)
    .all(owner, Number(row.received_at), Number(row.last_received_at))
    .map(({ at, body }) => ({ at: isoTime(at), body: String(body) }));
  return [...new Map(bodies.map((one) => [one.body, one])).values()];
}

const factsOf = (db: DatabaseSync, row: Row): EventFacts => ({
  item: eventItem(row),
  fields: row.fields == null ? {} : JSON.parse(String(row.fields)),
  raw: bodiesOf(db, row),
});

/** [STR147] One event by its id, from the ledger or the archive that took it; null when neither has it. */
export function createEventDetail(db: DatabaseSync, archives: ArchiveReads) {
  const byId =
    db.prepare(`SELECT e.*, h.count, h.last_received_at, i.id AS incident_id, f.fields FROM events e
    JOIN event_heat h ON h.seq = e.seq LEFT JOIN incidents i ON i.number = e.incident
    LEFT JOIN event_fields f ON f.seq = e.seq WHERE e.id = ?`);
  return (id: string): EventFacts | null => {
    const own = byId.get(id);
    if (own) return factsOf(db, own);
    const found = archives.inSpan(0, Number.MAX_SAFE_INTEGER, (archive) => {
      const row = archive.prepare('SELECT * FROM events WHERE id = ?').get(id);
      return row ? factsOf(archive, row) : null;
    });
    return found.findLast((one) => one !== null) ?? null;
  };
}
