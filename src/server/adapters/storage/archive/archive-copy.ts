import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { ArchivePiece, CopiedIncident } from '../../../runtime/archive-port.ts';
import { DATABASE_FILE, inTransaction } from '../connection.ts';
import { ARCHIVE_DIR, openArchiveWriter } from './archive-file.ts';

const EVENT_COLUMNS =
  'seq, id, received_at, event_at, integration, dedup_key, status, urgency, summary, outcome, reason';
const OUTBOX_COLUMNS =
  'seq, id, state, attempts, created_at, last_attempt_at, next_attempt_at, error, recipient, message';
const prefixed = (columns: string, table: string) => columns.replaceAll(/\w+/g, (name) => `${table}.${name}`);

/**
 * Copies a piece from the ledger into its file in one transaction of the archive, durable when it returns (STO82). The
 * answer is the piece with what may now be removed; an incident that was reopened meanwhile is not in it. Throws, with
 * the file as it was, when the disk refuses.
 */
export function copyPiece(
  dir: string,
  install: string,
  piece: ArchivePiece,
  mayCreate: boolean,
): ArchivePiece {
  const db = openArchiveWriter(dir, `${ARCHIVE_DIR}/${piece.file}`, install, mayCreate);
  try {
    // Read-only, so that nothing here can ever change the ledger.
    const ledger = `${pathToFileURL(join(dir, DATABASE_FILE)).href}?mode=ro`;
    db.prepare('ATTACH ? AS ledger').run(ledger);
    return inTransaction(db, () => {
      const copyOne = incidentCopier(db);
      const incidents = piece.incidents.flatMap(({ id }) => copyOne(id) ?? []);
      copyOthers(db, piece);
      return { ...piece, incidents };
    });
  } finally {
    db.close();
  }
}

function incidentCopier(db: DatabaseSync): (id: string) => CopiedIncident | null {
  const find = db.prepare(`SELECT i.number, i.closed_at,
      (SELECT coalesce(max(seq), 0) FROM ledger.timeline WHERE incident = i.number) AS timeline,
      (SELECT coalesce(max(seq), 0) FROM ledger.events WHERE incident = i.number) AS events,
      (SELECT coalesce(max(seq), 0) FROM ledger.outbox WHERE incident = i.number) AS outbox
    FROM ledger.incidents i WHERE i.id = ? AND i.status = 'closed'`);
  const add = db.prepare('INSERT OR REPLACE INTO incidents (id, number, closed_at) VALUES (?, ?, ?)');
  const copies = [
    `INSERT OR REPLACE INTO timeline (incident, seq, at, kind, actor, reason, data)
      SELECT :id, seq, at, kind, actor, reason, data FROM ledger.timeline WHERE incident = :number ORDER BY seq`,
    `INSERT OR REPLACE INTO events (${EVENT_COLUMNS}, incident_id, count, last_received_at, fields)
      SELECT ${prefixed(EVENT_COLUMNS, 'e')}, :id, h.count, h.last_received_at, f.fields
      FROM ledger.events e JOIN ledger.event_heat h ON h.seq = e.seq LEFT JOIN ledger.event_fields f ON f.seq = e.seq
      WHERE e.incident = :number ORDER BY e.seq`,
    `INSERT OR REPLACE INTO outbox (${OUTBOX_COLUMNS}, incident_id)
      SELECT ${OUTBOX_COLUMNS}, :id FROM ledger.outbox WHERE incident = :number AND state <> 'pending' ORDER BY seq`,
  ].map((sql) => db.prepare(sql));
  const raw = db.prepare(RAW_COPY);
  return (id) => {
    const row = find.get(id);
    if (!row) return null;
    const number = Number(row.number);
    add.run(id, number, Number(row.closed_at));
    for (const copy of copies) copy.run({ id, number });
    raw.run(id);
    const upTo = {
      timeline: Number(row.timeline),
      events: Number(row.events),
      outbox: Number(row.outbox),
    };
    return { id, closedAt: Number(row.closed_at), upTo };
  };
}

/** A body copied again keeps its row, and so its place among the others. */
const RAW_COPY = `INSERT INTO raw_bodies (owner, slot, at, seen, body)
  SELECT owner, slot, at, seen, body FROM ledger.raw_bodies WHERE owner = ? ORDER BY slot
  ON CONFLICT (owner, at, slot) DO UPDATE SET seen = excluded.seen, body = excluded.body`;

function copyOthers(db: DatabaseSync, piece: ArchivePiece): void {
  const event = db.prepare(`INSERT OR REPLACE INTO events (${EVENT_COLUMNS}, count, last_received_at, fields)
    SELECT ${prefixed(EVENT_COLUMNS, 'e')}, h.count, h.last_received_at, f.fields
    FROM ledger.events e JOIN ledger.event_heat h ON h.seq = e.seq LEFT JOIN ledger.event_fields f ON f.seq = e.seq
    WHERE e.id = ? AND e.incident IS NULL`);
  const message = db.prepare(`INSERT OR REPLACE INTO outbox (${OUTBOX_COLUMNS})
    SELECT ${OUTBOX_COLUMNS} FROM ledger.outbox WHERE id = ? AND incident IS NULL AND state <> 'pending'`);
  const raw = db.prepare(RAW_COPY);
  for (const id of piece.events) {
    event.run(id);
    raw.run(id);
  }
  for (const id of piece.messages) message.run(id);
}
