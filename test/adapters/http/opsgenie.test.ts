import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAlertDesk } from '../../../src/server/runtime/alerts/alert-desk.ts';
import type { AlertHeartbeats, HeartbeatView } from '../../../src/server/runtime/alerts/alert-heartbeats.ts';
import { MAX_WALKED } from '../../../src/server/runtime/alerts/list-alerts.ts';
import { createRequestBook } from '../../../src/server/runtime/alerts/request-book.ts';
import { matchEndpoint } from '../../../src/server/sources/registry.ts';
import { diskStorage } from '../../support/archive-storage.ts';
import { Story } from '../../support/story.ts';
import { floorConfig, integration, keyOf, service } from '../../support/story-config.ts';
import { type Reply, startServer, type TestServer } from './server.ts';

const config = () =>
  floorConfig({
    services: [service('payments', { ackTimeout: { high: 'PT10M' } })],
    integrations: [
      integration('ops', { type: 'opsgenie' }),
      integration('twin', { type: 'opsgenie', dedupDomain: 'shared' }),
      integration('mate', { type: 'opsgenie', dedupDomain: 'shared' }),
      integration('std'),
      integration('instana', { type: 'instana' }),
    ],
  });

let dir: string;
let story: Story;
let server: TestServer;

async function listen(heartbeats?: AlertHeartbeats): Promise<void> {
  server = await startServer({
    floor: story.floor,
    config: () => story.floor.config().document,
    clock: story.clock,
    sources: { matchEndpoint, adapterTypes: () => [] },
    alerts: createAlertDesk(story.core),
    ...(heartbeats === undefined ? {} : { heartbeats }),
  });
}
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'watchfloor-opsgenie-'));
  story = await new Story(config(), { storage: (now) => diskStorage(dir, now) }).start();
  await listen();
});
afterEach(async () => {
  await server.close();
  story.stop();
  story.ledger.close();
  rmSync(dir, { recursive: true, force: true });
});

const ask = (method: string, path: string, body?: unknown, key = keyOf('ops')): Promise<Reply> =>
  server.call(method, path, {
    headers: { authorization: `GenieKey ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
const create = (alias: string, more: object = {}, key = keyOf('ops')) =>
  ask('POST', '/v2/alerts', { message: `Trouble ${alias}`, alias, priority: 'P2', ...more }, key);
const outcomeOf = async (accepted: Reply, key = keyOf('ops')) => {
  expect(accepted.status, accepted.text).toBe(202);
  const { status, json } = await ask('GET', `/v2/alerts/requests/${accepted.json.requestId}`, undefined, key);
  expect(status).toBe(200);
  return json.data;
};
const act = async (path: string, body: object = {}) =>
  outcomeOf(await ask('POST', `/v2/alerts/a/${path}?identifierType=alias`, body));
const get = async (alias = 'a') => (await ask('GET', `/v2/alerts/${alias}?identifierType=alias`)).json.data;

describe('keys', () => {
  it('[ING114] wrong, foreign and missing keys get one answer at every call, and are counted', async () => {
    await create('a');
    const calls = [
      ['GET', '/v2/alerts'],
      ['GET', '/v2/alerts/nothing'],
      ['POST', '/v2/alerts'],
      ['POST', '/v2/alerts/a/close'],
      ['DELETE', '/v2/alerts/a'],
      ['GET', '/v2/heartbeats/x/ping'],
      ['PUT', '/v2/heartbeats'],
    ] as const;
    for (const [method, path] of calls) {
      for (const authorization of [
        undefined,
        'GenieKey wrong',
        `GenieKey ${keyOf('std')}`,
        `Bearer ${keyOf('ops')}`,
      ]) {
        const { status, json } = await server.call(method, path, {
          headers: authorization === undefined ? {} : { authorization },
        });
        expect([status, json.message, Object.keys(json)], path).toEqual([
          401,
          'Could not authenticate',
          ['message', 'took', 'requestId'],
        ]);
        expect(json.requestId).toMatch(/./);
      }
    }
    expect(server.suspicious.length).toBeGreaterThan(0);
    expect(story.incident('a').status).toBe('open');
  });

  it('[ING114] integrations that share their keys share their alerts, others do not, nor their receipts', async () => {
    const created = await create('shared-one', {}, keyOf('twin'));
    const { alertId } = await outcomeOf(created, keyOf('twin'));
    expect((await ask('GET', `/v2/alerts/requests/${created.json.requestId}`)).status).toBe(404);
    expect((await ask('GET', `/v2/alerts/${alertId}`)).status).toBe(404);
    const asMate = await ask('GET', `/v2/alerts/${alertId}`, undefined, keyOf('mate'));
    expect(asMate.json.data).toMatchObject({ id: alertId, integration: { id: 'twin' } });
    const listed = await ask('GET', '/v2/alerts', undefined, keyOf('mate'));
    expect(listed.json.data).toHaveLength(1);
    const closed = await outcomeOf(
      await ask('POST', `/v2/alerts/${alertId}/close`, {}, keyOf('mate')),
      keyOf('mate'),
    );
    expect(closed).toMatchObject({ isSuccess: true });
    expect(story.incident('shared-one').status).toBe('closed');
  });

  it('[ING114] an incident of another tool is none of its alerts, by id and by number', async () => {
    await story.receive({ key: 'disk' });
    const { id, number } = story.incident('disk');
    for (const path of [id, `${number}?identifierType=tiny`, 'disk?identifierType=alias'])
      expect((await ask('GET', `/v2/alerts/${path}`)).status, path).toBe(404);
    const closed = await outcomeOf(await ask('POST', `/v2/alerts/${id}/close`, {}));
    expect(closed).toMatchObject({ isSuccess: false, status: 'Alert does not exist', alertId: '' });
    expect(story.incident('disk').status).toBe('open');
  });
});

describe('paths', () => {
  it.each([
    ['/v2/alerts/disk%2Fvar%20log/acknowledge?identifierType=alias', 'encoded'],
    ['/v2/alerts/disk/var%20log/acknowledge/?identifierType=alias', 'as the official client sends it'],
    ['/jsm/ops/integration/v2/alerts/disk%2Fvar%20log/acknowledge?identifierType=alias', "the successor's"],
  ])('[ING113] an alias with slashes: %s (%s)', async (path) => {
    await create('disk/var log');
    expect(await outcomeOf(await ask('POST', path, {}))).toMatchObject({ isSuccess: true });
    expect(story.incident('disk/var log').status).toBe('acked');
  });

  it('[ING113] what the official client appends with & where it has no question mark is a query', async () => {
    await create('a', { tags: ['x', 'y'] });
    const { id } = story.incident('a');
    const removed = await outcomeOf(await ask('DELETE', `/v2/alerts/${id}/tags/&tags=x`));
    expect(removed).toMatchObject({ isSuccess: true, action: 'RemoveTags' });
    expect((await get()).tags).toEqual(['y']);
  });

  it('[ING124] what is not there is said in its shape', async () => {
    const missing = await ask('GET', '/v2/alerts/requests/none');
    expect([missing.status, missing.json.message]).toEqual([
      404,
      'Request not found. It might not be processed, yet.',
    ]);
    expect((await ask('POST', '/v2/alerts/a/attachments', {})).status).toBe(422);
    expect((await ask('POST', '/v2/alerts/a', {})).status).toBe(405);
    expect((await ask('GET', '/v2/alertsandmore')).status).toBe(404);
  });
});

describe('bodies', () => {
  it.each([
    ['POST', 'snooze', {}, 'endTime'],
    ['POST', 'snooze', { endTime: 'soon' }, 'endTime'],
    ['POST', 'assign', { owner: 'an' }, 'owner'],
    ['POST', 'notes', { note: '  ' }, 'note'],
    ['POST', 'tags', { tags: [] }, 'tags'],
    ['POST', 'details', { details: [] }, 'details'],
    ['DELETE', 'tags', undefined, 'tags'],
    ['DELETE', 'details', undefined, 'keys'],
    ['PUT', 'priority', { priority: 'P0' }, 'priority'],
    ['PUT', 'message', {}, 'message'],
    ['PUT', 'description', { description: null }, 'description'],
    ['POST', 'close', '[1]', 'body'],
    ['POST', 'close', '{"a":', 'body'],
    ['POST', 'close', `{"a":${'['.repeat(100)}`, 'body'],
  ])('[ING112] %s %s %j names %s', async (method, action, body, field) => {
    await create('a');
    const { status, json } = await ask(method, `/v2/alerts/a/${action}?identifierType=alias`, body);
    expect(status).toBe(422);
    expect(Object.keys(json.errors)).toEqual([field]);
    expect(story.incident('a').status).toBe('open');
  });

  it('[ING112] no body, null and a body with names of our own are taken as what they are', async () => {
    await create('a');
    expect(await outcomeOf(await ask('POST', '/v2/alerts/a/acknowledge?identifierType=alias'))).toMatchObject(
      {
        isSuccess: true,
      },
    );
    expect((await ask('POST', '/v2/alerts/a/unacknowledge?identifierType=alias', 'null')).status).toBe(202);
    const odd = { ok: false, answer: { status: 200 }, reply: 1, status: 418 };
    expect((await ask('POST', '/v2/alerts/a/close?identifierType=alias', odd)).status).toBe(202);
    expect((await ask('GET', '/v2/alerts/a?identifierType=name')).status).toBe(422);
  });
});

describe('answers', () => {
  it('[ING118] a note does not keep an acknowledgement alive, a comment of a person does', async () => {
    await create('a');
    await act('acknowledge', { user: 'Night script' });
    await story.fastForward('8m');
    await act('notes', { note: 'still looking' });
    await story.fastForward('3m');
    expect(story.incident('a').status).toBe('open');
    await act('acknowledge');
    await story.fastForward('8m');
    await story.answered('an', { type: 'comment', text: 'on it', incident: story.incident('a').id });
    await story.fastForward('3m');
    expect(story.incident('a').status).toBe('acked');
    expect(story.entries('acked', 'a')[0]).toMatchObject({
      actor: { kind: 'integration', id: 'ops' },
      data: { by: 'Night script' },
    });
  });

  it('[ING116] unacknowledging starts a new run that tells people again', async () => {
    await create('a');
    await act('acknowledge');
    const { runs } = story.incident('a');
    expect(await act('unacknowledge', { user: 'Kim' })).toMatchObject({ isSuccess: true });
    const incident = story.incident('a');
    expect(incident).toMatchObject({ status: 'open', runs: runs + 1, run: { state: 'running' } });
    expect(story.entries('re-alarmed', 'a')[0]).toMatchObject({
      actor: { kind: 'integration', id: 'ops' },
      reason: { code: 'ING116' },
      data: { by: 'Kim' },
    });
    expect(await act('unacknowledge')).toMatchObject({ isSuccess: false });
  });

  it('[ING113] what the floor refuses is told by the status of the request, with the alert it is about', async () => {
    await create('a');
    const { id } = story.incident('a');
    const past = await act('snooze', { endTime: new Date(story.clock.now() - 1000).toISOString() });
    expect(past).toMatchObject({
      isSuccess: false,
      success: false,
      action: 'Snooze',
      alertId: id,
      alias: 'a',
    });
    expect(past.status).toContain('future');
    await act('close');
    const closed = await outcomeOf(
      await ask('POST', `/v2/alerts/${id}/snooze`, { endTime: '2030-01-01T00:00:00Z' }),
    );
    expect(closed.status).toBe('Alert is already closed');
  });

  it('[ING115] a rising priority alarms again, a lower one is shown only', async () => {
    await create('a');
    await act('acknowledge');
    const put = (priority: string) =>
      ask('PUT', '/v2/alerts/a/priority?identifierType=alias', { priority }).then((r) => outcomeOf(r));
    expect(await put('P4')).toMatchObject({ isSuccess: true });
    expect(story.incident('a')).toMatchObject({ status: 'acked', urgency: 'high', latestUrgency: 'low' });
    expect((await get()).priority).toBe('P4');
    await put('P1');
    expect(story.incident('a')).toMatchObject({ status: 'open', urgency: 'highest' });
  });

  it('[ING115] what was changed goes with a redaction, and stays after a restart', async () => {
    await create('a', { tags: ['one'], details: { secret: 'hunter2' } });
    await act('tags', { tags: ['two'] });
    await act('details', { details: { token: 'hunter3' } });
    expect(await get()).toMatchObject({
      tags: ['one', 'two'],
      details: { secret: 'hunter2', token: 'hunter3' },
    });
    await server.close();
    await story.killAndRestart();
    await listen();
    expect((await get()).tags).toEqual(['one', 'two']);
    const { id } = story.incident('a');
    await story.floor.redact(story.principal('boss', 'admin'), id, {
      parts: ['details'],
      reason: 'a password',
    });
    const text = JSON.stringify([await get(), (await ask('GET', `/v2/alerts/${id}/logs`)).json]);
    expect(text).not.toContain('hunter');
    expect(text).toContain('[redacted]');
  });

  it('[ING113] a create that makes no alert says so', async () => {
    await create('a');
    await act('close');
    expect(await outcomeOf(await create('a'))).toMatchObject({ status: 'Created alert' });
    expect(await outcomeOf(await create('a'))).toMatchObject({
      isSuccess: true,
      status: 'Increased the count of the open alert',
    });
    const bad = await ask('POST', '/v2/alerts', { alias: 'x' });
    expect(bad).toMatchObject({ status: 422, json: { errors: { message: 'Message can not be empty.' } } });
    expect(bad.json.took).toBeGreaterThanOrEqual(0);
    expect(story.floor.conservation().outcomes).toMatchObject({ created: 2, deduplicated: 1, rejected: 1 });
  });

  it('[ING124] a stopping floor asks its senders to come again, and does nothing', async () => {
    await create('a');
    await story.core.runner.stop();
    const { status, headers, json } = await ask('POST', '/v2/alerts/a/close?identifierType=alias', {});
    expect([status, headers['retry-after']]).toEqual([429, '1']);
    expect(json.message).toBe('You are making too many requests!');
    expect((await create('b')).status).toBe(429);
    expect(story.incident('a').status).toBe('open');
  });
});

it('[ING124] a failed disk is 503 and changes nothing: a tool gets its 202 only for what is stored', async () => {
  await create('a');
  story.ledger.isFailing = true;
  const { status, headers } = await ask('POST', '/v2/alerts/a/acknowledge?identifierType=alias', {});
  expect([status, headers['retry-after']]).toEqual([503, '1']);
  expect(story.incident('a').status).toBe('open');
  expect((await create('b')).status).toBe(503);
});

describe('lists', () => {
  it('[ING120] says what is wrong with a parameter', async () => {
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=x',
      'offset=-1',
      'order=up',
      'sort=colour',
      'searchIdentifier=1',
    ]) {
      const { status, json } = await ask('GET', `/v2/alerts?${query}`);
      expect([status, Object.keys(json.errors)], query).toEqual([422, [query.split('=')[0]]]);
    }
  });

  it('[ING120] lines of notes and logs are paged by their offsets, both ways', async () => {
    await create('a', { note: 'n0', user: 'watcher' });
    for (const note of ['n1', 'n2', 'n3']) await act('notes', { note });
    const notes = async (query: string) => {
      const { json } = await ask('GET', `/v2/alerts/a/notes?identifierType=alias&${query}`);
      return json;
    };
    const first = await notes('limit=2&order=asc');
    expect(first.data.map((one: { note: string }) => one.note)).toEqual(['n0', 'n1']);
    expect(first.data[0].owner).toBe('watcher');
    const second = await notes(`limit=2&order=asc&offset=${first.data[1].offset}`);
    expect(second.data.map((one: { note: string }) => one.note)).toEqual(['n2', 'n3']);
    expect(second.paging.next).toBeUndefined();
    const back = await notes(`limit=2&order=asc&direction=prev&offset=${second.data[0].offset}`);
    expect(back.data.map((one: { note: string }) => one.note)).toEqual(['n0', 'n1']);
  });

  it('[ING120] a walk over too many alerts is refused, never answered in part', async () => {
    await create('a');
    const { id } = story.incident('a');
    const page = { items: Array.from({ length: 200 }, () => story.incident('a')), nextCursor: 'more' };
    let asked = 0;
    const { queries } = story.core;
    const endless = {
      ...queries,
      incidents: async () => {
        asked += 1;
        return page;
      },
    };
    Object.defineProperty(story.core, 'queries', { value: endless, configurable: true });
    const { status, json } = await ask('GET', '/v2/alerts?query=alias%3Anone');
    expect([status, asked]).toEqual([422, MAX_WALKED / 200]);
    expect(json.errors.query).toContain('narrow');
    expect((await ask('GET', '/v2/alerts/count')).status).toBe(422);
    // Newest first, a page is found without walking on.
    expect((await ask('GET', '/v2/alerts?limit=1')).json.data).toMatchObject([{ id }]);
  });
});

it('[ING113] the book of requests forgets the oldest', () => {
  const book = createRequestBook(2);
  const record = (requestId: string) => ({
    requestId,
    integration: 'ops',
    action: 'Close',
    processedAt: 0,
    isSuccess: true,
    status: '',
    alertId: '',
    alias: '',
  });
  for (const id of ['1', '2', '3']) book.note(record(id));
  expect(['1', '2', '3'].map((id) => book.find('ops', id) !== null)).toEqual([false, true, true]);
  expect(book.find('other', '3')).toBeNull();
});

describe('tools by their Opsgenie path', () => {
  const instana = (state: string) => ({ issue: { id: 'i-1', state, severity: 10, text: 'Heap is full' } });
  const post = (tool: string, key: string, body: unknown) =>
    server.call('POST', `/v1/json/integrations/webhooks/${tool}?apiKey=${key}`, {
      body: JSON.stringify(body),
    });

  it('[ING122] are read by their own source, with a key of theirs or of opsgenie, and answered 200', async () => {
    expect((await post('instana', keyOf('ops'), instana('OPEN'))).status).toBe(200);
    expect(story.incident('i-1')).toMatchObject({ integration: 'ops', urgency: 'highest' });
    const own = await post('instana', keyOf('instana'), instana('OPEN'));
    expect(own.json).toMatchObject({ result: 'Request will be processed', requestId: expect.any(String) });
    expect(story.incident('i-1')).toMatchObject({ integration: 'instana' });
    expect((await post('instana', keyOf('std'), instana('OPEN'))).status).toBe(401);
    expect((await post('instana', keyOf('ops'), { x: 1 })).status).toBe(422);
  });

  it('[ING122] that nobody knows open and close by usual names', async () => {
    const body = (status: string) => ({ title: 'No answer', host: 'web3', name: 'http', status });
    expect((await post('zenoss', keyOf('ops'), body('CRITICAL'))).status).toBe(200);
    expect(story.incident('web3/http')).toMatchObject({ status: 'open', summary: 'No answer' });
    await post('zenoss', keyOf('ops'), body('OK'));
    expect(story.incident('web3/http').status).toBe('closed');
    expect((await post('zenoss', keyOf('instana'), body('OK'))).status).toBe(401);
  });
});

describe('heartbeats', () => {
  it('[ING121] without any, every name is unknown and none can be made', async () => {
    for (const [method, path] of [
      ['GET', 'x'],
      ['GET', 'x/ping'],
      ['POST', 'x/ping'],
      ['PUT', 'x/ping'],
      ['PATCH', 'x/ping'],
      ['POST', 'x/enable'],
      ['PATCH', 'x'],
    ] as const) {
      const { status, text } = await ask(method, `/v2/heartbeats/${path}`, method === 'GET' ? undefined : {});
      expect([status, text.includes('PONG')], `${method} ${path}`).toEqual([404, false]);
    }
    const made = await ask('POST', '/v2/heartbeats', { name: 'x', interval: 5, intervalUnit: 'minutes' });
    expect(made.status).toBe(403);
    expect((await ask('GET', '/v2/heartbeats')).json.data).toEqual({ heartbeats: [] });
    expect((await ask('DELETE', '/v2/heartbeats/x')).status).toBe(403);
  });

  it('[ING121] with some, they are pinged, listed, made and switched in its shape', async () => {
    const kept = new Map<string, HeartbeatView>();
    const put = (name: string, change: Partial<HeartbeatView>) => {
      const known = kept.get(name);
      if (known === undefined) return { ok: false, reason: 'unknown' } as const;
      const heartbeat = { ...known, ...change };
      kept.set(name, heartbeat);
      return { ok: true, heartbeat } as const;
    };
    await server.close();
    await listen({
      ping: async (_, name, now) => {
        const done = put(name, { lastPingAt: now });
        return done.ok ? { ok: true, lastPingAt: now } : done;
      },
      get: async (_, name) => kept.get(name) ?? null,
      list: async () => [...kept.values()],
      create: async (_, name, { everyMs = 0, ...input }) => {
        const made: HeartbeatView = {
          name,
          description: '',
          everyMs,
          enabled: true,
          expired: false,
          lastPingAt: null,
          alertMessage: '',
          alertTags: [],
          alertUrgency: 'medium',
          ...input,
        };
        kept.set(name, made);
        return { ok: true, heartbeat: made };
      },
      update: async (_, name, input) => put(name, input),
      enable: async (_, name, enabled) => put(name, { enabled }),
    });
    const name = encodeURIComponent('nightly / db1');
    const input = { name: 'nightly / db1', interval: 2, intervalUnit: 'hours', alertPriority: 'P1' };
    expect((await ask('POST', '/v2/heartbeats/', input)).status).toBe(201);
    const ping = await ask('GET', `/v2/heartbeats/${name}/ping/`);
    expect(ping).toMatchObject({ status: 202, json: { result: 'PONG - Heartbeat received' } });
    expect((await ask('POST', `/v2/heartbeats/${name}/disable`, 'null')).json).toMatchObject({
      result: 'Disabled',
      data: { enabled: false },
    });
    await ask('PATCH', `/v2/heartbeats/${name}`, { interval: 3, intervalUnit: 'days', alertTags: ['db'] });
    const { json } = await ask('GET', '/v2/heartbeats');
    expect(json.data.heartbeats).toMatchObject([
      {
        name: 'nightly / db1',
        interval: 3,
        intervalUnit: 'days',
        enabled: false,
        alertPriority: 'P1',
        alertTags: ['db'],
        lastPingTime: new Date(story.clock.now()).toISOString(),
      },
    ]);
    for (const [field, body] of [
      ['name', { interval: 1 }],
      ['interval', { name: 'y' }],
      ['interval', { name: 'y', interval: 'often' }],
      ['intervalUnit', { name: 'y', interval: 1, intervalUnit: 'weeks' }],
      ['alertPriority', { name: 'y', interval: 1, alertPriority: 'urgent' }],
    ] as const) {
      const refused = await ask('POST', '/v2/heartbeats', body);
      expect([refused.status, Object.keys(refused.json.errors)]).toEqual([422, [field]]);
    }
  });
});
