import { describe, expect, test } from 'vitest';
import { given, START, type Story } from '../support/story.ts';
import { person, policy, repeatedStep, service, step } from '../support/story-config.ts';

/** Who was paged, and how many minutes after the incident. */
async function pagesOf(story: Story, minutes: number, kind = 'page'): Promise<[string, number][]> {
  const pages: [string, number][] = [];
  const look = () => {
    const minute = (story.clock.now() - START) / 60_000;
    for (const told of story.takeTold())
      if (told.endsWith(` ${kind}`)) pages.push([told.split(' ')[0] ?? '', minute]);
  };
  look();
  for (let minute = 0; minute < minutes; minute++) {
    await story.fastForward('1m');
    look();
  }
  return pages;
}

const SCHEDULE = {
  id: 'primary',
  name: 'Primary',
  timeZone: 'UTC',
  layers: [{ id: 'l1', users: ['an', 'lee', 'park'], rotation: { start: '2026-11-23T00:00', every: 'P1D' } }],
};

describe('steps', () => {
  test('[ESC3] fire in order, each after the delay of the one before', async () => {
    const story = await given({
      escalationPolicies: [policy([step('an', 'PT2M'), step('lee', 'PT7M'), step('park', 'PT1M')])],
    });
    await story.receive();
    expect(await pagesOf(story, 30)).toEqual([
      ['an', 0],
      ['lee', 2],
      ['park', 9],
    ]);
  });

  test('[ESC3] a step that repeats n times is told n + 1 times, a delay after each', async () => {
    const story = await given({
      escalationPolicies: [policy([repeatedStep('an', 'PT3M', 2), step('lee', 'PT1M')])],
    });
    await story.receive();
    expect(await pagesOf(story, 30)).toEqual([
      ['an', 0],
      ['an', 3],
      ['an', 6],
      ['lee', 9],
    ]);
  });

  test('[ESC4] nine passes are nine passes', async () => {
    const story = await given({ escalationPolicies: [policy([step('an', 'PT1M')], { passes: 9 })] });
    await story.receive({ urgency: 'low' });
    expect(await pagesOf(story, 30)).toEqual(Array.from({ length: 9 }, (_, i) => ['an', i]));
    expect(story.incident().exhausted).toBe(true);
  });

  test('[ESC5] includePrevious tells everybody this run has told, each once', async () => {
    const story = await given({
      escalationPolicies: [
        policy([
          step('an', 'PT1M'),
          step('lee', 'PT1M'),
          step(['park', 'lee'], 'PT1M', { includePrevious: true }),
        ]),
      ],
    });
    await story.receive();
    await story.fastForward('1m');
    story.takeTold();
    await story.fastForward('1m');
    expect(story.takeTold().toSorted()).toEqual(['an page', 'lee page', 'park page']);
  });

  test('[ESC5] a person is told once per firing, however many targets reach them', async () => {
    const story = await given({
      schedules: [SCHEDULE],
      teams: [{ id: 'noc', name: 'NOC', members: ['an', 'lee'] }],
      escalationPolicies: [
        policy([{ targets: [{ user: 'an' }, { schedule: 'primary' }, { team: 'noc' }], delay: 'PT5M' }]),
      ],
    });
    await story.receive();
    expect(story.takeTold()).toEqual(['an page', 'lee page']);
  });

  test('[ESC5] a team at random tells one, and the pick is recorded', async () => {
    const story = await given(
      {
        teams: [{ id: 'noc', name: 'NOC', members: ['an', 'lee', 'park'] }],
        escalationPolicies: [policy([{ targets: [{ team: 'noc', mode: 'random' }], delay: 'PT5M' }])],
      },
      { random: () => 0.99 },
    );
    await story.receive();
    expect(story.takeTold()).toEqual(['park page']);
    expect(story.entries('step-fired')).toMatchObject([{ data: { picked: ['park'] } }]);
  });

  test.each([
    ['current', ['an']],
    ['next', ['lee']],
    ['all', ['an', 'lee', 'park']],
  ] as const)('[ESC5] a schedule’s %s are %j', async (who, people) => {
    const story = await given({
      schedules: [SCHEDULE],
      escalationPolicies: [policy([{ targets: [{ schedule: 'primary', who }], delay: 'PT5M' }])],
    });
    await story.receive();
    expect(story.takeTold().toSorted()).toEqual(people.map((one) => `${one} page`));
  });

  test('[ESC5] who is on call is asked when the step fires, not when the run starts', async () => {
    const story = await given(
      {
        schedules: [SCHEDULE],
        escalationPolicies: [
          policy([step('boss', 'PT10M'), { targets: [{ schedule: 'primary' }], delay: 'PT60M' }]),
        ],
      },
      { at: Date.parse('2026-11-23T23:55:00Z') },
    );
    await story.receive();
    story.takeTold();
    await story.fastForward('10m');
    expect(story.takeTold().filter((one) => one.endsWith('page'))).toEqual(['lee page']);
  });

  test('[ESC2] a service that names a person tells them three times, five minutes apart', async () => {
    const story = await given({ services: [service('payments', { target: { user: 'an' } })] });
    await story.receive();
    expect(await pagesOf(story, 30)).toEqual([
      ['an', 0],
      ['an', 5],
      ['an', 10],
    ]);
  });

  test('[ESC2] a service that names a schedule tells whoever is on', async () => {
    const story = await given({
      schedules: [SCHEDULE],
      services: [service('payments', { target: { schedule: 'primary' } })],
    });
    await story.receive();
    expect(story.takeTold()).toEqual(['an page']);
  });
});

describe('a run', () => {
  test('[ESC1] keeps the policy that was in force when it started', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    await story.reconfigure({ escalationPolicies: [policy([step('park', 'PT1M'), step('park', 'PT1M')])] });
    await story.fastForward('5m');
    expect(story.takeTold()).toEqual(['lee page']);
  });

  test('[ESC1] that starts after an edit has the edited policy', async () => {
    const story = await given();
    await story.reconfigure({ escalationPolicies: [policy([step('park')])] });
    await story.receive();
    expect(story.takeTold()).toEqual(['park page']);
  });

  test('[ESC7] stops on ack: nobody is told after it, ever', async () => {
    const story = await given({
      users: [
        person('an', {
          notificationRules: [
            { when: {}, notify: ['hook'] },
            { when: {}, notify: ['hook'], after: 'PT2M' },
          ],
        }),
        person('lee'),
        person('boss'),
      ],
    });
    await story.receive({ urgency: 'medium' });
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.fastForward('3d');
    story.expectNothingMore();
    expect(story.entries('stopped')).toHaveLength(1);
  });

  test('[ESC7] with stopOn close an ack is recorded and the run goes on', async () => {
    const story = await given({
      escalationPolicies: [policy([step('an'), step('lee'), step('park')], { stopOn: 'close' })],
    });
    await story.receive();
    story.takeTold();
    await story.answered('an', { type: 'ack' });
    expect(story.incident()).toMatchObject({ status: 'acked', assignee: 'an', run: { state: 'running' } });
    story.expectNothingMore();
    await story.fastForward('5m');
    story.expectNotified('lee', { kind: 'page' });
    await story.answered('lee', { type: 'close' });
    story.takeTold();
    await story.fastForward('1d');
    story.expectNothingMore();
  });

  test('[ESC6] the final notice goes to every responder, its own delay after the last step’s, as often as it says', async () => {
    const story = await given({
      escalationPolicies: [
        policy([step('an', 'PT5M'), step('lee', 'PT10M')], { final: { delay: 'PT7M', times: 2 } }),
      ],
    });
    await story.receive({ urgency: 'low' });
    expect(await pagesOf(story, 60, 'final')).toEqual([
      ['an', 22],
      ['lee', 22],
      ['an', 29],
      ['lee', 29],
    ]);
    expect(story.entries('exhausted').map((one) => (one.at - START) / 60_000)).toEqual([15]);
  });

  test('[ESC6] people whose message left when their quiet hours ended are responders: the final notice goes to them', async () => {
    const story = await given({
      users: [person('an', { quietHours: [{ from: '12:00', to: '12:03' }] }), person('lee'), person('boss')],
      escalationPolicies: [policy([step(['an', 'lee'], 'PT5M')], { final: { delay: 'PT5M' } })],
    });
    await story.receive({ urgency: 'low' });
    await story.fastForward('9m');
    story.takeTold();
    await story.fastForward('1m');
    expect(story.takeTold().toSorted()).toEqual(['an final', 'lee final']);
  });

  test('[NTF1] every notice of every firing has a key of its own', async () => {
    const story = await given({
      escalationPolicies: [
        policy([repeatedStep('an', 'PT1M', 2), step('an', 'PT1M')], {
          passes: 3,
          final: { delay: 'PT1M', times: 3 },
        }),
      ],
    });
    await story.receive();
    await story.fastForward('2h');
    const ids = story.sender.left.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.includes('/an/'))).toHaveLength(3 * 4 + 3);
  });

  test('[INC14] what happens next, when, to whom and why is shown at every moment', async () => {
    const story = await given({
      escalationPolicies: [
        policy([repeatedStep('an', 'PT1M', 1), step('lee', 'PT1M')], {
          passes: 2,
          final: { delay: 'PT1M' },
        }),
      ],
    });
    await story.receive();
    const nexts: string[] = [];
    for (let minute = 0; minute < 8; minute++) {
      const { next } = story.view();
      nexts.push(
        `${next?.kind} ${next?.users.join(',')} ${((Date.parse(next?.at ?? '') - START) / 60_000).toString()}`,
      );
      expect(next?.reason.code).toMatch(/^ESC\d+$/);
      await story.fastForward('1m');
    }
    expect(nexts).toEqual([
      'repeat an 1',
      'step lee 2',
      'pass an 3',
      'repeat an 4',
      'step lee 5',
      'fallback boss 6',
      'final an,lee 7',
      'fallback boss 16',
    ]);
  });
});
