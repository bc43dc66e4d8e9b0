import { describe, expect, test } from 'vitest';
import { coverageGaps } from '../../../src/server/domain/oncall/coverage-gaps.ts';
import { nextHandoffs } from '../../../src/server/domain/oncall/next-handoffs.ts';
import { oncallAt } from '../../../src/server/domain/oncall/oncall-at.ts';
import type { OncallEnv } from '../../../src/server/domain/oncall/oncall-env.ts';
import { oncallUsers } from '../../../src/server/domain/oncall/oncall-users.ts';
import type { Schedule } from '../../../src/shared/config/schedule.ts';
import { away, BERLIN, EMPTY_ENV, local, makeEnv, makeSchedule, shown, standing } from './oncall-fixtures.ts';

const daily = makeSchedule([{ users: ['an', 'lee', 'park'], start: '2026-11-16T09:00', every: 'P1D' }]);
const OFFICE = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' }];

function gaps(schedule: Schedule, from: string, to: string, env: OncallEnv = EMPTY_ENV): string[] {
  return coverageGaps(schedule, local(from), local(to), env).map(
    (gap) => `${shown(gap.from).slice(5)} → ${shown(gap.to).slice(5)}`,
  );
}

describe('who is on call', () => {
  test('[ROT1] the person of the turn, until its end, and who follows', () => {
    const [layer] = oncallAt(daily, local('2026-11-17T10:00'), EMPTY_ENV);
    expect(layer).toEqual({
      layer: 'l1',
      users: ['lee'],
      until: local('2026-11-18T09:00'),
      override: null,
      empty: null,
      next: { users: ['park'], at: local('2026-11-18T09:00') },
      reasons: [
        {
          code: 'ROT1',
          params: { schedule: 'primary', layer: 'l1', user: 'lee' },
          text: 'lee has the turn on layer l1 of schedule primary',
        },
      ],
    });
  });

  test('[ROT1] a handoff belongs to the one who comes', () => {
    expect(oncallAt(daily, local('2026-11-18T09:00'), EMPTY_ENV)[0]!.users).toEqual(['park']);
    expect(oncallAt(daily, local('2026-11-18T09:00') - 1, EMPTY_ENV)[0]!.users).toEqual(['lee']);
  });

  test('[ROT11] someone alone on a layer is on without end', () => {
    const alone = makeSchedule([{ users: ['an'], start: '2026-11-16T09:00', every: 'P1D' }]);
    const [layer] = oncallAt(alone, local('2026-11-17T10:00'), EMPTY_ENV);
    expect(layer).toMatchObject({ users: ['an'], until: null, next: null });
  });

  test('[ROT11] two turns of the same person are one stretch', () => {
    const uneven = makeSchedule([{ users: ['an', 'an', 'lee'], start: '2026-11-16T09:00', every: 'P1D' }]);
    const [layer] = oncallAt(uneven, local('2026-11-16T10:00'), EMPTY_ENV);
    expect(layer).toMatchObject({
      until: local('2026-11-18T09:00'),
      next: { users: ['lee'], at: local('2026-11-18T09:00') },
    });
  });

  test('[ROT7] an override is named, and its reason', () => {
    const env = makeEnv({ overrides: [standing('o1', 'choi', '2026-11-17T09:00', '2026-11-17T12:00')] });
    const [layer] = oncallAt(daily, local('2026-11-17T10:00'), env);
    expect(layer).toMatchObject({ users: ['choi'], override: 'o1', until: local('2026-11-17T12:00') });
    expect(layer!.reasons.map((reason) => reason.code)).toEqual(['ROT7']);
    expect(layer!.next).toEqual({ users: ['lee'], at: local('2026-11-17T12:00') });
  });

  test('[ROT9] a stand-in has the absence as reason', () => {
    const env = makeEnv({ absences: [away('lee', 'choi', '2026-11-17T00:00', '2026-11-20T00:00')] });
    const [layer] = oncallAt(daily, local('2026-11-17T10:00'), env);
    expect(layer!.reasons).toMatchObject([{ code: 'ROT9', params: { user: 'choi', absence: 'away-lee' } }]);
  });

  test('[ROT3] both are on while their handoff is repeated', () => {
    const nights = makeSchedule([{ users: ['a', 'b'], start: '2026-10-01T02:30', every: 'P1D' }], {
      zone: BERLIN,
    });
    const [layer] = oncallAt(nights, Date.parse('2026-10-25T01:00Z'), EMPTY_ENV);
    expect(layer).toMatchObject({ users: ['b', 'a'], until: Date.parse('2026-10-25T01:30Z') });
  });

  test('a year ahead is looked, and no further', () => {
    const at = local('2026-11-17T10:00');
    const soon = makeEnv({ overrides: [standing('o', 'choi', '2027-10-01T00:00', '2027-10-02T00:00')] });
    const late = makeEnv({ overrides: [standing('o', 'choi', '2028-10-01T00:00', '2028-10-02T00:00')] });
    const alone = makeSchedule([{ users: ['an'], start: '2026-11-16T09:00', every: 'P1D' }]);
    expect(oncallAt(alone, at, soon)[0]!.next).toEqual({ users: ['choi'], at: local('2027-10-01T00:00') });
    expect(oncallAt(alone, at, late)[0]).toMatchObject({ until: null, next: null });
  });
});

describe('nobody', () => {
  const codeAt = (schedule: Schedule, at: string, env: OncallEnv = EMPTY_ENV) => {
    const [layer] = oncallAt(schedule, local(at), env);
    expect(layer!.users).toEqual([]);
    return [layer!.empty, layer!.reasons[0]!.code];
  };

  test('[ROT11] says whether somebody should be there', () => {
    const office = makeSchedule([
      { users: ['an'], start: '2026-11-16T00:00', every: 'P1W', restrictions: OFFICE },
    ]);
    const onPurpose = makeSchedule([{ users: [null], start: '2026-11-16T00:00', every: 'P1W' }]);
    const noTeam = makeSchedule([{ users: [{ team: 'x' }], start: '2026-11-16T00:00', every: 'P1W' }]);
    const gone = makeEnv({ absences: [away('an', null, '2026-11-16T00:00', '2026-11-30T00:00')] });
    expect(codeAt(office, '2026-11-17T20:00')).toEqual(['restricted', 'ROT11']);
    expect(codeAt(onPurpose, '2026-11-17T20:00')).toEqual(['intended', 'ROT6']);
    expect(codeAt(noTeam, '2026-11-17T20:00')).toEqual(['gap', 'ROT6']);
    expect(codeAt(office, '2026-11-17T10:00', gone)).toEqual(['gap', 'ROT9']);
    expect(codeAt(office, '2026-11-15T10:00')).toEqual(['gap', 'ROT4']);
  });

  test('[ROT4] a layer of nobody on purpose is a gap until its start', () => {
    const onPurpose = makeSchedule([{ users: [null], start: '2026-11-16T09:00', every: 'P1W' }]);
    const [layer] = oncallAt(onPurpose, local('2026-11-15T10:00'), EMPTY_ENV);
    expect(layer).toMatchObject({ empty: 'gap', until: local('2026-11-16T09:00') });
  });

  test('[ROT8] an override by somebody away is a gap, not the return of who was replaced', () => {
    const env = makeEnv({
      overrides: [standing('o', 'choi', '2026-11-17T00:00', '2026-11-18T00:00')],
      absences: [away('choi', null, '2026-11-16T00:00', '2026-11-30T00:00')],
    });
    expect(codeAt(daily, '2026-11-17T10:00', env)).toEqual(['gap', 'ROT8']);
    expect(gaps(daily, '2026-11-16T12:00', '2026-11-19T00:00', env)).toEqual(['11-17T00:00 → 11-18T00:00']);
  });

  test('[ROT11] the next one is named while the layer is off', () => {
    const office = makeSchedule([
      { users: ['an'], start: '2026-11-16T00:00', every: 'P1W', restrictions: OFFICE },
    ]);
    const [layer] = oncallAt(office, local('2026-11-20T20:00'), EMPTY_ENV);
    expect(layer).toMatchObject({
      until: local('2026-11-23T09:00'),
      next: { users: ['an'], at: local('2026-11-23T09:00') },
    });
  });
});

describe('an answer that was kept', () => {
  test('is the same as a fresh one at every instant, whatever was asked before', () => {
    const make = () =>
      makeSchedule([
        { users: ['an', 'lee'], start: '2026-11-16T09:00', every: 'PT12H', restrictions: OFFICE },
        { users: [{ team: 't' }, null, 'an'], start: '2026-11-16T09:00', every: 'P1D' },
      ]);
    const env = makeEnv({
      teams: { t: ['an', 'lee', 'kim'] },
      absences: [
        away('lee', 'an', '2026-11-17T11:00', '2026-11-19T11:00'),
        away('an', null, '2026-11-18T11:00', '2026-11-20T12:00'),
      ],
      overrides: [standing('o', 'choi', '2026-11-18T10:00', '2026-11-19T10:30', { layers: ['l1'] })],
    });
    const kept = make();
    for (let at = local('2026-11-15T00:00'); at < local('2026-11-25T00:00'); at += 1_700_000) {
      expect(oncallAt(kept, at, env)).toEqual(oncallAt(make(), at, env));
    }
  });

  test('does not depend on when in a day "a year ahead" was first looked at', () => {
    const env = makeEnv({ overrides: [standing('o', 'choi', '2027-11-18T15:00', '2027-11-19T00:00')] });
    const make = () => makeSchedule([{ users: ['an'], start: '2026-11-16T09:00', every: 'P1D' }]);
    const kept = make();
    for (const at of ['2026-11-17T10:00', '2026-11-17T20:00', '2026-11-18T08:00', '2026-11-18T10:00']) {
      expect(oncallAt(kept, local(at), env)).toEqual(oncallAt(make(), local(at), env));
    }
    expect(oncallAt(kept, local('2026-11-18T10:00'), env)[0]!.next).toMatchObject({ users: ['choi'] });
  });

  test('gives way to a new environment', () => {
    const at = local('2026-11-17T10:00');
    expect(oncallAt(daily, at, EMPTY_ENV)[0]!.users).toEqual(['lee']);
    const env = makeEnv({ absences: [away('lee', 'choi', '2026-11-17T00:00', '2026-11-20T00:00')] });
    expect(oncallAt(daily, at, env)[0]!.users).toEqual(['choi']);
  });
});

describe('the people a step means', () => {
  const two = makeSchedule([
    { users: ['an', 'lee'], start: '2026-11-16T09:00', every: 'P1D' },
    { users: ['an', 'kim', null], start: '2026-11-16T09:00', every: 'P1D' },
  ]);
  const at = local('2026-11-16T10:00');

  test('[ROT13] current: each once, in the order of layers', () => {
    expect(oncallUsers(two, at, 'current', EMPTY_ENV)).toEqual(['an']);
    expect(oncallUsers(two, local('2026-11-17T10:00'), 'current', EMPTY_ENV)).toEqual(['lee', 'kim']);
  });

  test('[ROT13] next: who comes on next in each layer', () => {
    expect(oncallUsers(two, at, 'next', EMPTY_ENV)).toEqual(['lee', 'kim']);
    // From kim's turn the next of layer 2 is an, after a day of nobody.
    expect(oncallUsers(two, local('2026-11-17T10:00'), 'next', EMPTY_ENV)).toEqual(['an']);
  });

  test('[ROT13] next: a team that shares a member gives only who is new', () => {
    const crews = makeSchedule([
      { users: [{ team: 'x' }, { team: 'y' }], start: '2026-11-16T09:00', every: 'P1D' },
    ]);
    const env = makeEnv({ teams: { x: ['an', 'lee'], y: ['lee', 'kim'] } });
    expect(oncallUsers(crews, at, 'next', env)).toEqual(['kim']);
  });

  test('[ROT13] all: everybody named, the absent replaced, and who is on by override', () => {
    expect(oncallUsers(two, at, 'all', EMPTY_ENV)).toEqual(['an', 'lee', 'kim']);
    const env = makeEnv({
      absences: [
        away('lee', 'park', '2026-11-16T00:00', '2026-11-17T00:00'),
        away('kim', null, '2026-11-16T00:00', '2026-11-17T00:00'),
      ],
      overrides: [standing('o', 'choi', '2026-11-16T00:00', '2026-11-17T00:00')],
    });
    expect(oncallUsers(two, at, 'all', env)).toEqual(['an', 'park', 'choi']);
  });
});

describe('coverage', () => {
  test('[ROT11] a covered schedule has no gaps', () => {
    expect(gaps(daily, '2026-11-16T09:00', '2026-12-16T09:00')).toEqual([]);
  });

  test('[ROT11] all layers off is a gap; another layer fills it', () => {
    const office = { users: ['an'], start: '2026-11-16T00:00', every: 'P1W', restrictions: OFFICE };
    expect(gaps(makeSchedule([office]), '2026-11-19T12:00', '2026-11-23T12:00')).toEqual([
      '11-19T18:00 → 11-20T09:00',
      '11-20T18:00 → 11-23T09:00',
    ]);
    const nights = {
      users: ['lee'],
      start: '2026-11-16T00:00',
      every: 'P1W',
      restrictions: [{ days: ['mon', 'tue', 'wed', 'thu'], from: '18:00', to: '09:00' }],
    };
    expect(gaps(makeSchedule([office, nights]), '2026-11-19T12:00', '2026-11-23T12:00')).toEqual([
      '11-20T18:00 → 11-23T09:00',
    ]);
  });

  test('[ROT11] nobody on purpose excuses layers that are off, not a person who is missing', () => {
    const layers = [
      { users: ['an'], start: '2026-11-16T00:00', every: 'P1W', restrictions: OFFICE },
      { users: [null], start: '2026-11-16T00:00', every: 'P1W' },
    ];
    expect(gaps(makeSchedule(layers), '2026-11-16T00:00', '2026-11-23T00:00')).toEqual([]);
    const env = makeEnv({ absences: [away('an', null, '2026-11-17T12:00', '2026-11-18T12:00')] });
    expect(gaps(makeSchedule(layers), '2026-11-16T00:00', '2026-11-23T00:00', env)).toEqual([
      '11-17T12:00 → 11-17T18:00',
      '11-18T09:00 → 11-18T12:00',
    ]);
  });

  test('[ROT4] the time before the start is a gap', () => {
    expect(gaps(daily, '2026-11-15T09:00', '2026-11-17T09:00')).toEqual(['11-15T09:00 → 11-16T09:00']);
  });
});

describe('handoffs', () => {
  const handoffs = (schedule: Schedule, from: string, to: string, env: OncallEnv = EMPTY_ENV) =>
    nextHandoffs(schedule, local(from), local(to), env).map(
      ({ at, layer, incoming, outgoing }) =>
        `${shown(at).slice(5)} ${layer} ${outgoing.join('+')} → ${incoming.join('+')}`,
    );

  test('[ROT14] each time somebody new comes on, the begin of the query included, its end not', () => {
    expect(handoffs(daily, '2026-11-17T09:00', '2026-11-19T09:00')).toEqual([
      '11-17T09:00 l1 an → lee',
      '11-18T09:00 l1 lee → park',
    ]);
  });

  test('[ROT14] by override and back, and over two layers in time order', () => {
    const two = makeSchedule([
      { users: ['an', 'lee'], start: '2026-11-16T09:00', every: 'P1D' },
      { users: ['kim', 'park'], start: '2026-11-16T06:00', every: 'P1D' },
    ]);
    const env = makeEnv({
      overrides: [standing('o', 'choi', '2026-11-16T20:00', '2026-11-16T22:00', { layers: ['l1'] })],
    });
    expect(handoffs(two, '2026-11-16T12:00', '2026-11-17T12:00', env)).toEqual([
      '11-16T20:00 l1 an → choi',
      '11-16T22:00 l1 choi → an',
      '11-17T06:00 l2 kim → park',
      '11-17T09:00 l1 an → lee',
    ]);
  });

  test('[ROT14] the same person again is no handoff, their return after a pause is', () => {
    const alone = { users: ['an'], start: '2026-11-16T00:00', every: 'P1D' };
    expect(handoffs(makeSchedule([alone]), '2026-11-16T12:00', '2026-11-20T00:00')).toEqual([]);
    expect(
      handoffs(makeSchedule([{ ...alone, restrictions: OFFICE }]), '2026-11-16T12:00', '2026-11-18T00:00'),
    ).toEqual(['11-17T09:00 l1  → an']);
  });
});
