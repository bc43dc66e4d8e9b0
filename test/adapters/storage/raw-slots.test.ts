import { expect, it } from 'vitest';
import { rawSlots } from '../../../src/server/adapters/storage/ledger/raw-slots.ts';

it('[STO24] at most ten bodies are kept: the first, the latest, and a sample fixed by their order', () => {
  const slots = new Map<number, number>();
  for (let nth = 1; nth <= 5000; nth += 1) for (const slot of rawSlots(nth)) slots.set(slot, nth);
  expect(Object.fromEntries(slots)).toEqual({
    0: 1,
    1: 5000,
    2: 2,
    3: 4,
    4: 8,
    5: 16,
    6: 32,
    7: 64,
    8: 128,
    9: 256,
  });
});
