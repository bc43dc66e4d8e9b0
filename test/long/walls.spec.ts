import { expect, test } from 'vitest';
import { stopAll } from '../../scripts/bench/processes.mjs';
import { measureWalls } from '../../scripts/bench/wall-bench.mjs';
import { createStage } from '../support/e2e/stage.ts';

const stage = createStage();
const MINUTES = Number(process.env.WATCHFLOOR_WALL_MINUTES ?? 1);

test(`[STR21] ${MINUTES} min of 100 events a second on 50 walls: on the wall within 500 ms (p99), and no number of the stream missing on any`, {
  timeout: 120_000 + MINUTES * 3 * 70_000,
}, async () => {
  stage.later(() => stopAll());
  const found: number[] = [];
  // A deadline on a machine that others use has three attempts; a gap has none.
  while (found.length < 3 && (found.at(-1) ?? Number.POSITIVE_INFINITY) > 500) {
    const problems: string[] = [];
    const { p99Ms, deltas } = await measureWalls({
      browserPath: process.env.WATCHFLOOR_CHROMIUM,
      seconds: MINUTES * 60,
      walls: 50,
      backgroundPerSecond: 90,
      problems,
    });
    expect(problems).toEqual([]);
    expect(deltas, 'deltas that the other walls got').toBeGreaterThan(49 * 60 * MINUTES);
    found.push(Math.round(p99Ms));
  }
  expect(found.at(-1), `p99 of each attempt: ${found} ms`).toBeLessThanOrEqual(500);
});
