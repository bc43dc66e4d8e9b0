import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createSnsFetch } from '../../../src/server/adapters/channels/fetch-sns.ts';
import { NOT_SNS } from '../../support/not-sns.ts';
import { ADMIN_TOKEN } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';
import { certificate, HOST, messageAt, signedMessage } from './signatures/sns-messages.ts';
import { signedConfig, signedDoors, signedPath } from './signed-doors.ts';

const SUBSCRIBE = `${HOST}/?Action=ConfirmSubscription&Token=abc`;
let server: TestServer;
const fetched: string[] = [];
let confirmed = { status: 200, text: '' };
/** What would leave for real, after the certificate: names looked up. */
const lookedUp: string[] = [];
const fetchForReal = createSnsFetch({
  ownPort: () => null,
  resolve: async (host) => {
    lookedUp.push(host);
    return [{ address: '127.0.0.1', family: 4 }];
  },
});
let isReal = false;

const start = (confirm: 'click' | 'auto') =>
  startServer(
    {
      auth: { adminToken: ADMIN_TOKEN, shellToken: null },
      sources: { matchEndpoint: signedDoors, adapterTypes: () => [], doors: () => [] },
      fetchSns: async (url) => {
        if (url.endsWith('.pem')) return { status: 200, text: certificate() };
        fetched.push(url);
        return isReal ? fetchForReal(url) : confirmed;
      },
    },
    signedConfig({ sns: { confirm } }),
  );
beforeAll(async () => {
  server = await start('click');
});
afterAll(() => server.close());
beforeEach(() => {
  fetched.length = 0;
  lookedUp.length = 0;
  confirmed = { status: 200, text: '' };
  isReal = false;
});

const ask = (to: TestServer, more: Record<string, unknown> = {}, type = 'sns') =>
  to.call('POST', signedPath(type), {
    body: JSON.stringify(signedMessage(messageAt(to.time.now, 'SubscriptionConfirmation', more))),
  });
const list = async (to = server) => (await to.api('GET', '/api/v1/subscriptions', ADMIN_TOKEN)).json.items;

it('[ING54] a request waits in the list, an admin confirms it, and its address is shown nowhere', async () => {
  expect((await ask(server)).status).toBe(200);
  expect(server.seen.ingested[0]!.events).toMatchObject([{ ok: true, setAside: { code: 'ING16' } }]);
  expect(fetched).toEqual([]);
  const [waiting] = await list();
  expect(waiting).toEqual({
    id: expect.any(String),
    integration: 'sns',
    topic: 'arn:aws:sns:eu-west-1:111122223333:alarms',
    requestedAt: '2026-11-22T03:00:00.000Z',
    failed: null,
  });
  const path = `/api/v1/subscriptions/${waiting.id}`;
  confirmed = { status: 403, text: '<Message>Invalid token</Message>' };
  const refused = await server.api('POST', `${path}/confirm`, ADMIN_TOKEN);
  expect(refused).toMatchObject({ status: 502, json: { code: 'not-confirmed', rule: 'ING54' } });
  expect(refused.json.detail).toContain('HTTP 403: Invalid token');
  expect((await list())[0].failed.detail).toBe('HTTP 403: Invalid token');
  confirmed = { status: 200, text: '' };
  const done = await server.api('POST', `${path}/confirm`, ADMIN_TOKEN);
  expect(done).toMatchObject({ status: 200, json: { topic: waiting.topic } });
  expect(fetched).toEqual([SUBSCRIBE, SUBSCRIBE]);
  expect(await list()).toEqual([]);
  expect((await server.api('POST', `${path}/confirm`, ADMIN_TOKEN)).status).toBe(404);
  expect(server.seen.audits.map(({ action }) => action)).toEqual([
    'subscription.request',
    'subscription.confirm',
  ]);
});

it('[ING54] an admin dismisses it; nobody less sees it', async () => {
  await ask(server);
  const [waiting] = await list();
  const path = `/api/v1/subscriptions/${waiting.id}`;
  expect((await server.api('GET', '/api/v1/subscriptions')).status).toBe(401);
  expect((await server.api('DELETE', path, ADMIN_TOKEN)).status).toBe(204);
  expect((await server.api('DELETE', path, ADMIN_TOKEN)).status).toBe(404);
  expect(fetched).toEqual([]);
});

it('[ING54] with confirm auto it is confirmed after the commit; a refused commit and a forged request confirm nothing', async () => {
  const own = await start('auto');
  own.state.reply = { ok: false, refusal: { kind: 'storage', reason: { code: 'STO50', text: 'disk' } } };
  expect((await ask(own)).status).toBe(503);
  own.state.reply = null;
  const forged = JSON.stringify(messageAt(own.time.now, 'SubscriptionConfirmation'));
  for (const type of ['sns', 'plain']) await own.call('POST', signedPath(type), { body: forged });
  expect(fetched).toEqual([]);
  expect((await ask(own)).status).toBe(200);
  await vi.waitFor(() => expect(fetched).toEqual([SUBSCRIBE]));
  await vi.waitFor(async () => expect(await list(own)).toEqual([]));
  await own.close();
});

it('[ING54] a request that could not be kept is answered so that SNS comes again', async () => {
  server.state.failing = true;
  expect((await ask(server)).status).toBe(503);
  server.state.failing = false;
  expect(await list()).toEqual([]);
});

it('[ING55] signed or not, by itself or by a click: another address never leads to a look-up or a connection', async () => {
  const own = await start('auto');
  isReal = true;
  for (const SubscribeURL of NOT_SNS) expect((await ask(own, { SubscribeURL })).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await list(own)).toEqual([]);
  expect([fetched, lookedUp]).toEqual([[], []]);
  // The canary sees a genuine address; where it leads is refused, so nothing leaves here either.
  await ask(own);
  await vi.waitFor(() => expect(lookedUp).toEqual(['sns.eu-west-1.amazonaws.com']));
  expect(fetched).toEqual([SUBSCRIBE]);
  await own.close();
});
