import { uptime } from 'node:os';
import type { ClockPort } from '../../runtime/ports.ts';

/**
 * The machine's clocks. Elapsed time is the machine's uptime: it never jumps and goes on while the machine sleeps,
 * which `performance.now()` does not. Its resolution is 10 ms.
 */
export const systemClock: ClockPort = {
  now: () => Date.now(),
  elapsed: () => uptime() * 1000,
};
