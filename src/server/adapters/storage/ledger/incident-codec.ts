import type { EscalationPolicy } from '../../../../shared/config/policy.ts';
import type { Incident, Run } from '../../../domain/incident/incident.ts';

/** What is in the JSON: the incident without the figures of hot repeats, its policy by number. */
type StoredRun = Omit<Run, 'policy'> & { readonly policy: number };
type StoredIncident = Omit<Incident, 'count' | 'lastEventAt' | 'run'> & { readonly run: StoredRun | null };

export function encodeIncident(incident: Incident, policyId: (policy: EscalationPolicy) => number): string {
  const { count: _count, lastEventAt: _lastEventAt, run, ...rest } = incident;
  const stored: StoredIncident = { ...rest, run: run && { ...run, policy: policyId(run.policy) } };
  return JSON.stringify(stored);
}

/** Columns every reader of whole incidents selects, from `incidents i`. */
export const INCIDENT_COLUMNS = 's.state, h.count, h.last_event_at';
export const INCIDENT_JOINS =
  'JOIN incident_states s ON s.number = i.number JOIN incident_heat h ON h.number = i.number';

/** An incident from a row with `INCIDENT_COLUMNS`. */
export function decodeIncident(
  row: Readonly<Record<string, unknown>>,
  policyOf: (id: number) => EscalationPolicy,
): Incident {
  const { run, ...rest } = JSON.parse(String(row.state)) as StoredIncident;
  return {
    ...rest,
    run: run && { ...run, policy: policyOf(run.policy) },
    count: Number(row.count),
    lastEventAt: Number(row.last_event_at),
  };
}
