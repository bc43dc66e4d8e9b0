import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuth } from '../../../src/server/runtime/auth/auth.ts';
import { ADMIN_TOKEN, DISPLAY_TOKEN, quietLog } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer({
    auth: { adminToken: ADMIN_TOKEN, shellToken: 'shell-token-0123456789abcdef' },
  });
});
afterEach(() => server.close());

const MINUTE = 60_000;
const me = async (token: string) => (await server.api('GET', '/api/v1/me', token)).json;
const signIn = async (user: string): Promise<string> => {
  const { json } = await server.api('POST', `/api/v1/users/${user}/link`, ADMIN_TOKEN, {});
  return (await server.api('POST', '/api/v1/sign-in', undefined, { code: json.code })).json.token;
};
const secretsKept = () =>
  JSON.stringify([...server.records].map(([kind, held]) => [kind, [...held.values()]]));
/** The server started again on the same records. */
const restarted = () =>
  createAuth({
    floor: server.floor,
    clock: { now: () => server.time.now },
    log: quietLog,
    adminToken: null,
    shellToken: null,
  });

describe('sign-in', () => {
  it('[AUD31] a code signs a person in once, however it is typed', async () => {
    const { json: link } = await server.api('POST', '/api/v1/users/re/link', ADMIN_TOKEN, {});
    expect(link.link).toBe(`http://127.0.0.1:${server.port}/#code=${link.code}`);
    expect(Date.parse(link.expiresAt)).toBe(server.time.now + 15 * MINUTE);
    const code = ` ${link.code.toLowerCase().replaceAll('-', ' ')} `;
    const first = await server.api('POST', '/api/v1/sign-in', undefined, { code, name: 'Desk 3' });
    expect(first.json.me).toEqual({
      kind: 'user',
      id: 're',
      name: '김하늘',
      role: 'responder',
      locale: 'ko',
    });
    expect(await me(first.json.token)).toMatchObject({ id: 're' });
    const second = await server.api('POST', '/api/v1/sign-in', undefined, { code });
    expect([second.status, second.json.code]).toEqual([401, 'wrong-code']);
  });

  it('[AUD31] a code ends after 15 minutes, and with the next one', async () => {
    const issue = async () => (await server.api('POST', '/api/v1/users/re/link', ADMIN_TOKEN, {})).json.code;
    const use = async (code: string) =>
      (await server.api('POST', '/api/v1/sign-in', undefined, { code })).status;
    const [old, late] = [await issue(), await issue()];
    expect(await use(old)).toBe(401);
    server.time.now += 15 * MINUTE;
    expect(await use(late)).toBe(401);
    expect((await server.api('POST', '/api/v1/users/nobody/link', ADMIN_TOKEN, {})).status).toBe(404);
  });

  it('[AUD31] guesses from one address are slowed down', async () => {
    const tries = await Promise.all(
      Array.from({ length: 25 }, () => server.api('POST', '/api/v1/sign-in', undefined, { code: 'AAAA' })),
    );
    expect(tries.filter((reply) => reply.status === 429).length).toBeGreaterThanOrEqual(5);
    expect(tries.find((reply) => reply.status === 429)!.headers['retry-after']).toMatch(/^\d+$/);
  });

  it('[AUD30] no secret is kept or audited as it is', async () => {
    const token = await signIn('re');
    await server.api('PUT', '/api/v1/me/pin', token, { pin: '135790' });
    const kept = secretsKept() + JSON.stringify(server.seen.audits);
    expect(kept).toContain('sha256:');
    for (const secret of [token, '135790', ADMIN_TOKEN]) expect(kept).not.toContain(secret);
  });

  it('[AUD35] a person taken out of the config, or given another role, is so with the next request', async () => {
    const token = await signIn('le');
    const { document } = server.floor.config();
    const admin = { kind: 'user', id: 'ad', role: 'admin', token: 't' } as const;
    const users = document.users.map((user) =>
      user.id === 'le' ? { ...user, role: 'viewer' as const } : user,
    );
    await server.floor.replaceConfig(admin, { ...document, users }, null);
    expect((await me(token)).role).toBe('viewer');
    await server.floor.replaceConfig(
      admin,
      { ...document, users: users.filter((user) => user.id !== 'le') },
      null,
    );
    expect((await server.api('GET', '/api/v1/me', token)).status).toBe(401);
  });

  it('[AUD30] sessions survive a restart, end when nobody uses them for 30 days, and signing out ends them', async () => {
    const [kept, out] = [await signIn('re'), await signIn('le')];
    expect((await server.api('POST', '/api/v1/sign-out', out)).status).toBe(204);
    const again = restarted();
    expect(again.principalOf(kept)).toMatchObject({ id: 're' });
    expect(again.principalOf(out)).toBeNull();
    expect((await server.api('GET', '/api/v1/me', out)).status).toBe(401);
    server.time.now += 31 * 86_400_000;
    expect(restarted().principalOf(kept)).toBeNull();
  });

  it('[AUD36] last use is kept, at most once a minute', async () => {
    const token = await signIn('re');
    const lastUse = async () =>
      (await server.api('GET', '/api/v1/tokens', ADMIN_TOKEN)).json.items.find(
        (each: { subject: string }) => each.subject === 're',
      ).lastUsedAt;
    expect(await lastUse()).toBeNull();
    await me(token);
    const first = new Date(server.time.now).toISOString();
    expect(await lastUse()).toBe(first);
    server.time.now += 59_000;
    await me(token);
    expect(await lastUse()).toBe(first);
    server.time.now += 1_000;
    await me(token);
    expect(Date.parse(await lastUse())).toBe(server.time.now);
    expect(
      restarted().tokens.list({ kind: 'user', id: 're', role: 'responder', token: 'x' })[0]!.lastUsedAt,
    ).toBe(new Date(server.time.now).toISOString());
  });

  it('[STR45] a disk that refuses is a 503, and nobody is signed in by half', async () => {
    const { json } = await server.api('POST', '/api/v1/users/re/link', ADMIN_TOKEN, {});
    server.state.failing = true;
    expect(
      (await server.api('POST', '/api/v1/tokens', ADMIN_TOKEN, { name: 'x', subject: 're' })).status,
    ).toBe(503);
    server.state.failing = false;
    expect((await server.api('POST', '/api/v1/sign-in', undefined, { code: json.code })).status).toBe(200);
    expect((await server.api('GET', '/api/v1/tokens', ADMIN_TOKEN)).json.items).toHaveLength(1);
  });
});

describe('tokens', () => {
  it('[AUD30] an admin makes one, sees it once, and revoking ends it at once', async () => {
    const make = (body: object) => server.api('POST', '/api/v1/tokens', ADMIN_TOKEN, body);
    const made = await make({ name: 'deploy', subject: 'automation' });
    expect([made.status, made.json.kind]).toEqual([201, 'api']);
    expect((await me(made.json.token)).kind).toBe('automation');
    const list = await server.api('GET', '/api/v1/tokens', ADMIN_TOKEN);
    expect(list.text).not.toContain(made.json.token);
    expect(list.json.items[0]).toMatchObject({
      name: 'deploy',
      hint: `wf_${made.json.token[3]}…${made.json.token.slice(-4)}`,
    });
    expect((await server.api('DELETE', `/api/v1/tokens/${made.json.id}`, ADMIN_TOKEN)).status).toBe(204);
    expect((await server.api('GET', '/api/v1/me', made.json.token)).status).toBe(401);
    expect((await make({ name: 'x', subject: 'nobody' })).status).toBe(422);
    expect((await make({ name: 'x', kind: 'display', subject: 're' })).status).toBe(422);
    const screen = await make({ name: 'x', kind: 'display', subject: 'wall-2' });
    expect((await server.api('GET', '/api/v1/conservation', screen.json.token)).status).toBe(200);
    expect((await server.api('GET', '/api/v1/me', screen.json.token)).status).toBe(403);
  });

  it('[AUD30] a token with an end works until then', async () => {
    const expiresAt = new Date(server.time.now + MINUTE).toISOString();
    const { json } = await server.api('POST', '/api/v1/tokens', ADMIN_TOKEN, {
      name: 'x',
      subject: 're',
      expiresAt,
    });
    expect((await me(json.token)).id).toBe('re');
    server.time.now += MINUTE;
    expect((await server.api('GET', '/api/v1/me', json.token)).status).toBe(401);
  });

  it('[AUD30] people see and revoke their own only', async () => {
    const [mine, other] = [await signIn('re'), await signIn('le')];
    const ids = async (token: string) =>
      (await server.api('GET', '/api/v1/tokens', token)).json.items.map((each: { id: string }) => each.id);
    const [own] = await ids(mine);
    const [theirs] = await ids(other);
    expect(await ids(mine)).toHaveLength(1);
    expect((await server.api('DELETE', `/api/v1/tokens/${theirs}`, mine)).status).toBe(404);
    expect((await server.api('DELETE', `/api/v1/tokens/${own}`, mine)).status).toBe(204);
    expect((await server.api('GET', '/api/v1/me', mine)).status).toBe(401);
  });

  it("[AUD30] a bearer that is nobody's, malformed or a display's of old is nobody", async () => {
    for (const token of ['', 'x', '__proto__', `${ADMIN_TOKEN}x`, ADMIN_TOKEN.slice(1)])
      expect((await server.api('GET', '/api/v1/me', token)).status).toBe(401);
    expect(
      (await server.call('GET', '/api/v1/me', { headers: { authorization: `Basic ${ADMIN_TOKEN}` } })).status,
    ).toBe(401);
    const { document } = server.floor.config();
    const admin = { kind: 'user', id: 'ad', role: 'admin', token: 't' } as const;
    await server.floor.replaceConfig(admin, { ...document, displays: [{ id: 'wall-1' }] }, null);
    expect((await server.api('GET', '/api/v1/conservation', DISPLAY_TOKEN)).status).toBe(401);
  });

  it("[AUD37] the shell's token is automation", async () => {
    expect(await me('shell-token-0123456789abcdef')).toMatchObject({ kind: 'automation', role: 'admin' });
  });
});

describe('PIN', () => {
  const switchTo = (token: string, user: string, pin: string) =>
    server.api('POST', '/api/v1/switch', token, { user, pin });

  it('[AUD33] a signed-in console changes hands by PIN, and its own end ends the other', async () => {
    const [lead, desk] = [await signIn('le'), await signIn('re')];
    expect((await server.api('PUT', '/api/v1/me/pin', lead, { pin: '4711' })).status).toBe(204);
    const switched = await switchTo(desk, 'le', '4711');
    expect(switched.json.me).toMatchObject({ id: 'le', role: 'lead' });
    const third = await switchTo(switched.json.token, 'le', '4711');
    expect((await me(third.json.token)).id).toBe('le');
    expect((await server.api('POST', '/api/v1/sign-out', desk)).status).toBe(204);
    for (const token of [switched.json.token, third.json.token])
      expect((await server.api('GET', '/api/v1/me', token)).status).toBe(401);
    expect((await me(lead)).id).toBe('le');
  });

  it('[AUD33] a switched session lasts twelve hours', async () => {
    const desk = await signIn('re');
    await server.api('PUT', '/api/v1/me/pin', desk, { pin: '4711' });
    const { json } = await switchTo(desk, 're', '4711');
    server.time.now += 12 * 60 * MINUTE - 1;
    expect((await me(json.token)).id).toBe('re');
    server.time.now += 1;
    expect((await server.api('GET', '/api/v1/me', json.token)).status).toBe(401);
  });

  it('[AUD33] five wrong PINs, also at once, lock the sixth try out for five minutes', async () => {
    const [lead, desk] = [await signIn('le'), await signIn('re')];
    await server.api('PUT', '/api/v1/me/pin', lead, { pin: '4711' });
    const wrong = await Promise.all(Array.from({ length: 5 }, () => switchTo(desk, 'le', '0000')));
    expect(wrong.map((reply) => reply.status)).toEqual([401, 401, 401, 401, 401]);
    const locked = await switchTo(desk, 'le', '4711');
    expect([locked.status, locked.headers['retry-after']]).toEqual([429, '300']);
    server.time.now += 5 * MINUTE;
    expect((await switchTo(desk, 'le', '4711')).status).toBe(200);
  });

  it('[AUD33] nobody without a PIN, unknown, or from a wall or a script can be switched to or switch', async () => {
    const desk = await signIn('re');
    const answers = await Promise.all([switchTo(desk, 'vi', '0000'), switchTo(desk, 'nobody', '0000')]);
    expect(answers.map((reply) => [reply.status, reply.json.code])).toEqual([
      [401, 'wrong-pin'],
      [401, 'wrong-pin'],
    ]);
    expect((await switchTo(ADMIN_TOKEN, 'le', '0000')).status).toBe(403);
    expect((await switchTo(DISPLAY_TOKEN, 'le', '0000')).status).toBe(403);
    for (const pin of ['123', 'abcd', '1234567890123', ''])
      expect((await server.api('PUT', '/api/v1/me/pin', desk, { pin })).status).toBe(400);
  });
});

describe('setup', () => {
  it('[AUD32] no link while an admin exists or an admin token is set', async () => {
    expect(server.http.auth.makeSetupLink(server.time.now)).toBeNull();
    const withToken = await startServer(
      { auth: { adminToken: ADMIN_TOKEN, shellToken: null } },
      { version: 1 },
    );
    expect(withToken.http.auth.makeSetupLink(0)).toBeNull();
    await withToken.close();
  });

  it('[AUD32] the link makes the first admin once, within 30 minutes', async () => {
    const own = await startServer({}, { version: 1 });
    const setup = (secret: string, extra = {}) =>
      own.api('POST', '/api/v1/setup', undefined, { setup: secret, name: 'Kim Ha-neul', ...extra });
    const secretOf = () => own.http.auth.makeSetupLink(own.time.now)!.path.replace('/#setup=', '');
    const old = secretOf();
    const late = secretOf();
    expect((await setup(old)).status).toBe(401);
    own.time.now += 30 * MINUTE;
    expect((await setup(late)).status).toBe(401);
    const secret = secretOf();
    expect((await setup(`${secret}x`)).status).toBe(401);
    own.state.managedByFile = true;
    expect((await setup(secret)).json.code).toBe('managed-by-file');
    own.state.managedByFile = false;
    const made = await setup(secret);
    expect(made.json.me).toMatchObject({ id: 'kim-ha-neul', role: 'admin' });
    expect((await own.api('GET', '/api/v1/config', made.json.token)).json.users[0]).toMatchObject({
      id: 'kim-ha-neul',
      contacts: [{ id: 'desk', channel: 'desktop' }],
    });
    expect((await setup(secret)).status).toBe(401);
    expect(own.http.auth.makeSetupLink(own.time.now)).toBeNull();
    await own.close();
  });

  it('[AUD32] two at once make one admin, and only this machine may', async () => {
    const own = await startServer({}, { version: 1 });
    const secret = own.http.auth.makeSetupLink(own.time.now)!.path.replace('/#setup=', '');
    const away = await own.http.auth.setup.use(
      { setup: secret, name: 'Mallory' },
      { isLoopback: false, name: 'x' },
    );
    expect(away).toMatchObject({ ok: false, status: 403 });
    const both = await Promise.all(
      ['A', 'B'].map((name) => own.api('POST', '/api/v1/setup', undefined, { setup: secret, name })),
    );
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 401]);
    expect(own.floor.config().document.users).toHaveLength(1);
    await own.close();
  });

  it('[AUD32] a Korean name is an id as it is, and a taken id is refused', async () => {
    const own = await startServer({}, { version: 1, users: [{ id: '김하늘', name: 'x' }] });
    const secret = own.http.auth.makeSetupLink(own.time.now)!.path.replace('/#setup=', '');
    const body = { setup: secret, name: '김하늘' };
    expect((await own.api('POST', '/api/v1/setup', undefined, { ...body, id: '김하늘' })).status).toBe(409);
    expect((await own.api('POST', '/api/v1/setup', undefined, body)).json.me.id).toBe('김하늘-2');
    await own.close();
  });
});

describe('pairing', () => {
  const open = (display?: string) => server.api('POST', '/api/v1/pairings', undefined, { display });
  const claim = (secret: string) => server.api('POST', '/api/v1/pairings/claim', undefined, { secret });

  it('[AUD34] a screen waits, a lead approves the code it shows, the screen gets its token once', async () => {
    const lead = await signIn('le');
    const { json: opened } = await open('wall-2');
    expect(opened.code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect(await claim(opened.secret)).toMatchObject({ status: 202, json: { waiting: true } });
    const list = await server.api('GET', '/api/v1/pairings', lead);
    expect(list.json.items).toMatchObject([{ id: opened.id, display: 'wall-2', code: opened.code }]);
    expect(list.text).not.toContain(opened.secret);
    const approve = (token: string) =>
      server.api('POST', `/api/v1/pairings/${opened.id}/approve`, token, { display: 'wall-2' });
    expect((await approve(await signIn('re'))).status).toBe(403);
    expect((await approve(lead)).status).toBe(204);
    expect((await approve(lead)).status).toBe(404);
    const { json } = await claim(opened.secret);
    expect(json.display).toBe('wall-2');
    expect(server.http.auth.principalOf(json.token)).toMatchObject({ kind: 'display', id: 'wall-2' });
    expect((await claim(opened.secret)).status).toBe(404);
    expect(restarted().principalOf(json.token)).toMatchObject({ kind: 'display', id: 'wall-2' });
    const { document } = server.floor.config();
    const admin = { kind: 'user', id: 'ad', role: 'admin', token: 't' } as const;
    await server.floor.replaceConfig(admin, { ...document, displays: [] }, null);
    expect(server.http.auth.principalOf(json.token)).toBeNull();
  });

  it('[AUD34] a screen whose display the config does not know yet can be paired; revoking ends it', async () => {
    const { json: opened } = await open('lobby');
    await server.api('POST', `/api/v1/pairings/${opened.id}/approve`, ADMIN_TOKEN, { display: 'lobby' });
    const { json } = await claim(opened.secret);
    expect(server.http.auth.principalOf(json.token)).toMatchObject({ kind: 'display', id: 'lobby' });
    const list = await server.api('GET', '/api/v1/tokens', ADMIN_TOKEN);
    const { id } = list.json.items.find((each: { subject: string }) => each.subject === 'lobby');
    await server.api('DELETE', `/api/v1/tokens/${id}`, ADMIN_TOKEN);
    expect(server.http.auth.principalOf(json.token)).toBeNull();
  });

  it('[AUD34] at most twenty wait, for ten minutes, also when they come at once', async () => {
    const all = await Promise.all(Array.from({ length: 25 }, () => open()));
    expect(all.filter((reply) => reply.status === 201)).toHaveLength(20);
    expect(all.find((reply) => reply.status === 429)!.json.code).toBe('too-many-pairings');
    server.time.now += 10 * MINUTE;
    expect((await claim(all[0]!.json.secret)).status).toBe(404);
    expect((await open()).status).toBe(201);
    expect(server.records.get('pairing')!.size).toBe(1);
  });
});
