import { afterEach, describe, expect, it } from 'vitest';
import type { HttpOptions } from '../../../src/server/adapters/http/create-http.ts';
import type { ConfigInput } from '../../../src/shared/config/document.ts';
import { CONFIG } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

const MINUTE = 60_000;
const TWO_ADMINS: ConfigInput = {
  version: 1,
  users: [
    { id: 'ha', name: '김하늘', role: 'admin' },
    { id: 'lee', name: 'Lee', role: 'admin' },
    { id: 're', name: 'Re', role: 'responder' },
  ],
};
let own: TestServer;
const start = async (config: ConfigInput, over: Partial<HttpOptions> = {}) => {
  own = await startServer(over, config);
  return own.http.auth.makeSetupLink(own.time.now)?.path.replace('/#setup=', '') ?? null;
};
const again = () => own.http.auth.makeSetupLink(own.time.now);
const look = (setup: string) => own.api('POST', '/api/v1/setup/look', undefined, { setup });
const use = (setup: string, body: object) => own.api('POST', '/api/v1/setup', undefined, { setup, ...body });
afterEach(() => own.close());

describe('setup of a config that has admins', () => {
  it('[AUD32] nobody can sign in: the link shows the admins, one is chosen, once', async () => {
    const setup = (await start(TWO_ADMINS))!;
    for (const _ of [1, 2])
      expect((await look(setup)).json).toEqual({
        admins: [
          { id: 'ha', name: '김하늘' },
          { id: 'lee', name: 'Lee' },
        ],
        mayCreate: false,
        expiresAt: new Date(own.time.now + 30 * MINUTE).toISOString(),
      });
    const done = await use(setup, { user: 'lee' });
    expect([done.status, done.json.me]).toMatchObject([200, { id: 'lee', role: 'admin' }]);
    expect((await own.api('GET', '/api/v1/config', done.json.token)).status).toBe(200);
    expect(own.seen.writes).toEqual([]);
    expect(own.seen.audits).toMatchObject([
      { actor: { kind: 'system', id: 'setup-link' }, action: 'token.create', after: { subject: 'lee' } },
    ]);
    expect([(await use(setup, { user: 'ha' })).status, (await look(setup)).status]).toEqual([401, 401]);
    expect(again()).toBeNull();
  });

  it('[AUD32] a config owned by a file works the same, since nothing of it changes', async () => {
    const setup = (await start(TWO_ADMINS))!;
    own.state.managedByFile = true;
    expect((await use(setup, { user: 'ha' })).json.me.id).toBe('ha');
  });

  it('[AUD32] only an admin of the config can be chosen, no other made, and the link is not spent by trying', async () => {
    const setup = (await start(TWO_ADMINS))!;
    expect((await use(setup, { user: 're' })).json).toMatchObject({ status: 404, code: 'no-such-admin' });
    expect((await use(setup, { user: 'nobody' })).status).toBe(404);
    expect((await use(setup, { name: 'Mallory' })).json).toMatchObject({ status: 409, code: 'choose-admin' });
    for (const body of [{}, { user: 'ha', name: 'Ha' }])
      expect((await use(setup, body)).json.problems).toMatchObject([{ path: 'user' }]);
    expect((await use(setup, { user: 'ha' })).status).toBe(200);
  });

  it('[AUD32] no link while an admin has a live token; one again when it has ended or the admin is another', async () => {
    await start(CONFIG);
    const actor = { kind: 'automation', id: 'automation' } as const;
    const { create } = own.http.auth.tokens;
    await create(actor, { kind: 'session', name: 'x', subject: 'le' });
    await create(actor, { kind: 'display', name: 'x', subject: 'ad' });
    expect(again()).not.toBeNull();
    const expiresAt = own.time.now + MINUTE;
    await create(actor, { kind: 'api', name: 'x', subject: 'ad', expiresAt });
    expect(again()).toBeNull();
    own.time.now += MINUTE;
    expect(again()).not.toBeNull();
    await create(actor, { kind: 'session', name: 'x', subject: 'ad' });
    expect(again()).toBeNull();
    own.time.now += 31 * 86_400_000;
    expect(again()).not.toBeNull();
  });

  it('[AUD32] a link that was open ends when an admin gets in by another way', async () => {
    const setup = (await start(TWO_ADMINS))!;
    const actor = { kind: 'automation', id: 'automation' } as const;
    await own.http.auth.tokens.create(actor, { kind: 'session', name: 'x', subject: 'ha' });
    expect([(await look(setup)).status, (await use(setup, { user: 'lee' })).status]).toEqual([401, 401]);
  });

  it('[AUD32] used once although asked twice at the same time, and only on this machine', async () => {
    const setup = (await start(TWO_ADMINS))!;
    expect(own.http.auth.setup.look(setup, false)).toMatchObject({ ok: false, status: 403 });
    const away = await own.http.auth.setup.use({ setup, user: 'ha' }, { isLoopback: false, name: 'x' });
    expect(away).toMatchObject({ ok: false, status: 403 });
    const both = await Promise.all(['ha', 'lee'].map((user) => use(setup, { user })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('[AUD32] a disk that refuses gives the link back', async () => {
    const setup = (await start(TWO_ADMINS))!;
    own.state.failing = true;
    expect((await use(setup, { user: 'ha' })).status).toBe(503);
    own.state.failing = false;
    expect((await use(setup, { user: 'ha' })).status).toBe(200);
  });

  it('[AUD32] thirty minutes, and an admin token makes it needless', async () => {
    const setup = (await start(TWO_ADMINS))!;
    own.time.now += 30 * MINUTE;
    expect([(await look(setup)).status, (await use(setup, { user: 'ha' })).status]).toEqual([401, 401]);
    await own.close();
    const adminToken = 'admin-token-0123456789abcdef0123456789';
    expect(await start(TWO_ADMINS, { auth: { adminToken, shellToken: null } })).toBeNull();
  });
});

describe('setup of a config without admins', () => {
  it('[AUD32] the first may be made, but not in a file that owns the config', async () => {
    const setup = (await start({ version: 1 }))!;
    expect((await look(setup)).json).toMatchObject({ admins: [], mayCreate: true });
    own.state.managedByFile = true;
    expect((await look(setup)).json).toMatchObject({ admins: [], mayCreate: false });
    const refused = await use(setup, { name: 'Ha' });
    expect(refused.json.code).toBe('managed-by-file');
    expect(refused.json.detail).toContain('--config');
    own.state.managedByFile = false;
    expect((await use(setup, { name: 'Ha' })).json.me).toMatchObject({ id: 'ha', role: 'admin' });
    expect(own.seen.audits).toMatchObject([{ actor: { kind: 'user', id: 'ha' } }]);
  });
});
