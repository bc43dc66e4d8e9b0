import { afterAll, beforeAll, expect, it } from 'vitest';
import { previewSchema } from '../../../src/shared/api/preview.ts';
import { ADMIN_TOKEN } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ auth: { adminToken: ADMIN_TOKEN, shellToken: null } });
});
afterAll(() => server.close());

const preview = (body: object) => server.api('POST', '/api/v1/integrations/preview', ADMIN_TOKEN, body);
const mapping = {
  summary: { template: '{{host}} is {{state}}' },
  key: { path: ['id', 'host'] },
  status: { path: 'state', values: { FIRING: 'open', OK: 'close' } },
  urgency: { path: 'level', values: { 1: 'highest' } },
  eventAt: { path: 'at' },
  resource: { path: 'site', default: 'seoul' },
};
const body = { host: 'db1', state: 'FIRING', level: 1, at: 1_795_513_000 };
const causes = (json: { warnings: { params: { cause: string } }[] }) =>
  json.warnings.map(({ params }) => params.cause);

it('[ING103] a preview shows the event, and where each field came from', async () => {
  const { status, json } = await preview({ type: 'custom', mapping, body });
  expect(status).toBe(200);
  expect(previewSchema.parse(json)).toEqual(json);
  expect(json).toMatchObject({
    total: 1,
    warnings: [],
    events: [
      {
        outcome: 'event',
        reason: null,
        event: {
          status: 'open',
          summary: 'db1 is FIRING',
          dedupKey: 'db1',
          urgency: 'highest',
          urgencyWord: '1',
          eventAt: '2026-11-24T09:36:40.000Z',
          resource: 'seoul',
        },
      },
    ],
  });
  expect(json.events[0].fields).toEqual([
    { field: 'summary', from: 'template', at: '{{host}} is {{state}}', found: 'db1 is FIRING', value: null },
    { field: 'key', from: 'path', at: 'host', found: 'db1', value: null },
    { field: 'status', from: 'path', at: 'state', found: 'FIRING', value: 'open' },
    { field: 'urgency', from: 'path', at: 'level', found: '1', value: 'highest' },
    { field: 'eventAt', from: 'path', at: 'at', found: '1795513000', value: null },
    { field: 'resource', from: 'default', at: null, found: 'seoul', value: 'seoul' },
  ]);
});

it('[ING103] a body is taken as text too, JSON or a form; what is neither is a refusal', async () => {
  const asked = { type: 'custom', mapping };
  const json = await preview({ ...asked, text: JSON.stringify(body) });
  expect(json.json.events[0].event.dedupKey).toBe('db1');
  const form = await preview({ ...asked, text: 'host=web+3&state=OK&id=7' });
  expect(form.json.events[0]).toMatchObject({ outcome: 'event', event: { status: 'close', dedupKey: '7' } });
  const broken = await preview({ ...asked, text: '{"host":' });
  expect(broken.status).toBe(200);
  expect(broken.json.events).toMatchObject([{ outcome: 'refused', event: null, reason: { code: 'ING24' } }]);
  const deep = await preview({ ...asked, text: '['.repeat(100) });
  expect(deep.json.events[0].reason.code).toBe('ING23');
});

it('[ING103] a refusal, a notice and a long batch are shown as what they are', async () => {
  const { json } = await preview({
    type: 'custom',
    mapping: { ...mapping, items: 'list', ignore: { field: 'state', op: 'equals', value: 'INFO' } },
    body: {
      list: [{ ...body, state: 'MELTED' }, { ...body, state: 'INFO' }, ...new Array(40).fill(body)],
    },
  });
  expect(json.total).toBe(42);
  expect(json.events).toHaveLength(20);
  expect(json.events[0]).toMatchObject({ outcome: 'refused', event: null, reason: { code: 'ING6' } });
  expect(json.events[1]).toMatchObject({ outcome: 'set-aside', reason: { code: 'ING16' } });
  expect(json.events[2].outcome).toBe('event');
});

it('[ING103] warns of what will be missed: urgency words, keys, a recovery', async () => {
  const { key, status, ...bare } = mapping;
  expect(causes((await preview({ type: 'custom', mapping: bare, body })).json)).toEqual([
    'no-key',
    'no-recovery',
  ]);
  const onlyOpens = { ...mapping, status: { path: 'state', values: { FIRING: 'open' } } };
  expect(causes((await preview({ type: 'custom', mapping: onlyOpens, body })).json)).toEqual(['no-recovery']);
  const purple = { ...body, level: 'purple' };
  const warned = (await preview({ type: 'custom', mapping, body: purple })).json;
  expect(warned.warnings).toMatchObject([{ code: 'ING103', params: { cause: 'urgency', word: 'purple' } }]);
  const taught = await preview({ type: 'custom', mapping, urgencies: { purple: 'low' }, body: purple });
  expect(taught.json.warnings).toEqual([]);
  expect(taught.json.events[0].event.urgency).toBe('low');
  const { host, ...keyless } = body;
  const missing = { ...mapping, summary: { path: 'state' } };
  expect(causes((await preview({ type: 'custom', mapping: missing, body: keyless })).json)).toEqual([
    'key-missing',
  ]);
});

it('[ING103] every other type is read by its own door', async () => {
  const { json } = await preview({
    type: 'pingdom',
    body: { check_id: 7, check_name: 'shop', current_state: 'DOWN', importance_level: 'HIGH' },
  });
  expect(json.events[0]).toMatchObject({
    outcome: 'event',
    fields: [],
    event: { dedupKey: '7', urgency: 'high' },
  });
  const preset = await preview({
    type: 'custom',
    preset: 'consul',
    body: [{ Node: 'n', CheckID: 'c', Name: 'disk', Status: 'passing', Output: 'ok' }],
  });
  expect(preset.json.events[0].event).toMatchObject({ status: 'close', dedupKey: 'n//c' });
});

it('[ING102] a mapping with mistakes is refused with every path', async () => {
  const { status, json } = await preview({
    type: 'custom',
    mapping: { summary: { path: 'a..b' }, status: { path: 's', values: { X: 'openn' } } },
    body,
  });
  expect(status).toBe(422);
  expect(json.problems.map(({ path }: { path: string }) => path)).toEqual([
    'mapping.summary.path',
    'mapping.status.values.X',
  ]);
  expect((await preview({ type: 'custom', body })).json.problems[0].path).toBe('mapping');
  expect((await preview({ type: 'carrier-pigeon', body })).json.problems[0].path).toBe('type');
  const both = await preview({ type: 'custom', mapping, body, text: '{}' });
  expect(both).toMatchObject({ status: 400, json: { problems: [{ path: 'body' }] } });
  expect((await preview({ type: 'custom', mapping })).status).toBe(400);
});

it('[ING103] a preview is for admins, and records nothing', async () => {
  const writes = server.seen.writes.length;
  await preview({ type: 'custom', mapping, body });
  expect(server.seen.writes.length).toBe(writes);
  expect(
    (await server.api('POST', '/api/v1/integrations/preview', undefined, { type: 'custom', body })).status,
  ).toBe(401);
  const openapi = (await server.call('GET', '/api/v1/openapi.json')).json;
  expect(openapi.paths['/api/v1/integrations/preview'].post['x-scope']).toBe('admin');
});
