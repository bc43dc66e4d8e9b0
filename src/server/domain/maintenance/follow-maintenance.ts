import { type Reason, reason } from '../../../shared/reason.ts';
import type { Decision } from '../incident/decision.ts';
import { change, changeMeaning, type Draft, finishDraft, note, startDraft } from '../incident/draft.ts';
import type { Incident } from '../incident/incident.ts';
import type { DecisionContext } from '../incident/roster.ts';
import { pauseRun, resumeRun } from '../incident/run-control.ts';
import type { ActiveMaintenance } from './maintenance-at.ts';

const iso = (at: number): string => new Date(at).toISOString();

function pauseReason({ window, occurrence }: ActiveMaintenance): Reason {
  const until = iso(occurrence.to);
  return reason('SUP11', `maintenance ${window.id} until ${until}`, {
    maintenance: window.id,
    until,
    note: window.note,
  });
}

/** What a maintenance never pauses: raised by a person, or taken out of it by one. */
const isExempt = ({ createdBy, wakesThrough }: Incident): boolean =>
  createdBy.kind === 'user' || createdBy.kind === 'automation' || wakesThrough === true;

/**
 * [SUP11] An incident that was open when a maintenance of its service began keeps its status; its run pauses until the
 * maintenance ends, and goes on then where it stopped. Nothing else that paused it is touched.
 */
export function followMaintenance(draft: Draft): void {
  const { incident, context } = draft;
  const active = context.roster.maintenance(incident.service, incident.urgency, context.now);
  const { pause, run } = incident;
  if (pause?.kind === 'maintenance') {
    if (active === null || isExempt(incident)) {
      const why = reason('SUP12', 'the maintenance is over; the run goes on', {
        maintenance: pause.maintenance,
      });
      changeMeaning(draft, { pause: null });
      resumeRun(draft);
      note(draft, 'resumed', why);
      return;
    }
    if (active.occurrence.to !== pause.until || active.window.id !== pause.maintenance) {
      change(draft, { pause: { ...pause, maintenance: active.window.id, until: active.occurrence.to } });
      note(draft, 'paused', pauseReason(active), { until: iso(active.occurrence.to) });
    }
    return;
  }
  if (active === null || pause !== null || incident.status !== 'open' || isExempt(incident)) return;
  if (run === null || (run.state !== 'running' && run.state !== 'exhausted')) return;
  pauseRun(draft);
  changeMeaning(draft, {
    pause: {
      kind: 'maintenance',
      maintenance: active.window.id,
      since: context.now,
      until: active.occurrence.to,
    },
  });
  note(draft, 'paused', pauseReason(active), { until: iso(active.occurrence.to) });
}

/** As a decision of its own, when a maintenance begins, ends or is moved; null when it changes nothing. */
export function decideMaintenance(incident: Incident, context: DecisionContext): Decision | null {
  if (incident.status === 'closed') return null;
  const draft = startDraft(incident, context);
  followMaintenance(draft);
  return draft.incident === incident ? null : finishDraft(draft);
}
