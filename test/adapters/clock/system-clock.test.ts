import fc from 'fast-check';
import { expect, it } from 'vitest';
import { elapsedOf, systemClock } from '../../../src/server/adapters/clock/system-clock.ts';

function machine() {
  const at = { uptime: 5_000_000, tick: 300, readings: 0 };
  const elapsed = elapsedOf(
    () => {
      at.readings += 1;
      // As the kernel tells it: hundredths of a second.
      return Math.floor(at.uptime / 10) * 10;
    },
    () => at.tick,
  );
  /** Both clocks go on; a sleeping machine's uptime alone. */
  const awake = (ms: number) => {
    at.uptime += ms;
    at.tick += ms;
  };
  const asleep = (ms: number) => {
    at.uptime += ms;
  };
  return { at, elapsed, awake, asleep };
}

it('[ESC15] elapsed time goes on between readings, and reads once in 20 ms however often it is asked', () => {
  const { at, elapsed, awake } = machine();
  const began = elapsed();
  for (let n = 0; n < 1000; n++) {
    awake(0.01);
    expect(elapsed() - began).toBeCloseTo((n + 1) * 0.01, 6);
  }
  expect(at.readings).toBe(1);
  awake(11);
  elapsed();
  expect(at.readings).toBe(2);
});

it('[ESC15] a sleep of the machine counts, seen at latest by a call 20 ms after it', () => {
  const { elapsed, awake, asleep } = machine();
  const began = elapsed();
  asleep(3_600_000);
  awake(20);
  expect(elapsed() - began).toBe(3_600_020);
});

it('[ESC15] elapsed time never goes back, nor leaves the uptime by more than a reading’s resolution, but for a sleep not seen yet', () => {
  const step = fc.record({
    kind: fc.constantFrom('awake' as const, 'awake' as const, 'asleep' as const, 'set' as const),
    ms: fc.double({ min: 0, max: 60, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const { at, elapsed, awake, asleep } = machine();
      let before = elapsed();
      for (const { kind, ms } of steps) {
        if (kind === 'awake') awake(ms);
        else if (kind === 'asleep') asleep(ms);
        // The monotonic clock itself is set, as libfaketime does.
        else at.tick += (ms - 30) * 1_000_000;
        const now = elapsed();
        expect(now).toBeGreaterThanOrEqual(before);
        before = now;
      }
      awake(20);
      expect(Math.abs(elapsed() - at.uptime)).toBeLessThanOrEqual(40);
    }),
  );
});

it('[ESC15] the machine’s own goes on with the monotonic clock', async () => {
  const began = systemClock.elapsed();
  const tick = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(Math.abs(systemClock.elapsed() - began - (performance.now() - tick))).toBeLessThan(25);
});
