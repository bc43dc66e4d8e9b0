import type { Flap } from '../../../shared/config/noise.ts';
import { durationMs } from '../../../shared/duration.ts';
import { type Reason, reason } from '../../../shared/reason.ts';
import { closeIncident } from '../incident/close.ts';
import { change, type Draft, mark, note, unmark } from '../incident/draft.ts';
import type { Instant } from '../incident/incident.ts';

/** How often a key went to and fro lately. Carried from a closed incident to the next of its key. */
export interface Flapping {
  /** Openings and recoveries that still count, oldest first. */
  readonly changes: readonly Instant[];
  /** Since when it flaps; null while it does not. */
  readonly since: Instant | null;
  /** What the tool said last: it is over. The incident stays open while the key flaps. */
  readonly over: boolean;
  /** When it is calm again if nothing changes. */
  readonly calmAt: Instant | null;
  /** Openings and recoveries that nobody was told of. */
  readonly damped: number;
}

const STEADY: Flapping = { changes: [], since: null, over: false, calmAt: null, damped: 0 };

/** [SUP20] One more opening or recovery; `since` is set once there were enough of them within the span. */
export function noteChange(before: Flapping | undefined, flap: Flap, over: boolean, now: Instant): Flapping {
  const { changes, since, damped } = before ?? STEADY;
  const within = durationMs(flap.within);
  const recent = [...changes.filter((at) => now - at < within && at <= now), now].slice(-flap.changes);
  const flaps = since !== null || recent.length >= flap.changes;
  return {
    changes: recent,
    since: flaps ? (since ?? now) : null,
    over,
    calmAt: flaps ? now + durationMs(flap.calm) : null,
    damped: since === null ? damped : damped + 1,
  };
}

/** Why a key counts as flapping: `count` openings and recoveries within the service's span. */
export const flapReason = (flap: Flap, count: number): Reason =>
  reason('SUP20', `flapping: ${count} changes within ${flap.within}`, { count, within: flap.within });

/** Says that a key flaps: a mark, and an entry when it began. */
export function markFlapping(draft: Draft, flap: Flap, flapping: Flapping, isNew: boolean): void {
  const why = flapReason(flap, flapping.changes.length);
  mark(draft, 'flapping', why);
  if (isNew) note(draft, 'flapping', why, { changes: flapping.changes.length });
}

/** [SUP21] While it flaps nobody is told of its changes: counted, and on the timeline at every tenfold. */
export function noteDamped(draft: Draft, flapping: Flapping): void {
  change(draft, { flap: flapping });
  if (flapping.damped === 0 || !/^10*$/.test(String(flapping.damped))) return;
  const why = reason('SUP21', `flapping: ${flapping.damped} changes kept quiet`, { count: flapping.damped });
  note(draft, 'flapping', why, { damped: flapping.damped });
}

/** [SUP22] Calm again: what is over closes as its tool said, what still fires stays open and no longer flaps. */
export function calmIfDue(draft: Draft): void {
  const { flap } = draft.incident;
  if (!flap || flap.since === null || flap.calmAt === null || flap.calmAt > draft.context.now) return;
  const why = reason('SUP22', `calm again; ${flap.damped} changes were kept quiet`, { count: flap.damped });
  change(draft, { flap: { ...STEADY, damped: 0 } });
  unmark(draft, 'flapping');
  note(draft, 'calm', why, { damped: flap.damped });
  if (flap.over) closeIncident(draft, { by: 'sender', why });
}
