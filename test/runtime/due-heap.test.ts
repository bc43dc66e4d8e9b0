import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DueHeap } from '../../src/server/runtime/due-heap.ts';

test('[ESC14] due times surface earliest first, whatever their order, pushes and pops mixed', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null })), (moves) => {
      const heap = new DueHeap();
      let kept: number[] = [];
      for (const move of moves) {
        if (move === null) {
          const least = kept.length === 0 ? undefined : Math.min(...kept);
          expect(heap.peek()?.at).toBe(least);
          expect(heap.pop()?.at).toBe(least);
          if (least !== undefined) kept = kept.toSpliced(kept.indexOf(least), 1);
        } else {
          heap.push(move, String(move));
          kept.push(move);
        }
        expect(heap.size).toBe(kept.length);
      }
    }),
  );
});
