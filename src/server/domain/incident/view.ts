import type { Band, IncidentItem } from '../../../shared/incident.ts';
import type { Incident, Instant } from './incident.ts';
import { nextOf } from './next.ts';
import type { DecisionContext } from './roster.ts';

const iso = (at: Instant): string => new Date(at).toISOString();
const isoOrNull = (at: Instant | null): string | null => (at === null ? null : iso(at));

/** [INC15] Where a board shows an incident. */
export function bandOf(incident: Incident): Band {
  if (incident.status === 'closed') return incident.unseen ? 'recovered' : 'closed';
  if (incident.pause?.kind === 'snoozed' || incident.pause?.kind === 'maintenance') return 'muted';
  if (incident.status === 'acked') return 'acked';
  if (incident.silent) return 'muted';
  if (incident.exhausted) return 'nobody';
  return 'open';
}

/** An incident as lists, the wall and the API show it. */
export function viewOf(incident: Incident, context: DecisionContext): IncidentItem {
  const { pause, ackTimer } = incident;
  return {
    id: incident.id,
    number: incident.number,
    version: incident.version,
    status: incident.status,
    urgency: incident.urgency,
    severity: incident.severity,
    summary: incident.summary,
    service: incident.service,
    integration: incident.integration,
    dedupKey: incident.dedupKey,
    count: incident.count,
    assignee: incident.assignee,
    responders: [...incident.responders],
    createdAt: iso(incident.createdAt),
    ackedAt: isoOrNull(incident.firstAckedAt),
    closedAt: isoOrNull(incident.closedAt),
    lastEventAt: iso(incident.lastEventAt),
    cleared: incident.cleared,
    next: nextOf(incident, context),
    band: bandOf(incident),
    exhausted: incident.exhausted,
    unseen: incident.unseen,
    handedTo: pause?.kind === 'assigned' ? { user: pause.user, until: iso(pause.until) } : null,
    snoozedUntil: pause?.kind === 'snoozed' ? iso(pause.until) : null,
    maintenance: pause?.kind === 'maintenance' ? { id: pause.maintenance, until: iso(pause.until) } : null,
    keys: incident.group?.keys ?? 1,
    firing: incident.group?.firing ?? (incident.status === 'closed' || incident.cleared ? 0 : 1),
    ackTimeout: ackTimer ? { since: iso(ackTimer.since), at: iso(ackTimer.dueAt) } : null,
    marks: incident.marks.map((mark) => ({ mark: mark.mark, reason: mark.reason })),
  };
}
