import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN_TOKEN } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ auth: { adminToken: ADMIN_TOKEN, shellToken: null } });
});
afterAll(() => server.close());

const call = (method: string, path: string, body?: unknown) =>
  server.call(method, path, {
    token: ADMIN_TOKEN,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });

it('[STR54] a secret is set and listed by name, and its value never comes back', async () => {
  const set = await call('PUT', '/api/v1/secrets/smtp', { value: 'hunter-2' });
  expect(set.status).toBe(204);
  expect(server.seen.writes.at(-1)).toBe('secret smtp 8');
  const list = await call('GET', '/api/v1/secrets');
  expect(list.json).toEqual({ items: [{ name: 'smtp' }] });
  expect(JSON.stringify(list.json)).not.toContain('hunter');
});

it('[STR54] a name that no config could use, an empty value and an unknown name are refused', async () => {
  expect((await call('PUT', '/api/v1/secrets/%20', { value: 'x' })).status).toBe(400);
  expect((await call('PUT', '/api/v1/secrets/smtp', { value: '' })).status).toBe(400);
  expect((await call('DELETE', '/api/v1/secrets/smtp')).status).toBe(204);
  expect((await call('DELETE', '/api/v1/secrets/other')).status).toBe(404);
});
