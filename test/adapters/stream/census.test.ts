import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Census } from '../../../src/server/adapters/stream/census.ts';
import { ADMITS_ALL, Room } from '../../../src/server/adapters/stream/room.ts';
import type { Incident, Pause } from '../../../src/server/domain/incident/incident.ts';
import { bandOf } from '../../../src/server/domain/incident/view.ts';
import { URGENCIES } from '../../../src/shared/words.ts';

const snoozed: Pause = { kind: 'snoozed', since: 0, until: 9, by: { kind: 'user', id: 'an' } };
const incidents = fc
  .record({
    id: fc.integer({ min: 0, max: 9 }).map(String),
    status: fc.constantFrom('open', 'acked', 'closed'),
    urgency: fc.constantFrom(...URGENCIES),
    service: fc.constantFrom('a', 'b'),
    pause: fc.constantFrom(null, snoozed),
    silent: fc.boolean(),
    exhausted: fc.boolean(),
    unseen: fc.boolean(),
  })
  // An incident is created once, whatever becomes of it.
  .map((one) => ({ ...one, createdAt: 1000 - Number(one.id) * 7 })) as unknown as fc.Arbitrary<Incident>;

it('[STR14] totals count everything there is, shown, hidden or outside, after any changes', () => {
  fc.assert(
    fc.property(
      fc.array(incidents, { maxLength: 6 }),
      fc.array(fc.oneof(incidents, fc.integer({ min: 0, max: 9 }).map(String)), { maxLength: 30 }),
      (first, changes) => {
        const all = new Map(first.map((one) => [one.id, one]));
        const census = new Census(all.values());
        const room = new Room('r', { services: new Set(['a']), urgencies: null }, 500, 1);
        const check = () => {
          const live = [...all.values()].filter((one) => bandOf(one) !== 'closed');
          const inside = live.filter(({ service }) => service === 'a');
          const inBand = (...bands: readonly string[]) => inside.filter((one) => bands.includes(bandOf(one)));
          const countBy = (of: (one: Incident) => string, list: readonly Incident[]) => {
            const counts: Record<string, number> = {};
            for (const one of list) counts[of(one)] = (counts[of(one)] ?? 0) + 1;
            return counts;
          };
          const waiting = inBand('open', 'nobody');
          expect(room.totals(census.slots(), 9)).toMatchObject({
            open: inBand('open', 'nobody').length,
            acked: inBand('acked').length,
            recovered: inBand('recovered').length,
            muted: inBand('muted').length,
            byUrgency: countBy(({ urgency }) => urgency, inBand('open', 'nobody', 'acked', 'muted')),
            mutedBy: countBy(({ pause }) => (pause ? 'snoozed' : 'silent'), inBand('muted')),
            outside: live.length - inside.length,
            hidden: inside.length,
            worstOpen: URGENCIES.find((urgency) => waiting.some((one) => one.urgency === urgency)) ?? null,
            oldestOpenAt:
              waiting.length === 0
                ? null
                : new Date(Math.min(...waiting.map((one) => one.createdAt))).toISOString(),
          });
          expect(new Room('all', ADMITS_ALL, 500, 1).totals(census.slots(), 9).outside).toBe(0);
        };
        check();
        for (const change of changes) {
          const id = typeof change === 'string' ? change : change.id;
          if (typeof change === 'string') all.delete(id);
          else all.set(id, change);
          census.follow([id], (one) => all.get(one));
          check();
        }
      },
    ),
  );
});

it('[STR14] what comes and goes leaves nothing behind, and the oldest that waits stays known', () => {
  const open = (id: string, createdAt: number, status = 'open') =>
    ({ id, createdAt, status, urgency: 'high', service: 'a', pause: null }) as unknown as Incident;
  const all = new Map([open('old', 1), open('b', 2)].map((one) => [one.id, one]));
  const census = new Census(all.values());
  const room = new Room('r', ADMITS_ALL, 500, 1);
  const oldest = () => room.totals(census.slots(), 9).oldestOpenAt;
  for (let n = 0; n < 1000; n += 1) {
    all.set('b', open('b', 2, n % 2 === 0 ? 'acked' : 'open'));
    census.follow(['b'], (id) => all.get(id));
  }
  expect(oldest()).toBe(new Date(1).toISOString());
  all.delete('old');
  census.follow(['old'], (id) => all.get(id));
  expect(oldest()).toBe(new Date(2).toISOString());
  all.delete('b');
  census.follow(['b'], (id) => all.get(id));
  expect(oldest()).toBe(null);
});
