/** Samples older than this no longer tell the offset: page and server clocks drift apart by some ppm. */
const WINDOW_MS = 60_000;

interface Sample {
  readonly mono: number;
  readonly offset: number;
}

/**
 * Server time as a page knows it: the server's own `at` plus the page's monotonic time since.
 * The page's wall clock is never asked; it may be years off.
 */
export interface ServerClock {
  readonly samples: readonly Sample[];
  /** `at` of the last frame, epoch ms. */
  readonly lastAt: number | null;
}

export const UNSET_CLOCK: ServerClock = { samples: [], lastAt: null };

/**
 * Learns from a frame said at `at` (server, epoch ms) that arrived at `mono` (page, monotonic ms).
 * The least delayed frame of the last minute gives the offset, so a frame that lay in a buffer shows its true age.
 * Server time that runs backwards is a jump of its clock, not a delay: everything learnt before is dropped.
 */
export function learn(clock: ServerClock, at: number, mono: number): ServerClock {
  const kept = clock.lastAt !== null && at < clock.lastAt ? [] : clock.samples;
  const offset = at - mono;
  const recent = kept.filter((sample) => sample.offset > offset && mono - sample.mono < WINDOW_MS);
  return { samples: [...recent, { mono, offset }], lastAt: at };
}

/** Server time at `mono`, epoch ms; null before the first frame. */
export function serverTime(clock: ServerClock, mono: number): number | null {
  const best = clock.samples[0];
  return best === undefined ? null : mono + best.offset;
}
