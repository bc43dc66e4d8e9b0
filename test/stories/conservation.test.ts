import { describe, expect, test } from 'vitest';
import { given, START } from '../support/story.ts';
import { service } from '../support/story-config.ts';

const sum = (outcomes: Readonly<Record<string, number>>): number =>
  Object.values(outcomes).reduce((total, one) => total + one, 0);

describe('every event has one outcome', () => {
  test('[ING1] good elements of a batch are kept when others are bad, each with its own outcome', async () => {
    const story = await given();
    const reply = await story.receiveBatch([
      { key: 'a' },
      'summary: expected a text',
      { key: 'a' },
      { key: 'b', status: 'close' },
      'status: expected open, ack or close',
      { key: 'a', status: 'ack' },
      { key: 'a', status: 'close', eventAt: START },
      { key: 'a', eventAt: START - 1 },
    ]);
    expect(reply.ok && reply.results.map((one) => one.outcome)).toEqual([
      'created',
      'rejected',
      'deduplicated',
      'ignored',
      'rejected',
      'updated',
      'updated',
      'ignored',
    ]);
    expect(story.floor.conservation()).toEqual({
      received: 8,
      outcomes: { created: 1, deduplicated: 1, held: 0, suppressed: 0, updated: 2, ignored: 2, rejected: 2 },
    });
  });

  test('[ING1] the reason of every outcome is kept with its event', async () => {
    const story = await given();
    await story.receiveBatch([{ key: 'a' }, 'summary: expected a text', { key: 'a', status: 'ack' }]);
    expect(story.ledger.events.map((one) => [one.outcome, one.reason.code])).toEqual([
      ['created', 'RTE2'],
      ['rejected', 'ING2'],
      ['updated', 'INC2'],
    ]);
  });

  test('[ING1] a body refused as a whole is one rejected event', async () => {
    const story = await given();
    await story.floor.reject('std', { kind: 'body', reason: { code: 'ING2', text: 'not JSON' } }, '{');
    expect(story.floor.conservation()).toMatchObject({ received: 1, outcomes: { rejected: 1 } });
    expect(story.ledger.events).toMatchObject([{ outcome: 'rejected', reason: { text: 'not JSON' } }]);
  });

  test('[ING1] received equals the sum of outcomes, also after a kill', async () => {
    const story = await given();
    for (let i = 0; i < 40; i++) {
      await story.receiveBatch([{ key: `k${i % 7}` }, 'bad', { key: `k${i % 5}`, status: 'close' }]);
    }
    await story.killAndRestart('1h');
    const { received, outcomes } = story.floor.conservation();
    expect(received).toBe(120);
    expect(sum(outcomes)).toBe(120);
    await story.receive({ key: 'k1' });
    expect(sum(story.floor.conservation().outcomes)).toBe(121);
  });

  test('[ING40] events of an integration that was removed meanwhile are rejected, not lost', async () => {
    const story = await given();
    const reply = await story.receiveBatch([{}], 'gone');
    expect(reply.ok && reply.results).toMatchObject([{ outcome: 'rejected', reason: { code: 'ING40' } }]);
    expect(story.floor.conservation()).toMatchObject({ received: 1, outcomes: { rejected: 1 } });
  });

  test('[DED2] a hot repeat counts as its count after a restart, in the same row', async () => {
    const story = await given();
    for (let i = 0; i < 10; i++) await story.receive();
    await story.killAndRestart();
    for (let i = 0; i < 10; i++) await story.receive();
    expect(story.incident().count).toBe(20);
    expect(story.ledger.events).toHaveLength(2);
    expect(story.floor.conservation()).toMatchObject({ received: 20, outcomes: { deduplicated: 19 } });
  });

  test('[ING1] many requests at once share a turn, and still each event has its outcome', async () => {
    const story = await given();
    const replies = await Promise.all(
      Array.from({ length: 300 }, (_, i) => story.receiveBatch([{ key: `k${i % 10}` }])),
    );
    const outcomes = replies.flatMap((reply) => (reply.ok ? reply.results.map((one) => one.outcome) : []));
    expect(outcomes.filter((one) => one === 'created')).toHaveLength(10);
    expect(outcomes.filter((one) => one === 'deduplicated')).toHaveLength(290);
    expect(story.ledger.incidents.size).toBe(10);
    expect([...story.ledger.incidents.values()].every((one) => one.count === 30)).toBe(true);
  });
});

describe('urgency words nobody knows', () => {
  test('[RTE9] an unknown word becomes the service’s default, and is shown as a mapping warning', async () => {
    const story = await given({ services: [service('payments', { urgency: { default: 'low' } })] });
    await story.receive({ urgencyWord: 'purple' });
    expect(story.incident()).toMatchObject({
      urgency: 'low',
      marks: [{ mark: 'mapping', reason: { code: 'RTE9' } }],
    });
  });

  test('[RTE9] without a default it becomes high', async () => {
    const story = await given();
    await story.receive({ urgencyWord: 'purple' });
    expect(story.incident().urgency).toBe('high');
  });
});
