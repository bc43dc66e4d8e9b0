import type { ClockPort } from './ports.ts';

/** Differences below this are a clock being slewed, not set. */
const JUMP_MS = 500;

/**
 * [ESC15] Notices when the wall clock was set: wall time and elapsed time (suspend included) drifted apart.
 * Returns by how much, once per jump, or 0.
 */
export function createJumpWatch(clock: ClockPort): () => number {
  let offset = clock.now() - clock.elapsed();
  return () => {
    const drift = clock.now() - clock.elapsed() - offset;
    if (Math.abs(drift) < JUMP_MS) return 0;
    offset += drift;
    return Math.round(drift);
  };
}
