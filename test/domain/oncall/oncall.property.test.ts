import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { coverageGaps } from '../../../src/server/domain/oncall/coverage-gaps.ts';
import { nextHandoffs } from '../../../src/server/domain/oncall/next-handoffs.ts';
import { oncallAt } from '../../../src/server/domain/oncall/oncall-at.ts';
import type { OncallEnv } from '../../../src/server/domain/oncall/oncall-env.ts';
import { type OncallShift, shiftsOf } from '../../../src/server/domain/oncall/shifts-of.ts';
import type { Schedule } from '../../../src/shared/config/schedule.ts';
import { WEEKDAYS } from '../../../src/shared/words.ts';
import { EMPTY_ENV, makeEnv, makeSchedule } from './oncall-fixtures.ts';
import { oracleUsers } from './oncall-oracle.ts';

const ZONES = ['Australia/Lord_Howe', 'America/New_York', 'Europe/Berlin', 'Asia/Seoul'] as const;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.parse('2020-01-01T00:00Z');
const TO = Date.parse('2030-01-01T00:00Z');

/** Clock changes of ten years: when, and by how much the clocks go back (negative: forward). */
const CHANGES = new Map(
  ZONES.map((zone) => {
    const found: { at: number; back: number }[] = [];
    let zoned = Temporal.Instant.fromEpochMilliseconds(FROM - DAY).toZonedDateTimeISO(zone);
    for (;;) {
      const next = zoned.getTimeZoneTransition('next');
      if (next === null || next.epochMilliseconds > TO + DAY) return [zone, found];
      const back = (zoned.offsetNanoseconds - next.offsetNanoseconds) / 1e6;
      found.push({ at: next.epochMilliseconds, back });
      zoned = next;
    }
  }),
);

const zones = fc.constantFrom(...ZONES);
const periods = fc.constantFrom(
  'PT30M',
  'PT1H',
  'PT7H',
  'PT8H',
  'PT12H',
  'P1D',
  'P3D',
  'P1W',
  'P2W',
  'P1M',
  'P5M',
);
const clock = fc
  .tuple(
    fc.constantFrom('00', '01', '02', '03', '09', '21', '23'),
    fc.constantFrom('00', '10', '15', '30', '45'),
  )
  .map(([hour, minute]) => `${hour}:${minute}`);
const starts = fc
  .tuple(fc.integer({ min: Date.parse('2018-01-01'), max: Date.parse('2020-12-31') }), clock)
  .map(([day, time]) => `${new Date(day).toISOString().slice(0, 10)}T${time}`);
const window = fc.record({
  days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
  from: clock,
  to: fc.oneof(clock, fc.constant('24:00')),
});
const people = fc.constantFrom('a', 'b', 'c', 'd');

/** An instant of the ten years, two times out of three within four hours of a change of clocks. */
function instantIn(zone: string, pick: number, shift: number): number {
  const changes = CHANGES.get(zone as (typeof ZONES)[number])!;
  if (changes.length === 0 || pick % 3 === 0) return FROM + DAY * 400 + (pick % (TO - FROM - DAY * 400));
  return changes[pick % changes.length]!.at + shift;
}
const picks = fc.tuple(fc.nat(), fc.integer({ min: -4 * HOUR, max: 4 * HOUR }));

/** The order in one layer, and what two neighbours leave open or share. */
function seams(shifts: readonly OncallShift[]) {
  const found: { kind: 'gap' | 'overlap'; from: number; to: number }[] = [];
  let end = shifts[0]?.from ?? 0;
  for (const shift of shifts) {
    if (shift.from > end) found.push({ kind: 'gap', from: end, to: shift.from });
    if (shift.from < end) found.push({ kind: 'overlap', from: shift.from, to: Math.min(end, shift.to) });
    end = Math.max(end, shift.to);
  }
  return found;
}

/** Whether a stretch lies where the clock shows a time it shows twice. */
function isRepeated(zone: (typeof ZONES)[number], from: number, to: number): boolean {
  return CHANGES.get(zone)!.some(({ at, back }) => back > 0 && from >= at - back && to <= at + back);
}

describe('ten years, four zones', () => {
  const everyHandoff = ['00:00', '01:00', '01:30', '01:45', '02:00', '02:10', '02:30', '03:00', '09:00'];

  test.each(ZONES)('[ROT3] %s: no gap, and no two people outside a repeated hour', (zone) => {
    let overlaps = 0;
    for (const time of everyHandoff) {
      for (const every of ['PT8H', 'PT12H', 'P1D', 'P1W', 'P1M']) {
        const schedule = makeSchedule([{ users: ['a', 'b', 'c'], start: `2019-12-31T${time}`, every }], {
          zone,
        });
        const shifts = shiftsOf(schedule, FROM + 2 * DAY, TO, EMPTY_ENV);
        expect(shifts[0]!.from).toBe(FROM + 2 * DAY);
        expect(shifts.at(-1)!.to).toBe(TO);
        for (const seam of seams(shifts)) {
          const place = `${zone} ${time} ${every} ${new Date(seam.from).toISOString()}`;
          if (seam.kind === 'gap') throw new Error(`gap: ${place}`);
          if (!isRepeated(zone, seam.from, seam.to)) throw new Error(`double page: ${place}`);
          overlaps += 1;
        }
        expect(coverageGaps(schedule, FROM + 2 * DAY, TO, EMPTY_ENV)).toEqual([]);
      }
    }
    // The rule is at work where clocks change, and nowhere else.
    expect(overlaps > 0).toBe(zone !== 'Asia/Seoul');
  });
});

describe('any rotation', () => {
  test('[ROT1] [ROT3] [ROT12] who is on is what the rules say, told slowly', () => {
    fc.assert(
      fc.property(
        zones,
        starts,
        periods,
        fc.array(people, { minLength: 1, maxLength: 5 }),
        fc.array(window, { maxLength: 3 }),
        fc.array(picks, { minLength: 1, maxLength: 6 }),
        (zone, start, every, users, restrictions, chosen) => {
          const schedule = makeSchedule([{ users, start, every, restrictions }], { zone });
          for (const [pick, shift] of chosen) {
            const at = instantIn(zone, pick, shift);
            const [layer] = oncallAt(schedule, at, EMPTY_ENV);
            expect(new Set(layer!.users)).toEqual(oracleUsers(schedule, schedule.layers[0]!, at));
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  test('[ROT3] without restrictions it never leaves a gap, at any handoff time', () => {
    fc.assert(
      fc.property(zones, starts, periods, picks, (zone, start, every, [pick, shift]) => {
        const schedule = makeSchedule([{ users: ['a', 'b', 'c'], start, every }], { zone });
        const at = Math.max(instantIn(zone, pick, shift), Date.parse('2021-02-01'));
        const shifts = shiftsOf(schedule, at - 3 * DAY, at + 3 * DAY, EMPTY_ENV);
        expect(shifts[0]!.from).toBe(at - 3 * DAY);
        expect(Math.max(...shifts.map((found) => found.to))).toBe(at + 3 * DAY);
        for (const seam of seams(shifts)) {
          expect(seam.kind).toBe('overlap');
          expect(isRepeated(zone, seam.from, seam.to)).toBe(true);
        }
      }),
      { numRuns: 250 },
    );
  });
});

describe('any schedule, with teams, overrides and absences', () => {
  const near = Date.parse('2026-10-20T00:00Z');
  const span = fc
    .tuple(fc.integer({ min: 0, max: 20 * 24 * 4 }), fc.integer({ min: 1, max: 5 * 24 * 4 }))
    .map(([from, length]) => ({ from: near + (from * HOUR) / 4, to: near + ((from + length) * HOUR) / 4 }));
  const turn = fc.oneof(people, fc.constant({ team: 'x' }), fc.constant({ team: 'none' }), fc.constant(null));
  const layer = fc.record({
    users: fc.array(turn, { minLength: 1, maxLength: 4 }),
    start: clock.map((time) => `2026-10-01T${time}`),
    every: fc.constantFrom('PT8H', 'PT12H', 'P1D', 'P1W', 'P1M'),
    restrictions: fc.array(window, { maxLength: 2 }),
  });
  const environment = fc
    .record({
      absences: fc.array(fc.tuple(people, fc.option(people), span), { maxLength: 5 }),
      overrides: fc.array(fc.tuple(people, fc.constantFrom('all', 'l1', 'l2'), span, fc.nat(9)), {
        maxLength: 5,
      }),
    })
    .map(({ absences, overrides }) =>
      makeEnv({
        teams: { x: ['a', 'c'] },
        absences: absences.map(([user, standIn, when], i) => ({ id: `a${i}`, user, standIn, ...when })),
        overrides: overrides.map(([user, where, when, createdAt], i) => ({
          id: `o${i}`,
          schedule: 'primary',
          layers: where === 'all' ? where : [where],
          user,
          createdAt,
          ...when,
        })),
      }),
    );
  const schedules = fc
    .tuple(zones, fc.array(layer, { minLength: 1, maxLength: 3 }))
    .map(([zone, layers]) => makeSchedule(layers, { zone }));
  const probes = fc.array(fc.integer({ min: -2 * DAY, max: 28 * DAY }), { minLength: 1, maxLength: 8 });

  const check = (body: (schedule: Schedule, env: OncallEnv, instants: number[]) => void, numRuns = 150) =>
    fc.assert(
      fc.property(schedules, environment, probes, (schedule, env, shifts) => {
        body(
          schedule,
          env,
          shifts.map((shift) => near + shift),
        );
      }),
      { numRuns },
    );

  test('[ROT11] the answer at an instant agrees with the shifts around it', () => {
    check((schedule, env, instants) => {
      const shifts = shiftsOf(schedule, near - 3 * DAY, near + 40 * DAY, env);
      for (const at of instants) {
        for (const layer of oncallAt(schedule, at, env)) {
          const on = shifts.filter(
            (shift) => shift.layer === layer.layer && shift.from <= at && at < shift.to,
          );
          expect(new Set(layer.users)).toEqual(new Set(on.map((shift) => shift.user)));
          expect(layer.users.length).toBe(on.length);
          expect(layer.reasons.length).toBe(Math.max(1, on.length));
          expect(layer.empty === null).toBe(on.length > 0);
        }
      }
    });
  });

  test('[ROT11] until is where the people change, next is the first to bring somebody new', () => {
    check((schedule, env, instants) => {
      for (const at of instants) {
        oncallAt(schedule, at, env).forEach((layer, i) => {
          const users = new Set(layer.users);
          const later = (instant: number) => oncallAt(schedule, instant, env)[i]!;
          if (layer.until !== null) {
            expect(layer.until).toBeGreaterThan(at);
            const last = later(layer.until - 1);
            expect([new Set(last.users), last.empty]).toEqual([users, layer.empty]);
            const first = later(layer.until);
            expect([new Set(first.users), first.empty]).not.toEqual([users, layer.empty]);
          }
          if (layer.next !== null) {
            expect(layer.next.at).toBeGreaterThanOrEqual(layer.until!);
            expect(layer.next.users.some((user) => !users.has(user))).toBe(true);
            expect(later(layer.next.at).users).toEqual(layer.next.users);
            const before = shiftsOf(schedule, at, layer.next.at, env);
            const others = before.filter((shift) => shift.layer === layer.layer && !users.has(shift.user));
            expect(others).toEqual([]);
          }
        });
      }
    });
  });

  test('[ROT5] shifts are ordered, not empty, inside the query, and nobody is twice in a layer at once', () => {
    check((schedule, env, [from = near]) => {
      const to = from + 10 * DAY;
      for (const layer of schedule.layers) {
        const shifts = shiftsOf(schedule, from, to, env).filter((shift) => shift.layer === layer.id);
        const ends = new Map<string, number>();
        shifts.forEach((shift, i) => {
          expect(shift.from).toBeLessThan(shift.to);
          expect(shift.from).toBeGreaterThanOrEqual(shifts[i - 1]?.from ?? from);
          expect(shift.to).toBeLessThanOrEqual(to);
          expect(shift.from).toBeGreaterThanOrEqual(ends.get(shift.user) ?? from);
          ends.set(shift.user, shift.to);
        });
      }
    });
  });

  test('[ROT5] a part of a query gives the same people at the same times as the whole', () => {
    check((schedule, env, [from = near]) => {
      const cut = from + 3 * DAY;
      const label = (shift: OncallShift) =>
        `${shift.layer} ${shift.user} ${shift.override ?? ''} ${shift.absence ?? ''}`;
      const at = cut + 5 * HOUR;
      const on = (begin: number) =>
        shiftsOf(schedule, begin, cut + DAY, env)
          .filter((shift) => shift.from <= at && at < shift.to)
          .map(label)
          .sort();
      expect(on(from)).toEqual(on(cut));
    });
  });

  test('[ROT9] [ROT10] nobody is on while away, and every override holds while it lasts', () => {
    check((schedule, env, instants) => {
      for (const at of instants) {
        const away = (user: string) =>
          env.absences.some((absence) => absence.user === user && absence.from <= at && at < absence.to);
        for (const layer of oncallAt(schedule, at, env)) {
          for (const user of layer.users) expect(away(user)).toBe(false);
          const standing = env.overrides.filter(
            ({ layers, from, to }) =>
              (layers === 'all' || layers.includes(layer.layer)) && from <= at && at < to,
          );
          const latest = standing.reduce<(typeof standing)[number] | undefined>(
            (best, found) => (best !== undefined && best.createdAt > found.createdAt ? best : found),
            undefined,
          );
          expect(layer.override).toBe(latest?.id ?? null);
          if (latest !== undefined && !away(latest.user)) expect(layer.users).toEqual([latest.user]);
        }
      }
    });
  });

  test('[ROT11] a coverage gap is where every layer is empty and not on purpose', () => {
    check((schedule, env, instants) => {
      const gaps = coverageGaps(schedule, near - 3 * DAY, near + 30 * DAY, env);
      for (const at of instants) {
        const layers = oncallAt(schedule, at, env).map((layer) => layer.empty);
        const isGap =
          !layers.includes(null) &&
          (layers.includes('gap') || layers.every((layer) => layer === 'restricted'));
        expect(gaps.some((gap) => gap.from <= at && at < gap.to)).toBe(isGap);
      }
    });
  });

  test('[ROT14] a handoff is where somebody is on who was not just before', () => {
    check((schedule, env) => {
      const from = near + DAY;
      const to = near + 6 * DAY;
      const handoffs = nextHandoffs(schedule, from, to, env);
      for (const handoff of handoffs) {
        const i = schedule.layers.findIndex((layer) => layer.id === handoff.layer);
        const before = oncallAt(schedule, handoff.at - 1, env)[i]!.users;
        const after = oncallAt(schedule, handoff.at, env)[i]!.users;
        expect(handoff.incoming).toEqual(after.filter((user) => !before.includes(user)));
        expect(handoff.incoming.length).toBeGreaterThan(0);
        expect(handoff.outgoing).toEqual(before.filter((user) => !after.includes(user)));
      }
      // None is missed: everybody on at the end came on by a handoff or was on all the time.
      const known = new Set(
        handoffs.flatMap(({ layer, incoming }) => incoming.map((user) => `${layer} ${user}`)),
      );
      for (const layer of oncallAt(schedule, from - 1, env)) {
        for (const user of layer.users) known.add(`${layer.layer} ${user}`);
      }
      for (const shift of shiftsOf(schedule, from, to, env))
        expect(known).toContain(`${shift.layer} ${shift.user}`);
    });
  });
});
