import type { DatabaseSync } from 'node:sqlite';
import { urgencyRank } from '../../../../shared/words.ts';
import type { Incident } from '../../../domain/incident/incident.ts';
import type { Batch } from '../../../runtime/ports.ts';
import { encodeIncident } from './incident-codec.ts';
import type { PolicyStore } from './policy-store.ts';
import type { RowNumbers } from './row-numbers.ts';
import type { createSearchWriter } from './write-search.ts';

/** Last state of each incident in a batch. */
export function lastPerId(incidents: readonly Incident[]): Iterable<Incident> {
  if (incidents.length < 2) return incidents;
  return new Map(incidents.map((incident) => [incident.id, incident])).values();
}

export function createIncidentWriter(
  db: DatabaseSync,
  policies: PolicyStore,
  numbers: RowNumbers,
  search: ReturnType<typeof createSearchWriter>,
) {
  const row = db.prepare(`INSERT INTO incidents
    (number, id, status, urgency, service, integration, domain, dedup_key, summary, assignee,
      created_at, acked_at, closed_at, closed_by, silent, unseen)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (number) DO UPDATE SET
      status = excluded.status, urgency = excluded.urgency, service = excluded.service,
      integration = excluded.integration, domain = excluded.domain, dedup_key = excluded.dedup_key,
      summary = excluded.summary, assignee = excluded.assignee, created_at = excluded.created_at,
      acked_at = excluded.acked_at, closed_at = excluded.closed_at, closed_by = excluded.closed_by,
      silent = excluded.silent, unseen = excluded.unseen, details = 1
    WHERE id = excluded.id`);
  const state = db.prepare('INSERT OR REPLACE INTO incident_states (number, state) VALUES (?, ?)');
  const heat = db.prepare(
    'INSERT OR REPLACE INTO incident_heat (number, count, last_event_at) VALUES (?, ?, ?)',
  );
  const entry = db.prepare(
    'INSERT INTO timeline (incident, at, kind, actor, reason, data) VALUES (?, ?, ?, ?, ?, ?)',
  );

  const write = (incident: Incident): void => {
    const { number } = incident;
    search.refresh(incident);
    const { changes } = row.run(
      number,
      incident.id,
      incident.status,
      urgencyRank(incident.urgency),
      incident.service,
      incident.integration,
      incident.domain,
      incident.dedupKey,
      incident.summary,
      incident.assignee,
      incident.createdAt,
      incident.firstAckedAt,
      incident.closedAt,
      incident.closedBy,
      incident.silent ? 1 : 0,
      incident.unseen ? 1 : 0,
    );
    if (changes === 0)
      throw new Error(`incident number ${number} belongs to another incident than ${incident.id}`);
    state.run(number, encodeIncident(incident, policies.idOf));
    heat.run(number, incident.count, incident.lastEventAt);
    numbers.set(incident.id, number);
  };

  return {
    incidents: (incidents: readonly Incident[]): void => {
      for (const incident of lastPerId(incidents)) write(incident);
      search.advance();
    },
    touches: (touches: Batch['touches']): void => {
      // Only the last touch of an incident reaches the disk: figures are totals, not additions.
      const last = new Map(touches.map((touch) => [touch.id, touch]));
      for (const touch of last.values()) heat.run(numbers.of(touch.id), touch.count, touch.lastEventAt);
    },
    entries: (entries: Batch['entries']): void => {
      for (const { incident, at, kind, actor, reason, data } of entries) {
        entry.run(
          numbers.of(incident),
          at,
          kind,
          JSON.stringify(actor),
          JSON.stringify(reason),
          data === undefined ? null : JSON.stringify(data),
        );
      }
    },
  };
}
