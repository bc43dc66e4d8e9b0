import { expect, test } from 'vitest';
import { measureSoak } from '../../scripts/bench/memory-bench.mjs';
import { stopAll } from '../../scripts/bench/processes.mjs';
import { createStage } from '../support/e2e/stage.ts';

const stage = createStage();
/** Six hours are the whole of it. */
const MINUTES = Number(process.env.WATCHFLOOR_SOAK_MINUTES ?? 10);
/** What two collections of the same heap differ by, MB. */
const NOISE_MB = 1.5;

test(`[STR14] a soak of ${MINUTES} min, twenty events a second and walls that come and go: the heap grows by 1 MB an hour at most, open files stay`, {
  timeout: 120_000 + MINUTES * 90_000,
}, async () => {
  stage.later(() => stopAll());
  const problems: string[] = [];
  const soak = await measureSoak({ seconds: MINUTES * 60, say: () => undefined, problems });
  expect(problems).toEqual([]);
  expect(soak.events).toBeGreaterThan(MINUTES * 60 * 15);
  const grownMb = soak.heapAfterMb - soak.heapBeforeMb;
  expect(grownMb, `heap ${soak.heapBeforeMb} → ${soak.heapAfterMb} MB`).toBeLessThan(NOISE_MB + MINUTES / 60);
  expect(Math.abs(soak.fdsAfter - soak.fdsBefore)).toBeLessThanOrEqual(5);
});
