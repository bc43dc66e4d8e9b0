import { describe, expect, test } from 'vitest';
import { given, START } from '../support/story.ts';
import { policy, service, step } from '../support/story-config.ts';

const ONE_STEP = { escalationPolicies: [policy([step('an', 'PT5M')])] };

describe('the last pass went unanswered', () => {
  test('[ESC11] it is "nobody answered", on top of the wall, and the fallback is told', async () => {
    const story = await given(ONE_STEP);
    await story.receive();
    story.takeTold();
    await story.fastForward('5m');
    story.expectNotified('boss', { kind: 'fallback' });
    expect(story.view()).toMatchObject({ exhausted: true, band: 'nobody' });
    expect(story.entries('exhausted')).toMatchObject([{ reason: { code: 'ESC11', params: { passes: 1 } } }]);
  });

  test.each(['highest', 'high'] as const)(
    '[ESC12] at %s the fallback is told again every 10 minutes, and that is next',
    async (urgency) => {
      const story = await given(ONE_STEP);
      await story.receive({ urgency });
      await story.fastForward('5m');
      story.takeTold();
      for (let times = 1; times <= 20; times++) {
        expect(story.view().next).toMatchObject({
          kind: 'fallback',
          at: new Date(START + (5 + 10 * times) * 60_000).toISOString(),
          users: ['boss'],
        });
        await story.fastForward('10m');
        expect(story.takeTold()).toEqual(['boss fallback']);
      }
    },
  );

  test.each(['medium', 'low', 'lowest', 'none'] as const)(
    '[ESC12] at %s it is told once',
    async (urgency) => {
      const story = await given(ONE_STEP);
      await story.receive({ urgency });
      await story.fastForward('5m');
      expect(story.takeTold()).toEqual(['an page', 'boss fallback']);
      await story.fastForward('1d');
      story.expectNothingMore();
    },
  );

  test('[ESC12] urgency that rises to high then starts the ten minutes', async () => {
    const story = await given(ONE_STEP);
    await story.receive({ urgency: 'low' });
    await story.fastForward('6m');
    await story.receive({ urgency: 'high' });
    story.takeTold();
    await story.fastForward('10m');
    story.expectNotified('boss', { kind: 'fallback' });
  });

  test('[ESC12] an ack ends it', async () => {
    const story = await given(ONE_STEP);
    await story.receive();
    await story.fastForward('16m');
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.fastForward('30m');
    story.expectNothingMore();
    expect(story.view()).toMatchObject({ exhausted: false, band: 'acked' });
  });

  test('[ESC12] it goes on over a restart', async () => {
    const story = await given(ONE_STEP);
    await story.receive();
    await story.fastForward('6m');
    story.takeTold();
    await story.killAndRestart('3s');
    await story.fastForward('9m');
    expect(story.takeTold()).toEqual(['boss fallback']);
  });

  test('[ESC12] an assignment that is not accepted leaves it as it was', async () => {
    const story = await given(ONE_STEP);
    await story.receive();
    await story.fastForward('6m');
    await story.answered('boss', { type: 'assign', user: 'park' });
    await story.fastForward('5m');
    story.takeTold();
    expect(story.view()).toMatchObject({ exhausted: true, band: 'nobody' });
    await story.fastForward('10m');
    story.expectNotified('boss', { kind: 'fallback' });
  });

  test('[ESC12] with stopOn close an ack and an assignment do not end what is told until it is closed', async () => {
    const story = await given({ escalationPolicies: [policy([step('an', 'PT5M')], { stopOn: 'close' })] });
    await story.receive();
    await story.fastForward('6m');
    await story.answered('lee', { type: 'ack' });
    story.takeTold();
    await story.fastForward('10m');
    story.expectNotified('boss', { kind: 'fallback' });
    expect(story.view().next).not.toBeNull();
  });

  test('[ESC12] with stopOn close a handover nobody accepts leaves the ten minutes running', async () => {
    const story = await given({ escalationPolicies: [policy([step('an', 'PT5M')], { stopOn: 'close' })] });
    await story.receive({ urgency: 'high' });
    await story.fastForward('6m');
    await story.answered('lee', { type: 'ack' });
    await story.answered('lee', {
      type: 'snooze',
      until: new Date(story.clock.now() + 60_000).toISOString(),
    });
    await story.answered('lee', { type: 'ack' });
    story.takeTold();
    await story.fastForward('10m');
    story.expectNotified('boss', { kind: 'fallback' });
  });
  test.each(['medium', 'low', 'lowest', 'none'] as const)(
    '[INC14] at %s, everybody told, next says that it waits for an answer since then, and why nobody is told again',
    async (urgency) => {
      const story = await given(ONE_STEP);
      await story.receive({ urgency });
      await story.fastForward('2h');
      expect(story.view()).toMatchObject({
        exhausted: true,
        next: {
          kind: 'answer',
          at: null,
          since: new Date(START + 5 * 60_000).toISOString(),
          users: [],
          reason: { code: 'ESC12', params: { cause: 'until-answered' } },
        },
      });
      await story.answered('an', { type: 'ack' });
      expect(story.view().next).toBeNull();
    },
  );

  test('[INC14] after a final notice it waits since that; after a handover nobody accepted since it went on', async () => {
    const story = await given({
      escalationPolicies: [policy([step('an', 'PT5M')], { final: { delay: 'PT10M', times: 1 } })],
    });
    await story.receive({ urgency: 'low' });
    await story.fastForward('6m');
    expect(story.view().next).toMatchObject({ kind: 'final' });
    await story.fastForward('10m');
    const sinceFinal = new Date(START + 15 * 60_000).toISOString();
    expect(story.view().next).toMatchObject({ kind: 'answer', since: sinceFinal });
    await story.answered('boss', { type: 'assign', user: 'park' });
    expect(story.view().next).toMatchObject({ kind: 'resume' });
    await story.fastForward('6m');
    const sinceResumed = new Date(START + 21 * 60_000).toISOString();
    expect(story.view().next).toMatchObject({ kind: 'answer', since: sinceResumed });
  });

  test('[INC14] with stopOn close it waits to be closed, also once somebody has it', async () => {
    const story = await given({
      escalationPolicies: [policy([step('an', 'PT5M')], { stopOn: 'close' })],
      services: [service('payments', { ackTimeout: { low: null } })],
    });
    await story.receive({ urgency: 'low' });
    await story.fastForward('6m');
    await story.answered('lee', { type: 'ack' });
    expect(story.view().next).toMatchObject({
      kind: 'answer',
      reason: { params: { cause: 'until-closed' } },
    });
    await story.answered('lee', { type: 'close' });
    expect(story.view().next).toBeNull();
  });
});
