import type { DatabaseSync } from 'node:sqlite';
import type { Delivery, EventItem } from '../../../../shared/incident.ts';
import type { EventFilter, Page, QueryPort, RecordedEvent } from '../../../runtime/query-port.ts';
import type { ArchiveReads } from '../archive/archive-reads.ts';
import { archivedDeliveries, archivedEvents, joinPages } from './archived-lists.ts';
import { delivery, eventItem } from './list-items.ts';
import { newestRows } from './newest-first.ts';
import { inList, span, where } from './where.ts';

export function createEventQueries(db: DatabaseSync, archives: ArchiveReads) {
  const bySeq = db.prepare(`SELECT e.*, h.count, i.id AS incident_id FROM events e
    JOIN event_heat h ON h.seq = e.seq LEFT JOIN incidents i ON i.number = e.incident WHERE e.seq = ?`);
  const byId = db.prepare(`SELECT e.*, h.count, i.id AS incident_id, f.fields,
    (SELECT body FROM raw_bodies r WHERE r.owner = coalesce(i.id, e.id) AND r.at = e.received_at ORDER BY r.slot LIMIT 1) AS raw
    FROM events e JOIN event_heat h ON h.seq = e.seq LEFT JOIN incidents i ON i.number = e.incident
    LEFT JOIN event_fields f ON f.seq = e.seq WHERE e.id = ?`);
  const outboxBySeq = db.prepare('SELECT * FROM outbox WHERE seq = ?');

  return {
    /** Ordered and windowed by first arrival, so that a hot row does not wander between pages. */
    events: (filter: EventFilter): Page<EventItem> => {
      const isOutcomeWalk = filter.outcome !== undefined;
      const own = newestRows(db, {
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
      }).map((row) => ({ ...row, item: eventItem(bySeq.get(row.seq)!) }));
      return joinPages(own, archives, filter, (archive) => archivedEvents(archive, filter));
    },
    recordedEvent: (id: string): RecordedEvent | null => {
      const row = byId.get(id);
      if (!row) return null;
      const fields = typeof row.fields === 'string' ? JSON.parse(row.fields) : {};
      return { item: eventItem(row), fields, raw: typeof row.raw === 'string' ? row.raw : null };
    },
    deliveries: (filter: Parameters<QueryPort['deliveries']>[0]): Page<Delivery> => {
      const own = newestRows(db, {
        table: 'outbox o',
        at: 'o.created_at',
        seq: 'o.seq',
        where: ofIncident('o.incident', filter.incident),
        limit: filter.limit,
        cursor: filter.cursor,
      }).map((row) => ({ ...row, item: delivery(outboxBySeq.get(row.seq)!) }));
      return joinPages(own, archives, filter, (archive) => archivedDeliveries(archive, filter));
    },
  };
}

const ofIncident = (column: string, incident: string | undefined) =>
  incident === undefined ? [] : [where(`${column} = (SELECT number FROM incidents WHERE id = ?)`, incident)];
