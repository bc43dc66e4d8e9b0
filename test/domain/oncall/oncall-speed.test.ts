import { describe, expect, test } from 'vitest';
import { coverageGaps } from '../../../src/server/domain/oncall/coverage-gaps.ts';
import { oncallAt } from '../../../src/server/domain/oncall/oncall-at.ts';
import { shiftsOf } from '../../../src/server/domain/oncall/shifts-of.ts';
import { local, makeEnv, makeSchedule, standing } from './oncall-fixtures.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Twenty layers that began ten years ago: every kind of period, half of them within office hours. */
const schedule = makeSchedule(
  Array.from({ length: 20 }, (_, i) => ({
    users: ['a', 'b', 'c', 'd', 'e', 'f'],
    start: '2016-11-16T09:00',
    every: ['P1D', 'PT12H', 'P1W', 'P1M', 'PT8H'][i % 5]!,
    restrictions:
      i % 2 === 0 ? [] : [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' }],
  })),
  { zone: 'Europe/Berlin' },
);
const env = makeEnv({
  overrides: Array.from({ length: 200 }, (_, i) =>
    standing(`o${i}`, 'park', '2026-11-01T00:00', '2026-11-01T08:00', {
      from: local('2026-06-01T00:00') + i * DAY,
      to: local('2026-06-01T00:00') + i * DAY + 3 * HOUR,
    }),
  ),
});

/** Milliseconds of the quickest of some runs: what the code costs, not what else the machine does. */
function quickest(runs: number, body: (run: number) => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const begun = performance.now();
    body(run);
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

describe('speed', () => {
  const month = local('2026-11-01T00:00');

  test('a month of twenty layers takes less than 20 ms', () => {
    expect(quickest(20, () => shiftsOf(schedule, month, month + 30 * DAY, env))).toBeLessThan(20);
    expect(quickest(20, () => coverageGaps(schedule, month, month + 30 * DAY, env))).toBeLessThan(20);
  });

  test('who is on call takes less than 0.2 ms a layer when asked anew', () => {
    // Each time another day, so that no kept answer serves.
    const ms = quickest(50, (run) => oncallAt(schedule, month + run * DAY * 1.37, env));
    expect(ms / schedule.layers.length).toBeLessThan(0.2);
  });

  test('a kept answer serves all layers in less than 0.2 ms', () => {
    expect(quickest(50, (run) => oncallAt(schedule, month + run, env))).toBeLessThan(0.2);
  });
});
