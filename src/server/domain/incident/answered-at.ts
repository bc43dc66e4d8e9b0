import type { Incident, Instant } from './incident.ts';

/**
 * When an incident stopped waiting for an answer: its ack, its snooze, or its close where nobody had acked.
 * Null while it waits, and for one that asks nobody.
 */
export function answeredAt(incident: Incident): Instant | null {
  if (incident.silent) return null;
  if (incident.pause?.kind === 'snoozed') return incident.pause.since;
  return incident.ackedAt ?? incident.closedAt;
}
