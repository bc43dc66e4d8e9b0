import { noteDelivery } from '../domain/incident/delivery-result.ts';
import type { DecisionContext } from '../domain/incident/roster.ts';
import type { RetryChannel } from '../domain/notify/retry.ts';
import { settleRow } from './outbox.ts';
import type { DeliveryResult, OutboxRow } from './ports.ts';
import type { Turn } from './turn.ts';

/** Records what came of one attempt: the row, and once it is settled the incident's timeline (NTF7, NTF8). */
export function recordDelivery(
  turn: Turn,
  row: OutboxRow,
  result: DeliveryResult,
  channel: RetryChannel,
  jitter: number,
  context: DecisionContext,
): OutboxRow {
  const waiting = turn.waitingRow(row);
  const createdAt = waiting?.createdAt ?? row.createdAt;
  const next = settleRow({ ...row, createdAt }, result, channel, turn.at, jitter);
  // Answered while this attempt was under way: it is not tried again (NTF6).
  const settled: OutboxRow =
    next.state === 'pending' && waiting === null ? { ...next, state: 'obsolete', nextAttemptAt: null } : next;
  turn.outbox.set(row.message.id, settled);
  const { message } = row;
  if (settled.state === 'pending' || settled.state === 'obsolete') return settled;
  if (message.to !== 'person' || message.incident === null) return settled;
  const incident = turn.get(message.incident);
  if (!incident) return settled;
  const { detail } = result;
  turn.apply(
    noteDelivery(
      incident,
      message,
      { state: settled.state, channel, detail, attempts: settled.attempts },
      context,
    ),
  );
  return settled;
}
