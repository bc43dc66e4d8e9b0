import type { DatabaseSync } from 'node:sqlite';
import type { NewEntry, OutboxMessage } from '../../../domain/incident/decision.ts';
import { REDACTED, type Redaction, redactEntry, redactMessage } from '../../../domain/incident/redact.ts';
import { inTransaction } from '../connection.ts';
import { openArchiveWriter } from './archive-file.ts';

/** Takes words out of one archive file, durable when it returns (STO86). Throws when the file is not there. */
export function redactArchive(dir: string, file: string, install: string, redaction: Redaction): void {
  const db = openArchiveWriter(dir, file, install, false);
  try {
    inTransaction(db, () => redactRows(db, redaction));
  } finally {
    db.close();
  }
}

function redactRows(db: DatabaseSync, redaction: Redaction): void {
  const { incident, parts } = redaction;
  if (parts.includes('summary')) {
    db.prepare('UPDATE events SET summary = ? WHERE incident_id = ? AND summary IS NOT NULL').run(
      REDACTED,
      incident,
    );
  }
  if (parts.includes('details')) {
    db.prepare('UPDATE events SET fields = ? WHERE incident_id = ? AND fields IS NOT NULL').run(
      JSON.stringify({ details: { redacted: REDACTED } }),
      incident,
    );
  }
  if (parts.includes('raw')) {
    db.prepare('UPDATE raw_bodies SET body = ? WHERE owner = ?').run(REDACTED, incident);
  }
  redactTimeline(db, redaction);
  redactMessages(db, redaction);
}

function redactTimeline(db: DatabaseSync, { incident, parts }: Redaction): void {
  const set = db.prepare('UPDATE timeline SET reason = ?, data = ? WHERE rowid = ?');
  const rows = db.prepare('SELECT rowid, kind, reason, data FROM timeline WHERE incident = ?').all(incident);
  for (const row of rows) {
    const before = {
      kind: String(row.kind),
      reason: JSON.parse(String(row.reason)) as NewEntry['reason'],
      ...(row.data === null ? {} : { data: JSON.parse(String(row.data)) as Record<string, unknown> }),
    };
    const { reason, data } = redactEntry(before, parts);
    set.run(JSON.stringify(reason), data === undefined ? null : JSON.stringify(data), Number(row.rowid));
  }
}

/** Its own messages, and bundles that name it, which belong to no incident. */
function redactMessages(db: DatabaseSync, redaction: Redaction): void {
  const set = db.prepare('UPDATE outbox SET message = ? WHERE rowid = ?');
  const rows = db
    .prepare(`SELECT rowid, message FROM outbox WHERE incident_id = :id
      UNION ALL SELECT rowid, message FROM outbox
        WHERE incident_id IS NULL AND recipient = 'person' AND instr(message, :id) > 0`)
    .all({ id: redaction.incident });
  for (const row of rows) {
    const message = JSON.stringify(
      redactMessage(JSON.parse(String(row.message)) as OutboxMessage, redaction),
    );
    if (message !== row.message) set.run(message, Number(row.rowid));
  }
}
