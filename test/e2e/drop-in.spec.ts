import { readFileSync } from 'node:fs';
import { get, globalAgent } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acknowledge, change, event, resolve, trigger } from '@pagerduty/pdjs/build/src/events.js';
import opsgenie from 'opsgenie-sdk';
import { describe, expect, test } from 'vitest';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { ADMIN_TOKEN, type ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';

const stage = createStage();
const OPS_KEY = 'k-opsgenie-0123456789abcdef0123456789';
const OTHER_KEY = 'k-opsgenie-other-0123456789abcdef0123';
const PD_KEY = 'k-pagerduty-0123456789abcdef012345678';
/** Short enough to see that nobody else is told. */
const STEP_MS = 2000;

function config(hook: string) {
  const base = floorConfig({ hook, stepDelay: 'PT2S' });
  return {
    ...base,
    users: base.users!.map((user) => ({ ...user, email: `${user.id}@noc.example.com` })),
    integrations: [
      ...base.integrations!,
      { id: 'ops', name: 'Opsgenie scripts', type: 'opsgenie', key: OPS_KEY, service: 'payments' },
      { id: 'other', name: 'Another team', type: 'opsgenie', key: OTHER_KEY, service: 'payments' },
      { id: 'pd', name: 'PagerDuty scripts', type: 'pagerduty', key: PD_KEY, service: 'payments' },
    ],
  };
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into
type Answer = any;
type Failure = { readonly httpStatusCode: number; readonly message: string; readonly errors?: object };

/** A call of the official client: its answer, or its error as it was given. */
const call = (api: 'alertV2' | 'heartbeat', name: string, ...args: unknown[]) =>
  new Promise<{ readonly error: Failure | null; readonly answer: Answer }>((done) => {
    opsgenie[api][name]!(...args, (error: Failure | null, answer: Answer) => done({ error, answer }));
  });
const alerts = async (name: string, ...args: unknown[]): Promise<Answer> => {
  const { error, answer } = await call('alertV2', name, ...args);
  if (error !== null) throw new Error(`${name}: ${JSON.stringify(error)}`);
  return answer;
};
/** What came of a request that was answered with 202, as the client asks for it. */
const outcome = async (accepted: Answer) => {
  expect(accepted).toMatchObject({ result: 'Request will be processed', took: expect.any(Number) });
  return (await alerts('getRequestStatus', accepted.requestId, null)).data;
};

async function startFloor(): Promise<{
  server: ServerHandle;
  hook: Awaited<ReturnType<typeof stage.receiver>>;
}> {
  const hook = await stage.receiver();
  const server = await stage.server({ config: config(hook.url) });
  opsgenie.configure({ host: server.url, api_key: OPS_KEY, retryDelay: 100 });
  return { server, hook };
}

describe('opsgenie-sdk', () => {
  test('[ING110] creates an alert that keeps everything, and counts a repeat of its alias', async () => {
    const { server } = await startFloor();
    const body = {
      message: 'Refunds are stuck',
      alias: 'mq1/refunds queue',
      description: 'Consumers stopped.',
      responders: [{ name: 'Payments night', type: 'team' }],
      actions: ['Restart'],
      tags: ['queue', 'shop'],
      details: { depth: '10250', shard: 'b' },
      entity: 'mq1',
      source: 'queue-watch',
      priority: 'P2',
      user: 'watcher',
      note: 'third time this week',
    };
    const created = await outcome(await alerts('create', body, null));
    expect(created).toMatchObject({
      success: true,
      isSuccess: true,
      action: 'Create',
      status: 'Created alert',
      alias: 'mq1/refunds queue',
      integrationId: 'ops',
    });
    const [incident] = await server.incidents();
    expect(incident).toMatchObject({
      id: created.alertId,
      status: 'open',
      urgency: 'high',
      summary: 'Refunds are stuck',
      dedupKey: 'mq1/refunds queue',
      integration: 'ops',
    });
    const again = await outcome(await alerts('create', body, null));
    expect(again).toMatchObject({ isSuccess: true, alertId: created.alertId });
    expect(await server.incidents()).toHaveLength(1);

    for (const identifier of [
      { identifier: created.alertId, identifierType: 'id' },
      { identifier: 'mq1/refunds queue', identifierType: 'alias' },
      { identifier: String(incident!.number), identifierType: 'tiny' },
      { identifier: created.alertId },
    ]) {
      const { data } = await alerts('get', identifier, null);
      expect(data).toMatchObject({
        id: created.alertId,
        tinyId: String(incident!.number),
        alias: 'mq1/refunds queue',
        message: 'Refunds are stuck',
        description: 'Consumers stopped.',
        tags: ['queue', 'shop'],
        actions: ['Restart'],
        details: { depth: '10250', shard: 'b' },
        entity: 'mq1',
        source: 'queue-watch',
        priority: 'P2',
        status: 'open',
        acknowledged: false,
        count: 2,
        integration: { id: 'ops', type: 'opsgenie' },
      });
      expect(data.responders).toContainEqual({ type: 'team', name: 'Payments night' });
    }
    const refused = await call('alertV2', 'create', { alias: 'x' }, null);
    expect(refused.error).toMatchObject({
      httpStatusCode: 422,
      errors: { message: 'Message can not be empty.' },
    });
    const { received, outcomes } = await server.conservation();
    expect(outcomes).toMatchObject({ created: 1, deduplicated: 1, rejected: 1 });
    expect(received).toBe(3);
  });

  test.each(['id', 'alias', 'tiny'] as const)(
    '[ING113] every call works by %s, in the answer and on our side, and outlives a kill',
    { timeout: 120_000 },
    async (identifierType) => {
      const { server } = await startFloor();
      const alias = 'shop/checkout-500';
      const { alertId } = await outcome(
        await alerts('create', { message: 'Checkout 500', alias, priority: 'P3', tags: ['shop'] }, null),
      );
      const { number } = await server.incident(alertId);
      const identifier = {
        identifier: { id: alertId, alias, tiny: String(number) }[identifierType],
        identifierType,
      };
      const get = async () => (await alerts('get', identifier, null)).data;
      const does = async (name: string, data: object) => {
        const result = await outcome(await alerts(name, identifier, { user: 'Night script', ...data }, null));
        expect(result, name).toMatchObject({ isSuccess: true, alertId, alias });
        return result;
      };

      await does('acknowledge', { note: 'looking' });
      expect(await get()).toMatchObject({ acknowledged: true, report: { acknowledgedBy: 'Night script' } });
      expect(await server.incident(alertId)).toMatchObject({ status: 'acked' });
      const twice = await outcome(await alerts('acknowledge', identifier, {}, null));
      expect(twice).toMatchObject({ isSuccess: false, status: 'Alert is already acknowledged', alertId });

      await does('unacknowledge', {});
      expect(await server.incident(alertId)).toMatchObject({ status: 'open' });

      await does('addNote', { note: 'restarted one of two' });
      await does('addNote', { note: 'restarted both' });
      const notes = await alerts('listAlertNotes', identifier, { limit: 2, order: 'asc' }, null);
      expect(notes.data.map(({ note }: { note: string }) => note)).toEqual([
        'looking',
        'restarted one of two',
      ]);
      expect(notes.data[0]).toMatchObject({ owner: 'Night script' });
      const rest = await fetch(notes.paging.next, { headers: { authorization: `GenieKey ${OPS_KEY}` } });
      expect(((await rest.json()) as Answer).data).toMatchObject([{ note: 'restarted both' }]);

      await does('addTags', { tags: ['db', 'prod'] });
      await does('removeTags', { tags: 'shop' });
      await does('addDetails', { details: { region: 'seoul', ticket: '42' } });
      await does('removeDetails', { keys: 'ticket' });
      expect(await get()).toMatchObject({ tags: ['db', 'prod'], details: { region: 'seoul' } });

      // The client has no call for these three.
      const put = async (name: string, body: object) => {
        const path = `${encodeURIComponent(identifier.identifier)}/${name}?identifierType=${identifierType}`;
        const answer = await fetch(`${server.url}/v2/alerts/${path}`, {
          method: 'PUT',
          headers: { authorization: `GenieKey ${OPS_KEY}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        expect(answer.status).toBe(202);
        expect(await outcome(await answer.json())).toMatchObject({ isSuccess: true, alertId });
      };
      await put('priority', { priority: 'P1' });
      await put('message', { message: 'Checkout answers 500' });
      await put('description', { description: 'Since the release' });
      expect(await get()).toMatchObject({
        priority: 'P1',
        message: 'Checkout answers 500',
        description: 'Since the release',
      });
      expect(await server.incident(alertId)).toMatchObject({
        urgency: 'highest',
        summary: 'Checkout answers 500',
      });

      await does('assign', { owner: { username: 'LEE@noc.example.com' } });
      expect(await get()).toMatchObject({ owner: 'lee@noc.example.com' });
      expect(await server.incident(alertId)).toMatchObject({ handedTo: { user: 'lee' } });
      const nobody = await outcome(await alerts('assign', identifier, { owner: { id: 'ghost' } }, null));
      expect(nobody).toMatchObject({ isSuccess: false, status: 'User does not exist' });

      await does('escalateToNext', { escalation: { name: 'Standard' } });
      const endTime = new Date(Date.now() + 3_600_000).toISOString();
      await does('snooze', { endTime });
      expect(await get()).toMatchObject({ snoozed: true, snoozedUntil: endTime });
      expect(await server.incident(alertId)).toMatchObject({ snoozedUntil: endTime });

      const logs = await alerts('listAlertLogs', identifier, { limit: 100, order: 'asc' }, null);
      const kinds = logs.data.map(({ type }: { type: string }) => type);
      expect(kinds).toEqual(
        expect.arrayContaining(['created', 'acked', 'alert-changed', 'assigned', 'snoozed']),
      );

      // What was changed is on the disk.
      const before = await get();
      await server.kill();
      const after = await stage.server({ dataDir: server.dataDir });
      opsgenie.configure({ host: after.url, api_key: OPS_KEY });
      expect(await get()).toMatchObject({
        tags: before.tags,
        details: before.details,
        description: before.description,
        message: before.message,
        snoozed: true,
      });

      await does('close', { note: 'rolled back' });
      expect(await after.incident(alertId)).toMatchObject({ status: 'closed' });
      expect((await alerts('get', { identifier: alertId }, null)).data).toMatchObject({
        status: 'closed',
        report: { closedBy: 'Night script' },
      });
      const closed = await outcome(await alerts('close', identifier, {}, null));
      expect(closed).toMatchObject({
        isSuccess: false,
        status: identifierType === 'alias' ? 'Alert does not exist' : 'Alert is already closed',
      });
      // A closed alert's alias makes a new one.
      const next = await outcome(await alerts('create', { message: 'Checkout 500', alias }, null));
      expect(next.alertId).not.toBe(alertId);

      const audit = await after.get<{ items: { action: string; actor: object }[] }>(
        '/api/v1/audit?action=incident&limit=100',
      );
      const byTool = audit.items.filter(({ actor }) => (actor as { kind: string }).kind === 'integration');
      expect(byTool.map(({ action }) => action)).toEqual(
        expect.arrayContaining([
          'incident.ack',
          'incident.unack',
          'incident.comment',
          'incident.change',
          'incident.assign',
          'incident.escalate',
          'incident.snooze',
          'incident.close',
        ]),
      );
      expect(byTool.every(({ actor }) => (actor as { id: string }).id === 'ops')).toBe(true);
    },
  );

  test('[ING117] delete closes the alert and says so', async () => {
    const { server } = await startFloor();
    const { alertId } = await outcome(await alerts('create', { message: 'Old', alias: 'old' }, null));
    const deleted = await outcome(
      await alerts('delete', { identifier: 'old', identifierType: 'alias' }, null),
    );
    expect(deleted).toMatchObject({
      action: 'Delete',
      isSuccess: true,
      status: expect.stringContaining('never deleted'),
    });
    expect(await server.incident(alertId)).toMatchObject({ status: 'closed' });
  });

  test('[ING120] lists by a search, page by page, and refuses one it does not know', async () => {
    const { server } = await startFloor();
    for (const [n, priority] of ['P1', 'P2', 'P2', 'P3', 'P5'].entries())
      await alerts('create', { message: `Alert ${n}`, alias: `a${n}`, priority, tags: [`n${n % 2}`] }, null);
    await alerts('acknowledge', { identifier: 'a1', identifierType: 'alias' }, {}, null);
    await alerts('close', { identifier: 'a4', identifierType: 'alias' }, {}, null);
    // A space after each colon: without one the client takes the query for an address and drops its own key.
    const aliases = async (params: object) =>
      (await alerts('list', params, null)).data.map(({ alias }: { alias: string }) => alias);
    expect(await aliases({})).toEqual(['a4', 'a3', 'a2', 'a1', 'a0']);
    expect(await aliases({ query: 'status: open AND priority: (P1 OR P2)', order: 'asc' })).toEqual([
      'a0',
      'a1',
      'a2',
    ]);
    expect(await aliases({ query: 'acknowledged: true' })).toEqual(['a1']);
    expect(await aliases({ query: 'tag: n1 NOT status: closed' })).toEqual(['a3', 'a1']);
    expect(await aliases({ query: `createdAt > ${Date.now() + 60_000}` })).toEqual([]);
    expect(await aliases({ query: '"Alert 3"' })).toEqual(['a3']);
    expect(await aliases({ sort: 'alias', order: 'asc', limit: 2, offset: 1 })).toEqual(['a1', 'a2']);

    const page = await alerts('list', { query: 'status: open', limit: 3 }, null);
    const next = await fetch(page.paging.next, { headers: { authorization: `GenieKey ${OPS_KEY}` } });
    const body = (await next.json()) as Answer;
    expect(body.data).toMatchObject([{ alias: 'a0' }]);
    expect(body.paging.next).toBeUndefined();
    const counted = await fetch(`${server.url}/v2/alerts/count?query=status%3Aopen`, {
      headers: { authorization: `GenieKey ${OPS_KEY}` },
    });
    expect(await counted.json()).toMatchObject({ data: { count: 4 } });
    const unknown = await call('alertV2', 'list', { query: 'colour: red' }, null);
    expect(unknown.error).toMatchObject({
      httpStatusCode: 422,
      errors: { query: expect.stringContaining('colour') },
    });
  });

  test('[ING114] reaches its own alerts only; wrong keys and unknown things are errors in its shape', async () => {
    const { server } = await startFloor();
    const { alertId } = await outcome(await alerts('create', { message: 'Mine', alias: 'mine' }, null));
    opsgenie.configure({ host: server.url, api_key: OTHER_KEY });
    expect((await call('alertV2', 'get', { identifier: alertId }, null)).error).toMatchObject({
      httpStatusCode: 404,
    });
    const foreign = await outcome(await alerts('close', { identifier: alertId }, {}, null));
    expect(foreign).toMatchObject({ isSuccess: false, status: 'Alert does not exist', alertId: '' });
    expect((await alerts('list', {}, null)).data).toEqual([]);
    expect(await server.incident(alertId)).toMatchObject({ status: 'open' });

    for (const key of ['wrong-0123456789abcdef0123456789', PD_KEY]) {
      opsgenie.configure({ host: server.url, api_key: key });
      for (const [name, ...args] of [
        ['create', { message: 'x' }, null],
        ['get', { identifier: alertId }, null],
        ['list', {}, null],
      ] as [string, ...unknown[]][]) {
        const { error } = await call('alertV2', name, ...args);
        expect(error, name).toMatchObject({ httpStatusCode: 401, message: 'Could not authenticate' });
      }
    }
  });

  test('[ING121] a ping of an unknown heartbeat is an error, never a PONG', async () => {
    await startFloor();
    for (const [name, ...args] of [
      ['ping', { identifier: 'nightly backup' }, null],
      ['get', 'nightly backup', null],
      ['enable', { identifier: 'nightly backup' }, null],
      ['disable', { identifier: 'nightly backup' }, null],
    ] as [string, ...unknown[]][]) {
      const { error, answer } = await call('heartbeat', name, ...args);
      expect(answer, name).toBeNull();
      expect(error, name).toMatchObject({
        httpStatusCode: 404,
        message: expect.stringContaining('does not exist'),
      });
    }
  });

  test('[ING113] an ack through the API stops the escalation; without one it goes on', async () => {
    const { hook } = await startFloor();
    await alerts('create', { message: 'Answered', alias: 'answered' }, null);
    await alerts('create', { message: 'Waits', alias: 'waits' }, null);
    await until('both first pages', () => hook.to('/an', 'page').length >= 2);
    const acked = await outcome(
      await alerts('acknowledge', { identifier: 'answered', identifierType: 'alias' }, {}, null),
    );
    const told = await until('the second step of the other', () => hook.to('/lee', 'page')[0]);
    await sleep(STEP_MS);
    const incidents = hook.to('/lee', 'page').map(({ body }) => body.incident?.id);
    expect(told.body.incident?.id).toBeDefined();
    expect(incidents).not.toContain(acked.alertId);
  });
});

/** As `server.get`, trusting the test's certificate. */
const askTls = (server: ServerHandle, path: string): Promise<Answer> =>
  new Promise((done, fail) => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    get(`${server.url}${path}`, { headers }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      res.on('end', () => done(JSON.parse(text)));
    }).on('error', fail);
  });

describe('pdjs', () => {
  test('[ING123] events and change events over TLS, as the client sends them', async () => {
    const tls = join(import.meta.dirname, '../support/e2e/tls');
    const hook = await stage.receiver();
    const { ca } = globalAgent.options;
    globalAgent.options.ca = readFileSync(join(tls, 'cert.pem'));
    stage.later(() => {
      globalAgent.options.ca = ca;
    });
    const server = await stage.server({
      config: config(hook.url),
      args: ['--tls-cert', join(tls, 'cert.pem'), '--tls-key', join(tls, 'key.pem')],
    });
    const { host } = new URL(server.url);
    const payload = { summary: 'Latency of pay3', source: 'pay3', severity: 'error' as const };
    const data = {
      routing_key: PD_KEY,
      event_action: 'trigger' as const,
      dedup_key: 'pay3/latency',
      payload,
    };
    const first = await event({ server: host, data });
    expect(first.response.status).toBe(202);
    expect(first.data).toEqual({ status: 'success', message: 'Event processed', dedup_key: 'pay3/latency' });
    const own = await trigger({ server: host, data: { ...data, dedup_key: '' } });
    expect(own.data.dedup_key).toMatch(/./);
    await until('the first page', () => hook.to('/an', 'page').length >= 2);
    const acked = await acknowledge({ server: host, data });
    const resolved = await resolve({ server: host, data: { ...data, dedup_key: own.data.dedup_key } });
    expect([acked.response.status, resolved.response.status]).toEqual([202, 202]);
    const changed = await change({
      server: host,
      data: {
        routing_key: PD_KEY,
        payload: { summary: 'Deployed 4.2', timestamp: new Date().toISOString(), custom_details: {} },
        links: [],
        // The client's types ask for the fields of an event here too.
      } as unknown as Parameters<typeof change>[0]['data'],
    });
    expect(changed.response.status).toBe(202);
    expect(changed.data).toEqual({ status: 'success', message: 'Change event processed' });
    const wrong = await event({ server: host, data: { ...data, routing_key: OPS_KEY } });
    expect(wrong.response.status).toBe(401);
    await sleep(STEP_MS + 1000);
    expect(hook.to('/lee', 'page'), 'both were answered').toEqual([]);
    const events = await askTls(server, '/api/v1/events?limit=50');
    expect(events.items.map(({ outcome }: { outcome: string }) => outcome).toReversed()).toEqual([
      'created',
      'created',
      'updated',
      'updated',
      'ignored',
    ]);
    const incidents = await askTls(server, '/api/v1/incidents?limit=50');
    expect(incidents.items.map(({ status }: { status: string }) => status)).toEqual(['closed', 'acked']);
  });
});
