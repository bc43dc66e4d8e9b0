import { describe, expect, it } from 'vitest';
import { doorOf, parseAsPosted } from '../../src/server/runtime/parse-as-posted.ts';
import { createStateSync, type SyncRules } from '../../src/server/runtime/state-sync.ts';
import type { ConfigInput } from '../../src/shared/config/document.ts';
import { reason } from '../../src/shared/reason.ts';
import { given, type Story } from '../support/story.ts';
import { integration, service } from '../support/story-config.ts';

const GRACE_MS = 60_000;
const RULES: SyncRules = { graceMs: GRACE_MS, maxGapMs: 120_000, owns: () => true };
const INTEGRATIONS = [integration('am', { type: 'alertmanager' })];

interface Alert {
  readonly key: string;
  readonly severity?: string;
  readonly startsAt?: string;
  readonly isQuiet?: boolean;
}
const bodyOf = (
  { key, severity = 'critical', startsAt = '2026-11-23T11:50:00Z' }: Alert,
  status = 'firing',
) => ({
  version: '4',
  alerts: [{ status, labels: { alertname: key, severity }, fingerprint: key, startsAt }],
});

/** A floor whose Alertmanager is read; `read` takes what it has active, `post` is its webhook. */
async function start(more: Partial<ConfigInput> = {}, rules = RULES) {
  const story = await given({ integrations: INTEGRATIONS, ...more });
  return { story, ...on(story, rules) };
}
function on(story: Story, rules = RULES) {
  const sync = createStateSync(story.core, 'am');
  const deps = { now: story.clock.now(), newId: story.core.newId, log: story.core.log };
  const compiled = () => story.core.catalog().integrations.get('am')!.integration;
  const read = async (...alerts: readonly (Alert | string)[]) => {
    const active = alerts.map((one) => {
      const alert = typeof one === 'string' ? { key: one } : one;
      const body = bodyOf(alert);
      const events = parseAsPosted(compiled(), body, deps);
      return { events, raw: JSON.stringify(body), isQuiet: alert.isQuiet === true };
    });
    await sync.take(active, rules);
    await story.settle();
  };
  const post = async (key: string, status: 'firing' | 'resolved' = 'firing', more: Partial<Alert> = {}) => {
    const events = parseAsPosted(compiled(), bodyOf({ key, ...more }, status), deps);
    await story.floor.ingest({ integration: 'am', receivedAt: story.clock.now(), events, raw: '{}' });
    await story.settle();
  };
  /** Two readings, the grace between them. */
  const readTwice = async (...alerts: readonly (Alert | string)[]) => {
    await read(...alerts);
    await story.fastForward(GRACE_MS);
    await read(...alerts);
  };
  return { read, post, readTwice, failed: sync.failed };
}
const received = (story: Story) => story.floor.conservation().received;
const statuses = (story: Story) =>
  [...story.ledger.incidents.values()].map(({ dedupKey, status }) => `${dedupKey} ${status}`);

describe('what a tool has active', () => {
  it('[ING161] opens what is not known, by the key of the webhook, and says why', async () => {
    const { story, read, post } = await start();
    await read('disk');
    expect(story.incident()).toMatchObject({
      status: 'open',
      dedupKey: 'disk',
      urgency: 'highest',
      count: 1,
    });
    story.expectNotified('an');
    expect(story.ledger.events).toMatchObject([{ outcome: 'created', reason: { code: 'ING161' } }]);
    expect(JSON.parse(story.ledger.events[0]!.raw!)).toMatchObject({ alerts: [{ fingerprint: 'disk' }] });
    await post('disk');
    expect(story.incident().count).toBe(2);
    await post('disk', 'resolved');
    expect(statuses(story)).toEqual(['disk closed']);
  });

  it('[ING162] is no event while it is known: nothing is counted, minute after minute', async () => {
    const { story, read, post } = await start();
    await post('cpu');
    for (let minute = 0; minute < 30; minute++) {
      await story.fastForward('1m');
      await read('cpu', 'disk');
    }
    expect(received(story)).toBe(2);
    expect(story.incident('cpu').count).toBe(1);
    expect(story.incident('disk').count).toBe(1);
  });

  it('[ING162] is no event again while it is kept quiet or held', async () => {
    const { story, read } = await start({
      services: [
        service('payments', { creation: { rule: 'key', delay: { moreThan: 3, within: 'PT1H' } } } as never),
      ],
    });
    for (let minute = 0; minute < 10; minute++) {
      await story.fastForward('1m');
      await read('disk');
    }
    expect(story.ledger.events.map(({ outcome }) => outcome)).toEqual(['held']);
    expect(story.ledger.incidents.size).toBe(0);
    const quiet = await start({
      maintenance: [
        {
          id: 'm',
          services: ['payments'],
          from: '2026-11-23T11:59',
          to: '2026-11-23T14:00',
          timeZone: 'UTC',
        },
      ],
    });
    for (let minute = 0; minute < 10; minute++) {
      await quiet.story.fastForward('1m');
      await quiet.read('disk');
    }
    expect(quiet.story.ledger.events.map(({ outcome }) => outcome)).toEqual(['suppressed']);
    expect(received(quiet.story)).toBe(1);
    for (let n = 0; n < 3; n++) await quiet.read({ key: 'cpu', severity: 'warning' });
    for (let n = 0; n < 3; n++) await quiet.read({ key: 'cpu', severity: 'critical' });
    expect(received(quiet.story)).toBe(3);
  });

  it('[ING162] is refused once where its source cannot read it', async () => {
    const { story } = await start();
    const sync = createStateSync(story.core, 'am');
    const events = [{ ok: false as const, reason: reason('ING2', 'labels: expected an object') }];
    for (let n = 0; n < 3; n++) await sync.take([{ events, raw: '{"alerts":[7]}', isQuiet: false }], RULES);
    expect(story.ledger.events).toMatchObject([{ outcome: 'rejected', raw: '{"alerts":[7]}' }]);
  });

  it('[ING162] is one event where it is more urgent than before, and none where it is less', async () => {
    const { story, read, post } = await start();
    await post('disk', 'firing', { severity: 'warning' });
    await read({ key: 'disk', severity: 'critical' });
    await read({ key: 'disk', severity: 'critical' });
    expect(story.incident()).toMatchObject({ urgency: 'highest', count: 2 });
    expect(story.kinds()).toContain('urgency-raised');
    await read({ key: 'disk', severity: 'info' });
    expect(received(story)).toBe(2);
  });

  it('[ING162] is one event where it was over and held, or the tool took its close back', async () => {
    const { story, read, post } = await start({ services: [service('payments', { onRecovery: 'hold' })] });
    await post('disk');
    await post('disk', 'resolved');
    expect(story.incident().cleared).toBe(true);
    await read('disk');
    await read('disk');
    expect(story.incident().cleared).toBe(false);
    expect(received(story)).toBe(3);
  });

  it('[ING165] is not opened again where a person closed it, until it fires anew or the tool sends it', async () => {
    const { story, read, post } = await start();
    await read('disk');
    await story.answered('an', { type: 'close' } as never);
    for (let n = 0; n < 3; n++) {
      await story.fastForward('1m');
      await read('disk');
    }
    expect(statuses(story)).toEqual(['disk closed']);
    // Also after a restart, when nothing is remembered but the ledger.
    await story.killAndRestart('10m');
    const later = on(story);
    await later.read('disk');
    expect(statuses(story)).toEqual(['disk closed']);
    await later.read({ key: 'disk', startsAt: '2026-11-23T12:14:00Z' });
    expect(statuses(story)).toEqual(['disk closed', 'disk open']);
    await story.answered('an', { type: 'close', incident: story.incident('disk').id } as never);
    await post('disk');
    expect(statuses(story)).toHaveLength(3);
  });
});

describe('what a tool has not active any more', () => {
  it('[ING160] is closed once it was missing for the grace, and says why', async () => {
    const { story, read, post } = await start();
    await post('disk');
    await read();
    expect(story.incident().status).toBe('open');
    await story.fastForward(GRACE_MS - 1000);
    await read();
    expect(story.incident().status).toBe('open');
    await story.fastForward(1000);
    await read();
    expect(story.incident()).toMatchObject({ status: 'closed', closedBy: 'sender', closeEventAt: null });
    expect(story.entries('closed')).toMatchObject([{ reason: { code: 'ING160' } }]);
    expect(story.ledger.events.at(-1)).toMatchObject({ status: 'close', reason: { code: 'ING160' } });
    expect(received(story)).toBe(2);
    // It may fire again at once: the tool's own time of its end is not known.
    await read('disk');
    expect(statuses(story)).toEqual(['disk closed', 'disk open']);
  });

  it('[ING160] stays open where it was heard meanwhile', async () => {
    const { story, read, post, readTwice } = await start();
    await post('disk');
    await read();
    await story.fastForward(GRACE_MS);
    await post('disk');
    await read();
    expect(story.incident().status).toBe('open');
    await readTwice();
    expect(story.incident().status).toBe('closed');
  });

  it('[ING160] closes every key of a group, and the incident with the last', async () => {
    const creation = { rule: 'fields', fields: ['urgency'], window: 'PT1H' };
    const { story, post, readTwice } = await start({
      services: [service('payments', { creation } as never)],
    });
    for (const key of ['a', 'b', 'c']) await post(key);
    expect(story.ledger.incidents.size).toBe(1);
    await readTwice('b');
    expect(story.incident()).toMatchObject({
      status: 'open',
      group: { keys: 3, firing: 1, firstOver: true },
    });
    await readTwice();
    expect(story.incident().status).toBe('closed');
    await readTwice();
    expect(received(story)).toBe(6);
  });

  it('[ING160] closes incidents that are each their own though they share a key', async () => {
    const { story, post, readTwice } = await start({
      services: [service('payments', { creation: { rule: 'always' } } as never)],
    });
    await post('disk');
    await post('disk');
    await readTwice('disk');
    expect(statuses(story)).toEqual(['disk open', 'disk open']);
    await readTwice();
    expect(statuses(story)).toEqual(['disk closed', 'disk closed']);
  });

  it('[ING160] is left alone where the config says so, by other senders, and by hand', async () => {
    const kept = await start({}, { ...RULES, graceMs: null });
    await kept.post('disk');
    await kept.readTwice();
    expect(kept.story.incident().status).toBe('open');
    const { story, readTwice } = await start({ integrations: [...INTEGRATIONS, integration('std')] });
    await story.receive({ key: 'theirs' });
    await story.raise('an', { service: 'payments', summary: 'by hand', urgency: 'high' });
    await readTwice();
    expect([...story.ledger.incidents.values()].map(({ status }) => status)).toEqual(['open', 'open']);
    const foreign = await start({}, { ...RULES, owns: (key) => key.startsWith('main|') });
    await foreign.post('other|disk');
    await foreign.post('main|disk');
    await foreign.readTwice();
    expect(statuses(foreign.story)).toEqual(['other|disk open', 'main|disk closed']);
  });

  it('[ING163] is not closed by one reading, nor across a failure', async () => {
    const { story, read, post, failed } = await start();
    await post('disk');
    await story.fastForward('1h');
    await read();
    expect(story.incident().status).toBe('open');
    await story.fastForward(GRACE_MS);
    failed();
    await read();
    expect(story.incident().status).toBe('open');
    await story.fastForward(GRACE_MS);
    await read();
    expect(story.incident().status).toBe('closed');
  });

  it('[ING163] is not closed by a reading long after the last: the tool may have started anew meanwhile', async () => {
    const { story, read, post } = await start();
    await post('disk');
    await read();
    await story.suspend('8h');
    await read();
    expect(story.incident().status).toBe('open');
    await story.fastForward(GRACE_MS);
    await read();
    expect(story.incident().status).toBe('closed');
  });

  it('[ING164] what is quiet there is neither opened nor closed', async () => {
    const { story, post, readTwice } = await start();
    await post('disk');
    await readTwice({ key: 'disk', isQuiet: true }, { key: 'cpu', isQuiet: true });
    expect(statuses(story)).toEqual(['disk open']);
    expect(received(story)).toBe(1);
  });

  it('[ING166] where integrations share their keys, nothing is closed', async () => {
    const { story, post, readTwice } = await start({
      integrations: [
        integration('am', { type: 'alertmanager', dedupDomain: 'pair' }),
        integration('am2', { type: 'alertmanager', dedupDomain: 'pair' }),
      ],
    });
    await post('disk');
    await readTwice();
    expect(story.incident().status).toBe('open');
  });

  it('[ING163] the disk refused: nothing happened, and the next reading does it', async () => {
    const { story, read } = await start();
    story.ledger.isFailing = true;
    await expect(read('disk')).rejects.toThrow();
    expect(story.ledger.incidents.size).toBe(0);
    story.ledger.isFailing = false;
    await story.fastForward('1m');
    await read('disk');
    expect(statuses(story)).toEqual(['disk open']);
  });
});

it('[ING167] the banner of a downtime no longer names a source whose state was read since', async () => {
  const { story } = await start({ integrations: [...INTEGRATIONS, integration('std')] });
  await story.fastForward('1m');
  await story.killAndRestart('10m');
  const banner = () => story.core.notices().find(({ kind }) => kind === 'not-receiving');
  expect(banner()?.sources).toEqual(['am', 'std']);
  const changes: string[] = [];
  story.core.onChange(({ parts }) => changes.push(...parts));
  await on(story).read();
  expect(banner()?.sources).toEqual(['std']);
  expect(changes).toContain('notices');
});

it('[ING150] every type of integration has a door to which a fetched body goes', async () => {
  const { adapterTypes } = await import('../../src/server/sources/registry.ts');
  for (const type of adapterTypes()) expect(doorOf(type), type).not.toBeNull();
  expect(doorOf('nobody')).toBeNull();
});
