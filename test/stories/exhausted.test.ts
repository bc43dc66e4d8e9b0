import { describe, expect, test } from 'vitest';
import { given, START } from '../support/story.ts';
import { policy, step } from '../support/story-config.ts';

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
});
