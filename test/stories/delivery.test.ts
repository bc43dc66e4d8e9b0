import { describe, expect, test } from 'vitest';
import { FAILS_FOR_GOOD, FAILS_FOR_NOW, SENT } from '../support/scripted-sender.ts';
import { given } from '../support/story.ts';
import { policy, step } from '../support/story-config.ts';

const rows = (story: Awaited<ReturnType<typeof given>>, state: string) =>
  [...story.ledger.outbox.values()].filter((row) => row.state === state);

describe('a message that fails', () => {
  test('[NTF7] is tried again until it is delivered, and the timeline says who was told', async () => {
    const story = await given({ escalationPolicies: [policy([step('an', 'PT60M')])] });
    story.sender.answer('an', FAILS_FOR_NOW);
    await story.receive();
    story.expectNotified('an');
    story.expectNothingMore();
    await story.fastForward('10s');
    story.expectNotified('an');
    story.sender.answer('an', SENT);
    await story.fastForward('30s');
    const told = story.expectNotified('an');
    story.expectNothingMore();
    expect(new Set(story.sender.left.map((one) => one.id)).size).toBe(1);
    expect(told.result).toEqual(SENT);
    expect(story.entries('delivered')).toMatchObject([
      { reason: { code: 'NTF7', params: { user: 'an', attempts: 3 } } },
    ]);
  });

  test('[NTF8] for good is recorded with what the other side said', async () => {
    const story = await given();
    story.sender.answer('an', FAILS_FOR_GOOD);
    await story.receive();
    expect(story.entries('delivery-failed')).toMatchObject([
      { reason: { code: 'NTF8', params: { detail: '410 gone' } } },
    ]);
    expect(rows(story, 'failed')).toHaveLength(1);
  });

  test('[NTF6] is not tried again once somebody has acked', async () => {
    const story = await given();
    story.sender.answer('an', FAILS_FOR_NOW);
    await story.receive();
    story.takeTold();
    await story.answered('lee', { type: 'ack' });
    story.takeTold();
    await story.fastForward('25m');
    expect(story.sender.left.filter((one) => one.kind === 'page')).toHaveLength(1);
  });

  test('[NTF11] that an answer overtook leaves an entry: not tried again, or under way and not again', async () => {
    const story = await given();
    story.sender.answer('an', FAILS_FOR_NOW);
    await story.receive();
    await story.answered('lee', { type: 'ack' });
    const entry = { data: { users: ['an'], contact: 'hook', message: 'page' } };
    const why = { code: 'NTF6', params: { user: 'an', cause: 'untried', attempts: 1 } };
    expect(story.entries('obsolete')).toMatchObject([{ ...entry, reason: why }]);
    const other = await given();
    other.sender.answer('an', 'hang');
    await other.receive();
    await other.answered('lee', { type: 'ack' });
    expect(other.entries('obsolete')).toEqual([]);
    other.sender.release(FAILS_FOR_NOW);
    await other.settle();
    expect(other.entries('obsolete')).toMatchObject([{ ...entry, reason: why }]);
  });

  test('[NTF6] on its way when somebody acks, and then fails for now: it is not tried again', async () => {
    const story = await given();
    story.sender.answer('an', 'hang');
    await story.receive();
    await story.answered('lee', { type: 'ack' });
    story.sender.answer('an', SENT);
    story.sender.release(FAILS_FOR_NOW);
    await story.fastForward('25m');
    expect(story.sender.left.filter((one) => one.kind === 'page')).toHaveLength(1);
    expect(rows(story, 'pending')).toEqual([]);
  });

  test('[ESC15] the next attempt follows elapsed time when the wall clock is set back', async () => {
    const story = await given({ escalationPolicies: [policy([step('an', 'PT60M')])] });
    story.sender.answer('an', FAILS_FOR_NOW);
    await story.receive();
    story.takeTold();
    story.jumpWallClock('2h', -1);
    await story.beat();
    story.sender.answer('an', SENT);
    await story.fastForward('10s');
    story.expectNotified('an', { kind: 'page' });
  });

  test('[ESC15] a message young in elapsed time is not given up when the wall clock is set on by a day', async () => {
    const story = await given({ escalationPolicies: [policy([step('an', 'PT60M')])] });
    story.sender.answer('an', FAILS_FOR_NOW);
    await story.receive();
    story.jumpWallClock('30h');
    await story.beat();
    await story.fastForward('1m');
    expect(rows(story, 'failed')).toEqual([]);
    story.sender.answer('an', SENT);
    await story.fastForward('2m');
    expect(rows(story, 'sent')).toHaveLength(1);
  });

  test('[NTF5] a message sent but not recorded before a kill is sent again, with the same key', async () => {
    const story = await given();
    story.sender.answer('an', 'hang');
    await story.receive();
    const first = story.expectNotified('an');
    story.sender.answer('an', SENT);
    await story.killAndRestart();
    const again = story.expectNotified('an');
    expect(again.id).toBe(first.id);
    story.expectNothingMore();
  });
});
