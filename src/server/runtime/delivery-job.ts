import {
  type Delivered,
  deliveryEntry,
  noteDelivery,
  obsoleteEntry,
} from '../domain/incident/delivery-result.ts';
import type { DecisionContext } from '../domain/incident/roster.ts';
import type { RetryChannel } from '../domain/notify/retry.ts';
import { settleRow } from './outbox.ts';
import type { DeliveryResult, OutboxRow } from './ports.ts';
import type { Turn } from './turn.ts';

/** An attempt as it left: the message, and of a bundle those it carried. */
export interface Attempt {
  readonly row: OutboxRow;
  readonly members: readonly OutboxRow[];
  readonly channel: RetryChannel;
}

/**
 * Records what came of one attempt: the row, and once it is settled the incident's timeline (NTF7, NTF8). What a
 * bundle carried ends as the bundle did, each on its own incident (NTF10). Returns the rows whose contact was told,
 * or could not be: those of a bundle's incidents in its place.
 */
export function recordDelivery(
  turn: Turn,
  { row, members, channel }: Attempt,
  result: DeliveryResult,
  jitter: number,
  context: DecisionContext,
): readonly OutboxRow[] {
  const waiting = turn.waitingRow(row.message.id);
  const createdAt = waiting?.createdAt ?? row.createdAt;
  const next = settleRow({ ...row, createdAt }, result, channel, turn.at, jitter);
  // A bundle that is tried again says what is left of it.
  const again = next.state === 'pending' && waiting ? { ...next, message: waiting.message } : next;
  const told = { channel, detail: result.detail, bundled: members.length > 0 ? members.length : null };
  const settled = settle(turn, again, told, context);
  const { state, attempts, lastAttemptAt, nextAttemptAt, error } = next;
  const carried = members.map((member) =>
    settle(turn, { ...member, state, attempts, lastAttemptAt, nextAttemptAt, error }, told, context),
  );
  return members.length > 0 ? carried : [settled];
}

/** Stages one row of an attempt, and says on its incident how it ended. */
function settle(
  turn: Turn,
  row: OutboxRow,
  told: Omit<Delivered, 'state' | 'attempts'>,
  context: DecisionContext,
): OutboxRow {
  const { message, attempts } = row;
  // Answered while this attempt was under way: it is not tried again (NTF6).
  const isOvertaken = row.state === 'pending' && turn.waitingRow(message.id) === null;
  const settled: OutboxRow = isOvertaken ? { ...row, state: 'obsolete', nextAttemptAt: null } : row;
  const { state } = settled;
  turn.outbox.set(message.id, settled);
  if (state === 'pending' || message.to !== 'person' || message.incident === null) return settled;
  const { incident: id } = message;
  if (state === 'obsolete') {
    turn.entries.push({ ...obsoleteEntry(message, attempts, turn.at), incident: id });
    return settled;
  }
  const incident = turn.get(id);
  const delivered = { ...told, state, attempts };
  if (incident) turn.apply(noteDelivery(incident, message, delivered, context));
  // Closed, and no longer in memory: nothing of it can change but its timeline.
  else turn.entries.push({ ...deliveryEntry(message, delivered, context), incident: id });
  return settled;
}
