import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN_TOKEN } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    auth: { adminToken: ADMIN_TOKEN, shellToken: null },
    fetchers: () => [
      { integration: 'mail', kind: 'imap', lastSuccessAt: null, lastError: null, failures: 0 },
      {
        integration: 'am',
        kind: 'alertmanager',
        lastSuccessAt: Date.parse('2026-11-22T02:59:00Z'),
        lastError: { at: Date.parse('2026-11-22T03:00:00Z'), text: 'HTTP 503' },
        failures: 2,
      },
    ],
  });
});
afterAll(() => server.close());

it('[ING168] says of every fetcher its kind, last success, last error and failures since', async () => {
  const { status, json } = await server.api('GET', '/api/v1/fetchers', ADMIN_TOKEN);
  expect(status).toBe(200);
  expect(json.items).toEqual([
    { integration: 'mail', kind: 'imap', lastSuccessAt: null, lastError: null, failures: 0 },
    {
      integration: 'am',
      kind: 'alertmanager',
      lastSuccessAt: '2026-11-22T02:59:00.000Z',
      lastError: { at: '2026-11-22T03:00:00.000Z', text: 'HTTP 503' },
      failures: 2,
    },
  ]);
  expect((await server.api('GET', '/api/v1/fetchers')).status).toBe(401);
  const described = await server.api('GET', '/api/v1/openapi.json', ADMIN_TOKEN);
  expect(JSON.stringify(described.json)).toContain('/api/v1/fetchers');
});
