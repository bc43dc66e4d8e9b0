import type { DatabaseSync } from 'node:sqlite';
import type { Batch, OutboxRow } from '../../../runtime/ports.ts';
import type { RowNumbers } from './row-numbers.ts';

/** Outbox, sources heard, resources and meta: rows that are replaced whole. */
export function createRecordWriter(db: DatabaseSync, incidents: RowNumbers) {
  const outbox = db.prepare(`INSERT INTO outbox
    (id, incident, state, attempts, created_at, last_attempt_at, next_attempt_at, error, recipient, message)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
      incident = excluded.incident, state = excluded.state, attempts = excluded.attempts,
      created_at = excluded.created_at, last_attempt_at = excluded.last_attempt_at,
      next_attempt_at = excluded.next_attempt_at, error = excluded.error,
      recipient = excluded.recipient, message = excluded.message`);
  const heard = db.prepare(
    'INSERT OR REPLACE INTO heard (integration, last_accepted_at, last_refused_at) VALUES (?, ?, ?)',
  );
  const resource = db.prepare('INSERT OR REPLACE INTO resources (kind, id, value) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM resources WHERE kind = ? AND id = ?');
  const meta = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');

  const writeOutbox = (row: OutboxRow): void => {
    const { message } = row;
    outbox.run(
      message.id,
      message.incident === null ? null : incidents.of(message.incident),
      row.state,
      row.attempts,
      row.createdAt,
      row.lastAttemptAt,
      row.nextAttemptAt,
      row.error,
      // What a bundle carries is no message of its own to whoever counts messages.
      message.to === 'person' && message.bundle !== undefined ? 'bundled' : message.to,
      JSON.stringify(message),
    );
  };

  return {
    outbox: (rows: readonly OutboxRow[]): void => {
      for (const row of rows) writeOutbox(row);
    },
    records: (batch: Pick<Batch, 'heard' | 'resources' | 'removed' | 'meta'>): void => {
      for (const source of batch.heard) {
        heard.run(source.integration, source.lastAcceptedAt, source.lastRefusedAt);
      }
      for (const { kind, id, value } of batch.resources)
        resource.run(kind, id, JSON.stringify(value ?? null));
      for (const { kind, id } of batch.removed) remove.run(kind, id);
      for (const [key, value] of Object.entries(batch.meta)) meta.run(key, value);
    },
  };
}
