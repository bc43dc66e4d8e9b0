import fc from 'fast-check';
import { URGENCIES } from '../../src/shared/words.ts';
import { FAILS_FOR_GOOD, FAILS_FOR_NOW, SENT } from '../support/scripted-sender.ts';
import type { given } from '../support/story.ts';
import {
  integration,
  person,
  policy,
  repeatedStep,
  service,
  step,
  twoContacts,
} from '../support/story-config.ts';

/** Services of every kind, people of every kind: delayed rules, quiet hours, no contact at all. */
export const CONFIG = {
  users: [
    person('an', {
      contacts: twoContacts('an'),
      notificationRules: [
        { when: { urgency: ['highest', 'high'] }, notify: ['hook'] },
        { when: {}, notify: ['mail'], after: 'PT3M' },
      ],
    }),
    person('lee', { quietHours: [{ from: '13:00', to: '14:00', exceptUrgency: ['highest'] }] }),
    person('park', { contacts: [] }),
    person('boss'),
  ],
  teams: [{ id: 'noc', name: 'NOC', members: ['an', 'lee', 'park'] }],
  schedules: [
    {
      id: 'primary',
      name: 'Primary',
      timeZone: 'UTC',
      layers: [
        { id: 'l1', users: ['an', null, 'lee'], rotation: { start: '2026-11-23T00:00', every: 'PT1H' } },
      ],
    },
  ],
  escalationPolicies: [
    policy(
      [
        { targets: [{ schedule: 'primary' }], delay: 'PT5M' },
        repeatedStep('lee', 'PT2M', 1),
        { targets: [{ team: 'noc', mode: 'random' }], delay: 'PT5M', includePrevious: true },
      ],
      { passes: 2, final: { delay: 'PT3M', times: 2 } },
    ),
    policy([step('an', 'PT4M'), step('park', 'PT4M')], { id: 'until-closed', stopOn: 'close' }),
    policy([step('park', 'PT5M')], { id: 'nobody', passes: 2 }),
  ],
  services: [
    service('payments'),
    service('strict', { target: { escalation: 'until-closed' } }),
    service('held', { onRecovery: 'hold', ackTimeout: { highest: 'PT5M', medium: 'PT10M' } }),
    service('unreachable', { target: { escalation: 'nobody' } }),
    service('silent', { target: null }),
  ],
  integrations: ['payments', 'strict', 'held', 'unreachable', 'silent'].map((id) =>
    integration(id, { service: id }),
  ),
} satisfies Parameters<typeof given>[0];

const _MINUTE = 60_000;
/** More than any policy here has steps. */
const _MAX_BEATS = 25;
const person_ = fc.constantFrom('an', 'lee', 'boss');
const which = fc.nat({ max: 9 });
/** One thing that happens on a floor. */
export const happening = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      integration: fc.constantFrom('payments', 'payments', 'strict', 'held', 'unreachable', 'silent'),
      key: fc.constantFrom('a', 'b'),
      status: fc.constantFrom(
        'open' as const,
        'open' as const,
        'open' as const,
        'ack' as const,
        'close' as const,
      ),
      urgency: fc.constantFrom(...URGENCIES),
      timeOffset: fc.option(fc.integer({ min: -10, max: 1 }), { nil: null }),
      bad: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      who: person_,
      which,
      stale: fc.nat({ max: 4 }).map((n) => n === 0),
      type: fc.constantFrom(
        'ack',
        'close',
        'assign',
        'comment',
        'snooze',
        'reopen',
        'escalate',
        'severity',
        'seen',
      ),
      to: fc.constantFrom('an', 'lee', 'park', 'boss'),
      minutes: fc.integer({ min: 1, max: 200 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      minutes: fc.constantFrom(0.1, 1, 3, 5, 12, 45, 90),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('jump' as const),
      minutes: fc.constantFrom(60, -120, 1440, -1440, 7),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('kill' as const), minutes: fc.constantFrom(0, 1, 35) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('channel' as const),
      to: person_,
      result: fc.constantFrom(SENT, SENT, FAILS_FOR_NOW, FAILS_FOR_GOOD),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('disk' as const), minutes: fc.constantFrom(0.1, 5, 11) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('rush' as const),
      jump: fc.constantFrom(0, 0, 60, -120),
      wait: fc.constantFrom(0, 5, 40),
      integration: fc.constantFrom('payments', 'strict', 'held'),
      status: fc.constantFrom('open' as const, 'close' as const),
      which,
      who: person_,
      type: fc.constantFrom('ack' as const, 'close' as const, 'escalate' as const),
    }),
  },
);
export type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;
