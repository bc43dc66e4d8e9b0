import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES, type Scope } from '../../../src/server/adapters/http/route.ts';
import { routeTable } from '../../../src/server/adapters/http/route-table.ts';
import { ADMIN_TOKEN, DISPLAY_TOKEN, KEY } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

const TABLE = routeTable(() => [], '0.0.0');
let server: TestServer;
const tokens = new Map<string, string>();

async function signIn(): Promise<void> {
  for (const [role, subject] of [
    ['viewer', 'vi'],
    ['responder', 're'],
    ['lead', 'le'],
    ['admin', 'ad'],
  ] as const) {
    const made = await server.http.auth.tokens.create(
      { kind: 'automation', id: 'automation' },
      { kind: 'session', name: role, subject },
    );
    tokens.set(role, made.secret);
  }
}

beforeAll(async () => {
  server = await startServer({ auth: { adminToken: ADMIN_TOKEN, shellToken: null } });
  tokens.set('display', DISPLAY_TOKEN).set('ingestion key', KEY);
  await signIn();
});
afterAll(() => server.close());

const CALLERS = ['none', 'display', 'viewer', 'responder', 'lead', 'admin', 'ingestion key'] as const;
const rank = (scope: Scope) => SCOPES.indexOf(scope);

describe('scopes', () => {
  const rows = TABLE.flatMap((route) => CALLERS.map((caller) => ({ route, caller })));
  it.each(rows.map((row) => [row.route.method, row.route.path, row.caller, row.route] as const))(
    '[STR44] %s %s as %s',
    async (method, path, caller, route) => {
      // A caller before may have signed out.
      if (path.endsWith('/link')) await signIn();
      const isKnown = caller !== 'none' && caller !== 'ingestion key';
      const writes = server.seen.writes.length + server.seen.commands.length;
      const changes = route.method !== 'get';
      const reply = await server.call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'nobody'), {
        ...(tokens.has(caller) ? { token: tokens.get(caller)! } : {}),
        // A body no schema takes: whoever is let through gets 400 and changes nothing.
        ...(changes ? { body: '[]', headers: { 'content-type': 'application/json' } } : {}),
      });
      const isAllowed = rank(route.scope) === 0 || (isKnown && rank(caller as Scope) >= rank(route.scope));
      if (isAllowed) {
        // Some let a caller in and then ask for a person, or for this machine: that is another code.
        expect(['token', 'scope']).not.toContain(reply.json?.code);
        return;
      }
      expect(reply.status).toBe(isKnown ? 403 : 401);
      expect(reply.json.code).toBe(isKnown ? 'scope' : 'token');
      expect(reply.headers['content-type']).toBe('application/problem+json');
      expect(server.seen.writes.length + server.seen.commands.length).toBe(writes);
    },
  );

  it('[STR44] raw bodies reach responders and up only', async () => {
    const raw = async (who: string) =>
      (await server.api('GET', '/api/v1/incidents/i1', tokens.get(who))).json.raw.length;
    expect([await raw('viewer'), await raw('responder'), await raw('admin')]).toEqual([0, 1, 1]);
  });

  it('[STR44] a responder takes an incident and a lead hands it to others', async () => {
    const assign = (who: string, user: string) =>
      server.api('POST', '/api/v1/incidents/i1/assign', tokens.get(who), { user });
    expect((await assign('responder', 're')).status).toBe(200);
    expect((await assign('responder', 'le')).status).toBe(403);
    expect((await assign('lead', 're')).status).toBe(200);
  });

  it('[STR50] a display reads the audit without states and without search', async () => {
    const seen = await server.api('GET', '/api/v1/audit?limit=5', DISPLAY_TOKEN);
    expect(seen.json.items[0]).toMatchObject({ action: 'incident.comment', before: null, after: null });
    expect(seen.text).not.toContain('010-1234');
    expect((await server.api('GET', '/api/v1/audit?q=010', DISPLAY_TOKEN)).status).toBe(403);
    expect((await server.api('GET', '/api/v1/audit', tokens.get('viewer'))).text).toContain('010-1234');
  });

  it('[AUD37] automation acts in its own name, or on behalf of a person it names', async () => {
    const ack = (headers: Record<string, string>) =>
      server.api('POST', '/api/v1/incidents/i1/ack', ADMIN_TOKEN, {}, headers);
    await ack({});
    await ack({ 'x-on-behalf-of': 'le' });
    expect(server.seen.commands.slice(-2).map((each) => each.principal)).toEqual([
      { kind: 'automation', id: 'automation', role: 'admin', token: 'admin-token' },
      { kind: 'automation', id: 'automation', role: 'admin', token: 'admin-token', onBehalfOf: 'le' },
    ]);
    expect((await ack({ 'x-on-behalf-of': 'a b' })).status).toBe(400);
    const person = await server.api(
      'POST',
      '/api/v1/incidents/i1/ack',
      tokens.get('responder'),
      {},
      { 'x-on-behalf-of': 'ad' },
    );
    expect(person.status).toBe(200);
    expect(server.seen.commands.at(-1)!.principal).toMatchObject({ kind: 'user', id: 're' });
  });
});

describe('requests', () => {
  const admin = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    server.api(method, path, ADMIN_TOKEN, body, headers);

  it('[STR43] anything but JSON is 415 on every changing route, before the token is looked at', async () => {
    for (const route of TABLE.filter((each) => each.method !== 'get'))
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/jsonp',
        '',
      ]) {
        const reply = await server.call(route.method.toUpperCase(), route.path.replaceAll(/\{\w+\}/g, 'x'), {
          body: '{}',
          headers: { 'content-type': type },
        });
        expect([route.path, type, reply.status]).toEqual([route.path, type, 415]);
      }
  });

  it('[STR45] a bad or unknown parameter is named', async () => {
    for (const [query, parameter] of [
      ['limit=0', 'limit'],
      ['limit=501', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['from=yesterday', 'from'],
      ['from=2026-11-22', 'from'],
      ['to=99999999999999999', 'to'],
      ['status=open,gone', 'status'],
      ['urgency=P1', 'urgency'],
      ['servce=x', 'servce'],
      ['__proto__=x', '__proto__'],
      ['cursor=junk', 'cursor'],
    ]) {
      const reply = await admin('GET', `/api/v1/incidents?${query}`);
      expect([query, reply.status, reply.json.parameter]).toEqual([query, 400, parameter]);
      expect(reply.headers['content-type']).toBe('application/problem+json');
    }
  });

  it('[STR45] instants are RFC 3339 or epoch milliseconds, lists repeat or have commas, pages are 50', async () => {
    await admin(
      'GET',
      '/api/v1/incidents?from=2026-11-22T09:00:00%2B09:00&to=1795305600000&status=open,acked&urgency=high&urgency=low&q=',
    );
    expect(server.state.filters.at(-1)).toEqual({
      from: Date.parse('2026-11-22T00:00:00Z'),
      to: 1_795_305_600_000,
      status: ['open', 'acked'],
      urgency: ['high', 'low'],
      limit: 50,
    });
  });

  it('[STR46] size, depth, half characters and broken JSON of bodies', async () => {
    const post = (body: string | Buffer) =>
      server.call('POST', '/api/v1/incidents', {
        body,
        token: ADMIN_TOKEN,
        headers: { 'content-type': 'application/json' },
      });
    expect((await post(`{"summary":"${'x'.repeat(1024 * 1024)}"}`)).status).toBe(413);
    expect((await post(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`)).json.code).toBe('too-deep');
    expect((await post(Buffer.from('{"summary":"한"}').subarray(0, 13))).status).toBe(400);
    expect((await post('{"summary":')).status).toBe(400);
    const reply = await post('{"summary":"","servise":"x","__proto__":{"x":1}}');
    expect(reply.json.problems.map((each: { path: string }) => each.path)).toEqual(
      expect.arrayContaining(['service', 'summary', 'servise']),
    );
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('[STR45] what does not exist is a 404 problem, another method a 405 with Allow, a bad escape a 400', async () => {
    for (const path of ['/api/v1/nothing', '/api/v1/incidents/i1/merge', '/nothing'])
      expect((await admin('POST', path, {})).status).toBe(404);
    expect((await admin('GET', '/api/v1/reports/alarm-load')).status).toBe(404);
    const reply = await admin('DELETE', '/api/v1/incidents/i1');
    expect([reply.status, reply.headers.allow]).toEqual([405, 'GET']);
    expect((await admin('GET', '/api/v1/incidents/%E0%A4%A')).status).toBe(400);
  });

  it('[STR47] no answer carries a CORS header; every one forbids framing and sniffing', async () => {
    for (const [method, path] of [
      ['OPTIONS', '/api/v1/incidents'],
      ['GET', '/api/v1/incidents'],
      ['GET', '/'],
      ['OPTIONS', '/integration/standard/v1/x'],
    ] as const) {
      const reply = await server.call(method, path, { headers: { 'access-control-request-method': 'POST' } });
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      if (!path.startsWith('/integration')) {
        expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'none'");
        expect(reply.headers['content-security-policy']).not.toMatch(/unsafe|\*/);
        expect(reply.headers['x-content-type-options']).toBe('nosniff');
      }
    }
  });

  it("[STR45] bulk gives a result per id and checks the action's fields", async () => {
    const reply = await admin('POST', '/api/v1/incidents/bulk', {
      ids: ['i1', 'gone', 'i1'],
      action: 'ack',
      versions: { i1: 3 },
    });
    expect(reply.json.results).toMatchObject([
      { id: 'i1', ok: true },
      { id: 'gone', ok: false, error: { status: 404 } },
    ]);
    expect(server.seen.commands.at(-2)!.command).toEqual({ type: 'ack', incident: 'i1', version: 3 });
    const bad = await admin('POST', '/api/v1/incidents/bulk', { ids: ['i1'], action: 'assign' });
    expect(bad.json.problems[0].path).toBe('user');
  });

  it('[STR45] overrides and absences name things that exist and spans that go forward', async () => {
    const span = { from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' };
    const override = { schedule: 'primary', user: 're', ...span };
    expect((await admin('POST', '/api/v1/overrides', override)).status).toBe(201);
    for (const [change, path] of [
      [{ schedule: 'x' }, 'schedule'],
      [{ user: 'x' }, 'user'],
      [{ layers: ['l1', 'l9'] }, 'layers[1]'],
      [{ to: span.from }, 'to'],
    ] as const) {
      const reply = await admin('POST', '/api/v1/overrides', { ...override, ...change });
      expect([reply.status >= 400 && reply.status < 500, reply.json.problems[0].path]).toEqual([true, path]);
    }
    expect((await admin('POST', '/api/v1/absences', { user: 're', standIn: 'x', ...span })).status).toBe(422);
    expect((await admin('DELETE', '/api/v1/overrides/known')).status).toBe(204);
    expect((await admin('DELETE', '/api/v1/overrides/gone')).status).toBe(404);
    expect((await admin('DELETE', '/api/v1/notices/known')).status).toBe(204);
  });

  it('[REP40] CSV escapes cells that would be formulas', async () => {
    const reply = await admin('GET', '/api/v1/reports/system.csv?by=service');
    expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(reply.text).toContain("\r\n'=cmd|calc,1,");
    const heat = await admin('GET', '/api/v1/reports/heatmap.csv?tz=Asia/Seoul&by=service');
    expect(heat.text).toBe('\ufeffweekday,hour,count\r\n0,9,2\r\n');
    expect((await admin('GET', '/api/v1/reports/heatmap?tz=Mars/Base')).json.parameter).toBe('tz');
  });

  it('[STR44] metrics need no token on this machine and show outcomes', async () => {
    const reply = await server.call('GET', '/metrics');
    expect(reply.text).toMatch(/^watchfloor_events_received_total 3$/m);
    expect(reply.text).toMatch(/^watchfloor_events_total\{outcome="deduplicated"\} 1$/m);
  });
});

describe('config', () => {
  it('[STR52] the document is shown with hashes only and can be put back unchanged', async () => {
    const own = await startServer({ auth: { adminToken: ADMIN_TOKEN, shellToken: null } });
    const got = await own.api('GET', '/api/v1/config', ADMIN_TOKEN);
    expect(got.text).not.toContain(KEY);
    expect(got.text).not.toContain(DISPLAY_TOKEN);
    expect(got.json.integrations[0].key).toMatchObject({
      hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      hint: 'k-01…0123',
    });
    const put = (body: unknown, etag: string) =>
      own.api('PUT', '/api/v1/config', ADMIN_TOKEN, body, { 'if-match': etag });
    const first = await put(got.json, got.headers.etag!);
    expect([first.status, first.headers.etag]).toEqual([200, '"2"']);
    expect(
      (await own.call('POST', `/integration/standard/v1/${KEY}`, { body: '{"summary":"x"}' })).status,
    ).toBe(200);
    expect((await own.api('GET', '/api/v1/conservation', DISPLAY_TOKEN)).status).toBe(200);

    expect((await put(got.json, got.headers.etag!)).status).toBe(412);
    const bad = await put({ ...got.json, timeZone: 'Mars', bogus: 1, users: [{ id: 'x' }] }, '"2"');
    expect(bad.status).toBe(422);
    expect(bad.json.problems.map((each: { path: string }) => each.path)).toEqual(
      expect.arrayContaining(['timeZone', 'bogus', 'users[0].name']),
    );
    own.state.managedByFile = true;
    expect(await put(got.json, '"2"')).toMatchObject({ status: 409, json: { code: 'managed-by-file' } });
    await own.close();
  });

  it('[STR52] a check lists every mistake and changes nothing', async () => {
    const check = (body: unknown) => server.api('POST', '/api/v1/config/check', ADMIN_TOKEN, body);
    expect((await check({ version: 1 })).json).toMatchObject({ ok: true, problems: [] });
    expect((await check({ version: 2, x: 1 })).json.problems).toHaveLength(2);
    expect(server.seen.writes).not.toContain('config');
  });
});

describe('OpenAPI', () => {
  it('[STR51] lists every route of the table, with its scope, and resolves every reference', async () => {
    const { json } = await server.call('GET', '/api/v1/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    const listed = Object.entries(json.paths).flatMap(([path, item]) =>
      Object.entries(item as object).map(
        ([method, operation]) => `${method} ${path} ${operation['x-scope']}`,
      ),
    );
    expect(listed.sort()).toEqual(
      TABLE.map((route) => `${route.method} ${route.path} ${route.scope}`).sort(),
    );
    const text = JSON.stringify(json);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(json.components.schemas).toHaveProperty([name!]);
    const ids = Object.values(json.paths).flatMap((item) =>
      Object.values(item as object).map((operation) => operation.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, item] of Object.entries(json.paths))
      for (const operation of Object.values(item as object)) {
        expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
        const inPath = (operation.parameters ?? []).filter((each: { in: string }) => each.in === 'path');
        expect(inPath.map((each: { name: string }) => `{${each.name}}`)).toEqual(
          path.match(/\{\w+\}/g) ?? [],
        );
      }
  });

  it('[STR51] the page is readable without scripts or anything from elsewhere', async () => {
    const { text, headers } = await server.call('GET', '/api/v1/docs');
    expect(headers['content-type']).toContain('text/html');
    expect(text).not.toMatch(/<script|style=|https?:\/\//);
    for (const route of TABLE) expect(text).toContain(route.path);
    expect((await server.call('GET', '/api/v1/docs/style.css')).headers['content-type']).toContain(
      'text/css',
    );
  });
});

describe('pages', () => {
  it('[STR49] the page is asked for again each time, hashed assets never', async () => {
    for (const path of ['/', '/wall/wall-1', '/incidents/42', '/oncall', '/settings/people']) {
      const reply = await server.call('GET', path);
      expect([path, reply.status, reply.headers['cache-control']]).toEqual([path, 200, 'no-cache']);
      expect(reply.text).toContain('<title>Watchfloor');
    }
    const asset = await server.call('GET', '/assets/app-abc123.js');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-type']).toContain('javascript');
  });

  it('[STR49] nothing outside the folder is served, in 50 forms', async () => {
    const up = [
      '..',
      '%2e%2e',
      '..%2f',
      '%2e%2e%2f',
      '..%5c',
      '..\\',
      '%252e%252e',
      '....//',
      '.%00.',
      '..;',
    ];
    const tails = ['etc/passwd', 'secret.txt', 'package.json', '%65tc/passwd', 'etc%2fpasswd'];
    for (const step of up)
      for (const tail of tails) {
        const path = `/assets/${`${step}/`.repeat(8)}${tail}`;
        const reply = await server.call('GET', path);
        expect([path, reply.status >= 400 && reply.status < 500]).toEqual([path, true]);
      }
    for (const path of ['/assets/link.txt', '/.hidden', '/%2ehidden', '//etc/passwd', '/assets/'])
      expect((await server.call('GET', path)).text).not.toContain('TOP-SECRET');
  });
});
