import type { Delivery, EventItem } from '../../../../shared/incident.ts';
import { URGENCIES } from '../../../../shared/words.ts';
import { decodeOutboxRow } from '../ledger/outbox-row.ts';
import { isoTime, isoTimeOrNull } from './iso-time.ts';

const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));

/** An event from its columns, `count`, and `incident_id`, the incident's id or null. */
export function eventItem(row: Readonly<Record<string, unknown>>): EventItem {
  return {
    id: String(row.id),
    receivedAt: isoTime(row.received_at),
    eventAt: isoTimeOrNull(row.event_at),
    integration: String(row.integration),
    dedupKey: textOrNull(row.dedup_key),
    status: row.status as EventItem['status'],
    urgency: row.urgency === null ? null : (URGENCIES[Number(row.urgency)] ?? null),
    summary: textOrNull(row.summary),
    outcome: row.outcome as EventItem['outcome'],
    reason: JSON.parse(String(row.reason)),
    incident: textOrNull(row.incident_id),
    count: Number(row.count),
  };
}

/** The channel is what the message's body says it was resolved to; an extension is a webhook. */
export function delivery(row: Readonly<Record<string, unknown>>): Delivery {
  const { message, ...sent } = decodeOutboxRow(row);
  const isPerson = message.to === 'person';
  const channel = isPerson ? message.body.channel : 'webhook';
  return {
    id: message.id,
    incident: message.incident,
    user: isPerson ? message.user : null,
    contact: isPerson ? message.contact : message.extension,
    channel: typeof channel === 'string' ? channel : '',
    kind: isPerson ? message.kind : message.event,
    state: sent.state,
    attempts: sent.attempts,
    createdAt: isoTime(sent.createdAt),
    lastAttemptAt: isoTimeOrNull(sent.lastAttemptAt),
    nextAttemptAt: isoTimeOrNull(sent.nextAttemptAt),
    error: sent.error,
    bundle: isPerson ? (message.bundle ?? null) : null,
  };
}
