import { describe, expect, test } from 'vitest';
import type { PersonMessage } from '../../src/server/domain/incident/decision.ts';
import { FAILS_FOR_GOOD, FAILS_FOR_NOW, type Left, SENT } from '../support/scripted-sender.ts';
import { given, type Story } from '../support/story.ts';
import { person, policy, step } from '../support/story-config.ts';

/** an at once, lee after five minutes, park after an hour more: a downtime of ten minutes ends with lee's turn. */
const FLOOR = {
  users: ['an', 'lee', 'park', 'boss'].map((id) => person(id)),
  escalationPolicies: [policy([step('an'), step('lee', 'PT1H'), step('park', 'PT1H')])],
};
const KEYS = ['a', 'b', 'c'];

/** Three incidents, told to an; then the server is down while lee's turn passes. */
async function caughtUp(
  result: Parameters<Story['sender']['answer']>[1] = SENT,
  keys = KEYS,
): Promise<Story> {
  const story = await given(FLOOR);
  await story.receiveBatch(keys.map((key) => ({ key, summary: `problem ${key}` })));
  await story.fastForward('1m');
  story.takeTold();
  story.sender.answer('lee', result);
  await story.killAndRestart('10m');
  return story;
}

const named = (left: Left): unknown[] =>
  ((left.message as PersonMessage).body.incidents as { summary: string }[]).map(({ summary }) => summary);
/** What a bundle carried to a person about one incident. */
const rowsOf = (story: Story, key: string, user: string) =>
  [...story.ledger.outbox.values()].filter(
    ({ message }) =>
      message.to === 'person' &&
      message.user === user &&
      message.bundle !== undefined &&
      message.incident === story.incident(key).id,
  );
const bundleRows = (story: Story) =>
  [...story.ledger.outbox.values()].filter(({ message }) => message.to === 'person' && message.members);

describe('one message about many incidents', () => {
  test('[NTF10] each incident it names has a delivery of its own, sent as the bundle was', async () => {
    const story = await caughtUp();
    expect(named(story.expectNotified('lee'))).toHaveLength(3);
    story.expectNothingMore();
    for (const key of KEYS) {
      expect(rowsOf(story, key, 'lee')).toMatchObject([
        {
          state: 'sent',
          attempts: 1,
          message: { contact: 'hook', kind: 'page', bundle: expect.any(String) },
        },
      ]);
      expect(story.entries('delivered', key).at(-1)).toMatchObject({
        reason: { code: 'NTF7', params: { user: 'lee', contact: 'hook', channel: 'webhook', incidents: 3 } },
        data: { users: ['lee'], channel: 'webhook', incidents: 3 },
      });
    }
    expect(bundleRows(story)).toMatchObject([{ state: 'sent' }]);
  });

  test('[NTF11] that fails for now shows its attempts on each, and the same words go again with the same key', async () => {
    const story = await caughtUp(FAILS_FOR_NOW);
    const first = story.expectNotified('lee');
    for (const key of KEYS)
      expect(rowsOf(story, key, 'lee')).toMatchObject([{ state: 'pending', attempts: 1, error: '503 busy' }]);
    story.sender.answer('lee', SENT);
    await story.fastForward('1m');
    const again = story.expectNotified('lee');
    expect([again.id, again.message.to === 'person' && again.message.body]).toEqual([
      first.id,
      first.message.to === 'person' && first.message.body,
    ]);
    for (const key of KEYS) expect(rowsOf(story, key, 'lee')).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  test('[NTF10] that fails for good fails for each: it reached nobody there, and the run goes on at once', async () => {
    const story = await caughtUp(FAILS_FOR_GOOD);
    story.expectNotified('lee');
    await story.beat();
    for (const key of KEYS) {
      expect(rowsOf(story, key, 'lee')).toMatchObject([{ state: 'failed', error: '410 gone' }]);
      expect(story.entries('delivery-failed', key)).toMatchObject([
        { reason: { code: 'NTF8', params: { user: 'lee', detail: '410 gone', incidents: 3 } } },
      ]);
      expect(story.entries('reached-nobody', key)).toMatchObject([
        { reason: { code: 'ESC8', params: { cause: 'all-failed' } } },
      ]);
    }
    expect(story.takeTold()).toEqual(['park page', 'park page', 'park page']);
  });

  test('[NTF10] that fails for good counts for the contact once, however many incidents it names', async () => {
    const story = await caughtUp(FAILS_FOR_GOOD);
    expect(story.core.contacts.isDead('lee', 'hook', story.clock.now())).toBe(false);
  });

  test('[NTF11] what is answered leaves a bundle that waits: it names only the rest', async () => {
    const story = await caughtUp(FAILS_FOR_NOW);
    expect(named(story.expectNotified('lee'))).toEqual(['problem a', 'problem b', 'problem c']);
    await story.answered('boss', { type: 'ack', incident: story.incident('a').id });
    expect(rowsOf(story, 'a', 'lee')).toMatchObject([{ state: 'obsolete' }]);
    expect(story.entries('obsolete', 'a')).toMatchObject([
      { reason: { code: 'NTF6', params: { user: 'lee', cause: 'untried' } }, data: { users: ['lee'] } },
    ]);
    story.sender.answer('lee', SENT);
    story.takeTold();
    await story.fastForward('1m');
    const rest = story.expectNotified('lee');
    expect(named(rest)).toEqual(['problem b', 'problem c']);
    expect(rest.message).toMatchObject({ body: { summary: 'problem b' } });
    expect(rowsOf(story, 'a', 'lee')).toMatchObject([{ state: 'obsolete' }]);
    expect(rowsOf(story, 'b', 'lee')).toMatchObject([{ state: 'sent' }]);
    expect(story.entries('delivered', 'a').filter(({ data }) => data?.incidents)).toEqual([]);
    expect(story.entries('delivered', 'b').at(-1)).toMatchObject({ data: { incidents: 2 } });
  });

  test('[NTF11] one whose incidents are all answered before it left is obsolete and never leaves', async () => {
    const story = await caughtUp(FAILS_FOR_NOW);
    story.takeTold();
    await story.receiveBatch(KEYS.map((key) => ({ key, status: 'close' as const })));
    expect(bundleRows(story)).toMatchObject([{ state: 'obsolete' }]);
    for (const key of KEYS) expect(story.entries('obsolete', key)).toHaveLength(1);
    const before = story.sender.left.length;
    await story.fastForward('1h');
    expect(story.sender.left.slice(before).filter((one) => one.kind === 'page')).toEqual([]);
  });

  test('[NTF10] answered while it is under way and then sent: the person was told of it, and it says so', async () => {
    const story = await caughtUp('hang');
    await story.answered('boss', { type: 'ack', incident: story.incident('a').id });
    expect(story.entries('obsolete', 'a')).toEqual([]);
    story.sender.answer('lee', SENT);
    story.sender.release(SENT);
    await story.settle();
    for (const key of KEYS) {
      expect(rowsOf(story, key, 'lee')).toMatchObject([{ state: 'sent' }]);
      const pages = story.entries('delivered', key).filter(({ data }) => data?.message === 'page');
      expect(pages.at(-1)).toMatchObject({ data: { users: ['lee'], incidents: 3 } });
    }
    await story.fastForward('30m');
    expect(story.sender.left.filter((one) => one.to === 'lee' && one.kind === 'page')).toHaveLength(1);
  });

  test('[NTF11] answered while it is under way and then failed for now: the rest is tried again without it', async () => {
    const story = await caughtUp('hang');
    await story.answered('boss', { type: 'ack', incident: story.incident('a').id });
    story.sender.answer('lee', SENT);
    story.sender.release(FAILS_FOR_NOW);
    await story.settle();
    expect(rowsOf(story, 'a', 'lee')[0]).toMatchObject({ state: 'obsolete', attempts: 1 });
    expect(story.entries('obsolete', 'a')).toHaveLength(1);
    await story.fastForward('1m');
    const pages = story.sender.left.filter((one) => one.to === 'lee' && one.kind === 'page');
    expect(pages.map(named)).toEqual([
      ['problem a', 'problem b', 'problem c'],
      ['problem b', 'problem c'],
    ]);
  });

  test('[NTF11] sent but not recorded before a kill it goes again, same key, with what is left, and only then by itself', async () => {
    const story = await caughtUp('hang');
    const first = story.expectNotified('lee');
    await story.answered('boss', { type: 'ack', incident: story.incident('c').id });
    story.takeTold();
    story.sender.answer('lee', SENT);
    await story.killAndRestart('1s');
    const again = story.expectNotified('lee', { kind: 'page' });
    expect(again.id).toBe(first.id);
    expect(named(again)).toEqual(['problem a', 'problem b']);
    expect(story.takeTold()).toEqual(['lee acked']);
    expect(rowsOf(story, 'a', 'lee')).toMatchObject([{ state: 'sent' }]);
    await story.fastForward('10m');
    expect(story.takeTold()).toEqual([]);
  });

  test('[NTF10] a message waits in a bundle once: it is not counted among what is to leave', async () => {
    const story = await caughtUp(FAILS_FOR_NOW);
    expect(story.core.outbox.size).toBe(1);
  });
});

describe('the notice of a handoff', () => {
  const HANDOFF = {
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
  const handedOff = async (result: Parameters<Story['sender']['answer']>[1]) => {
    const story = await given(HANDOFF, { at: Date.parse('2026-11-23T23:50:00Z') });
    await story.receiveBatch([
      { key: 'a', urgency: 'low' },
      { key: 'b', urgency: 'highest' },
    ]);
    story.takeTold();
    story.sender.answer('lee', result);
    await story.fastForward('11m');
    return story;
  };

  test('[NTF10] stands on the timeline and among the deliveries of each incident it names', async () => {
    const story = await handedOff(SENT);
    story.expectNotified('lee', { kind: 'handoff' });
    for (const key of ['a', 'b']) {
      expect(rowsOf(story, key, 'lee')).toMatchObject([
        { state: 'sent', message: { kind: 'handoff', body: { channel: 'webhook' } } },
      ]);
      expect(story.entries('delivered', key).at(-1)).toMatchObject({
        data: { users: ['lee'], message: 'handoff', incidents: 2 },
      });
    }
  });

  test('[NTF11] that waits is obsolete once all it names is answered', async () => {
    const story = await handedOff(FAILS_FOR_NOW);
    story.takeTold();
    for (const key of ['a', 'b'])
      await story.answered('an', { type: 'ack', incident: story.incident(key).id });
    story.sender.answer('lee', SENT);
    await story.fastForward('20m');
    expect(story.sender.left.filter((one) => one.kind === 'handoff' && one.result === SENT)).toEqual([]);
    expect(bundleRows(story)).toMatchObject([{ state: 'obsolete' }]);
  });

  test('[NTF10] that fails for good is said on each, and takes no step of a run that told others', async () => {
    const story = await handedOff(FAILS_FOR_GOOD);
    for (const key of ['a', 'b']) {
      expect(story.entries('delivery-failed', key)).toHaveLength(1);
      expect(story.entries('reached-nobody', key)).toEqual([]);
    }
  });
});

describe('what ends after its incident', () => {
  test('[NTF7] a delivery of an incident closed and no longer in memory is on its timeline as well', async () => {
    const story = await given(FLOOR);
    story.sender.answer('an', 'hang');
    await story.receive({ key: 'a' });
    await story.answered('boss', { type: 'close', incident: story.incident('a').id });
    expect(story.core.incident(story.incident('a').id)).toBeUndefined();
    story.sender.release(SENT);
    await story.settle();
    expect(story.entries('delivered', 'a')[0]).toMatchObject({ data: { users: ['an'], message: 'page' } });
  });

  test('[NTF8] and so is one that failed for good', async () => {
    const story = await given(FLOOR);
    story.sender.answer('an', 'hang');
    await story.receive({ key: 'a' });
    await story.answered('boss', { type: 'close', incident: story.incident('a').id });
    const before = story.incident('a');
    story.sender.release(FAILS_FOR_GOOD);
    await story.settle();
    expect(story.entries('delivery-failed', 'a')[0]).toMatchObject({
      reason: { code: 'NTF8', params: { user: 'an', detail: '410 gone' } },
      data: { message: 'page' },
    });
    expect(story.incident('a')).toEqual(before);
  });
});
