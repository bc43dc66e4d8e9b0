import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
const tokens = new Map<string, string>();
beforeEach(async () => {
  server = await startServer({ auth: { adminToken: ADMIN_TOKEN, shellToken: null } });
  for (const subject of ['re', 'le', 'ad']) {
    const actor = { kind: 'automation', id: 'automation' } as const;
    const { secret } = await server.http.auth.tokens.create(actor, { kind: 'session', name: 'x', subject });
    tokens.set(subject, secret);
  }
});
afterEach(() => server.close());

const as = (who: string, method: string, path: string, body?: unknown) =>
  server.api(method, `/api/v1${path}`, tokens.get(who) ?? ADMIN_TOKEN, body);
const PROFILE = {
  contacts: [
    { id: 'desk', channel: 'desktop' },
    { id: 'mail', channel: 'email', address: 're@example.com' },
  ],
  notificationRules: [
    { when: { urgency: ['highest'], service: ['payments'] }, notify: ['mail'], after: 'PT1M' },
  ],
  quietHours: [{ days: ['sat', 'sun'], from: '22:00', to: '07:00', exceptUrgency: ['highest'] }],
  followUps: false,
};
const NOTHING = { contacts: [], notificationRules: [], quietHours: [], followUps: true };

describe('profiles', () => {
  it('[AUD42] a responder sets how they are told, sees that it counts, and gives it back to the config', async () => {
    expect((await as('re', 'GET', '/me/profile')).json).toEqual({
      user: 're',
      source: 'config',
      profile: NOTHING,
      config: NOTHING,
    });
    const set = await as('re', 'PUT', '/me/profile', PROFILE);
    expect([set.status, set.json]).toEqual([
      200,
      { user: 're', source: 'own', profile: PROFILE, config: NOTHING },
    ]);
    expect((await as('re', 'GET', '/me/profile')).json).toEqual(set.json);
    const gone = await as('re', 'DELETE', '/me/profile');
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await as('re', 'GET', '/me/profile')).json.source).toBe('config');
    expect((await as('re', 'DELETE', '/me/profile')).status).toBe(204);
    expect(server.seen.writes).toEqual(['profile re re set', 'profile re re removed']);
  });

  it('[AUD42] an admin sets it for others, who see it as their own', async () => {
    expect((await as('ad', 'PUT', '/users/re/profile', PROFILE)).status).toBe(200);
    expect((await as('re', 'GET', '/me/profile')).json.source).toBe('own');
    expect((await as('ad', 'GET', '/users/re/profile')).json.profile).toEqual(PROFILE);
    expect((await as('ad', 'DELETE', '/users/re/profile')).status).toBe(204);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? PROFILE : undefined;
      expect((await as('le', method, '/users/re/profile', body)).status).toBe(403);
      expect((await as('ad', method, '/users/nobody/profile', body)).json).toMatchObject({
        status: 404,
        code: 'no-such-user',
      });
      expect((await as('automation', method, '/me/profile', body)).status).toBe(404);
    }
  });

  it('[AUD42] every bad path is named, and nothing is set', async () => {
    const shape = await as('re', 'PUT', '/me/profile', {
      contacts: [
        { id: 'mail', channel: 'email', address: 'nobody' },
        { id: 'fax', channel: 'fax' },
      ],
      notificationRules: [{ when: { urgency: ['loud'] }, notify: [] }],
      quietHours: [{ from: '25:00', to: '07:00' }],
      colour: 'red',
    });
    expect(shape.status).toBe(400);
    expect(shape.json.problems.map((each: { path: string }) => each.path).sort()).toEqual([
      'colour',
      'contacts[0].address',
      'contacts[1].channel',
      'notificationRules[0].notify',
      'notificationRules[0].when.urgency[0]',
      'quietHours[0].from',
    ]);
    const twice = await as('re', 'PUT', '/me/profile', {
      contacts: [PROFILE.contacts[0], PROFILE.contacts[0]],
      notificationRules: [{ when: {}, notify: ['gone'] }],
    });
    expect(twice.json.problems.map((each: { path: string }) => each.path)).toEqual([
      'contacts[1].id',
      'notificationRules[0].notify[0]',
    ]);
    const matches = { field: 'summary', op: 'matches', value: '(' };
    const unknown = await as('re', 'PUT', '/me/profile', {
      contacts: PROFILE.contacts,
      notificationRules: [
        { when: { service: ['payments', 'gone'] }, notify: ['desk'] },
        { when: { all: [matches] }, notify: ['desk'] },
        { when: { field: 'colour', op: 'equals', value: 'red' }, notify: ['desk'] },
      ],
    });
    expect(unknown.status).toBe(422);
    expect(unknown.json.problems.map((each: { path: string }) => each.path)).toEqual([
      'notificationRules[0].when.service[1]',
      'notificationRules[1].when.all[0].value',
      'notificationRules[2].when.field',
    ]);
    expect(server.seen.writes).toEqual([]);
  });
});

describe('test notification', () => {
  const send = (who: string, body: object) => as(who, 'POST', '/test-notification', body);

  it('[NTF80] one for each own contact, with the ids of the deliveries', async () => {
    const contacts = [...PROFILE.contacts, { id: 'old', channel: 'desktop', muted: true }];
    await as('re', 'PUT', '/me/profile', { ...PROFILE, contacts });
    const sent = await send('re', {});
    expect([sent.status, sent.json]).toEqual([
      202,
      {
        deliveries: [
          { id: 'test/desk', contact: 'desk' },
          { id: 'test/mail', contact: 'mail' },
        ],
        muted: ['old'],
      },
    ]);
    expect((await send('re', { user: 're' })).status).toBe(202);
    expect((await send('ad', { user: 're' })).status).toBe(202);
  });

  it('[NTF80] others need an admin; somebody without a contact, or nobody, is said so', async () => {
    expect((await send('le', { user: 're' })).json).toMatchObject({ status: 403, code: 'admin-only' });
    expect((await send('ad', { user: 're' })).json).toMatchObject({ status: 409, code: 'no-contact' });
    expect((await send('ad', { user: 'nobody' })).status).toBe(404);
    expect((await send('automation', {})).status).toBe(404);
  });

  it('[NTF80] ten a minute for one person', async () => {
    await as('re', 'PUT', '/me/profile', PROFILE);
    const all = await Promise.all(Array.from({ length: 12 }, () => send('re', {})));
    expect(all.filter(({ status }) => status === 202)).toHaveLength(10);
    expect(all.find(({ status }) => status === 429)!.headers['retry-after']).toMatch(/^\d+$/);
  });
});

describe('redact', () => {
  const redact = (who: string, body: object, id = 'i1') => as(who, 'POST', `/incidents/${id}/redact`, body);

  it('[AUD40] an admin names the parts and why', async () => {
    const body = { parts: ['summary', 'raw'], reason: ' a password ' };
    expect((await redact('ad', body)).json).toMatchObject({ id: 'i1' });
    expect(server.seen.redactions).toEqual([{ parts: ['summary', 'raw'], reason: 'a password' }]);
    expect((await redact('ad', body, 'i2')).status).toBe(404);
    expect((await redact('le', body)).status).toBe(403);
  });

  it('[AUD40] nothing, something unknown, or no reason is refused by its path', async () => {
    for (const [body, path] of [
      [{ parts: [], reason: 'x' }, 'parts'],
      [{ parts: ['audit'], reason: 'x' }, 'parts[0]'],
      [{ parts: ['raw'], reason: '  ' }, 'reason'],
      [{ parts: ['raw'] }, 'reason'],
    ] as const)
      expect((await redact('ad', body)).json.problems).toMatchObject([{ path }]);
    expect(server.seen.redactions).toEqual([]);
  });
});

describe('requests', () => {
  it('[STR45] several values may be repeated or separated by commas', async () => {
    for (const query of [
      'status=open&status=acked&urgency=high,low&service=payments',
      'status=open,acked&urgency=high&urgency=low&service=payments',
    ]) {
      expect((await as('re', 'GET', `/incidents?${query}`)).status).toBe(200);
      expect(server.state.filters.at(-1)).toMatchObject({
        status: ['open', 'acked'],
        urgency: ['high', 'low'],
        service: ['payments'],
      });
    }
    expect((await as('re', 'GET', '/incidents?status=open,loud')).json).toMatchObject({
      status: 400,
      parameter: 'status',
    });
  });

  it('[STR45] an instant is RFC 3339 with an offset, or epoch milliseconds', async () => {
    for (const at of [
      '2026-11-22T09:00:00Z',
      '2026-11-22T18:00:00%2B09:00',
      '2026-11-22T18:00:00.5+09:00',
      '1795338000000',
    ])
      expect((await as('re', 'GET', `/oncall?at=${at}`)).status, at).toBe(200);
    for (const at of ['2026-11-22', '2026-11-22T09:00:00', 'tomorrow', '1e3'])
      expect((await as('re', 'GET', `/oncall?at=${at}`)).json, at).toMatchObject({
        status: 400,
        parameter: 'at',
      });
  });

  it('[STR45] HEAD answers as GET without a body, and refuses as GET does', async () => {
    for (const [path, token] of [
      ['/healthz', undefined],
      ['/api/v1/incidents', tokens.get('re')],
      ['/api/v1/incidents', undefined],
      ['/api/v1/nothing', undefined],
      ['/', undefined],
    ] as const) {
      const [head, get] = [await server.api('HEAD', path, token), await server.api('GET', path, token)];
      expect([path, head.status, head.text]).toEqual([path, get.status, '']);
      expect(head.headers['content-length']).toBe(get.headers['content-length']);
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
    }
    expect((await server.api('HEAD', '/api/v1/sign-in')).status).toBe(405);
  });

  it('[STR45] every refusal is a problem', async () => {
    const replies = [
      await server.api('GET', '/api/v1/incidents'),
      await as('re', 'GET', '/config'),
      await as('re', 'GET', '/nothing'),
      await as('re', 'PATCH', '/incidents'),
      await as('re', 'GET', '/incidents/nothing'),
      await as('re', 'GET', '/incidents?limit=0'),
      await as('re', 'POST', '/incidents', {}),
      await server.api('GET', '/api/v1/incidents/%zz', tokens.get('re')),
      await server.call('GET', '/api/v1/me', { headers: { host: 'evil.example' } }),
      await server.call('POST', '/api/v1/incidents', {
        body: 'x',
        headers: { 'content-type': 'text/plain' },
      }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([401, 403, 404, 405, 404, 400, 400, 400, 403, 415]);
    for (const { headers, json, status } of replies) {
      expect(headers['content-type']).toBe('application/problem+json');
      expect(json).toMatchObject({
        status,
        type: 'about:blank',
        rule: expect.stringMatching(/^[A-Z]{3}\d+$/),
      });
    }
  });
});
