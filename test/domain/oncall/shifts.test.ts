import { describe, expect, test } from 'vitest';
import type { OncallEnv } from '../../../src/server/domain/oncall/oncall-env.ts';
import { shiftsOf } from '../../../src/server/domain/oncall/shifts-of.ts';
import type { Schedule } from '../../../src/shared/config/schedule.ts';
import { away, BERLIN, EMPTY_ENV, local, makeEnv, makeSchedule, shown, standing } from './oncall-fixtures.ts';

/** `an 11-16T09:00 → 11-17T09:00`, in the schedule's zone. */
function roster(schedule: Schedule, from: string, to: string, env: OncallEnv = EMPTY_ENV): string[] {
  const zone = schedule.timeZone;
  const begin = local(from, zone);
  return shiftsOf(schedule, begin, local(to, zone), env).map((shift) => {
    const layer = schedule.layers.length > 1 ? `${shift.layer} ` : '';
    return `${layer}${shift.user} ${shown(shift.from, zone).slice(5)} → ${shown(shift.to, zone).slice(5)}`;
  });
}

const daily = makeSchedule([{ users: ['an', 'lee'], start: '2026-11-16T09:00', every: 'P1D' }]);

describe('turns', () => {
  test('[ROT1] people take turns from the anchor on, clipped to the query', () => {
    expect(roster(daily, '2026-11-16T12:00', '2026-11-18T10:00')).toEqual([
      'an 11-16T12:00 → 11-17T09:00',
      'lee 11-17T09:00 → 11-18T09:00',
      'an 11-18T09:00 → 11-18T10:00',
    ]);
  });

  test('[ROT1] a query that ends at a handoff does not show the next turn', () => {
    expect(roster(daily, '2026-11-16T09:00', '2026-11-17T09:00')).toEqual(['an 11-16T09:00 → 11-17T09:00']);
    expect(roster(daily, '2026-11-16T09:00', '2026-11-16T09:00')).toEqual([]);
  });

  test('[ROT1] twelve-hour turns change at the same two times all year', () => {
    const shifts = makeSchedule([{ users: ['day', 'night'], start: '2026-01-05T09:00', every: 'PT12H' }], {
      zone: BERLIN,
    });
    expect(roster(shifts, '2026-03-28T09:00', '2026-03-30T09:00')).toEqual([
      'day 03-28T09:00 → 03-28T21:00',
      'night 03-28T21:00 → 03-29T09:00',
      'day 03-29T09:00 → 03-29T21:00',
      'night 03-29T21:00 → 03-30T09:00',
    ]);
  });

  test('[ROT2] monthly turns from the 31st are reckoned from the anchor', () => {
    const monthly = makeSchedule([{ users: ['a', 'b', 'c'], start: '2026-01-31T09:00', every: 'P1M' }]);
    expect(roster(monthly, '2026-01-31T09:00', '2026-05-31T09:00')).toEqual([
      'a 01-31T09:00 → 02-28T09:00',
      'b 02-28T09:00 → 03-31T09:00',
      'c 03-31T09:00 → 04-30T09:00',
      'a 04-30T09:00 → 05-31T09:00',
    ]);
  });

  test('[ROT1] turns pass outside restrictions too', () => {
    const office = makeSchedule([
      {
        users: ['a', 'b', 'c'],
        start: '2026-11-16T00:00',
        every: 'P1D',
        restrictions: [{ days: ['mon', 'wed', 'fri'], from: '09:00', to: '18:00' }],
      },
    ]);
    expect(roster(office, '2026-11-16T00:00', '2026-11-24T00:00')).toEqual([
      'a 11-16T09:00 → 11-16T18:00',
      'c 11-18T09:00 → 11-18T18:00',
      'b 11-20T09:00 → 11-20T18:00',
      'b 11-23T09:00 → 11-23T18:00',
    ]);
  });

  test('[ROT12] windows that touch or overlap are one stretch of the turn', () => {
    const weekend = makeSchedule([
      {
        users: ['a'],
        start: '2026-11-16T00:00',
        every: 'P1W',
        restrictions: [
          { days: ['fri'], from: '18:00', to: '06:00' },
          { days: ['sat', 'sun'], from: '00:00', to: '24:00' },
        ],
      },
    ]);
    expect(roster(weekend, '2026-11-16T00:00', '2026-11-24T00:00')).toEqual(['a 11-20T18:00 → 11-23T00:00']);
  });

  test('[ROT12] a holiday opens a window beside its weekday', () => {
    const off = makeSchedule([
      {
        users: ['a'],
        start: '2026-11-16T00:00',
        every: 'P1W',
        restrictions: [{ days: ['sun', 'holiday'], from: '00:00', to: '24:00' }],
      },
    ]);
    const env = makeEnv({ holidays: ['2026-12-25'] });
    expect(roster(off, '2026-12-24T00:00', '2026-12-28T00:00', env)).toEqual([
      'a 12-25T00:00 → 12-26T00:00',
      'a 12-27T00:00 → 12-28T00:00',
    ]);
  });

  test('[ROT4] before the start nobody is on', () => {
    expect(roster(daily, '2026-11-10T00:00', '2026-11-16T10:00')).toEqual(['an 11-16T09:00 → 11-16T10:00']);
  });

  test('[ROT5] layers are parallel', () => {
    const two = makeSchedule([
      { users: ['a'], start: '2026-11-16T09:00', every: 'P1W' },
      { users: ['b'], start: '2026-11-16T09:00', every: 'P1W' },
    ]);
    expect(roster(two, '2026-11-16T10:00', '2026-11-16T11:00')).toEqual([
      'l1 a 11-16T10:00 → 11-16T11:00',
      'l2 b 11-16T10:00 → 11-16T11:00',
    ]);
  });

  test('[ROT6] a team gives each member a shift, nobody-on-purpose gives none', () => {
    const crews = makeSchedule([{ users: [{ team: 'a' }, null], start: '2026-11-16T09:00', every: 'P1D' }]);
    const env = makeEnv({ teams: { a: ['kim', 'lee'] } });
    expect(roster(crews, '2026-11-16T09:00', '2026-11-18T09:00', env)).toEqual([
      'kim 11-16T09:00 → 11-17T09:00',
      'lee 11-16T09:00 → 11-17T09:00',
    ]);
  });
});

describe('changes of clocks', () => {
  const at = (text: string) => new Date(text).getTime();
  const nights = makeSchedule([{ users: ['a', 'b'], start: '2026-10-01T02:30', every: 'P1D' }], {
    zone: BERLIN,
  });

  test('[ROT3] two people overlap while the handoff hour is repeated', () => {
    const shifts = shiftsOf(nights, at('2026-10-24T12:00Z'), at('2026-10-25T12:00Z'), EMPTY_ENV);
    expect(shifts.map(({ user, from, to }) => [user, from, to])).toEqual([
      ['b', at('2026-10-24T12:00Z'), at('2026-10-25T01:30Z')],
      ['a', at('2026-10-25T00:30Z'), at('2026-10-25T12:00Z')],
    ]);
  });

  test('[ROT3] a removed handoff time leaves no gap', () => {
    const spring = shiftsOf(nights, at('2027-03-27T12:00Z'), at('2027-03-28T12:00Z'), EMPTY_ENV);
    expect(spring.map(({ from, to }) => [from, to])).toEqual([
      [at('2027-03-27T12:00Z'), at('2027-03-28T01:00Z')],
      [at('2027-03-28T01:00Z'), at('2027-03-28T12:00Z')],
    ]);
  });

  test('[ROT3] hourly turns: the removed hour has no turn, the repeated hour is shared', () => {
    const hourly = makeSchedule([{ users: ['a', 'b', 'c'], start: '2026-01-01T00:00', every: 'PT1H' }], {
      zone: BERLIN,
    });
    const spring = shiftsOf(hourly, at('2026-03-29T00:00Z'), at('2026-03-29T02:00Z'), EMPTY_ENV);
    expect(spring.map(({ user, from, to }) => [user, from, to])).toEqual([
      ['b', at('2026-03-29T00:00Z'), at('2026-03-29T01:00Z')],
      ['a', at('2026-03-29T01:00Z'), at('2026-03-29T02:00Z')],
    ]);
    const autumn = shiftsOf(hourly, at('2026-10-25T00:00Z'), at('2026-10-25T03:00Z'), EMPTY_ENV);
    expect(autumn.map(({ user, from, to }) => [user, from, to])).toEqual([
      ['b', at('2026-10-25T00:00Z'), at('2026-10-25T01:00Z')],
      ['c', at('2026-10-25T00:00Z'), at('2026-10-25T02:00Z')],
      ['a', at('2026-10-25T02:00Z'), at('2026-10-25T03:00Z')],
    ]);
  });

  test('[ROT5] one person never overlaps with themself, also when their handoff hour is repeated', () => {
    const single = makeSchedule([{ users: ['a'], start: '2026-10-01T02:30', every: 'P1D' }], {
      zone: BERLIN,
    });
    const shifts = shiftsOf(single, at('2026-10-24T12:00Z'), at('2026-10-25T12:00Z'), EMPTY_ENV);
    expect(shifts.map(({ from, to }) => [from, to])).toEqual([
      [at('2026-10-24T12:00Z'), at('2026-10-25T01:30Z')],
      [at('2026-10-25T01:30Z'), at('2026-10-25T12:00Z')],
    ]);
  });
});

describe('overrides', () => {
  test('[ROT7] somebody stands in for a whole span, and who is replaced is named', () => {
    const env = makeEnv({ overrides: [standing('o1', 'park', '2026-11-16T20:00', '2026-11-17T12:00')] });
    expect(roster(daily, '2026-11-16T09:00', '2026-11-18T09:00', env)).toEqual([
      'an 11-16T09:00 → 11-16T20:00',
      'park 11-16T20:00 → 11-17T12:00',
      'lee 11-17T12:00 → 11-18T09:00',
    ]);
    const [, override] = shiftsOf(daily, local('2026-11-16T09:00'), local('2026-11-18T09:00'), env);
    expect(override).toMatchObject({ override: 'o1', replaces: ['an', 'lee'] });
  });

  test('[ROT7] an override holds where the layer is off and before it starts', () => {
    const office = makeSchedule([
      {
        users: ['a'],
        start: '2026-11-16T00:00',
        every: 'P1D',
        restrictions: [{ from: '09:00', to: '18:00' }],
      },
    ]);
    const env = makeEnv({
      overrides: [
        standing('night', 'park', '2026-11-17T17:00', '2026-11-17T23:00'),
        standing('before', 'choi', '2026-11-14T00:00', '2026-11-15T00:00'),
      ],
    });
    expect(roster(office, '2026-11-13T00:00', '2026-11-15T12:00', env)).toEqual([
      'choi 11-14T00:00 → 11-15T00:00',
    ]);
    expect(roster(office, '2026-11-17T00:00', '2026-11-18T00:00', env)).toEqual([
      'a 11-17T09:00 → 11-17T17:00',
      'park 11-17T17:00 → 11-17T23:00',
    ]);
  });

  test('[ROT7] the latest made wins an overlap, run time over config, and what is under it returns', () => {
    const schedule = makeSchedule([{ users: ['an'], start: '2026-11-16T09:00', every: 'P1W' }], {
      overrides: [
        { id: 'c1', user: 'first', from: '2026-11-17T00:00', to: '2026-11-18T00:00' },
        { id: 'c2', user: 'second', from: '2026-11-17T06:00', to: '2026-11-17T18:00' },
      ],
    });
    const env = makeEnv({
      overrides: [
        standing('late', 'fourth', '2026-11-17T10:00', '2026-11-17T12:00', {
          createdAt: local('2026-11-02T00:00'),
        }),
        standing('early', 'third', '2026-11-17T09:00', '2026-11-17T13:00'),
      ],
    });
    expect(roster(schedule, '2026-11-17T00:00', '2026-11-18T00:00', env)).toEqual([
      'first 11-17T00:00 → 11-17T06:00',
      'second 11-17T06:00 → 11-17T09:00',
      'third 11-17T09:00 → 11-17T10:00',
      'fourth 11-17T10:00 → 11-17T12:00',
      'third 11-17T12:00 → 11-17T13:00',
      'second 11-17T13:00 → 11-17T18:00',
      'first 11-17T18:00 → 11-18T00:00',
    ]);
  });

  test('[ROT7] an override of one layer, or of another schedule, leaves the rest alone', () => {
    const two = makeSchedule([
      { users: ['a'], start: '2026-11-16T09:00', every: 'P1W' },
      { users: ['b'], start: '2026-11-16T09:00', every: 'P1W' },
    ]);
    const env = makeEnv({
      overrides: [
        standing('o', 'park', '2026-11-17T00:00', '2026-11-18T00:00', { layers: ['l2'] }),
        standing('x', 'other', '2026-11-17T00:00', '2026-11-18T00:00', { schedule: 'secondary' }),
      ],
    });
    expect(roster(two, '2026-11-17T00:00', '2026-11-18T00:00', env)).toEqual([
      'l1 a 11-17T00:00 → 11-18T00:00',
      'l2 park 11-17T00:00 → 11-18T00:00',
    ]);
  });

  test('[ROT3] a config override across a repeated hour ends at its last occurrence', () => {
    const schedule = makeSchedule([{ users: [null], start: '2026-10-01T00:00', every: 'P1D' }], {
      zone: BERLIN,
      overrides: [{ id: 'o', user: 'park', from: '2026-10-25T02:15', to: '2026-10-25T02:45' }],
    });
    const [shift] = shiftsOf(
      schedule,
      Date.parse('2026-10-24T00:00Z'),
      Date.parse('2026-10-26T00:00Z'),
      EMPTY_ENV,
    );
    expect(shift).toMatchObject({
      from: Date.parse('2026-10-25T00:15Z'),
      to: Date.parse('2026-10-25T01:45Z'),
    });
  });
});

describe('absences', () => {
  test('[ROT9] a stand-in takes the part of the turns somebody is away', () => {
    const env = makeEnv({ absences: [away('an', 'choi', '2026-11-16T12:00', '2026-11-18T12:00')] });
    expect(roster(daily, '2026-11-16T09:00', '2026-11-19T09:00', env)).toEqual([
      'an 11-16T09:00 → 11-16T12:00',
      'choi 11-16T12:00 → 11-17T09:00',
      'lee 11-17T09:00 → 11-18T09:00',
      'choi 11-18T09:00 → 11-18T12:00',
      'an 11-18T12:00 → 11-19T09:00',
    ]);
    const shifts = shiftsOf(daily, local('2026-11-16T09:00'), local('2026-11-17T09:00'), env);
    expect(shifts.map((shift) => shift.absence)).toEqual([undefined, 'away-an']);
  });

  test('[ROT9] without a stand-in the person is off', () => {
    const env = makeEnv({ absences: [away('an', null, '2026-11-16T00:00', '2026-11-18T00:00')] });
    expect(roster(daily, '2026-11-16T09:00', '2026-11-18T09:00', env)).toEqual([
      'lee 11-17T09:00 → 11-18T09:00',
    ]);
  });

  test('[ROT9] it holds in a team and when they come on by override', () => {
    const crew = makeSchedule([{ users: [{ team: 'a' }], start: '2026-11-16T09:00', every: 'P1W' }]);
    const env = makeEnv({
      teams: { a: ['an', 'lee'] },
      absences: [away('an', 'choi', '2026-11-17T00:00', '2026-11-18T00:00')],
      overrides: [standing('o', 'an', '2026-11-17T12:00', '2026-11-17T18:00')],
    });
    expect(roster(crew, '2026-11-17T00:00', '2026-11-18T00:00', env)).toEqual([
      'choi 11-17T00:00 → 11-17T12:00',
      'lee 11-17T00:00 → 11-17T12:00',
      'choi 11-17T12:00 → 11-17T18:00',
      'choi 11-17T18:00 → 11-18T00:00',
      'lee 11-17T18:00 → 11-18T00:00',
    ]);
  });

  test('[ROT5] a stand-in who is in the team anyway is there once', () => {
    const crew = makeSchedule([{ users: [{ team: 'a' }], start: '2026-11-16T09:00', every: 'P1W' }]);
    const env = makeEnv({
      teams: { a: ['an', 'lee'] },
      absences: [away('an', 'lee', '2026-11-17T00:00', '2026-11-18T00:00')],
    });
    const shifts = shiftsOf(crew, local('2026-11-17T00:00'), local('2026-11-18T00:00'), env);
    expect(shifts).toEqual([
      { layer: 'l1', user: 'lee', from: local('2026-11-17T00:00'), to: local('2026-11-18T00:00') },
    ]);
  });

  test('[ROT10] an absent stand-in is followed to theirs, over the part they are away', () => {
    const env = makeEnv({
      absences: [
        away('an', 'b', '2026-11-16T00:00', '2026-11-18T00:00'),
        away('b', 'c', '2026-11-16T12:00', '2026-11-16T18:00'),
      ],
    });
    expect(roster(daily, '2026-11-16T09:00', '2026-11-17T09:00', env)).toEqual([
      'b 11-16T09:00 → 11-16T12:00',
      'c 11-16T12:00 → 11-16T18:00',
      'b 11-16T18:00 → 11-17T09:00',
    ]);
  });

  test('[ROT10] stand-ins in a circle end in nobody', () => {
    const env = makeEnv({
      absences: [
        away('an', 'b', '2026-11-16T00:00', '2026-11-18T00:00'),
        away('b', 'c', '2026-11-16T00:00', '2026-11-18T00:00'),
        away('c', 'an', '2026-11-16T00:00', '2026-11-18T00:00'),
      ],
    });
    expect(roster(daily, '2026-11-16T09:00', '2026-11-17T09:00', env)).toEqual([]);
  });

  test('[ROT9] of two absences at once the later in the list counts', () => {
    const env = makeEnv({
      absences: [
        away('an', null, '2026-11-16T00:00', '2026-11-18T00:00'),
        away('an', 'choi', '2026-11-16T12:00', '2026-11-16T18:00'),
      ],
    });
    expect(roster(daily, '2026-11-16T09:00', '2026-11-17T09:00', env)).toEqual([
      'choi 11-16T12:00 → 11-16T18:00',
    ]);
  });
});
