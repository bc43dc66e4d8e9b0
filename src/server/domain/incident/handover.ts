import { type Reason, reason } from '../../../shared/reason.ts';
import { realarm } from './ack-timer.ts';
import { changeMeaning, type Draft, mark, note } from './draft.ts';
import { resumeRun } from './run-control.ts';

/** [ESC16] Whom it was handed to does not have it: acked before, it is open again; else the run goes on where it stopped. */
export function endHandover(draft: Draft, why: Reason): void {
  const { status } = draft.incident;
  if (status === 'acked') {
    realarm(draft, why);
    return;
  }
  changeMeaning(draft, { pause: null, assignee: null });
  resumeRun(draft);
}

/** [ESC8] The person it was handed to cannot be told: the run goes on at once, and every screen says so. */
export function missHandover(draft: Draft, user: string): void {
  const name = draft.context.roster.name(user);
  const missed = reason('ESC8', `${name} cannot be told; the run goes on at once`, { user, cause: 'untold' });
  note(draft, 'resumed', missed, { users: [user] });
  mark(draft, 'reached-nobody', missed);
  endHandover(draft, missed);
}

/** [ESC8] A message of a handover failed for good; when all of them have, nobody was reached. */
export function noteFailedHandover(draft: Draft, key: string): void {
  const { pause, run } = draft.incident;
  // A key begins with incident, run, pass, step and repetition.
  const [, , , step] = key.split('/');
  if (pause?.kind !== 'assigned' || step !== 'assign' || !run) return;
  const firing = key.split('/').slice(0, 5).join('/');
  const planned = run.planned.map((one) => (one.key === key ? { ...one, failed: true } : one));
  draft.incident = { ...draft.incident, run: { ...run, planned } };
  const ofHandover = planned.filter((one) => one.key.startsWith(`${firing}/${pause.user}/`));
  if (ofHandover.length > 0 && ofHandover.every((one) => one.failed)) missHandover(draft, pause.user);
}
