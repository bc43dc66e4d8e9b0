import type { DatabaseSync } from 'node:sqlite';
import type { Delivery, EventItem } from '../../../../shared/incident.ts';
import { URGENCIES } from '../../../../shared/words.ts';
import type { EventFilter, Page, QueryPort } from '../../../runtime/query-port.ts';
import { decodeOutboxRow } from '../ledger/outbox-row.ts';
import { isoTime, isoTimeOrNull } from './iso-time.ts';
import { newestFirst } from './newest-first.ts';
import { inList, span, where } from './where.ts';

export function createEventQueries(db: DatabaseSync) {
  const bySeq = db.prepare(`SELECT e.*, h.count, i.id AS incident_id FROM events e
    JOIN event_heat h ON h.seq = e.seq LEFT JOIN incidents i ON i.number = e.incident WHERE e.seq = ?`);
  const outboxBySeq = db.prepare('SELECT * FROM outbox WHERE seq = ?');

  return {
    /** Ordered and windowed by first arrival, so that a hot row does not wander between pages. */
    events: (filter: EventFilter): Page<EventItem> => {
      const isOutcomeWalk = filter.outcome !== undefined;
      const { items, nextCursor } = newestFirst(db, {
        table: 'events e',
        at: 'e.received_at',
        seq: 'e.seq',
        walk: isOutcomeWalk
          ? { column: 'e.outcome', values: filter.outcome }
          : filter.integration && { column: 'e.integration', values: filter.integration },
        where: [
          ...(isOutcomeWalk ? inList('+e.integration', filter.integration) : []),
          ...ofIncident('e.incident', filter.incident),
          ...span('e.received_at', filter.from, filter.to),
        ],
        limit: filter.limit,
        cursor: filter.cursor,
      });
      return { items: items.map((seq) => eventItem(bySeq.get(seq)!)), nextCursor };
    },
    deliveries: (filter: Parameters<QueryPort['deliveries']>[0]): Page<Delivery> => {
      const { items, nextCursor } = newestFirst(db, {
        table: 'outbox o',
        at: 'o.created_at',
        seq: 'o.seq',
        where: ofIncident('o.incident', filter.incident),
        limit: filter.limit,
        cursor: filter.cursor,
      });
      return { items: items.map((seq) => delivery(outboxBySeq.get(seq)!)), nextCursor };
    },
  };
}

const ofIncident = (column: string, incident: string | undefined) =>
  incident === undefined ? [] : [where(`${column} = (SELECT number FROM incidents WHERE id = ?)`, incident)];

const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));

function eventItem(row: Readonly<Record<string, unknown>>): EventItem {
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
function delivery(row: Readonly<Record<string, unknown>>): Delivery {
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
