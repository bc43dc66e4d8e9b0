import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunPosition } from '../../../src/server/domain/incident/incident.ts';
import {
  delayAfterMs,
  FIRST_POSITION,
  positionAfter,
  timesTold,
} from '../../../src/server/domain/incident/position.ts';
import { escalationPolicySchema } from '../../../src/shared/config/policy.ts';
import { policy, repeatedStep, step } from '../../support/story-config.ts';

const parse = (input: Parameters<typeof escalationPolicySchema.parse>[0]) =>
  escalationPolicySchema.parse(input);

/** Every position from the first to the end. */
function walk(of: ReturnType<typeof parse>): RunPosition[] {
  const positions: RunPosition[] = [];
  for (let at: RunPosition | null = FIRST_POSITION; at !== null; at = positionAfter(of, at).position)
    positions.push(at);
  return positions;
}

describe('what fires after what', () => {
  test('[ESC3] [ESC4] repetitions, then steps, then passes, then the final notice', () => {
    const found = walk(
      parse(
        policy([repeatedStep('an', 'PT1M', 1), step('lee')], {
          passes: 2,
          final: { delay: 'PT1M', times: 2 },
        }),
      ),
    );
    expect(found.map(({ pass, step: at, repetition }) => `${pass}/${at}/${repetition}`)).toEqual([
      '1/0/1',
      '1/0/2',
      '1/1/1',
      '2/0/1',
      '2/0/2',
      '2/1/1',
      '2/final/1',
      '2/final/2',
    ]);
  });

  test('[ESC3] the end of each pass is marked, that of the last one twice', () => {
    const of = parse(policy([step('an')], { passes: 2 }));
    expect(positionAfter(of, FIRST_POSITION)).toEqual({
      position: { pass: 2, step: 0, repetition: 1 },
      endsPass: true,
      endsLastPass: false,
    });
    expect(positionAfter(of, { pass: 2, step: 0, repetition: 1 })).toEqual({
      position: null,
      endsPass: true,
      endsLastPass: true,
    });
  });

  test('[ESC6] the delay of the final notice is its own', () => {
    const of = parse(policy([step('an', 'PT5M')], { final: { delay: 'PT7M' } }));
    expect(delayAfterMs(of, FIRST_POSITION)).toBe(300_000);
    expect(delayAfterMs(of, { pass: 1, step: 'final', repetition: 1 })).toBe(420_000);
  });

  test('[ESC3] any policy fires (repetitions × passes) + final times, and ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 9 }),
        fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
        (repeats, passes, times) => {
          const steps = repeats.map((repeat) =>
            repeat === 0 ? step('an') : repeatedStep('an', 'PT5M', repeat),
          );
          const of = parse(
            policy(steps, { passes, ...(times === null ? {} : { final: { delay: 'PT1M', times } }) }),
          );
          const told = repeats.reduce((sum, repeat) => sum + repeat + 1, 0) * passes + (times ?? 0);
          expect(walk(of)).toHaveLength(told);
          expect(timesTold(of, FIRST_POSITION)).toBe((repeats[0] ?? 0) + 1);
        },
      ),
    );
  });
});
