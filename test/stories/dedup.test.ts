import { describe, expect, test } from 'vitest';
import { SENT } from '../support/scripted-sender.ts';
import { given, START } from '../support/story.ts';
import { integration, person, policy, service, step } from '../support/story-config.ts';

const TWO_SERVICES = {
  services: [service('payments'), service('database')],
  integrations: [
    integration('std', {
      routes: [{ when: { field: 'summary', op: 'contains', value: 'RDS' }, service: 'database' }],
    }),
  ],
};

describe('one incident per key while it is not closed', () => {
  test('[DED1] a repeat joins the open incident, counts, and pages nobody', async () => {
    const story = await given();
    expect(await story.receive()).toMatchObject({ outcome: 'created' });
    story.expectNotified('an');
    expect(await story.receive()).toMatchObject({ outcome: 'deduplicated', code: 'DED1' });
    story.expectNothingMore();
    expect(story.incident().count).toBe(2);
  });

  test('[DED1] a repeat keeps the service, though its words would route elsewhere now', async () => {
    const story = await given(TWO_SERVICES);
    await story.receive({ summary: 'disk full' });
    await story.receive({ summary: 'RDS disk full' });
    expect(story.incident()).toMatchObject({ service: 'payments', count: 2, number: 1 });
  });

  test('[DED1] a repeat joins an acked incident as well, and leaves it acked', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'ack' });
    expect(await story.receive()).toMatchObject({ outcome: 'deduplicated' });
    expect(story.incident()).toMatchObject({ status: 'acked', count: 2 });
  });

  test('[DED2] a hot key is one row whose count is never capped, and the last event is remembered', async () => {
    const story = await given();
    await story.receive();
    for (let i = 0; i < 500; i++) {
      story.clock.advance(10);
      await story.receive();
    }
    expect(story.incident()).toMatchObject({ count: 501, lastEventAt: START + 5000 });
    expect(story.ledger.events).toHaveLength(2);
    const counted = story.ledger.batches
      .flatMap((batch) => batch.repeats)
      .reduce((sum, one) => sum + one.count, 0);
    expect(counted).toBe(499);
    expect(story.floor.conservation()).toMatchObject({
      received: 501,
      outcomes: { created: 1, deduplicated: 500 },
    });
  });

  test('[DED1] keys are told apart by case', async () => {
    const story = await given();
    await story.receive({ key: 'Disk' });
    expect(await story.receive({ key: 'disk' })).toMatchObject({ outcome: 'created' });
  });

  test('[DED1] two integrations have keys of their own', async () => {
    const story = await given({ integrations: [integration('a'), integration('b')] });
    await story.receive({ integration: 'a' });
    expect(await story.receive({ integration: 'b' })).toMatchObject({ outcome: 'created' });
  });

  test('[DED1] integrations of one dedupDomain share their keys: one opens, the other closes', async () => {
    const story = await given({
      integrations: [integration('a', { dedupDomain: 'dc1' }), integration('b', { dedupDomain: 'dc1' })],
    });
    await story.receive({ integration: 'a' });
    expect(await story.receive({ integration: 'b' })).toMatchObject({ outcome: 'deduplicated' });
    expect(await story.receive({ integration: 'b', status: 'close' })).toMatchObject({ outcome: 'updated' });
    expect(story.incident()).toMatchObject({ status: 'closed', integration: 'a' });
  });

  test('[DED1] a dedupDomain named like an integration is not that integration', async () => {
    const story = await given({ integrations: [integration('a'), integration('b', { dedupDomain: 'a' })] });
    await story.receive({ integration: 'a' });
    expect(await story.receive({ integration: 'b' })).toMatchObject({ outcome: 'created' });
  });

  test('[DED1] events without a key are each their own incident', async () => {
    const story = await given();
    await story.receive({ key: null });
    expect(await story.receive({ key: null })).toMatchObject({ outcome: 'created' });
  });

  test('[DED4] ack and close of an unknown key change nothing and are ignored with that reason', async () => {
    const story = await given();
    expect(await story.receive({ status: 'close' })).toMatchObject({ outcome: 'ignored', code: 'DED4' });
    expect(await story.receive({ status: 'ack' })).toMatchObject({ outcome: 'ignored', code: 'DED4' });
    expect(story.ledger.incidents.size).toBe(0);
    story.expectNothingMore();
  });

  test('[DED1] open, close and open of one request are two incidents', async () => {
    const story = await given();
    const reply = await story.receiveBatch([{}, { status: 'close' }, {}]);
    expect(reply.ok && reply.results.map((one) => one.outcome)).toEqual(['created', 'updated', 'created']);
    expect([...story.ledger.incidents.values()].map((one) => [one.number, one.status])).toEqual([
      [1, 'closed'],
      [2, 'open'],
    ]);
  });
});

describe('an open that arrives after the close it is older than', () => {
  const MINUTES_5 = 300_000;
  const closedAt = async (closeEventAt: number | null) => {
    const story = await given();
    await story.receive({ eventAt: START - 60_000 });
    await story.receive({ status: 'close', eventAt: closeEventAt });
    story.takeTold();
    return story;
  };

  test.each([
    ['older than the close', -1, 'ignored'],
    ['as old as the close', 0, 'ignored'],
    ['one millisecond after it', 1, 'created'],
  ])('[DED5] an open whose time is %s: %s ms, %s', async (_name, offset, outcome) => {
    const story = await closedAt(START - 10_000);
    expect(await story.receive({ eventAt: START - 10_000 + offset })).toMatchObject({ outcome });
  });

  test.each([
    [MINUTES_5 - 1, 'ignored'],
    [MINUTES_5, 'ignored'],
    [MINUTES_5 + 1, 'created'],
  ])('[DED5] an older open that arrives %i ms after the close is %s', async (wait, outcome) => {
    const story = await closedAt(START - 10_000);
    await story.fastForward(wait);
    expect(await story.receive({ eventAt: START - 20_000 })).toMatchObject({ outcome });
  });

  test('[DED5] a close from the future counts as of its arrival: a newer open is a new firing', async () => {
    const story = await closedAt(START + 86_400_000);
    await story.fastForward('1m');
    expect(await story.receive({ eventAt: START + 30_000 })).toMatchObject({ outcome: 'created' });
  });

  test.each([
    ['the open', START - 10_000, null],
    ['the close', null, START - 20_000],
  ])('[DED5] nothing is set aside when %s carries no time', async (_name, close, open) => {
    const story = await closedAt(close);
    expect(await story.receive({ eventAt: open })).toMatchObject({ outcome: 'created' });
  });

  test('[DED5] nothing is set aside against the close of a person', async () => {
    const story = await given();
    await story.receive({ eventAt: START - 60_000 });
    await story.answered('an', { type: 'close' });
    expect(await story.receive({ eventAt: START - 60_000 })).toMatchObject({ outcome: 'created' });
  });

  test('[DED7] the first open that is set aside stands on the timeline, with its reason and who sent it', async () => {
    const story = await closedAt(START - 10_000);
    await story.receive({ eventAt: START - 20_000 });
    expect(story.entries('late-open')).toMatchObject([
      {
        actor: { kind: 'integration', id: 'std' },
        reason: { code: 'DED5', params: { number: 1 } },
        data: { count: 1 },
      },
    ]);
    expect(story.incident()).toMatchObject({ status: 'closed', count: 1, lateOpens: 1 });
  });

  test('[DED7] a tool that goes on fills no timeline: one entry at every tenfold, with the count', async () => {
    const story = await closedAt(START - 10_000);
    await story.receiveBatch(Array.from({ length: 99 }, () => ({ eventAt: START - 20_000 })));
    const counts = () => story.entries('late-open').map(({ data }) => data?.count);
    expect(counts()).toEqual([1, 10]);
    await story.killAndRestart('1s');
    await story.receive({ eventAt: START - 20_000 });
    expect(counts()).toEqual([1, 10, 100]);
    expect(story.floor.conservation().outcomes.ignored).toBe(100);
    expect(story.entries('late-open').at(-1)?.reason.params).toEqual({ number: 1, count: 100 });
  });

  test('[DED7] one of an incident still on the recovered, unseen band is there too, and it stays on the band', async () => {
    const story = await given();
    await story.receive({ urgency: 'highest', eventAt: START - 60_000 });
    await story.receive({ status: 'close', eventAt: START - 10_000 });
    await story.receive({ urgency: 'highest', eventAt: START - 20_000 });
    expect(story.entries('late-open')).toHaveLength(1);
    expect(story.view()).toMatchObject({ band: 'recovered', unseen: true });
  });

  describe("a close's own time", () => {
    const AHEAD = START + 3_600_000;
    const arrivedAt = async (story: Awaited<ReturnType<typeof given>>) => story.incident().closeEventAt;

    test('[DED3] ahead of its arrival counts as the arrival: an open of right after is a new firing', async () => {
      const story = await given();
      await story.receive({ eventAt: START - 60_000 });
      await story.receive({ status: 'close', eventAt: AHEAD });
      expect(await arrivedAt(story)).toBe(START);
      await story.fastForward('1m');
      expect(await story.receive({ eventAt: START + 1000 })).toMatchObject({ outcome: 'created' });
    });

    test('[DED3] and so does that of a recovery that is held, or that follows a close by a person', async () => {
      const held = await given({ services: [service('payments', { onRecovery: 'hold' })] });
      await held.receive();
      await held.receive({ status: 'close', eventAt: AHEAD });
      await held.answered('an', { type: 'ack' });
      expect(await arrivedAt(held)).toBe(START);
      const closed = await given();
      await closed.receive();
      await closed.answered('an', { type: 'close' });
      await closed.receive({ status: 'close', eventAt: AHEAD });
      expect(await arrivedAt(closed)).toBe(START);
    });

    test('[DED3] before its arrival stands as it is', async () => {
      const story = await closedAt(START - 10_000);
      expect(await arrivedAt(story)).toBe(START - 10_000);
    });
  });

  test('[DED5] the set-aside open names the incident whose close it is older than', async () => {
    const story = await closedAt(START - 10_000);
    const set = await story.receive({ eventAt: START - 20_000 });
    expect(set).toMatchObject({ outcome: 'ignored', code: 'DED5', incident: story.incident().id });
  });

  test('[DED5] a recovery that was held and then acked still sets older opens aside', async () => {
    const story = await given({ services: [service('payments', { onRecovery: 'hold' })] });
    await story.receive({ eventAt: START - 60_000 });
    await story.receive({ status: 'close', eventAt: START - 10_000 });
    await story.answered('an', { type: 'ack' });
    expect(story.incident()).toMatchObject({ status: 'closed', closedBy: 'sender' });
    expect(await story.receive({ eventAt: START - 20_000 })).toMatchObject({
      outcome: 'ignored',
      code: 'DED5',
    });
  });
});

describe('still firing after a close that was not the tool’s', () => {
  test('[DED6] after a close by a person a repeat is a new incident marked so', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'close' });
    expect(await story.receive()).toMatchObject({ outcome: 'created' });
    expect(story.incident()).toMatchObject({ number: 2, status: 'open' });
    expect(story.incident().marks).toMatchObject([
      { mark: 'still-firing', reason: { code: 'DED6', params: { number: 1, by: 'person' } } },
    ]);
  });

  test('[DED6] after a close by silence likewise', async () => {
    const story = await given({ services: [service('payments', { target: null })] });
    await story.receive();
    await story.fastForward('24h');
    expect(story.incident()).toMatchObject({ status: 'closed', closedBy: 'silence' });
    await story.receive();
    expect(story.incident().marks).toMatchObject([
      { mark: 'still-firing', reason: { params: { by: 'silence' } } },
    ]);
  });

  test('[DED6] after the tool’s own close the next open is a new firing without a mark', async () => {
    const story = await given();
    await story.receive();
    await story.receive({ status: 'close' });
    await story.receive();
    expect(story.incident().marks).toEqual([]);
  });

  test('[DED6] once the tool has closed it as well, the next open is a new firing without a mark', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'close' });
    await story.receive({ status: 'close' });
    await story.receive();
    expect(story.incident()).toMatchObject({ number: 2, marks: [] });
  });

  test('[DED6] closed by a person after the tool said it is over: the next open is a new firing', async () => {
    const story = await given({ services: [service('payments', { onRecovery: 'hold' })] });
    await story.receive();
    await story.receive({ status: 'close' });
    await story.answered('an', { type: 'close' });
    await story.receive();
    expect(story.incident()).toMatchObject({ number: 2, marks: [] });
  });
});

describe('a closed incident that is still talked about', () => {
  test('[DED1] a remark on a closed incident in the same turn as a repeat of its newer one makes no third', async () => {
    const story = await given();
    await story.receive();
    const first = story.incident().id;
    await story.receive({ status: 'close' });
    await story.receive();
    const remark = story.answer('an', { type: 'comment', text: 'was the switch', incident: first });
    const repeat = story.receive();
    await remark;
    expect(await repeat).toMatchObject({ outcome: 'deduplicated' });
    expect([...story.ledger.incidents.values()].filter((one) => one.status !== 'closed')).toHaveLength(1);
  });

  test('[DED1] a late delivery of a recovered incident in the same turn as a repeat makes no third', async () => {
    const story = await given({
      users: [person('an'), person('lee'), person('boss')],
      escalationPolicies: [policy([step('an')])],
    });
    story.sender.answer('an', 'hang');
    await story.receive();
    story.sender.answer('an', SENT);
    await story.receive({ status: 'close' });
    await story.receive();
    story.sender.release();
    // The result is on its way back into the very turn that takes the repeat.
    for (let i = 0; i < 10; i++) await Promise.resolve();
    expect(story.core.runner.queued).toBeGreaterThan(0);
    expect(await story.receive()).toMatchObject({ outcome: 'deduplicated' });
    expect([...story.ledger.incidents.values()].filter((one) => one.status !== 'closed')).toHaveLength(1);
  });
});
