import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/shared/config/document.ts';
import { given, START, type Story } from '../support/story.ts';
import { integration, person, service } from '../support/story-config.ts';

type NamedInput = NonNullable<ConfigInput['heartbeats']>[number];

const backup = (more: Partial<NamedInput> = {}): NamedInput => ({
  name: 'backup',
  integration: 'std',
  every: 'PT10M',
  grace: 'PT2M',
  ...more,
});
const NAMED = { heartbeats: [backup()] };
const OWN = { integrations: [integration('std', { heartbeat: { every: 'PT10M', grace: 'PT2M' } })] };
const KEY = 'heartbeat:backup';
const OWN_KEY = 'heartbeat:integration:std';

const item = (story: Story, id = 'backup') => {
  const found = story.floor.heartbeats.items().find((one) => one.id === id);
  if (!found) throw new Error(`there is no heartbeat ${id}`);
  return found;
};
async function ping(story: Story, id = 'backup') {
  const pinged = await story.floor.heartbeats.beat(id, 'std');
  await story.settle();
  return pinged;
}
const numbers = (story: Story) => [...story.ledger.incidents.values()].map((one) => one.number);
const audited = (story: Story) =>
  story.ledger.audit.filter((one) => one.action.startsWith('heartbeat.')).map((one) => one.action);

describe('a heartbeat is late', () => {
  test('[ING173] at period and grace after its last ping, not a second before; it pages and escalates as any incident', async () => {
    const story = await given(NAMED);
    await story.fastForward('5m');
    expect(await ping(story)).toMatchObject({ state: 'on-time', dueAt: at('17m') });
    await story.fastForward('719s');
    expect(numbers(story)).toEqual([]);
    story.expectNothingMore();
    await story.fastForward('1s');
    expect(story.incident(KEY)).toMatchObject({
      status: 'open',
      summary: 'Heartbeat missing: backup',
      urgency: 'high',
      service: 'payments',
      integration: 'std',
      domain: ':heartbeat',
      createdAt: START + 17 * 60_000,
    });
    expect(story.entries('created', KEY)[0]?.reason).toEqual({
      code: 'ING173',
      text: 'backup was not heard for 12 min: it is expected every PT10M, PT2M later at most',
      params: {
        heartbeat: 'backup',
        label: 'backup',
        count: 12,
        unit: 'min',
        every: 'PT10M',
        grace: 'PT2M',
        last: at('5m'),
      },
    });
    story.expectNotified('an', { key: KEY });
    await story.fastForward('5m');
    story.expectNotified('lee', { key: KEY });
    story.expectNothingMore();
    expect(item(story)).toMatchObject({
      state: 'late',
      lastBeatAt: at('5m'),
      lateSince: at('17m'),
      dueAt: null,
      incident: { id: story.incident(KEY).id, number: 1 },
    });
    expect(audited(story)).toEqual(['heartbeat.late']);
  });

  test('[ING173] no more than 5 s after it is due on a clock that beats every quarter second, and told once', async () => {
    const story = await given(NAMED, { longestStepMs: 250 });
    await story.fastForward('15m');
    expect(story.incident(KEY).createdAt - (START + 12 * 60_000)).toBeLessThanOrEqual(250);
    await story.fastForward('1h');
    expect(numbers(story)).toEqual([1]);
    expect(story.incident(KEY).count).toBe(1);
  });

  test('[ING170] its own service and urgency, else those of its integration and service; words of the floor’s language', async () => {
    const story = await given({
      locale: 'ko',
      services: [service('payments', { urgency: { default: 'low', rules: [] } }), service('database')],
      heartbeats: [backup(), backup({ name: '야간 정산', service: 'database', urgency: 'highest' })],
    });
    await story.fastForward('12m');
    expect(story.incident(KEY)).toMatchObject({ service: 'payments', urgency: 'low' });
    expect(story.incident('heartbeat:야간 정산')).toMatchObject({
      service: 'database',
      urgency: 'highest',
      summary: '하트비트 미수신: 야간 정산',
    });
  });

  test('[ING173] no key an integration can send meets it', async () => {
    const story = await given(NAMED);
    await story.fastForward('12m');
    expect(await story.receive({ key: KEY })).toMatchObject({ outcome: 'created' });
    expect(await story.receive({ key: KEY, status: 'close' })).toMatchObject({ outcome: 'updated' });
    expect(item(story)).toMatchObject({ state: 'late', incident: { number: 1 } });
  });

  test('[ING173] many at once: each its own incident', async () => {
    const heartbeats = Array.from({ length: 1200 }, (_, n) => backup({ name: `job-${n}` }));
    const story = await given({ heartbeats });
    await story.fastForward('12m');
    expect(numbers(story)).toHaveLength(1200);
    expect(story.floor.heartbeats.items().every(({ state }) => state === 'late')).toBe(true);
    expect(story.core.sources()[0]?.late).toMatchObject({ count: 1200 });
    expect(story.core.sources()[0]?.late?.worst).toHaveLength(12);
  });
});

describe('what counts as a beat', () => {
  test('[ING171] a ping is in the ledger before it is answered', async () => {
    const story = await given(NAMED);
    await story.fastForward('1m');
    const answered = story.floor.heartbeats.beat('backup', 'std');
    const before = story.ledger.batches.length;
    await answered;
    expect(story.ledger.batches.slice(before).flatMap(({ resources }) => resources)).toEqual([
      {
        kind: 'heartbeat',
        id: 'backup',
        value: { lastBeatAt: START + 60_000, lateSince: null, isOff: false },
      },
    ]);
    story.ledger.isFailing = true;
    await expect(story.floor.heartbeats.beat('backup', 'std')).rejects.toMatchObject({ undone: 'storage' });
  });

  test('[ING171] pinged in time it is never late', async () => {
    const story = await given(NAMED);
    for (let n = 0; n < 20; n++) {
      await story.fastForward('11m');
      await ping(story);
    }
    expect(numbers(story)).toEqual([]);
  });

  test.each([
    ['an event', (story: Story) => story.receive({ status: 'close', key: 'unknown' })],
    ['a repeat', (story: Story) => story.receive()],
    ['a ping of one of its heartbeats', (story: Story) => ping(story)],
    ['a ping of its own', (story: Story) => ping(story, OWN_ID)],
  ])('[ING171] %s is a sign of life of its integration', async (_name, happen) => {
    const story = await given({ ...OWN, heartbeats: [backup({ every: 'P1D' })] });
    await story.receive();
    for (let n = 0; n < 5; n++) {
      await story.fastForward('11m');
      await happen(story);
    }
    expect(item(story, OWN_ID)).toMatchObject({ state: 'on-time', lastBeatAt: at('55m'), dueAt: at('67m') });
    await story.fastForward('11m');
    expect(() => story.incident(OWN_KEY)).toThrow();
    await story.fastForward('1m');
    expect(story.incident(OWN_KEY)).toMatchObject({ status: 'open', summary: 'Nothing heard from std' });
  });

  test('[ING171] a refused body is none, and an event of another integration is none', async () => {
    const story = await given({ integrations: [...OWN.integrations, integration('other')] });
    for (let n = 0; n < 3; n++) {
      await story.fastForward('4m');
      await story.receiveBatch(['not an event']);
      await story.receive({ integration: 'other' });
    }
    expect(story.incident(OWN_KEY).status).toBe('open');
  });

  test('[ING171] events cost no write of their own: what is written of them is who was heard', async () => {
    const story = await given(OWN);
    await story.receive();
    const before = story.ledger.batches.length;
    for (let n = 0; n < 50; n++) await story.receive();
    const batches = story.ledger.batches.slice(before);
    expect(batches.flatMap(({ resources }) => resources)).toEqual([]);
    expect(batches.flatMap(({ heard }) => heard)).toHaveLength(50);
  });

  test('[ING171] pings, and incidents of heartbeats, are in no count of events', async () => {
    const story = await given(NAMED);
    await ping(story);
    await story.fastForward('12m');
    await ping(story);
    expect(story.incident(KEY).status).toBe('closed');
    expect(story.floor.conservation().received).toBe(0);
    expect(story.ledger.events).toEqual([]);
  });
});

describe('it is heard again', () => {
  test('[ING174] its incident closes as by the sender, and whoever was paged is told', async () => {
    const story = await given(NAMED);
    await story.fastForward('13m');
    story.expectNotified('an', { kind: 'page' });
    expect(await ping(story)).toMatchObject({ state: 'on-time', lateSince: null, incident: null });
    story.expectNotified('an', { kind: 'recovered' });
    story.expectNothingMore();
    expect(story.incident(KEY)).toMatchObject({ status: 'closed', closedBy: 'sender', unseen: true });
    expect(story.entries('heard-again', KEY)).toMatchObject([
      {
        actor: { kind: 'integration', id: 'std' },
        data: { lateMs: 60_000 },
        reason: { code: 'ING174', params: { label: 'backup', count: 1, unit: 'min' } },
      },
    ]);
    expect(audited(story)).toEqual(['heartbeat.late', 'heartbeat.back']);
    await story.fastForward('12m');
    expect(story.incident(KEY)).toMatchObject({ number: 2, status: 'open', marks: [] });
  });

  test('[ING174] an event brings its integration back', async () => {
    const story = await given(OWN);
    await story.fastForward('13m');
    expect(story.incident(OWN_KEY).status).toBe('open');
    expect(story.core.sources()).toEqual([
      {
        integration: 'std',
        lastAcceptedAt: null,
        lastRefusedAt: null,
        late: { count: 1, worst: [{ name: null, since: at('12m') }] },
      },
    ]);
    await story.receive();
    expect(story.incident(OWN_KEY)).toMatchObject({ status: 'closed', closedBy: 'sender' });
    expect(story.core.sources()[0]).not.toHaveProperty('late');
  });

  test('[ING174] where the service holds recoveries it is held until an ack, and fires again when it is late again', async () => {
    const story = await given({ ...NAMED, services: [service('payments', { onRecovery: 'hold' })] });
    await story.fastForward('13m');
    await ping(story);
    expect(story.incident(KEY)).toMatchObject({ status: 'open', cleared: true });
    expect(item(story)).toMatchObject({ state: 'on-time', incident: { number: 1 } });
    await story.fastForward('12m');
    expect(story.incident(KEY)).toMatchObject({ number: 1, count: 2, cleared: false });
    await ping(story);
    await story.answered('an', { type: 'ack', incident: story.incident(KEY).id });
    expect(story.incident(KEY).status).toBe('closed');
  });

  test('[ING174] an event and a ping in the moment it is late leave nothing open', async () => {
    const story = await given({ ...OWN, ...NAMED });
    story.clock.advance(12 * 60_000);
    await Promise.all([
      story.beat(),
      story.receive({ status: 'close', key: 'unknown' }),
      story.floor.heartbeats.beat('backup', 'std'),
    ]);
    await story.settle();
    expect(story.floor.heartbeats.items().map(({ state }) => state)).toEqual(['on-time', 'on-time']);
    expect([...story.core.incidents()].filter(({ status }) => status !== 'closed')).toEqual([]);
  });
});

describe('a person closes it', () => {
  test('[ING175] it stays closed while it is late, over a restart too, and opens anew once it was back and is late again', async () => {
    const story = await given(NAMED);
    await story.fastForward('13m');
    await story.answered('an', { type: 'close', incident: story.incident(KEY).id, reason: 'known' });
    await story.fastForward('1d');
    await story.killAndRestart('1m');
    await story.fastForward('1d');
    expect(numbers(story)).toEqual([1]);
    expect(item(story)).toMatchObject({ state: 'late', incident: null });
    await ping(story);
    expect(item(story)).toMatchObject({ state: 'on-time' });
    await story.fastForward('12m');
    expect(story.incident(KEY)).toMatchObject({ number: 2, status: 'open', marks: [] });
  });
});

describe('the server was not there', () => {
  test('[ING172] a restart expects everything anew, from its start on', async () => {
    const story = await given({ ...OWN, ...NAMED });
    await story.fastForward('11m');
    await story.killAndRestart('3h');
    expect(item(story).dueAt).toBe(at('203m'));
    await story.fastForward('719s');
    expect(numbers(story)).toEqual([]);
    await story.fastForward('1s');
    expect(numbers(story)).toHaveLength(2);
  });

  test('[ING172] what is late stays late over a kill, with the incident it has', async () => {
    const story = await given(NAMED);
    await story.fastForward('13m');
    await story.killAndRestart('5s');
    expect(item(story)).toMatchObject({ state: 'late', lateSince: at('12m'), incident: { number: 1 } });
    await story.fastForward('1h');
    expect(numbers(story)).toEqual([1]);
    await ping(story);
    expect(story.incident(KEY).status).toBe('closed');
    await story.killAndRestart('5s');
    expect(item(story)).toMatchObject({ state: 'on-time' });
  });

  test('[ING172] killed between the event that brought an integration back and the close of its incident: closed at start', async () => {
    const story = await given(OWN);
    await story.fastForward('13m');
    const isEvent = (name: string) => name === 'heartbeat back';
    const { runner } = story.core;
    const submit = runner.submit.bind(runner);
    runner.submit = (job) => (isEvent(job.name) ? new Promise(() => undefined) : submit(job));
    await story.receive();
    expect(story.incident(OWN_KEY).status).toBe('open');
    await story.killAndRestart('5s');
    expect(story.incident(OWN_KEY)).toMatchObject({ status: 'closed', closedBy: 'sender' });
  });

  test('[ING172] a standstill, and a disk that takes nothing, are held against nobody', async () => {
    const story = await given(NAMED);
    await story.fastForward('5m');
    await story.suspend('2h');
    expect(numbers(story)).toEqual([]);
    expect(item(story).dueAt).toBe(at('137m'));
    story.ledger.isFailing = true;
    await story.receive().catch(() => undefined);
    await story.fastForward('1h');
    expect(numbers(story)).toEqual([]);
    story.ledger.isFailing = false;
    // One beat brings the disk back, the next one expects anew.
    await story.fastForward('1s');
    await story.fastForward('1s');
    await story.fastForward('719s');
    expect(numbers(story)).toEqual([]);
    await story.fastForward('1s');
    expect(numbers(story)).toEqual([1]);
  });

  test.each([
    ['on by a day', 1],
    ['back by a day', -1],
  ] as const)(
    '[ING173] the wall clock is set %s: it is late when elapsed time says so',
    async (_name, sign) => {
      const story = await given({ ...OWN, ...NAMED });
      await story.fastForward('6m');
      await ping(story);
      const began = story.clock.elapsed();
      await story.fastForward('6m');
      story.jumpWallClock('1d', sign);
      await story.beat();
      expect(Date.parse(item(story).dueAt ?? '')).toBe(story.clock.now() + 6 * 60_000);
      await story.fastForward('359s');
      expect(numbers(story)).toEqual([]);
      await story.fastForward('1s');
      expect(numbers(story)).toHaveLength(2);
      expect(story.clock.elapsed() - began).toBe(12 * 60_000);
    },
  );
});

describe('the config changes', () => {
  const off = { heartbeats: [backup({ enabled: false })] };

  test('[ING172] one that is added, or has another period, is expected from then on; others keep their time', async () => {
    const story = await given(NAMED);
    await story.fastForward('11m');
    await story.reconfigure({ heartbeats: [backup(), backup({ name: 'other' })] });
    expect(item(story).dueAt).toBe(at('12m'));
    expect(item(story, 'other')).toMatchObject({ state: 'waiting', dueAt: at('23m') });
    await story.reconfigure({ heartbeats: [backup({ every: 'PT20M' }), backup({ name: 'other' })] });
    expect(item(story).dueAt).toBe(at('33m'));
    expect(item(story, 'other').dueAt).toBe(at('23m'));
  });

  test('[ING179] one that is off is not expected, nor is one of an integration that is off', async () => {
    const story = await given(off);
    await story.fastForward('1d');
    expect(numbers(story)).toEqual([]);
    expect(item(story)).toMatchObject({ state: 'off', switchedOff: false, dueAt: null });
    await story.reconfigure({ ...NAMED, integrations: [integration('std', { enabled: false })] });
    await story.fastForward('1d');
    expect(numbers(story)).toEqual([]);
    await story.reconfigure(NAMED);
    await story.fastForward('12m');
    expect(numbers(story)).toEqual([1]);
  });

  test('[ING179] switched off while late: its incident stays, screens say no more, and a beat still closes it', async () => {
    const story = await given(NAMED);
    await story.fastForward('13m');
    await story.reconfigure(off);
    expect(item(story)).toMatchObject({ state: 'off', lateSince: null, incident: { number: 1 } });
    expect(story.core.sources()[0]).not.toHaveProperty('late');
    await story.fastForward('1h');
    expect(story.incident(KEY).status).not.toBe('closed');
    await ping(story);
    expect(story.incident(KEY).status).toBe('closed');
  });

  test('[ING179] switched on again while its incident is open it is still late; with none open it is expected anew', async () => {
    const story = await given(NAMED);
    await story.fastForward('13m');
    await story.reconfigure(off);
    await story.beat();
    await story.reconfigure(NAMED);
    expect(item(story)).toMatchObject({ state: 'late', incident: { number: 1 } });
    await story.reconfigure(off);
    await story.beat();
    await story.answered('an', { type: 'close', incident: story.incident(KEY).id, reason: 'planned' });
    await story.reconfigure(NAMED);
    await story.beat();
    expect(item(story)).toMatchObject({ state: 'waiting', lateSince: null });
    await story.killAndRestart('1s');
    await story.fastForward('12m');
    expect(story.incident(KEY)).toMatchObject({ number: 2, status: 'open' });
  });

  test('[ING179] one that is removed is watched no more', async () => {
    const story = await given({ ...NAMED, users: ['an', 'lee', 'boss'].map((id) => person(id)) });
    await story.reconfigure({});
    await story.fastForward('1d');
    expect(numbers(story)).toEqual([]);
    expect(story.floor.heartbeats.items()).toEqual([]);
    expect(await ping(story)).toBeNull();
  });
});

describe('heartbeats made through an API', () => {
  const make = (story: Story, more: object = {}) =>
    story.floor.heartbeats.create('std', { name: 'nightly', every: 'PT10M', ...more });

  test('[ING178] it lives beside the config’s, is expected from its first ping on, and survives a restart', async () => {
    const story = await given(NAMED);
    expect(await make(story, { description: 'copies' })).toEqual({
      name: 'nightly',
      description: 'copies',
      every: 'PT10M',
      enabled: true,
      expired: false,
      lastPingAt: null,
      message: '',
      tags: [],
      urgency: 'high',
    });
    await ping(story);
    for (let n = 0; n < 9; n++) {
      await story.fastForward('10m');
      await ping(story);
    }
    expect(numbers(story)).toEqual([]);
    expect(item(story, 'nightly')).toMatchObject({ state: 'waiting', dueAt: null });
    await story.killAndRestart('1s');
    expect(await story.floor.heartbeats.ping('std', 'nightly')).toMatchObject({ expired: false });
    expect(story.floor.heartbeats.list('std').map(({ name }) => name)).toEqual(['backup', 'nightly']);
    await story.fastForward('11m');
    expect(story.floor.heartbeats.get('std', 'nightly')).toMatchObject({ expired: true });
    expect(story.incident('heartbeat:nightly').status).toBe('open');
    await story.killAndRestart('1s');
    expect(await story.floor.heartbeats.ping('std', 'nightly')).toMatchObject({ expired: false });
    expect(story.incident('heartbeat:nightly').status).toBe('closed');
  });

  test('[ING178] changed, switched off and on, and taken back, each audited as the integration’s doing', async () => {
    const story = await given();
    const { heartbeats } = story.floor;
    await make(story);
    await heartbeats.ping('std', 'nightly');
    expect(await heartbeats.update('std', 'nightly', { every: 'PT1H', description: 'x' })).toMatchObject({
      every: 'PT1H',
      description: 'x',
    });
    expect(await heartbeats.update('std', 'nightly', { every: 'soon' })).toBeNull();
    expect(await heartbeats.setEnabled('std', 'nightly', false)).toMatchObject({ enabled: false });
    await story.fastForward('1d');
    expect(numbers(story)).toEqual([]);
    expect(await heartbeats.setEnabled('std', 'nightly', true)).toMatchObject({ enabled: true });
    await heartbeats.setEnabled('std', 'nightly', true);
    await story.fastForward('61m');
    expect(story.incident('heartbeat:nightly').status).toBe('open');
    expect(await heartbeats.remove('std', 'nightly')).toBe(true);
    expect(await heartbeats.remove('std', 'nightly')).toBe(false);
    expect(heartbeats.items()).toEqual([]);
    expect(audited(story)).toEqual([
      'heartbeat.create',
      'heartbeat.change',
      'heartbeat.disable',
      'heartbeat.enable',
      'heartbeat.late',
      'heartbeat.remove',
    ]);
    expect(story.ledger.audit.at(-1)?.actor).toEqual({ kind: 'integration', id: 'std' });

    // Made again, its first ping closes what is still open about it.
    await make(story);
    await heartbeats.ping('std', 'nightly');
    expect(story.incident('heartbeat:nightly').status).toBe('closed');
  });

  test('[ING178] the config’s can be pinged, switched off and on, and nothing else; others’ are as good as none', async () => {
    const story = await given({ ...NAMED, integrations: [integration('std'), integration('other')] });
    const { heartbeats } = story.floor;
    expect(await heartbeats.update('std', 'backup', { every: 'PT1H' })).toBeNull();
    expect(await heartbeats.remove('std', 'backup')).toBe(false);
    expect(await heartbeats.setEnabled('std', 'backup', false)).toMatchObject({ enabled: false });
    await story.killAndRestart('1s');
    await story.fastForward('1d');
    expect(numbers(story)).toEqual([]);
    for (const found of [
      await heartbeats.ping('other', 'backup'),
      heartbeats.get('other', 'backup'),
      await heartbeats.setEnabled('other', 'backup', true),
      await story.floor.heartbeats.beat('backup', 'other'),
    ])
      expect(found).toBeNull();
    expect(heartbeats.list('other')).toEqual([]);
  });

  test('[ING178] a name that is taken, is none, or is one too many is refused with words', async () => {
    const story = await given({ ...NAMED, integrations: [integration('std'), integration('other')] });
    const { heartbeats } = story.floor;
    await make(story);
    for (const [integrationId, input] of [
      ['std', { name: 'nightly', every: 'PT1M' }],
      ['other', { name: 'nightly', every: 'PT1M' }],
      ['std', { name: 'backup', every: 'PT1M' }],
      ['std', { name: 'integration:std', every: 'PT1M' }],
      ['std', { name: '', every: 'PT1M' }],
      ['std', { name: 'fast', every: 'PT0S' }],
      ['gone', { name: 'x', every: 'PT1M' }],
    ] as const)
      expect(await heartbeats.create(integrationId, input)).toEqual({ error: expect.any(String) });
    const rest = Array.from({ length: 999 }, (_, n) =>
      heartbeats.create('std', { name: `j${n}`, every: 'PT1H' }),
    );
    expect((await Promise.all(rest)).filter((made) => 'error' in made)).toEqual([]);
    expect(await heartbeats.create('std', { name: 'more', every: 'PT1H' })).toEqual({
      error: expect.stringContaining('1000'),
    });
    expect(await heartbeats.create('other', { name: 'more', every: 'PT1H' })).toMatchObject({ name: 'more' });
  });

  test('[ING178] one of the config stands in front of one of the same name', async () => {
    const story = await given();
    await make(story);
    await story.reconfigure({ heartbeats: [backup({ name: 'nightly', note: 'reviewed' })] });
    expect(story.floor.heartbeats.items()).toMatchObject([
      { id: 'nightly', madeBy: 'config', note: 'reviewed' },
    ]);
    await story.reconfigure({});
    expect(story.floor.heartbeats.items()).toMatchObject([{ id: 'nightly', madeBy: 'api' }]);
  });

  test('[ING178] a lead switches any off and on, and takes back those made through an API', async () => {
    const story = await given(NAMED);
    await make(story);
    const { heartbeats } = story.floor;
    const an = { kind: 'user', id: 'an' } as const;
    expect(await heartbeats.switchTo(an, 'backup', false)).toMatchObject({ state: 'off', switchedOff: true });
    expect(await heartbeats.switchTo(an, 'none', false)).toBeNull();
    expect(await heartbeats.takeBack(an, 'backup')).toBe('config');
    expect(await heartbeats.takeBack(an, 'nightly')).toBe('removed');
    expect(await heartbeats.takeBack(an, 'nightly')).toBe('none');
    expect(story.ledger.audit.at(-1)).toMatchObject({ action: 'heartbeat.remove', actor: an });
  });
});

const OWN_ID = 'integration:std';
/** So long after the story began, as the API says it. */
function at(after: string): string {
  const found = /^(\d+)m$/.exec(after);
  return new Date(START + Number(found?.[1]) * 60_000).toISOString();
}
