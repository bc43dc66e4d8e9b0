import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiDeps } from '../../../src/server/adapters/http/route.ts';
import { viewsOf } from '../../../src/server/adapters/http/routes/integration-view.ts';
import { newKey } from '../../../src/server/runtime/auth/secret.ts';
import type { Integration } from '../../../src/shared/config/integration.ts';
import { reason } from '../../../src/shared/reason.ts';
import { ADMIN_TOKEN, KEY } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

const DOORS = [
  { type: 'standard', path: '/integration/standard/v1/{key}', methods: ['POST'] },
  { type: 'pagerduty', path: '/v2/enqueue', methods: ['POST'] },
  { type: 'nagios', aliases: ['icinga2'], path: '/integration/nagios/v1/{key}', methods: ['POST'] },
  { type: 'nagios', aliases: ['icinga2'], path: '/integration/icinga2/v1/{key}', methods: ['POST'] },
  { type: 'alertmanager', path: '/integration/alertmanager/v1/{key}/api/v2/alerts', methods: ['POST'] },
  { type: 'alertmanager', path: '/integration/alertmanager/v1/{key}', methods: ['POST', 'GET'] },
];

let server: TestServer;
let base: string;
beforeEach(async () => {
  server = await startServer({
    auth: { adminToken: ADMIN_TOKEN, shellToken: null },
    sources: {
      matchEndpoint: () => null,
      adapterTypes: () => ['standard', 'pagerduty', 'nagios', 'icinga2', 'alertmanager'],
      doors: () => DOORS,
    },
  });
  base = `http://127.0.0.1:${server.port}`;
});
afterEach(() => server.close());

const admin = (method: string, path: string, body?: unknown) => server.api(method, path, ADMIN_TOKEN, body);
const inConfig = (id: string): Integration | undefined =>
  server.floor.config().document.integrations.find((each) => each.id === id);

describe('what is shown', () => {
  it('[STR146] a list holds what was heard, refused and not understood, and no key', async () => {
    server.state.sources = [
      {
        integration: 'std',
        lastAcceptedAt: '2026-11-22T02:59:00.000Z',
        lastRefusedAt: '2026-11-22T02:58:00.000Z',
      },
    ];
    const refusal = {
      event: 'e9',
      at: '2026-11-22T02:58:00.000Z',
      reason: reason('ING2', 'summary: expected a text, found nothing', { field: 'summary' }),
    };
    server.state.figures.std = {
      lastRefusal: refusal,
      unknownWords: [
        { word: 'PANIC-ish', count: 4, lastAt: '2026-11-22T02:59:00.000Z' },
        { word: 'Sev-X', count: 2, lastAt: '2026-11-22T02:59:00.000Z' },
      ],
    };
    await admin('PATCH', '/api/v1/integrations/std', { urgencies: { 'sev-x': 'low' } });
    const { json, text } = await admin('GET', '/api/v1/integrations');
    expect(json.managedByFile).toBe(false);
    expect(json.items[0]).toMatchObject({
      id: 'std',
      type: 'standard',
      service: 'payments',
      enabled: true,
      keyHint: 'k-01…0123',
      previousKey: null,
      addresses: [`${base}/integration/standard/v1/{key}`],
      urgencies: { 'sev-x': 'low' },
      lastAcceptedAt: '2026-11-22T02:59:00.000Z',
      lastRefusedAt: '2026-11-22T02:58:00.000Z',
      lastRefusal: refusal,
      // The mapped word is not asked about again, however it is spelt.
      unknownWords: [{ word: 'PANIC-ish', count: 4, lastAt: '2026-11-22T02:59:00.000Z' }],
    });
    expect(json.items[1]).toMatchObject({ id: 'pd', lastAcceptedAt: null, lastRefusal: null });
    expect(text).not.toContain(KEY);
    expect(server.state.filters.at(-1)).toMatchObject({
      from: server.time.now - 86_400_000,
      wordsFrom: server.time.now - 7 * 86_400_000,
      integrations: [
        { id: 'std', refusedAt: Date.parse('2026-11-22T02:58:00Z') },
        { id: 'pd' },
        { id: 'off' },
      ],
    });
  });

  it('[STR148] every type has its addresses, the one under its own name first and none of its other names', async () => {
    const { json } = await admin('GET', '/api/v1/integration-types');
    const of = (type: string) =>
      json.items.find((each: { type: string }) => each.type === type).addresses as string[];
    expect(json.items).toHaveLength(5);
    expect(of('standard')).toEqual([`${base}/integration/standard/v1/{key}`]);
    expect(of('pagerduty')).toEqual([`${base}/v2/enqueue`]);
    expect(of('nagios')).toEqual([`${base}/integration/nagios/v1/{key}`]);
    expect(of('icinga2')).toEqual([`${base}/integration/icinga2/v1/{key}`]);
    expect(of('alertmanager')).toContain(`${base}/integration/alertmanager/v1/{key}`);
  });

  it('[STR147] an event is shown with its body to responders and up', async () => {
    const found = await admin('GET', '/api/v1/events/e1');
    expect(found.json).toMatchObject({ id: 'e1', fields: { resource: 'db01' }, mayReadRaw: true });
    expect(found.json.raw).toEqual([{ at: '2026-11-22T00:00:00.000Z', body: '{"summary":"disk full"}' }]);
    expect((await admin('GET', '/api/v1/events/nobody')).json.code).toBe('no-such-event');
    const viewer = await sessionOf('vi');
    const seen = await server.api('GET', '/api/v1/events/e1', viewer);
    expect(seen.json).toMatchObject({ summary: 'disk full', raw: [], mayReadRaw: false });
    expect((await server.api('GET', '/api/v1/integrations', viewer)).json.items[0].keyHint).toBeNull();
  });
});

async function sessionOf(user: string): Promise<string> {
  const link = await admin('POST', `/api/v1/users/${user}/link`, {});
  const signed = await server.api('POST', '/api/v1/sign-in', undefined, { code: link.json.code });
  return signed.json.token;
}

describe('changes', () => {
  it('[AUD71] a new one has its id from its name, its key once, and its addresses with the key', async () => {
    const made = await admin('POST', '/api/v1/integrations', {
      name: 'Scripts',
      type: 'standard',
      service: 'payments',
    });
    expect(made.status).toBe(201);
    expect(made.json.key).toMatch(/^k-[0-9a-f]{32}$/);
    expect(made.json.addresses).toEqual([`${base}/integration/standard/v1/${made.json.key}`]);
    expect(made.json.integration).toMatchObject({ id: 'scripts', enabled: true });
    const twin = await admin('POST', '/api/v1/integrations', {
      name: 'Scripts',
      type: 'pagerduty',
      service: 'payments',
    });
    expect(twin.json.integration.id).toBe('scripts-2');
    expect(twin.json.addresses).toEqual([`${base}/v2/enqueue`]);
    const again = { id: 'scripts', name: 'x', type: 'standard', service: 'payments' };
    expect((await admin('POST', '/api/v1/integrations', again)).json.code).toBe('id-taken');
  });

  it('[AUD71] a document with mistakes changes nothing and names the path', async () => {
    const bad = { name: 'x', type: 'nobody', service: 'nowhere' };
    const reply = await admin('POST', '/api/v1/integrations', bad);
    expect(reply.status).toBe(422);
    expect(reply.json.problems.map((each: { path: string }) => each.path)).toEqual([
      'integrations[3].type',
      'integrations[3].service',
    ]);
    expect(server.floor.config().document.integrations).toHaveLength(3);
    expect(server.seen.notes).toEqual([]);
  });

  it("[AUD71] somebody else's change in between stays; one who never stops is refused", async () => {
    const rename = (name: string) => (document: ReturnType<TestServer['floor']['config']>['document']) => ({
      ...document,
      services: document.services.map((each) => ({ ...each, name })),
    });
    server.state.between.push(rename('A'), rename('B'));
    const changed = await admin('PATCH', '/api/v1/integrations/std', { name: '결제 스크립트' });
    expect(changed.json.name).toBe('결제 스크립트');
    expect(server.floor.config().document.services[0]!.name).toBe('B');
    server.state.between.push(...Array.from({ length: 5 }, (_, n) => rename(String(n))));
    expect((await admin('PATCH', '/api/v1/integrations/std', { name: 'late' })).json.code).toBe('stale');
    expect(inConfig('std')!.name).toBe('결제 스크립트');
  });

  it('[AUD71] words are set and taken out one by one, and what is not named stays', async () => {
    const change = (urgencies: object) => admin('PATCH', '/api/v1/integrations/std', { urgencies });
    await change({ Sev0: 'highest', Sev9: 'lowest' });
    await change({ Sev9: null, Panik: 'high' });
    expect(inConfig('std')!.urgencies).toEqual({ Sev0: 'highest', Panik: 'high' });
    expect((await change({ Sev0: 'loud' })).status).toBe(400);
    await admin('PATCH', '/api/v1/integrations/std', { enabled: false });
    expect(inConfig('std')).toMatchObject({ enabled: false, urgencies: { Sev0: 'highest' } });
  });

  it('[AUD71] one that is removed is gone, and one that is not there is a 404', async () => {
    expect((await admin('DELETE', '/api/v1/integrations/pd')).status).toBe(204);
    expect(inConfig('pd')).toBeUndefined();
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['DELETE', '', undefined],
      ['PATCH', '', { name: 'x' }],
      ['POST', '/rotate', {}],
      ['DELETE', '/previous-key', undefined],
    ] as const) {
      const reply = await admin(method, `/api/v1/integrations/pd${path}`, body);
      expect([method, path, reply.status, reply.json.code]).toEqual([
        method,
        path,
        404,
        'no-such-integration',
      ]);
    }
  });

  it('[AUD71] where a file owns the config every change is refused and said so', async () => {
    server.state.managedByFile = true;
    for (const [method, path, body] of [
      ['POST', '', { name: 'x', type: 'standard', service: 'payments' }],
      ['PATCH', '/std', { name: 'x' }],
      ['DELETE', '/std', undefined],
      ['POST', '/std/rotate', {}],
      ['DELETE', '/std/previous-key', undefined],
    ] as const) {
      const reply = await admin(method, `/api/v1/integrations${path}`, body);
      expect([path, reply.status, reply.json.code]).toEqual([path, 409, 'managed-by-file']);
    }
    expect((await admin('GET', '/api/v1/integrations')).json.managedByFile).toBe(true);
    expect((await admin('GET', '/api/v1/integrations/std')).json.managedByFile).toBe(true);
    expect(server.seen.writes).toEqual([]);
  });

  it('[AUD72] each change says what it was about, and no key is in it', async () => {
    const made = await admin('POST', '/api/v1/integrations', {
      name: 'Shop',
      type: 'standard',
      service: 'payments',
    });
    await admin('PATCH', '/api/v1/integrations/shop', { enabled: false });
    const turned = await admin('POST', '/api/v1/integrations/shop/rotate', { overlap: 'PT1H' });
    await admin('DELETE', '/api/v1/integrations/shop/previous-key');
    await admin('DELETE', '/api/v1/integrations/shop');
    expect(server.seen.notes.map(({ action, target }) => `${action} ${target}`)).toEqual([
      'integration.create integration:shop',
      'integration.change integration:shop',
      'integration.rotate integration:shop',
      'integration.retire integration:shop',
      'integration.remove integration:shop',
    ]);
    const said = JSON.stringify(server.seen.notes);
    for (const key of [made.json.key, turned.json.key]) expect(said).not.toContain(key);
  });
});

describe('keys', () => {
  const rotate = (overlap: string) => admin('POST', '/api/v1/integrations/std/rotate', { overlap });

  it('[AUD70] the key before is kept as its hash until the overlap ends', async () => {
    const before = inConfig('std')!.key;
    const turned = await rotate('PT24H');
    expect(turned.status).toBe(201);
    const until = new Date(server.time.now + 86_400_000).toISOString();
    expect(turned.json.integration).toMatchObject({ previousKey: { hint: 'k-01…0123', until } });
    const kept = inConfig('std')!;
    expect(kept.key).not.toEqual(before);
    expect(kept.previousKey).toMatchObject({ until, key: { hint: 'k-01…0123' } });
    expect(JSON.stringify(kept.previousKey)).not.toContain(KEY);
    expect(turned.json.integration.previousKey.usedAt).toBeNull();
    // Past its end it is not shown any more.
    server.time.now += 86_400_001;
    expect((await admin('GET', '/api/v1/integrations/std')).json.previousKey).toBeNull();
  });

  it('[AUD70] a third key ends the first, none overlaps without a time, and the overlap can be ended', async () => {
    const second = (await rotate('PT24H')).json.key as string;
    await rotate('P7D');
    expect(inConfig('std')!.previousKey!.key.hint).toBe(`${second.slice(0, 4)}…${second.slice(-4)}`);
    const ended = await admin('DELETE', '/api/v1/integrations/std/previous-key');
    expect(ended.json.previousKey).toBeNull();
    expect(inConfig('std')!.previousKey).toBeUndefined();
    await rotate('PT1H');
    await rotate('PT0S');
    expect(inConfig('std')!.previousKey).toBeUndefined();
  });

  it('[AUD70] the last use of the key before is shown where it is known', async () => {
    await rotate('PT24H');
    const usedAt = server.time.now - 5000;
    const deps = {
      floor: server.floor,
      doors: () => DOORS,
      baseUrl: () => base,
      previousKeyUsedAt: (id: string) => (id === 'std' ? usedAt : null),
    } as unknown as ApiDeps;
    const [view] = await viewsOf(deps, [inConfig('std')!], server.time.now, true);
    expect(view!.previousKey!.usedAt).toBe(new Date(usedAt).toISOString());
  });

  it('[AUD70] an overlap is a duration of at most 90 days, a day unless said', async () => {
    for (const overlap of ['P91D', '24h', 'P1M', '-PT1H', 5])
      expect((await rotate(overlap as string)).status).toBe(400);
    await admin('POST', '/api/v1/integrations/std/rotate', {});
    expect(Date.parse(inConfig('std')!.previousKey!.until) - server.time.now).toBe(86_400_000);
  });

  it('[AUD73] keys are long, never the same, and in the shape their clients insist on', () => {
    const keys = Array.from({ length: 200 }, () => newKey('standard'));
    expect(new Set(keys).size).toBe(200);
    expect(keys.every((key) => /^k-[0-9a-f]{32}$/.test(key))).toBe(true);
    expect(newKey('pagerduty')).toMatch(/^[0-9a-f]{32}$/);
    expect(newKey('opsgenie')).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});
