import { reason } from '../../../shared/reason.ts';
import { followMaintenance } from '../maintenance/follow-maintenance.ts';
import { calmIfDue } from '../noise/flap.ts';
import { advanceAckTimer, realarm } from './ack-timer.ts';
import type { Decision } from './decision.ts';
import { change, type Draft, finishDraft, note, startDraft } from './draft.ts';
import { exhaustIfDue, repeatFallbackIfDue } from './fallback.ts';
import { endHandover } from './handover.ts';
import type { Incident, Instant } from './incident.ts';
import { releaseDueNotices } from './notices.ts';
import type { DecisionContext } from './roster.ts';
import { fireDue } from './run.ts';
import { closeIfSilent } from './silence.ts';

/** The earliest instant at which this incident needs `advance`, or null when nothing waits. */
export function nextDueAt(incident: Incident): Instant | null {
  if (incident.status === 'closed') return null;
  let earliest = Number.POSITIVE_INFINITY;
  const consider = (at: Instant | null | undefined) => {
    if (at !== null && at !== undefined && at < earliest) earliest = at;
  };
  consider(incident.run?.dueAt);
  consider(incident.run?.fallbackAt);
  consider(incident.pause?.until);
  consider(incident.ackTimer?.warnAt);
  consider(incident.ackTimer?.dueAt);
  consider(incident.autoCloseAt);
  if (incident.flap?.since) consider(incident.flap.calmAt);
  for (const notice of incident.notices) consider(notice.dueAt);
  return earliest === Number.POSITIVE_INFINITY ? null : earliest;
}

/**
 * Does everything that is due at `context.now`. Calling it twice at the same instant changes nothing the second time.
 */
export function advance(incident: Incident, context: DecisionContext): Decision {
  const draft = startDraft(incident, context);
  if (incident.status === 'closed') return finishDraft(draft);
  followMaintenance(draft);
  endPauseIfDue(draft);
  releaseDueNotices(draft);
  fireDue(draft);
  exhaustIfDue(draft);
  // The final notice may be as overdue as the end of the pass that precedes it.
  fireDue(draft);
  repeatFallbackIfDue(draft);
  advanceAckTimer(draft);
  closeIfSilent(draft);
  calmIfDue(draft);
  return finishDraft(draft);
}

function endPauseIfDue(draft: Draft): void {
  const { pause } = draft.incident;
  if (!pause || pause.until > draft.context.now) return;
  switch (pause.kind) {
    case 'assigned': {
      const name = draft.context.roster.name(pause.user);
      const why = reason('ESC16', `${name} did not accept in time`, {
        user: pause.user,
        cause: 'not-accepted',
      });
      note(draft, 'resumed', why, { users: [pause.user] });
      endHandover(draft, why);
      return;
    }
    case 'maintenance':
      // A wall clock that was set: whether it is still on was asked just before.
      change(draft, { pause: { ...pause, until: draft.context.now + 1000 } });
      return;
    case 'snoozed': {
      const why = reason('ESC18', 'the snooze is over; whoever is on call now is told', { cause: 'over' });
      change(draft, { pause: null });
      note(draft, 'resumed', why);
      realarm(draft, why);
      return;
    }
  }
}

/**
 * [ESC15] Delays follow elapsed time: when the wall clock jumps by `byMs`, so do the due times that count it.
 * Snoozes and quiet hours follow the wall clock and stay.
 */
export function shiftElapsed(incident: Incident, byMs: number): Incident {
  const shift = (at: Instant | null) => (at === null ? null : at + byMs);
  const { run, pause, ackTimer } = incident;
  return {
    ...incident,
    run: run && {
      ...run,
      dueAt: shift(run.dueAt),
      waitingSince: shift(run.waitingSince),
      fallbackAt: shift(run.fallbackAt),
    },
    pause:
      pause?.kind === 'assigned' ? { ...pause, since: pause.since + byMs, until: pause.until + byMs } : pause,
    ackTimer: ackTimer && {
      since: ackTimer.since + byMs,
      warnAt: shift(ackTimer.warnAt),
      dueAt: ackTimer.dueAt + byMs,
    },
    autoCloseAt: shift(incident.autoCloseAt),
    notices: incident.notices.map((notice) =>
      notice.wait === 'delay'
        ? { ...notice, since: notice.since + byMs, dueAt: notice.dueAt + byMs }
        : notice,
    ),
  };
}
