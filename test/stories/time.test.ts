import { describe, expect, test } from 'vitest';
import { given, START } from '../support/story.ts';
import { person, policy, service, step } from '../support/story-config.ts';

const THREE_STEPS = {
  escalationPolicies: [
    policy([step('an', 'PT5M'), step('lee', 'PT10M'), step('park', 'PT5M')], { passes: 2 }),
  ],
};
/** When each step fires, in minutes after the incident. */
const PLAN = [
  ['an', 0],
  ['lee', 5],
  ['park', 15],
  ['an', 20],
  ['lee', 25],
  ['park', 35],
] as const;

describe('the wall clock is set while a run goes on', () => {
  test.each([
    ['+1 h', '1h', 1],
    ['−2 h', '2h', -1],
    ['+1 d', '1d', 1],
    ['−1 d', '1d', -1],
  ] as const)(
    '[ESC15] by %s: each step fires exactly once, when elapsed time says so',
    async (_name, by, sign) => {
      const story = await given(THREE_STEPS);
      const began = story.clock.elapsed();
      const fired: [string, number][] = [];
      const look = () => {
        for (const told of story.takeTold())
          if (told.endsWith(' page'))
            fired.push([told.split(' ')[0]!, (story.clock.elapsed() - began) / 60_000]);
      };
      await story.receive();
      look();
      for (let minute = 1; minute <= 39; minute++) {
        await story.fastForward('1m');
        look();
        if (minute === 7) {
          story.jumpWallClock(by, sign);
          await story.beat();
          look();
        }
      }
      expect(fired).toEqual(PLAN);
      expect(story.ledger.audit.filter((one) => one.action === 'clock.set')).toHaveLength(1);
    },
  );

  test('[ESC15] an event that arrives before the jump was noticed keeps its delays', async () => {
    const story = await given();
    await story.receive({ key: 'before' });
    story.takeTold();
    story.jumpWallClock('2h', -1);
    await story.receive({ key: 'after' });
    story.takeTold();
    await story.beat();
    story.expectNothingMore();
    await story.fastForward('4m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('lee', { key: 'before' });
    story.expectNotified('lee', { key: 'after' });
  });

  test('[ESC15] likewise when it is set on by an hour', async () => {
    const story = await given();
    story.jumpWallClock('1h');
    await story.receive();
    story.takeTold();
    await story.beat();
    await story.fastForward('5m');
    story.expectNotified('lee');
  });

  test('[ESC15] an escalation in the turn of the jump fires at once, not an hour later', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    story.jumpWallClock('1h');
    await story.answered('an', { type: 'escalate' });
    story.expectNotified('lee');
  });

  test('[ESC15] an ack lasts as long as it would have', async () => {
    const story = await given();
    await story.receive({ urgency: 'highest' });
    await story.answered('an', { type: 'ack' });
    story.jumpWallClock('1h');
    await story.beat();
    story.takeTold();
    await story.fastForward('23m');
    story.expectNothingMore();
    await story.fastForward('7m');
    story.expectNotified('an', { kind: 'ack-expiring' });
    story.expectNotified('an', { kind: 'page' });
  });

  test('[ESC15] a delayed personal notice follows elapsed time', async () => {
    const story = await given({
      users: [
        person('an', { notificationRules: [{ when: {}, notify: ['hook'], after: 'PT3M' }] }),
        person('lee'),
        person('boss'),
      ],
    });
    await story.receive();
    story.jumpWallClock('1d');
    await story.fastForward('2m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('an');
  });

  test('[ESC15] a snooze ends at the wall time that was named', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'snooze', until: new Date(START + 3_600_000).toISOString() });
    story.takeTold();
    story.jumpWallClock('50m');
    await story.beat();
    story.expectNothingMore();
    await story.fastForward('10m');
    story.expectNotified('an', { kind: 'page' });
  });

  test('[ESC15] two jumps between beats are followed as one', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    story.jumpWallClock('3h');
    story.jumpWallClock('1h', -1);
    await story.beat();
    story.expectNothingMore();
    await story.fastForward('5m');
    story.expectNotified('lee');
  });

  test('[ESC15] a drift below half a second is a clock being slewed, and moves nothing', async () => {
    const story = await given();
    await story.receive();
    const due = story.incident().run?.dueAt;
    story.jumpWallClock('400ms');
    await story.beat();
    expect(story.incident().run?.dueAt).toBe(due);
  });

  test('[ESC15] a jump while the disk is failed is followed from memory', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    story.ledger.isFailing = true;
    story.jumpWallClock('1h');
    await story.beat();
    story.expectNothingMore();
    await story.fastForward('5m');
    story.expectNotified('lee');
    story.ledger.isFailing = false;
    await story.fastForward('1s');
    expect(story.ledger.audit.filter((one) => one.action === 'clock.set')).toHaveLength(1);
  });
});

describe('the server was down', () => {
  test('[ESC14] a restart before the step is due changes nothing', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    await story.fastForward('2m');
    await story.killAndRestart('1s');
    await story.fastForward('2m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('lee');
    story.expectNothingMore();
  });

  test('[ESC14] a restart trusts the stored wall time', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    const due = story.incident().run?.dueAt;
    await story.killAndRestart('3m');
    expect(story.incident().run?.dueAt).toBe(due);
  });

  test('[ESC14] down for 30 minutes with 50 open incidents: each is evaluated once, at most 5 bundled messages', async () => {
    const story = await given({
      ...THREE_STEPS,
      users: ['an', 'lee', 'park', 'boss'].map((id) => person(id)),
    });
    await story.receiveBatch(Array.from({ length: 50 }, (_, i) => ({ key: `k${i}` })));
    await story.fastForward('1m');
    story.takeTold();
    await story.killAndRestart('30m');
    const told = story.takeTold();
    expect(told.length).toBeLessThanOrEqual(5);
    expect(told.toSorted()).toEqual(['an page', 'lee page', 'park page']);
    const bundle = story.sender.left.at(-1)!;
    expect(bundle).toMatchObject({ incident: null });
    expect(bundle.message).toMatchObject({ body: { incidents: Array.from({ length: 50 }, () => ({})) } });
    const fired = story.ledger.entries.filter(
      (one) => one.kind === 'step-fired' && one.at === story.clock.now(),
    );
    expect(fired).toHaveLength(50);
  });

  test('[ESC14] what was acked before is not told of', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.killAndRestart('20m');
    story.expectNothingMore();
  });

  test('[ESC14] "not receiving" stands on every screen until a lead dismisses it', async () => {
    const story = await given();
    await story.fastForward('1m');
    await story.killAndRestart('8m');
    const [notice] = story.floor.notices();
    expect(notice).toMatchObject({ kind: 'not-receiving', sources: ['std'] });
    expect(Date.parse(notice!.to!) - Date.parse(notice!.from)).toBe(480_000);
    await story.killAndRestart('1s');
    expect(story.floor.notices()).toHaveLength(1);
    await story.floor.removeResource(story.principal('an'), 'notice', notice!.id);
    expect(story.floor.notices()).toEqual([]);
  });

  test('[ESC14] the steps missed while it was down fire though the disk fails at the start', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    story.ledger.isFailing = true;
    await story.killAndRestart('6m');
    story.expectNotified('lee', { kind: 'page' });
    story.expectNothingMore();
  });

  test('[ESC14] a run whose last pass ended meanwhile is nobody answered, and the fallback is told', async () => {
    const story = await given();
    await story.receive();
    await story.fastForward('6m');
    story.takeTold();
    await story.killAndRestart('1h');
    story.expectNotified('boss', { kind: 'fallback' });
    expect(story.incident().exhausted).toBe(true);
  });

  test('[ESC15] delays beyond what a timer of the runtime can hold do not fire early', async () => {
    const story = await given(
      { escalationPolicies: [policy([step('an', 'P40D'), step('lee')])] },
      { longestStepMs: 86_400_000 },
    );
    await story.receive();
    story.takeTold();
    await story.fastForward('39d');
    story.expectNothingMore();
    await story.fastForward('1d');
    story.expectNotified('lee');
  });

  test('[ESC13] steps that run late are said so on every screen, and no more once they ran', async () => {
    const story = await given({ services: [service('payments')] });
    await story.receive();
    story.lag('5m');
    expect(story.floor.notices()).toEqual([]);
    story.lag('6s');
    expect(story.core.health().oldestOverdueMs).toBe(6000);
    expect(story.floor.notices()).toMatchObject([{ kind: 'steps-late', to: null }]);
    await story.beat();
    expect(story.core.health().oldestOverdueMs).toBe(0);
    expect(story.floor.notices()).toEqual([]);
  });
});
