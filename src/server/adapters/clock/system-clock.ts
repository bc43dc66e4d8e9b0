import { uptime } from 'node:os';
import type { ClockPort } from '../../runtime/ports.ts';

/** A reading of the uptime is carried on by the monotonic clock for this long, ms. */
const CARRY_MS = 20;

/**
 * Elapsed time in ms from `readUptime`, which never jumps and goes on while the machine sleeps; `tick`, which does not
 * go on, carries a reading on for `CARRY_MS`, so that a sleep is seen by the first call that much later. Never goes back.
 * On Linux a reading opens `/proc/uptime`, some seventy times what a tick costs, and has a resolution of 10 ms.
 */
export function elapsedOf(readUptime: () => number, tick: () => number): () => number {
  let reading = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let last = 0;
  return () => {
    const at = tick();
    // A tick set back, as by a library that fakes clocks, is no reading to carry on.
    if (at < readAt || at - readAt >= CARRY_MS) {
      reading = readUptime();
      readAt = at;
    }
    last = Math.max(last, reading + (at - readAt));
    return last;
  };
}

/** The machine's clocks; elapsed time is its uptime. */
export const systemClock: ClockPort = {
  now: () => Date.now(),
  elapsed: elapsedOf(
    () => uptime() * 1000,
    () => performance.now(),
  ),
};
