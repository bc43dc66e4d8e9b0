import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  option,
  record,
  uniqueArray,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DryRunResult } from '../../src/shared/api/dry-run.ts';
import type { ConfigInput } from '../../src/shared/config/document.ts';
import { URGENCIES, WEEKDAYS } from '../../src/shared/words.ts';
import { given, type Story } from '../support/story.ts';
import { integration, person, policy, service, twoContacts } from '../support/story-config.ts';

const PEOPLE = ['an', 'lee', 'park'];
const HOUR = 3_600_000;
/** How late a beat of a story may tell of a handoff: it beats every five minutes where nothing else is due. */
const HANDOFF_LATE_MS = 300_000;

/** Days on which the clocks change, plain days, and Seoul, where they never do. */
const DAYS = [
  { zone: 'Europe/Berlin', day: '2026-03-29' },
  { zone: 'Europe/Berlin', day: '2026-10-25' },
  { zone: 'America/New_York', day: '2026-03-08' },
  { zone: 'America/New_York', day: '2026-11-01' },
  { zone: 'Asia/Seoul', day: '2026-11-01' },
  { zone: 'UTC', day: '2026-11-23' },
] as const;

const minutes = (min: number, max: number) => integer({ min, max }).map((n) => `PT${n}M`);
const clock = integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:30`);
const window = record(
  { from: clock, to: clock, days: array(constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 4 }) },
  { requiredKeys: ['from', 'to'] },
);
const rule = record({
  when: oneof(
    constant({}),
    uniqueArray(constantFrom(...URGENCIES), { minLength: 1, maxLength: 3 }).map((urgency) => ({ urgency })),
    window.map((timeOfWeek) => ({ timeOfWeek })),
    constant({ field: 'summary', op: 'contains' as const, value: 'disk' }),
  ),
  notify: constantFrom('hook', 'mail', 'hook mail').map((ids) => ids.split(' ')),
  after: constantFrom('PT0S', 'PT2M', 'PT7M'),
});
const someone = record({
  notificationRules: array(rule, { maxLength: 2 }),
  quietHours: array(
    window.map((quiet) => ({ ...quiet, exceptUrgency: ['highest' as const] })),
    { maxLength: 1 },
  ),
  hasContacts: integer({ min: 0, max: 9 }).map((n) => n > 0),
  timeZone: option(constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Seoul'), { nil: undefined }),
});
const target = oneof(
  constantFrom(...PEOPLE).map((user) => ({ user })),
  constantFrom('current', 'next', 'all').map((who) => ({ schedule: 'rota', who: who as 'current' })),
  constantFrom('all', 'random').map((mode) => ({ team: 'ops', mode: mode as 'all' })),
);
const step = record({
  targets: array(target, { minLength: 1, maxLength: 2 }),
  delay: oneof(minutes(1, 45), constant('PT0S')),
  // biome-ignore lint/suspicious/noThenProperty: the name is the contract's
  then: oneof(
    constant('next' as const),
    integer({ min: 1, max: 2 }).map((repeat) => ({ repeat })),
  ),
  includePrevious: boolean(),
});
const world = record({
  day: constantFrom(...DAYS),
  hour: integer({ min: -6, max: 26 }),
  minute: integer({ min: 0, max: 59 }),
  people: record({ an: someone, lee: someone, park: someone }),
  steps: array(step, { minLength: 1, maxLength: 3 }),
  passes: integer({ min: 1, max: 2 }),
  final: option(record({ delay: minutes(1, 20), times: integer({ min: 1, max: 2 }) }), { nil: undefined }),
  every: constantFrom('PT1H', 'PT12H', 'P1D'),
  turnAt: clock,
  restriction: option(window, { nil: undefined }),
  urgency: constantFrom(...URGENCIES),
  maintenance: option(record({ from: integer({ min: -3, max: 3 }), hours: integer({ min: 1, max: 3 }) }), {
    nil: undefined,
  }),
  creation: oneof(
    { weight: 4, arbitrary: constant({ rule: 'key' as const }) },
    constant({ rule: 'summary' as const }),
    constant({ rule: 'key' as const, delay: { moreThan: 1, within: 'PT10M' } }),
  ),
  repeats: option(record({ count: integer({ min: 1, max: 3 }), every: minutes(1, 15) }), { nil: undefined }),
});
type World = typeof world extends { generate: (...of: never[]) => { value: infer T } } ? T : never;

function configOf(of: World): Partial<ConfigInput> {
  const { zone, day } = of.day;
  const local = (at: number) => new Date(at).toISOString().slice(0, 16);
  const noon = Date.parse(`${day}T00:00Z`) + of.hour * HOUR;
  return {
    timeZone: zone,
    users: [
      ...PEOPLE.map((id) => {
        const { hasContacts, timeZone, ...rest } = of.people[id as 'an'];
        return person(id, {
          ...rest,
          ...(timeZone === undefined ? {} : { timeZone }),
          contacts: twoContacts(id)!,
          // Somebody nobody can reach.
          ...(hasContacts ? {} : { contacts: twoContacts(id)!.map((one) => ({ ...one, muted: true })) }),
        });
      }),
      person('boss'),
    ],
    teams: [{ id: 'ops', name: 'Ops', members: ['lee', 'park'] }],
    schedules: [
      {
        id: 'rota',
        name: 'Rota',
        timeZone: zone,
        layers: [
          {
            id: 'l1',
            users: PEOPLE,
            rotation: { start: `2026-03-01T${of.turnAt}`, every: of.every },
            ...(of.restriction ? { restrictions: [of.restriction] } : {}),
          },
        ],
      },
    ],
    escalationPolicies: [
      policy(of.steps as never, { passes: of.passes, ...(of.final ? { final: of.final } : {}) }),
    ],
    services: [service('payments', { creation: of.creation })],
    integrations: [integration('std')],
    extensions: [
      {
        id: 'chat',
        type: 'webhook',
        events: ['created', 'escalated'],
        url: 'http://127.0.0.1:9/x',
        body: '{}',
      },
    ],
    maintenance: of.maintenance
      ? [
          {
            id: 'patch',
            services: ['payments'],
            from: local(noon + of.maintenance.from * HOUR),
            to: local(noon + (of.maintenance.from + of.maintenance.hours) * HOUR),
          },
        ]
      : [],
  };
}

interface Line {
  readonly at: number;
  readonly to: string;
}
const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;
const byTime = (a: Line, b: Line) => a.at - b.at || (a.to < b.to ? -1 : 1);

const toldBy = ({ timeline }: DryRunResult): Line[] =>
  timeline
    .filter(({ what }) => what !== 'entry')
    .map(({ at, what, user, contact, kind }) => ({
      at: wholeSecond(Date.parse(at)),
      to: what === 'extension' ? `extension/${contact} ${kind}` : `${user}/${contact} ${kind}`,
    }));

/**
 * What really left, but for notices about the maintenance itself. What is due at once comes with the next beat, a millisecond
 * later in a story: whole seconds are compared.
 */
const leftOf = (story: Story, until: number): Line[] =>
  story.sender.left
    .map((one) => ({ ...one, at: wholeSecond(one.at) }))
    .filter(({ at, kind }) => at <= until && kind !== 'maintenance-ending')
    .map(({ at, to, contact, kind }) => ({
      at,
      to: contact === '' ? `${to} ${kind}` : `${to}/${contact} ${kind}`,
    }));

async function compare(
  of: World,
): Promise<{ readonly dry: Line[]; readonly real: Line[]; readonly result: DryRunResult }> {
  const at = Date.parse(`${of.day.day}T00:00Z`) + of.hour * HOUR + of.minute * 60_000;
  const story = await given(configOf(of), { at, random: () => 0 });
  const { urgency, repeats } = of;
  const event = { status: 'open' as const, summary: 'disk full', dedupKey: 'disk', urgency };
  const nothing = {
    resource: null,
    metricName: null,
    metricValue: null,
    threshold: null,
    eventType: null,
    details: {},
  };
  const answer = await story.floor.dryRuns.run({
    integration: 'std',
    event: { ...event, ...nothing },
    at,
    horizon: 'PT4H',
    ...(repeats ? { repeats } : {}),
  });
  if (!answer.ok) throw new Error(answer.message);
  const result = answer.value;
  const until = Date.parse(result.end.at);
  expect(story.sender.left).toEqual([]);

  const receive = () => story.receive({ urgency });
  const outcomes = [(await receive()).outcome];
  for (let n = 0; n < (repeats?.count ?? 0); n += 1) {
    await story.fastForward(Number(/\d+/.exec(repeats!.every)![0]) * 60_000);
    outcomes.push((await receive()).outcome);
  }
  const rest = until - story.clock.now();
  // A beat past the end: a handoff is told by the beat after it.
  await story.fastForward(Math.max(0, rest) + HANDOFF_LATE_MS + 1000);
  story.stop();
  // What the trace says of the first arrival is what became of it.
  const said = (stage: string) => result.trace.some((line) => line.stage === stage && line.verdict === 'yes');
  expect(said('maintenance')).toBe(outcomes[0] === 'suppressed');
  expect(said('key')).toBe(false);
  expect(said('outcome')).toBe(outcomes[0] === 'created');
  const arrived = result.outcomes.map(({ outcome }) => outcome);
  expect(arrived).toEqual(outcomes.slice(0, arrived.length));
  return {
    dry: toldBy(result).toSorted(byTime),
    real: leftOf(story, until + HANDOFF_LATE_MS).toSorted(byTime),
    result,
  };
}

const isHandoff = ({ to }: Line) => to.endsWith(' handoff');

describe('a dry run and what then really happens', () => {
  it('[RTE40] tell the same people at the same moments on the same contacts, also when the clocks change', async () => {
    let told = 0;
    let handoffs = 0;
    await assert(
      asyncProperty(world, async (of) => {
        const { dry, real, result } = await compare(of as World);
        const until = Date.parse(result.end.at);
        const plain = (lines: readonly Line[]) =>
          lines.filter((line) => !isHandoff(line) && line.at <= until);
        expect(plain(dry)).toEqual(plain(real));
        const early = dry.filter((line) => isHandoff(line) && line.at < until - HANDOFF_LATE_MS);
        for (const { at, to } of early)
          expect(
            real.some((line) => line.to === to && line.at >= at && line.at <= at + HANDOFF_LATE_MS),
            `${to} at ${new Date(at).toISOString()}`,
          ).toBe(true);
        for (const { at, to } of real.filter((line) => isHandoff(line) && line.at <= until))
          expect(dry.some((line) => line.to === to && line.at <= at && line.at >= at - HANDOFF_LATE_MS)).toBe(
            true,
          );
        told += plain(dry).length;
        handoffs += early.length;
      }),
      { numRuns: 250 },
    );
    // It compared something.
    expect(told).toBeGreaterThan(1000);
    expect(handoffs).toBeGreaterThan(3);
  }, 240_000);
});
