import { type Actor, type Reason, SYSTEM } from '../../../shared/reason.ts';
import { isMoreUrgent } from '../../../shared/words.ts';
import { changeMeaning, type Draft, note } from './draft.ts';
import { sendFollowUps } from './follow-up.ts';
import type { Instant } from './incident.ts';
import { tellExtensions } from './message.ts';
import { stopRun } from './run-control.ts';

interface Close {
  readonly by: 'sender' | 'person' | 'silence' | 'maintenance';
  readonly why: Reason;
  readonly actor?: Actor;
  /** The sender's own time of the recovery, never later than its arrival (DED3). */
  readonly eventAt?: Instant | null;
}

/**
 * Closes, stops the run, tells whoever was paged.
 * [INC7] Recovered without ever being acked, at `high` or above: unseen until somebody has seen it.
 */
export function closeIncident(draft: Draft, close: Close): void {
  const { incident, context } = draft;
  const wasEverAcked = incident.firstAckedAt !== null;
  const isLoud = !isMoreUrgent('high', incident.urgency);
  const actor = close.actor ?? SYSTEM;
  stopRun(draft, close.why);
  changeMeaning(draft, {
    status: 'closed',
    closedAt: context.now,
    closedBy: close.by,
    // What was held until now keeps the time of the tool's own close.
    closeEventAt: close.eventAt ?? (incident.cleared ? incident.closeEventAt : null),
    ackTimer: null,
    autoCloseAt: null,
    cleared: incident.cleared || close.by === 'sender',
    unseen: close.by === 'sender' && !wasEverAcked && isLoud && !incident.silent,
    exhausted: false,
  });
  note(draft, 'closed', close.why, { by: close.by }, actor);
  const name = actor.kind === 'user' ? context.roster.name(actor.id) : close.by === 'sender' ? '' : actor.id;
  sendFollowUps(draft, 'recovered', close.why, { id: actor.kind === 'user' ? actor.id : null, name });
  if (close.by === 'sender') draft.annunciations.push({ kind: 'recovered', incident: incident.id });
  tellExtensions(draft, 'closed', String(draft.incident.version));
}
