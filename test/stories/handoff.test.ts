import { describe, expect, test } from 'vitest';
import { given } from '../support/story.ts';
import { person, policy } from '../support/story-config.ts';

const EVE = Date.parse('2026-11-23T23:50:00Z');
const FLOOR = {
  schedules: [
    {
      id: 'primary',
      name: 'Primary',
      timeZone: 'UTC',
      layers: [{ id: 'l1', users: ['an', 'lee'], rotation: { start: '2026-11-23T00:00', every: 'P1D' } }],
    },
  ],
  escalationPolicies: [policy([{ targets: [{ schedule: 'primary' }], delay: 'P2D' }])],
};

describe('a handoff', () => {
  test('[ROT20] the new person gets one bundled notice of what is unacked, worst first', async () => {
    const story = await given(FLOOR, { at: EVE });
    await story.receiveBatch([
      { key: 'a', urgency: 'low' },
      { key: 'b', urgency: 'highest' },
      { key: 'c', urgency: 'medium' },
    ]);
    await story.answered('an', { type: 'ack', incident: story.incident('c').id });
    story.takeTold();
    await story.fastForward('10m');
    await story.fastForward('1s');
    const told = story.expectNotified('lee', { kind: 'handoff' });
    expect(told.message).toMatchObject({
      incident: null,
      urgency: 'highest',
      body: { incidents: [{ number: 2 }, { number: 1 }] },
    });
    story.expectNothingMore();
    await story.fastForward('1h');
    story.expectNothingMore();
  });

  test('[ROT20] nobody is told when nothing is unacked', async () => {
    const story = await given(FLOOR, { at: EVE });
    await story.receive({ urgency: 'low' });
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.fastForward('11m');
    story.expectNothingMore();
  });

  test('[ROT20] not of incidents that another schedule or nobody answers for', async () => {
    const story = await given(
      { ...FLOOR, escalationPolicies: [policy([{ targets: [{ user: 'park' }], delay: 'P2D' }])] },
      { at: EVE },
    );
    await story.receive();
    story.takeTold();
    await story.fastForward('11m');
    story.expectNothingMore();
  });

  test('[ROT20] not in their quiet hours: the run tells them in its own time', async () => {
    const users = [
      person('an'),
      person('lee', { quietHours: [{ from: '00:00', to: '06:00' }] }),
      person('boss'),
    ];
    const story = await given({ ...FLOOR, users }, { at: EVE });
    await story.receive();
    story.takeTold();
    await story.fastForward('11m');
    story.expectNothingMore();
  });

  test('[ROT20] a handoff during a downtime is told after it, once', async () => {
    const story = await given(FLOOR, { at: EVE });
    await story.receive();
    await story.fastForward('5m');
    story.takeTold();
    await story.killAndRestart('10m');
    await story.fastForward('5s');
    story.expectNotified('lee', { kind: 'handoff' });
    await story.fastForward('1h');
    story.expectNothingMore();
  });

  test('[ROT20] a clock set back over the handoff does not tell it twice', async () => {
    const story = await given(FLOOR, { at: EVE });
    await story.receive();
    story.takeTold();
    await story.fastForward('11m');
    story.expectNotified('lee', { kind: 'handoff' });
    story.jumpWallClock('5m', -1);
    await story.beat();
    await story.fastForward('10m');
    story.expectNothingMore();
  });

  test('[ROT20] after a clock set on by days, or a long downtime, only who is on now is told', async () => {
    const story = await given(FLOOR, { at: EVE });
    await story.receive();
    story.takeTold();
    story.jumpWallClock('3d');
    await story.beat();
    story.expectNotified('lee', { kind: 'handoff' });
    story.expectNothingMore();
  });

  test('[ROT20] one told just before a kill is not told again', async () => {
    const story = await given(FLOOR, { at: EVE });
    await story.receive();
    story.takeTold();
    await story.fastForward('597s');
    await story.fastForward('4s');
    story.expectNotified('lee', { kind: 'handoff' });
    await story.killAndRestart('1s');
    await story.fastForward('1m');
    story.expectNothingMore();
  });

  test('[ROT20] what is acked in the very turn of the handoff is not told of', async () => {
    const story = await given(FLOOR, { at: EVE });
    await story.receiveBatch([{ key: 'a' }, { key: 'b' }]);
    story.takeTold();
    await story.fastForward('599s');
    story.clock.advance(2000);
    await Promise.all([
      story.answered('boss', { type: 'ack', incident: story.incident('a').id }),
      story.beat(),
    ]);
    await story.settle();
    const told = story.expectNotified('lee', { kind: 'handoff' });
    expect(told.message).toMatchObject({ body: { incidents: [{ number: 2 }] } });
  });
});
