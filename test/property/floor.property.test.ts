import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Happening, happening } from './floor-happenings.ts';
import { Walk } from './floor-walk.ts';

/** Printed with every failure; `WATCHFLOOR_SEED` repeats one. */
const seed = Number(process.env.WATCHFLOOR_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.WATCHFLOOR_RUNS ?? 60);

async function walk(happenings: readonly Happening[]): Promise<Walk> {
  const floor = await Walk.begin();
  try {
    for (const one of happenings) await floor.do(one);
    return floor;
  } finally {
    floor.story.stop();
  }
}

describe('whatever happens on a floor', () => {
  test(`[INC1] outcomes, keys, next, versions, idempotency and silence after an ack hold (seed ${seed})`, {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 5, maxLength: 60, size: 'max' }),
        async (happenings) => {
          await walk(happenings);
        },
      ),
      { seed, numRuns },
    );
  });

  test(`[INC1] the same inputs decide the same facts (seed ${seed})`, { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 5, maxLength: 40, size: 'max' }),
        async (happenings) => {
          const [first, second] = [await walk(happenings), await walk(happenings)];
          expect(second.story.ledger.batches).toEqual(first.story.ledger.batches);
          expect([...second.story.sender.left]).toEqual([...first.story.sender.left]);
        },
      ),
      { seed, numRuns: Math.ceil(numRuns / 4) },
    );
  });
});
