import { describe, expect, test } from 'vitest';
import { FAILS_FOR_GOOD } from '../support/scripted-sender.ts';
import { given } from '../support/story.ts';
import { type PersonInput, person, policy, repeatedStep, step } from '../support/story-config.ts';

const HOOK = { id: 'hook', channel: 'webhook', url: 'http://127.0.0.1:9000/x' } as const;
const QUIET: PersonInput['quietHours'] = [{ from: '00:00', to: '24:00' }];
const others = ['lee', 'park', 'boss'].map((id) => person(id));

describe('a step that reaches nobody', () => {
  test.each([
    ['has no contact', { contacts: [] }],
    ['has muted every contact', { contacts: [{ ...HOOK, muted: true }] }],
    ['is in quiet hours', { quietHours: QUIET }],
  ] as const)(
    '[ESC8] because its person %s: the run goes on at once and the wall says so',
    async (_name, more) => {
      const story = await given({ users: [person('an', more as Partial<PersonInput>), ...others] });
      await story.receive();
      story.expectNotified('lee', { kind: 'page' });
      story.expectNothingMore();
      expect(story.entries('reached-nobody')).toMatchObject([{ reason: { code: 'ESC8' } }]);
    },
  );

  test('[ESC8] because nobody is on call', async () => {
    const story = await given({
      schedules: [
        {
          id: 'primary',
          name: 'Primary',
          timeZone: 'UTC',
          layers: [{ id: 'l1', users: [null], rotation: { start: '2026-11-23T00:00', every: 'P1D' } }],
        },
      ],
      escalationPolicies: [
        policy([{ targets: [{ schedule: 'primary' }], delay: 'PT5M' }, step('lee', 'PT60M')]),
      ],
    });
    await story.receive();
    story.expectNotified('lee');
    expect(story.entries('reached-nobody')).toMatchObject([{ reason: { params: { named: 0 } } }]);
  });

  test('[ESC8] because its person is gone from the config', async () => {
    const story = await given({ escalationPolicies: [policy([step('lee'), step('an'), step('park')])] });
    await story.receive();
    story.takeTold();
    await story.reconfigure({ users: others, escalationPolicies: [policy([step('lee')])] });
    await story.fastForward('5m');
    story.expectNotified('park', { kind: 'page' });
    story.expectNothingMore();
    expect(story.entries('skipped')).toMatchObject([{ reason: { params: { user: 'an', cause: 'gone' } } }]);
  });

  test('[ESC8] because every message of it failed for good', async () => {
    const story = await given();
    story.sender.answer('an', FAILS_FOR_GOOD);
    await story.receive();
    story.expectNotified('an');
    await story.fastForward('1s');
    story.expectNotified('lee', { kind: 'page' });
    story.expectNothingMore();
    expect(story.incident().marks).toEqual([]);
  });

  test('[ESC8] one message of two failing is not reaching nobody', async () => {
    const story = await given({
      users: [
        person('an', { contacts: [HOOK, { id: 'mail', channel: 'email', address: 'an@example.com' }] }),
        ...others,
      ],
    });
    story.sender.answer('an/hook', FAILS_FOR_GOOD);
    await story.receive();
    story.takeTold();
    await story.fastForward('4m');
    story.expectNothingMore();
    expect(story.entries('reached-nobody')).toEqual([]);
  });

  test('[ESC8] a contact that failed for good three times in a row is dead, and not waited for', async () => {
    const story = await given({ escalationPolicies: [policy([step('an', 'PT60M'), step('lee', 'PT600M')])] });
    story.sender.answer('an', FAILS_FOR_GOOD);
    for (const key of ['a', 'b', 'c']) await story.receive({ key });
    await story.fastForward('1s');
    story.takeTold();
    await story.receive({ key: 'd' });
    story.expectNotified('lee', { key: 'd' });
    story.expectNothingMore();
    expect(story.entries('skipped', 'd')).toMatchObject([{ reason: { params: { cause: 'dead' } } }]);
    await story.fastForward('61m');
    story.takeTold();
    await story.receive({ key: 'e' });
    story.expectNotified('an', { key: 'e' });
  });

  test('[ESC8] a repeated step that reaches nobody is not repeated', async () => {
    const story = await given({
      users: [person('an', { contacts: [] }), ...others],
      escalationPolicies: [policy([repeatedStep('an', 'PT5M', 9), step('lee', 'PT60M')])],
    });
    await story.receive();
    story.expectNotified('lee');
    expect(story.entries('reached-nobody')).toHaveLength(1);
  });

  test('[ESC8] the last step of a pass that reached somebody before: the next pass begins at once', async () => {
    const story = await given({
      users: [person('an'), person('lee', { contacts: [] }), person('boss')],
      escalationPolicies: [policy([step('an', 'PT5M'), step('lee', 'PT30M')], { passes: 2 })],
    });
    await story.receive({ urgency: 'low' });
    story.takeTold();
    await story.fastForward('5m');
    expect(story.takeTold()).toEqual(['an page']);
    expect(story.incident().run?.firing).toMatchObject({ pass: 2, step: 0 });
  });

  test('[ESC8] the mark goes once somebody is reached', async () => {
    const story = await given({ users: [person('an', { contacts: [] }), ...others] });
    await story.receive();
    expect(story.incident().marks).toEqual([]);
    expect(story.kinds()).toContain('reached-nobody');
  });
});

describe('a whole pass that reaches nobody', () => {
  const UNREACHABLE = {
    users: [person('an', { contacts: [] }), person('lee', { quietHours: QUIET }), person('boss')],
    escalationPolicies: [policy([step('an', 'PT5M'), step('lee', 'PT10M')], { passes: 2 })],
  };

  test('[ESC10] tells the fallback people at once, and keeps its delays from then on', async () => {
    const story = await given(UNREACHABLE);
    await story.receive();
    expect(story.takeTold()).toEqual(['boss fallback']);
    expect(story.incident().run).toMatchObject({ keepsDelays: true, position: { pass: 2, step: 0 } });
    await story.fastForward('10m');
    story.expectNothingMore();
    expect(story.incident().run).toMatchObject({ position: { pass: 2, step: 1 } });
    await story.fastForward('5m');
    expect(story.takeTold()).toEqual(['boss fallback']);
    await story.fastForward('10m');
    expect(story.incident().exhausted).toBe(true);
  });

  test('[ESC10] the fallback people are told in their quiet hours too', async () => {
    const story = await given({
      ...UNREACHABLE,
      users: [
        person('an', { contacts: [] }),
        person('lee', { contacts: [] }),
        person('boss', { quietHours: QUIET }),
      ],
    });
    await story.receive({ urgency: 'low' });
    expect(story.takeTold()).toEqual(['boss fallback']);
  });

  test('[ESC10] because every message failed: the fallback people are told then, and delays are kept', async () => {
    const story = await given({
      escalationPolicies: [policy([step('an', 'PT5M'), step('lee', 'PT10M')], { passes: 2 })],
    });
    story.sender.answer('an', FAILS_FOR_GOOD);
    story.sender.answer('lee', FAILS_FOR_GOOD);
    await story.receive();
    await story.fastForward('1s');
    expect(story.takeTold()).toEqual(['an page', 'lee page', 'boss fallback']);
    expect(story.incident().run).toMatchObject({ keepsDelays: true, position: { pass: 2, step: 0 } });
    expect(story.incident().marks).toMatchObject([{ mark: 'reached-nobody' }]);
    await story.fastForward('9m');
    story.expectNothingMore();
  });

  test('[ESC10] without fallback people the incident says that nobody at all can be told', async () => {
    const story = await given({ ...UNREACHABLE, fallback: { users: [] } });
    await story.receive();
    story.expectNothingMore();
    expect(story.incident().marks).toMatchObject([
      { mark: 'reached-nobody', reason: { code: 'ESC10', text: 'no fallback people are configured' } },
    ]);
    expect(story.view().next).not.toBeNull();
  });
});

describe('what a pass has reached', () => {
  /** an, once, in each of two passes; `boss` is the fallback. */
  const TWO_PASSES = { escalationPolicies: [policy([step('an', 'PT5M')], { passes: 2 })] };
  const lostPasses = (story: Awaited<ReturnType<typeof given>>) =>
    story.entries('fallback-told').filter(({ reason }) => reason.code === 'ESC10');

  test('[ESC9] is counted for each pass by itself: one that was reached does not stand for the next', async () => {
    const story = await given(TWO_PASSES);
    await story.receive();
    expect(story.takeTold()).toEqual(['an page']);
    story.sender.answer('an', FAILS_FOR_GOOD);
    await story.fastForward('5m');
    await story.beat();
    expect(story.takeTold()).toEqual(['an page', 'boss fallback']);
    expect(lostPasses(story)).toMatchObject([{ reason: { params: { pass: 2 } } }]);
  });

  test('[ESC9] a firing whose messages all fail counts as if it had reached nobody: the pass is lost', async () => {
    const story = await given(TWO_PASSES);
    story.sender.answer('an', FAILS_FOR_GOOD);
    await story.receive();
    await story.beat();
    expect(story.takeTold()).toEqual(['an page', 'boss fallback']);
    expect(lostPasses(story)).toMatchObject([{ reason: { params: { pass: 1 } } }]);
  });

  test('[ESC9] but not one of whose messages any arrived, nor a pass another step of which did', async () => {
    const both = await given({
      users: [person('an', { contacts: [HOOK, { ...HOOK, id: 'spare' }] }), ...others],
      ...TWO_PASSES,
    });
    both.sender.answer('an/hook', FAILS_FOR_GOOD);
    await both.receive();
    await both.beat();
    expect(both.takeTold()).toEqual(['an page', 'an page']);
    const steps = await given({ escalationPolicies: [policy([step('lee'), step('an')], { passes: 2 })] });
    steps.sender.answer('an', FAILS_FOR_GOOD);
    await steps.receive();
    await steps.fastForward('5m');
    await steps.beat();
    expect(lostPasses(steps)).toEqual([]);
  });
});
