import type { OutboxMessage } from '../../../domain/incident/decision.ts';
import type { OutboxRow } from '../../../runtime/ports.ts';

const orNull = (value: unknown): number | null => (value === null ? null : Number(value));

/** An outbox row from a row of `SELECT * FROM outbox`. */
export function decodeOutboxRow(row: Readonly<Record<string, unknown>>): OutboxRow {
  return {
    message: JSON.parse(String(row.message)) as OutboxMessage,
    state: row.state as OutboxRow['state'],
    attempts: Number(row.attempts),
    createdAt: Number(row.created_at),
    lastAttemptAt: orNull(row.last_attempt_at),
    nextAttemptAt: orNull(row.next_attempt_at),
    error: row.error === null ? null : String(row.error),
  };
}
