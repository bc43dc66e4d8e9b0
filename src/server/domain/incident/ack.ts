import { type Actor, type Reason, reason } from '../../../shared/reason.ts';
import { restartAckTimer } from './ack-timer.ts';
import { closeIncident } from './close.ts';
import { change, changeMeaning, type Draft, note, unmark } from './draft.ts';
import { sendFollowUps } from './follow-up.ts';
import { tellExtensions } from './message.ts';
import { resumeRun, stopRun } from './run-control.ts';

/**
 * [INC2] Somebody has it. Stops the run, unless its policy stops on close only (ESC7).
 * [INC8] An ack of an incident whose tool says it is over closes it.
 * `owner` is the person who has it from now on; null when a tool acked.
 */
export function ackIncident(draft: Draft, actor: Actor, owner: string | null, why: Reason): void {
  const { incident, context } = draft;
  if (
    incident.status === 'acked' &&
    incident.pause === null &&
    (owner === null || incident.assignee === owner)
  ) {
    restartAckTimer(draft);
    return;
  }
  const stopsOn = incident.run?.policy.stopOn ?? 'ack';
  if (stopsOn === 'ack') stopRun(draft, why);
  else resumeRun(draft);
  changeMeaning(draft, {
    status: 'acked',
    assignee: owner ?? incident.assignee,
    ackedAt: context.now,
    firstAckedAt: incident.firstAckedAt ?? context.now,
    pause: null,
    exhausted: false,
  });
  unmark(draft, 're-alarmed');
  unmark(draft, 'reached-nobody');
  note(draft, 'acked', why, owner === null ? {} : { users: [owner] }, actor);
  if (stopsOn === 'ack' && incident.status !== 'acked') {
    sendFollowUps(draft, 'acked', why, {
      id: owner,
      name: owner === null ? actor.id : context.roster.name(owner),
    });
  }
  tellExtensions(draft, 'acked', String(draft.incident.version));
  if (incident.cleared) {
    closeIncident(draft, {
      by: 'sender',
      actor,
      why: reason('INC8', 'recovered before, and now acked', { cause: 'acked' }),
    });
    return;
  }
  restartAckTimer(draft);
}

/** A status update keeps an ack alive (INC5). */
export function keepAckAlive(draft: Draft): void {
  if (draft.incident.status !== 'acked') return;
  change(draft, { ackTimer: null });
  restartAckTimer(draft);
}
