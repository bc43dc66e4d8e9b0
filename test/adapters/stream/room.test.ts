import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADMITS_ALL, badness, Room } from '../../../src/server/adapters/stream/room.ts';
import type { Incident } from '../../../src/server/domain/incident/incident.ts';
import { URGENCIES } from '../../../src/shared/words.ts';

const incident = (id: number, more: Partial<Incident> = {}): Incident =>
  ({
    id: `i${id}`,
    status: 'open',
    urgency: 'high',
    service: 'a',
    createdAt: 1000 + id,
    pause: null,
    silent: false,
    exhausted: false,
    unseen: false,
    ...more,
  }) as Incident;

describe('a room of the stream', () => {
  it('[STR13] worst first: nobody answered, then urgency, then age', () => {
    const list = [
      incident(1),
      incident(2, { urgency: 'highest' }),
      incident(3, { exhausted: true, urgency: 'low' }),
      incident(4, { status: 'acked', urgency: 'highest' }),
      incident(0),
    ];
    expect(list.sort((a, b) => badness(a) - badness(b)).map((one) => one.id)).toEqual([
      'i3',
      'i2',
      'i0',
      'i1',
      'i4',
    ]);
  });

  it('[STR14] what a page holds after any changes is the worst of what there is, within a second', () => {
    const change = fc.record({
      id: fc.integer({ min: 0, max: 14 }),
      urgency: fc.constantFrom(...URGENCIES),
      status: fc.constantFrom('open' as const, 'acked' as const, 'closed' as const),
    });
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 20 }), (turns) => {
        const limit = 5;
        const all = new Map<string, Incident>();
        const room = new Room('r', ADMITS_ALL, limit, 1);
        room.rank(all.values());
        const page = new Map<string, Incident>();
        let now = 10_000;
        const collect = (changed: readonly string[]) => {
          const { upserts, removes } = room.collect(
            changed,
            (id) => all.get(id),
            () => all.values(),
            now,
          );
          for (const one of upserts) page.set(one.id, one);
          for (const id of removes) page.delete(id);
        };
        for (const turn of turns) {
          now += 1500;
          for (const { id, urgency, status } of turn) {
            if (status === 'closed') all.delete(`i${id}`);
            else all.set(`i${id}`, incident(id, { urgency, status }));
          }
          collect(turn.map(({ id }) => `i${id}`));
          now += 1500;
          collect([]);
          const worst = [...all.values()].sort((a, b) => badness(a) - badness(b)).slice(0, limit);
          expect([...page.keys()].sort()).toEqual(worst.map((one) => one.id).sort());
          for (const one of worst) expect(page.get(one.id)).toBe(all.get(one.id));
        }
      }),
      { numRuns: 300 },
    );
  });
});
