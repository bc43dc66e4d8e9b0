import { describe, expect, test } from 'vitest';
import { FAILS_FOR_NOW, SENT } from '../support/scripted-sender.ts';
import { given, START, type Story } from '../support/story.ts';
import { integration, policy, step } from '../support/story-config.ts';

const THREE_STEPS = {
  escalationPolicies: [
    policy([step('an', 'PT5M'), step('lee', 'PT10M'), step('park', 'PT5M')], { passes: 2 }),
  ],
};

describe('the machine sleeps', () => {
  test('[ESC14] a suspend counts: the step that fell due fires once on resume', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    await story.suspend('6m');
    story.expectNotified('lee');
    story.expectNothingMore();
  });

  test('[ESC14] after a long suspend only the latest overdue step fires, to everybody the skipped ones would have told', async () => {
    const story = await given(THREE_STEPS);
    await story.receive();
    story.takeTold();
    await story.suspend('21m');
    expect(story.takeTold().toSorted()).toEqual(['an page', 'lee page', 'park page']);
    expect(story.entries('overdue').map((one) => one.data?.users)).toEqual([['lee'], ['park']]);
    expect(story.incident().run).toMatchObject({ firing: { pass: 2, step: 0 } });
    await story.fastForward('4m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('lee');
  });

  test('[ESC19] a suspend is a time of not receiving: said at once, kept over a restart, until a lead dismisses it', async () => {
    const story = await given();
    await story.fastForward('1m');
    await story.suspend('8m');
    const [notice, ...more] = story.floor.notices();
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      kind: 'not-receiving',
      from: new Date(START + 60_000).toISOString(),
      to: new Date(START + 540_000).toISOString(),
      reason: { code: 'ESC19' },
      sources: ['std'],
    });
    expect(story.ledger.audit.filter((one) => one.action === 'server.downtime')).toMatchObject([
      { actor: { kind: 'system' }, after: { from: notice!.from, to: notice!.to, cause: 'stood-still' } },
    ]);
    await story.killAndRestart('1s');
    expect(story.floor.notices()).toEqual([notice]);
    await story.floor.removeResource(story.principal('an'), 'notice', notice!.id);
    expect(story.floor.notices()).toEqual([]);
    expect(story.ledger.audit.at(-1)).toMatchObject({ action: 'notice.dismiss', actor: { id: 'an' } });
    await story.fastForward('10m');
    expect(story.floor.notices()).toEqual([]);
  });

  test.each([
    ['a standstill of 9 s', (story: Story) => story.suspend('9s')],
    [
      'a wall clock set by an hour',
      async (story: Story) => {
        story.jumpWallClock('1h');
        await story.beat();
      },
    ],
    [
      'a wall clock set back by a day',
      async (story: Story) => {
        story.jumpWallClock('1d', -1);
        await story.beat();
      },
    ],
    [
      'a clockwork held up by other work',
      async (story: Story) => {
        story.lag('30s');
        await story.beat();
      },
    ],
  ])('[ESC19] %s is no time of not receiving', async (_name, happen) => {
    const story = await given();
    await story.fastForward('1m');
    await happen(story);
    expect(story.floor.notices()).toEqual([]);
    expect(story.ledger.audit.filter((one) => one.action === 'server.downtime')).toEqual([]);
  });

  test('[ESC19] times of not receiving less than a minute apart are one notice, those further apart two', async () => {
    const story = await given();
    await story.suspend('20s');
    const [first] = story.floor.notices();
    await story.fastForward('30s');
    await story.suspend('20s');
    const [both, ...none] = story.floor.notices();
    expect(none).toEqual([]);
    expect([both?.from, both?.to]).toEqual([
      new Date(START).toISOString(),
      new Date(START + 70_000).toISOString(),
    ]);
    // Who dismisses what they saw has not seen the second.
    expect(await story.floor.removeResource(story.principal('an'), 'notice', first!.id)).toBe(false);
    expect(story.floor.notices()).toHaveLength(1);
    await story.fastForward('30s');
    await story.killAndRestart('20s');
    expect(story.floor.notices()).toMatchObject([{ from: both!.from, reason: { code: 'ESC14' } }]);
    await story.fastForward('2m');
    await story.suspend('20s');
    expect(story.floor.notices()).toHaveLength(2);
    expect(story.ledger.audit.filter((one) => one.action === 'server.downtime')).toHaveLength(4);
  });

  test('[ESC19] a wall clock set while the machine slept: elapsed time says how long, the clock now in force when', async () => {
    const story = await given(THREE_STEPS);
    await story.receive();
    story.takeTold();
    story.jumpWallClock('1d');
    await story.suspend('5m');
    const now = story.clock.now();
    expect(story.floor.notices()).toMatchObject([
      { from: new Date(now - 300_000).toISOString(), to: new Date(now).toISOString() },
    ]);
    story.expectNotified('lee', { kind: 'page' });
    story.expectNothingMore();
    expect(story.entries('overdue')).toEqual([]);
  });

  test('[ESC19] a source heard again is no longer named', async () => {
    const story = await given({ integrations: [integration('std'), integration('other')] });
    await story.receive({ key: 'before' });
    await story.suspend('1m');
    expect(story.floor.notices()).toMatchObject([{ sources: ['std', 'other'] }]);
    const told: string[][] = [];
    story.core.onChange(({ parts }) => {
      if (parts.includes('notices')) told.push(story.floor.notices().flatMap(({ sources = [] }) => sources));
    });
    await story.receive({ key: 'after' });
    await story.receive({ key: 'after' });
    expect(told).toEqual([['other']]);
    await story.killAndRestart('1s');
    expect(story.floor.notices()).toMatchObject([{ sources: ['other'] }]);
  });

  test('[ESC14] asleep for 30 minutes with 50 open incidents: each is evaluated once, one bundled message per person', async () => {
    const story = await given(THREE_STEPS);
    await story.receiveBatch(Array.from({ length: 50 }, (_, i) => ({ key: `k${i}` })));
    await story.fastForward('1m');
    story.takeTold();
    await story.suspend('30m');
    expect(story.takeTold().toSorted()).toEqual(['an page', 'lee page', 'park page']);
    const fired = story.ledger.entries.filter(
      (one) => one.kind === 'step-fired' && one.at === story.clock.now(),
    );
    expect(fired).toHaveLength(50);
    await story.fastForward('3m');
    story.expectNothingMore();
  });

  test('[ESC14] a page under way before the sleep is tried again as itself, never inside a bundle', async () => {
    const story = await given();
    story.sender.answer('an', 'hang');
    await story.receive({ key: 'a' });
    await story.receive({ key: 'b' });
    const pages = story.sender.left.map(({ id }) => id);
    story.takeTold();
    story.sender.answer('an', SENT);
    // Both come to nothing in the very turn that catches up.
    story.clock.advance(6 * 60_000);
    story.sender.release(FAILS_FOR_NOW);
    for (let i = 0; story.core.runner.queued < 2 && i < 100; i += 1) await Promise.resolve();
    expect(story.core.runner.queued, 'both wait for the turn').toBe(2);
    await story.beat();
    expect(story.takeTold()).toEqual(['lee page']);
    await story.fastForward('2m');
    const again = story.sender.left.filter(({ to }) => to === 'an').slice(pages.length);
    expect(again.map(({ id }) => id).toSorted()).toEqual(pages.toSorted());
  });

  test('[ESC19] what fell due in a sleep is told though the disk fails on resume', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    story.ledger.isFailing = true;
    await story.suspend('6m');
    story.expectNotified('lee', { kind: 'page' });
    story.expectNothingMore();
    expect(story.floor.notices().map(({ kind }) => kind)).toEqual(['storage-failed', 'not-receiving']);
    story.ledger.isFailing = false;
    await story.fastForward('1s');
    await story.killAndRestart('1s');
    expect(story.floor.notices().map(({ kind }) => kind)).toEqual(['not-receiving']);
  });
});
