import type { Creation } from '../../../shared/config/noise.ts';
import { durationMs } from '../../../shared/duration.ts';
import type { Urgency } from '../../../shared/words.ts';
import type { Instant } from '../incident/incident.ts';

/** Events of one key that wait for more of their kind (product rule 6, delayed creation). */
export interface Held {
  readonly service: string;
  readonly integration: string;
  readonly summary: string;
  readonly urgency: Urgency;
  /** When each that still counts arrived, oldest first; at most `moreThan` of them. */
  readonly times: readonly Instant[];
  /** When the newest stops counting, and with it the whole. */
  readonly until: Instant;
}

/**
 * [SUP4] One more event of a key whose service delays creation: held, or, once more than `moreThan` of them arrived
 * `within` the span, an incident. `create.count` is how many events that incident stands for.
 */
export function holdEvent(
  before: Held | null,
  delay: NonNullable<Creation['delay']>,
  event: Pick<Held, 'service' | 'integration' | 'summary' | 'urgency'>,
  now: Instant,
):
  | { readonly held: Held; readonly create: null }
  | { readonly held: null; readonly create: { readonly count: number } } {
  const within = durationMs(delay.within);
  const times = [...(before?.times ?? []).filter((at) => now - at < within && at <= now), now];
  if (times.length > delay.moreThan) return { held: null, create: { count: times.length } };
  return { held: { ...event, times, until: now + within }, create: null };
}
