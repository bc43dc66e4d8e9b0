/**
 * How fast the estimate may fall behind frames that seem later: more than clocks drift apart (some 0.05 %),
 * far less than frames are delayed.
 */
const DRIFT = 0.001;

/**
 * Server time as a page knows it: the server's own `at` plus the page's monotonic time since.
 * The page's wall clock is never asked; it may be years off.
 */
export interface ServerClock {
  /** Server time less monotonic time, ms, as the least delayed frames gave it; and when it was last judged. */
  readonly offset: number | null;
  readonly mono: number;
  /** `at` of the last frame, epoch ms. */
  readonly lastAt: number | null;
}

export const UNSET_CLOCK: ServerClock = { offset: null, mono: 0, lastAt: null };

/**
 * Learns from a frame said at `at` (server, epoch ms) that arrived at `mono` (page, monotonic ms).
 * A frame that lay in a buffer, for however long, shows its true age: the estimate hardly follows it.
 * Server time that runs backwards is a jump of its clock, not a delay: what was learnt before is dropped.
 */
export function learn(clock: ServerClock, at: number, mono: number): ServerClock {
  const offset = at - mono;
  const isJump = clock.lastAt !== null && at < clock.lastAt;
  if (clock.offset === null || isJump) return { offset, mono, lastAt: at };
  const floor = clock.offset - DRIFT * (mono - clock.mono);
  return { offset: Math.max(offset, floor), mono, lastAt: at };
}

/** Server time at `mono`, epoch ms; null before the first frame. */
export const serverTime = (clock: ServerClock, mono: number): number | null =>
  clock.offset === null ? null : mono + clock.offset;
