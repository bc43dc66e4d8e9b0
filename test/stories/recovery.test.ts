import { describe, expect, test } from 'vitest';
import { given } from '../support/story.ts';
import { person, service } from '../support/story-config.ts';

const HOLD = { services: [service('payments', { onRecovery: 'hold' as const })] };

describe('the tool says it is over', () => {
  test('[INC7] it closes, the run stops, nobody is paged any more', async () => {
    const story = await given();
    await story.receive({ urgency: 'medium' });
    await story.receive({ status: 'close' });
    expect(story.incident()).toMatchObject({ status: 'closed', closedBy: 'sender', unseen: false });
    story.takeTold();
    await story.fastForward('1d');
    story.expectNothingMore();
  });

  test.each([
    ['highest', true],
    ['high', true],
    ['medium', false],
  ] as const)('[INC7] never acked at %s: unseen is %s', async (urgency, unseen) => {
    const story = await given();
    await story.receive({ urgency });
    await story.receive({ status: 'close' });
    expect(story.incident().unseen).toBe(unseen);
    expect(story.view().band).toBe(unseen ? 'recovered' : 'closed');
  });

  test('[INC7] the unseen band lasts over a restart, until somebody has seen it', async () => {
    const story = await given();
    await story.receive();
    await story.receive({ status: 'close' });
    await story.killAndRestart('2h');
    expect([...story.core.incidents()].map((one) => story.core.view(one).band)).toEqual(['recovered']);
    await story.answered('an', { type: 'seen' });
    expect([...story.core.incidents()]).toEqual([]);
    expect(story.incident()).toMatchObject({ unseen: false, status: 'closed' });
    expect(story.entries('seen')).toMatchObject([{ actor: { id: 'an' } }]);
  });

  test('[INC7] one that was acked, and later recovers, is not unseen', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'ack' });
    await story.receive({ status: 'close' });
    expect(story.incident()).toMatchObject({ status: 'closed', unseen: false });
  });

  test('[INC7] one closed by a person is not unseen', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'close' });
    expect(story.incident().unseen).toBe(false);
  });
});

describe('a service that holds its recoveries', () => {
  test('[INC8] it is cleared, stays open, and the run goes on until somebody acks', async () => {
    const story = await given(HOLD);
    await story.receive();
    story.expectNotified('an');
    await story.receive({ status: 'close' });
    expect(story.incident()).toMatchObject({ status: 'open', cleared: true });
    story.expectNothingMore();
    await story.fastForward('5m');
    story.expectNotified('lee', { kind: 'page' });
    await story.answered('lee', { type: 'ack' });
    expect(story.incident()).toMatchObject({ status: 'closed', closedBy: 'sender', unseen: false });
    expect(story.entries('closed')).toMatchObject([{ reason: { code: 'INC8' } }]);
  });

  test('[INC8] one that is acked already closes at once', async () => {
    const story = await given(HOLD);
    await story.receive();
    await story.answered('an', { type: 'ack' });
    await story.receive({ status: 'close' });
    expect(story.incident().status).toBe('closed');
  });

  test('[INC9] it fires again: no longer cleared, the same incident', async () => {
    const story = await given(HOLD);
    await story.receive();
    await story.receive({ status: 'close' });
    expect(await story.receive()).toMatchObject({ outcome: 'deduplicated' });
    expect(story.incident()).toMatchObject({ status: 'open', cleared: false, number: 1, marks: [] });
  });
});

describe('whoever was paged hears how it ended', () => {
  test('[NTF6] one "recovered" on the same contact, to everybody who was paged, once', async () => {
    const story = await given();
    await story.receive();
    await story.fastForward('5m');
    story.takeTold();
    await story.receive({ status: 'close' });
    story.expectNotified('an', { kind: 'recovered', contact: 'hook' });
    story.expectNotified('lee', { kind: 'recovered', contact: 'hook' });
    story.expectNothingMore();
  });

  test('[NTF6] one "acked by" to the others, and no "recovered" after it', async () => {
    const story = await given();
    await story.receive();
    await story.fastForward('5m');
    story.takeTold();
    await story.answered('lee', { type: 'ack' });
    const told = story.expectNotified('an', { kind: 'acked' });
    expect(told.message).toMatchObject({ body: { by: 'lee' } });
    await story.receive({ status: 'close' });
    story.expectNothingMore();
  });

  test('[NTF6] a page after a re-alarm earns another follow-up', async () => {
    const story = await given();
    await story.receive({ urgency: 'medium' });
    await story.answered('lee', { type: 'ack' });
    await story.receive({ urgency: 'high' });
    story.takeTold();
    await story.receive({ status: 'close' });
    story.expectNotified('an', { kind: 'recovered' });
    story.expectNothingMore();
  });

  test('[NTF6] not to whoever opted out', async () => {
    const story = await given({ users: [person('an', { followUps: false }), person('lee'), person('boss')] });
    await story.receive();
    await story.fastForward('5m');
    story.takeTold();
    await story.receive({ status: 'close' });
    story.expectNotified('lee', { kind: 'recovered' });
    story.expectNothingMore();
  });

  test('[NTF6] not to a contact that was muted meanwhile', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    await story.reconfigure({
      users: [
        person('an', {
          contacts: [{ id: 'hook', channel: 'webhook', url: 'http://127.0.0.1:9000/an', muted: true }],
        }),
        person('lee'),
        person('boss'),
      ],
    });
    await story.receive({ status: 'close' });
    story.expectNothingMore();
  });

  test('[NTF6] a page that never left is not followed by "it is over"', async () => {
    const story = await given();
    const reply = await story.receiveBatch([{}, { status: 'close' }]);
    expect(reply.ok).toBe(true);
    story.expectNothingMore();
    expect([...story.ledger.outbox.values()].map((row) => row.state)).toEqual(['obsolete']);
  });

  test('[NTF6] a page that is on its way when somebody acks is followed by "acked by"', async () => {
    const story = await given();
    story.sender.answer('an', 'hang');
    await story.receive();
    story.expectNotified('an', { kind: 'page' });
    await story.answered('lee', { type: 'ack' });
    story.sender.release();
    await story.settle();
    story.expectNotified('an', { kind: 'acked' });
    story.expectNothingMore();
  });

  test('[NTF6] a page whose delivery is recorded in the very turn of the ack is followed by "acked by"', async () => {
    const story = await given();
    story.sender.answer('an', 'hang');
    await story.receive();
    story.expectNotified('an', { kind: 'page' });
    story.sender.release();
    for (let i = 0; i < 10; i++) await Promise.resolve();
    await story.answered('lee', { type: 'ack' });
    story.sender.release();
    await story.settle();
    story.expectNotified('an', { kind: 'acked' });
    const page = [...story.ledger.outbox.values()].find(
      (row) => row.message.to === 'person' && row.message.kind === 'page',
    );
    expect(page?.state).toBe('sent');
  });
});
