import type { DatabaseSync } from 'node:sqlite';
import type { NewEntry, OutboxMessage } from '../../../domain/incident/decision.ts';
import { REDACTED, type Redaction, redactEntry, redactMessage } from '../../../domain/incident/redact.ts';
import { BUSY_TIMEOUT_MS } from '../connection.ts';
import type { RowNumbers } from './row-numbers.ts';

/** What stands in place of an event's details, resource, metric and links. */
const REDACTED_FIELDS = JSON.stringify({ details: { redacted: REDACTED } });

/**
 * Takes words out of rows that are otherwise never changed (STO80). Call inside the running transaction, after all
 * its rows are written, and `settle` after the commit. The incident's own row and state are written by their writer.
 */
export function createRedactionWriter(db: DatabaseSync, incidents: RowNumbers) {
  const summaries = db.prepare('UPDATE events SET summary = ? WHERE incident = ? AND summary IS NOT NULL');
  const fields = db.prepare(
    'UPDATE event_fields SET fields = ? WHERE seq IN (SELECT seq FROM events WHERE incident = ?)',
  );
  const bodies = db.prepare('UPDATE raw_bodies SET body = ? WHERE owner = ?');
  const entries = db.prepare('SELECT seq, kind, reason, data FROM timeline WHERE incident = ?');
  const setEntry = db.prepare('UPDATE timeline SET reason = ?, data = ? WHERE seq = ?');
  // A bundle names several incidents and belongs to none.
  const messages = db.prepare(`SELECT seq, message FROM outbox WHERE incident = :number
    UNION ALL SELECT seq, message FROM outbox
      WHERE incident IS NULL AND recipient = 'person' AND instr(message, :id) > 0
        AND created_at >= (SELECT created_at FROM incidents WHERE number = :number)`);
  const setMessage = db.prepare('UPDATE outbox SET message = ? WHERE seq = ?');
  const isIndexed = db.prepare('SELECT 1 FROM search_docsize WHERE id = ?');
  const optimizeSearch = db.prepare(`INSERT INTO search (search) VALUES ('optimize')`);
  let isLogFull = false;

  const redactTimeline = (number: number, { parts }: Redaction): void => {
    for (const row of entries.all(number)) {
      const before = {
        kind: String(row.kind),
        reason: JSON.parse(String(row.reason)) as NewEntry['reason'],
        ...(row.data === null ? {} : { data: JSON.parse(String(row.data)) as Record<string, unknown> }),
      };
      const { reason, data } = redactEntry(before, parts);
      const texts = [JSON.stringify(reason), data === undefined ? null : JSON.stringify(data)] as const;
      if (texts[0] !== row.reason || texts[1] !== row.data) setEntry.run(...texts, Number(row.seq));
    }
  };

  const redactMessages = (number: number, redaction: Redaction): void => {
    for (const row of messages.all({ number, id: redaction.incident })) {
      const message = JSON.stringify(
        redactMessage(JSON.parse(String(row.message)) as OutboxMessage, redaction),
      );
      if (message !== row.message) setMessage.run(message, Number(row.seq));
    }
  };

  return {
    redactions: (redactions: readonly Redaction[]): void => {
      for (const redaction of redactions) {
        const number = incidents.of(redaction.incident);
        const { parts } = redaction;
        if (parts.includes('summary')) summaries.run(REDACTED, number);
        if (parts.includes('details')) fields.run(REDACTED_FIELDS, number);
        if (parts.includes('raw')) bodies.run(REDACTED, redaction.incident);
        redactTimeline(number, redaction);
        redactMessages(number, redaction);
        // The index keeps the letters of a replaced text until its parts are merged.
        if (parts.includes('summary') && isIndexed.get(number)) optimizeSearch.run();
        isLogFull = true;
      }
    },
    /** Empties the write-ahead log, which holds the pages of before; with a later commit where a reader is in the way. */
    settle: (): void => {
      if (!isLogFull) return;
      try {
        db.exec('PRAGMA busy_timeout = 50');
        isLogFull = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy !== 0;
        db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      } catch {
        // What was to be committed is: the log is emptied with a later commit, or when the ledger is closed.
      }
    },
  };
}
