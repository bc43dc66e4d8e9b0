import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heartbeatListSchema, heartbeatPingSchema } from '../../../src/shared/api/heartbeats.ts';
import { ADMIN_TOKEN, DISPLAY_TOKEN, HEARTBEATS, KEY, OFF_KEY, OTHER_KEY } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  server = await startServer({ auth: { adminToken: ADMIN_TOKEN, shellToken: null } });
  for (const [role, subject] of Object.entries({ viewer: 'vi', responder: 're', lead: 'le' })) {
    const made = await server.http.auth.tokens.create(
      { kind: 'automation', id: 'automation' },
      { kind: 'session', name: role, subject },
    );
    tokens[role] = made.secret;
  }
});
afterAll(() => server.close());

const PATH = '/api/v1/heartbeats/std%20backup/ping';
const ping = (headers: Record<string, string> = {}, path = PATH, method = 'POST') =>
  server.call(method, path, { headers });
const pings = () => server.seen.writes.filter((one) => one.startsWith('ping'));

describe('who may ping', () => {
  it.each([
    ['GenieKey', () => ping({ authorization: `GenieKey ${KEY}` })],
    ['Key', () => ping({ authorization: `Key ${KEY}` })],
    ['a scheme in small letters', () => ping({ authorization: `geniekey ${KEY}` })],
    ['X-Integration-Key', () => ping({ 'x-integration-key': KEY })],
    ['?key=', () => ping({}, `${PATH}?key=${KEY}`)],
    ['?key= by GET', () => ping({}, `${PATH}?key=${KEY}`, 'GET')],
    [
      'the key of another type, for its own',
      () => ping({ 'x-integration-key': OTHER_KEY }, PATH.replace('std', 'pd')),
    ],
    ['a responder', () => ping({ authorization: `Bearer ${tokens.responder}` })],
    ['automation', () => ping({ authorization: `Bearer ${ADMIN_TOKEN}` })],
    ['an empty JSON body', () => server.api('POST', PATH, undefined, {}, { 'x-integration-key': KEY })],
  ])('[ING177] %s', async (_name, call) => {
    const before = pings().length;
    const reply = await call();
    expect(reply.status).toBe(200);
    expect(heartbeatPingSchema.parse(reply.json)).toEqual(reply.json);
    expect(pings()).toHaveLength(before + 1);
  });

  it('[ING177] what is wrong with a key is the same 401 for every name, there or not', async () => {
    const before = pings().length;
    const replies = await Promise.all(
      [PATH, '/api/v1/heartbeats/none/ping', '/api/v1/heartbeats/integration:std/ping'].flatMap((path) => [
        ping({}, path),
        ping({}, `${path}?key=`),
        ping({}, `${path}?key=${'x'.repeat(40)}`),
        ping({ 'x-integration-key': OFF_KEY }, path),
        ping({ authorization: `GenieKey ${KEY.toUpperCase()}` }, path),
        ping({ authorization: `Bearer ${KEY}` }, path),
        ping({ authorization: `Basic ${KEY}` }, path),
        ping({ authorization: 'Bearer wf_unknown' }, path, 'GET'),
      ]),
    );
    for (const reply of replies) {
      expect([reply.status, reply.text]).toEqual([401, replies[0]!.text]);
      expect(reply.headers['content-type']).toBe('application/problem+json');
    }
    expect(pings()).toHaveLength(before);
  });

  it('[ING177] viewers and displays only watch', async () => {
    for (const token of [tokens.viewer, DISPLAY_TOKEN])
      expect((await ping({ authorization: `Bearer ${token}` })).json).toMatchObject({
        status: 403,
        code: 'role',
      });
  });

  it('[ING177] a name that is unknown, or of another integration, is one and the same 404', async () => {
    const replies = await Promise.all([
      ping({ 'x-integration-key': KEY }, '/api/v1/heartbeats/none/ping'),
      ping({ 'x-integration-key': OTHER_KEY }),
      ping({ authorization: `Bearer ${ADMIN_TOKEN}` }, '/api/v1/heartbeats/none/ping'),
    ]);
    for (const reply of replies)
      expect([reply.status, reply.json]).toEqual([
        404,
        expect.objectContaining({ code: 'no-such-heartbeat' }),
      ]);
  });

  it('[ING171] a disk that refuses is a 503, so that the script comes again', async () => {
    server.state.failing = true;
    const reply = await ping({ 'x-integration-key': KEY });
    server.state.failing = false;
    expect([reply.status, reply.json.code, reply.headers['retry-after']]).toEqual([503, 'storage', '1']);
  });
});

describe('the list, and what a lead may do', () => {
  const lead = (method: string, path: string) => server.api(method, path, tokens.lead);

  it('[ING177] a viewer reads every heartbeat with its state; a key reads none', async () => {
    const reply = await server.api('GET', '/api/v1/heartbeats', tokens.viewer);
    expect(heartbeatListSchema.parse(reply.json).items).toEqual(HEARTBEATS);
    expect((await ping({ 'x-integration-key': KEY }, '/api/v1/heartbeats', 'GET')).status).toBe(401);
  });

  it('[ING178] switches off and on, and takes back what is not of the config', async () => {
    expect((await lead('POST', '/api/v1/heartbeats/std%20backup/disable')).status).toBe(200);
    expect((await lead('POST', '/api/v1/heartbeats/std%20backup/enable')).status).toBe(200);
    expect(server.seen.writes.slice(-2)).toEqual(['switch std backup false le', 'switch std backup true le']);
    expect((await lead('POST', '/api/v1/heartbeats/none/enable')).status).toBe(404);
    expect((await lead('DELETE', '/api/v1/heartbeats/std%20backup')).json).toMatchObject({
      status: 409,
      code: 'of-config',
    });
    expect((await lead('DELETE', '/api/v1/heartbeats/pd%20backup')).status).toBe(204);
    expect((await lead('DELETE', '/api/v1/heartbeats/none')).status).toBe(404);
  });

  it('[ING177] the OpenAPI document describes them', async () => {
    const { json } = await server.api('GET', '/api/v1/openapi.json', tokens.viewer);
    expect(Object.keys(json.paths['/api/v1/heartbeats/{name}/ping'])).toEqual(['post', 'get']);
    expect(json.paths['/api/v1/heartbeats/{name}/ping'].post.responses).toHaveProperty('401');
    expect(json.components.schemas).toHaveProperty('Heartbeat');
  });
});
