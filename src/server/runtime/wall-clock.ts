import type { ClockPort } from './ports.ts';

/** Differences below this are a clock being slewed, not set. */
const JUMP_MS = 500;

/**
 * [ESC15] Notices when the wall clock was set: wall time and elapsed time (suspend included) drifted apart.
 * A jump shows until it is settled, so that a turn that failed has not swallowed it.
 */
export interface JumpWatch {
  /** By how much the wall clock was set since the last settled jump, ms; 0 when it was not. */
  peek(): number;
  settle(byMs: number): void;
}

export function createJumpWatch(clock: ClockPort): JumpWatch {
  let offset = clock.now() - clock.elapsed();
  return {
    peek() {
      const drift = clock.now() - clock.elapsed() - offset;
      return Math.abs(drift) < JUMP_MS ? 0 : Math.round(drift);
    },
    settle(byMs) {
      offset += byMs;
    },
  };
}
