import { describe, expect, test } from 'vitest';
import { UndoneError } from '../../src/server/runtime/runner.ts';
import { given } from '../support/story.ts';

describe('the one writer', () => {
  test('[ING42] a decision that throws fails alone; the others of its turn happen', async () => {
    const story = await given();
    const broken = story.core.change('broken', () => {
      throw new Error('a bug');
    });
    const good = story.receive();
    await expect(broken).rejects.toMatchObject({ name: 'UndoneError', undone: 'internal' });
    expect(await good).toMatchObject({ outcome: 'created' });
    expect(story.logged.filter((one) => one.level === 'error')).toHaveLength(1);
    story.expectNotified('an');
    story.expectNothingMore();
  });

  test('[ING42] a batch that the ledger refuses though the disk is well fails whoever caused it, alone', async () => {
    const story = await given();
    const bad = story.core.change('bad', (turn) => {
      turn.entries.push({
        incident: 'nobody',
        at: turn.at,
        kind: 'commented',
        actor: { kind: 'system', id: 'test' },
        reason: { code: 'INC11', text: 'to an incident that is not there' },
      });
    });
    const good = story.receive();
    await expect(bad).rejects.toMatchObject({ undone: 'internal' });
    expect(await good).toMatchObject({ outcome: 'created' });
    expect(story.core.health().storage).toBe('ok');
    story.expectNotified('an');
  });

  test('[NTF5] inputs that wait together are one commit, and nothing leaves before it', async () => {
    const story = await given();
    const before = story.ledger.batches.length;
    const replies = Array.from({ length: 100 }, (_, i) =>
      story.floor.ingest({
        integration: 'std',
        receivedAt: 0,
        events: [{ ok: true, event: eventOfKey(`k${i}`) }],
        raw: '{}',
      }),
    );
    expect(story.sender.left).toEqual([]);
    await Promise.all(replies);
    expect(story.ledger.batches.slice(before).filter((batch) => batch.events.length > 0)).toHaveLength(1);
  });

  test('[STO99] inputs of successive rounds of the event loop share a commit, for 8 ms at most', async () => {
    const story = await given();
    const round = () => new Promise<void>((resolve) => setImmediate(resolve));
    /** How many commits it took to take one input a round. */
    const commitsOf = async (inputs: number, msPerRound: number) => {
      const before = story.ledger.batches.length;
      const replies: Promise<unknown>[] = [];
      for (let i = 0; i < inputs; i += 1) {
        const key = `${msPerRound}-${i}`;
        const event = { ok: true as const, event: eventOfKey(key) };
        replies.push(story.floor.ingest({ integration: 'std', receivedAt: 0, events: [event], raw: '{}' }));
        await round();
        story.clock.advance(msPerRound);
      }
      await Promise.all(replies);
      return story.ledger.batches.slice(before).filter((batch) => batch.events.length > 0).length;
    };
    expect(await commitsOf(6, 0)).toBe(1);
    // After three rounds of 3 ms the time is up, whoever may still be coming.
    const commits = await commitsOf(6, 3);
    expect(commits).toBeGreaterThan(1);
    expect(commits).toBeLessThan(6);
  });

  test('[ING41] a stopped runner takes nothing more, and has done what it took', async () => {
    const story = await given();
    const taken = story.receive();
    await story.core.runner.stop();
    expect(await taken).toMatchObject({ outcome: 'created' });
    expect(
      await story.floor.ingest({ integration: 'std', receivedAt: 0, events: [], raw: '' }),
    ).toMatchObject({
      ok: false,
      refusal: { kind: 'overload', reason: { code: 'ING41' } },
    });
  });

  test('[ING41] beyond 20,000 waiting inputs senders are told to come again; essential ones are taken', async () => {
    const story = await given();
    const waiting = Array.from({ length: 20_000 }, () => story.core.change('idle', () => undefined));
    await expect(story.core.change('one more', () => undefined)).rejects.toBeInstanceOf(UndoneError);
    const essential = story.core.change('step', () => 'done', true);
    await Promise.all(waiting);
    expect(await essential).toBe('done');
  });

  test('[STO50] with the disk failed, a turn that nobody must have is refused and leaves no number behind', async () => {
    const story = await given();
    story.ledger.isFailing = true;
    await story.receiveBatch([{ key: 'lost' }]);
    story.ledger.isFailing = false;
    await story.fastForward('1s');
    await story.receive({ key: 'kept' });
    expect(story.incident('kept').number).toBe(1);
  });
});

const eventOfKey = (dedupKey: string) => ({
  status: 'open' as const,
  summary: 'disk full',
  dedupKey,
  urgency: 'low' as const,
  urgencyWord: null,
  eventAt: null,
  resource: null,
  metricName: null,
  metricValue: null,
  threshold: null,
  eventType: null,
  details: {},
  links: [],
});
