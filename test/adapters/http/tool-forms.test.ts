import { afterAll, beforeAll, expect, it } from 'vitest';
import { matchEndpoint } from '../../../src/server/sources/registry.ts';
import { CONFIG } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

const keyOf = (type: string) => `k-${type}-0123456789abcdef0123456789abcdef`;
const TYPES = ['nagios', 'icinga2', 'prtg', 'librenms', 'solarwinds', 'grafana'];

let server: TestServer;
beforeAll(async () => {
  server = await startServer(
    { sources: { matchEndpoint, adapterTypes: () => TYPES, doors: () => [] } },
    {
      ...CONFIG,
      integrations: TYPES.map((type) => ({
        id: type,
        name: type,
        type,
        key: keyOf(type),
        service: 'payments',
      })),
    },
  );
});
afterAll(() => server.close());

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const path = (type: string) => `/integration/${type}/v1/${keyOf(type)}`;

it.each<[string, string, string, string | undefined, object]>([
  [
    'nagios: a form of macros',
    'POST',
    path('nagios'),
    'NOTIFICATIONTYPE=PROBLEM&SERVICEDESC=Disk+%2Fvar&SERVICESTATE=CRITICAL&HOSTNAME=db1&SERVICEOUTPUT=2%25+free',
    { status: 'open', dedupKey: 'db1|Disk /var', summary: 'db1/Disk /var is CRITICAL: 2% free' },
  ],
  [
    'icinga2: the same under its own name',
    'POST',
    path('icinga2'),
    'NOTIFICATIONTYPE=RECOVERY&SERVICEDESC=Disk+%2Fvar&SERVICESTATE=OK&HOSTNAME=db1',
    { status: 'close', dedupKey: 'db1|Disk /var' },
  ],
  [
    'prtg: a form, a per cent sign left as it is',
    'POST',
    path('prtg'),
    'sensorid=7&device=fw1&sensor=CPU&status=Down+(Acknowledged)&lastvalue=97+%&priority=3',
    { status: 'ack', dedupKey: '7', metricValue: '97 %' },
  ],
  [
    'prtg: a query',
    'GET',
    `${path('prtg')}?sensorid=7&device=fw1&sensor=CPU&status=Up`,
    undefined,
    { status: 'close', dedupKey: '7' },
  ],
  [
    'librenms: a query',
    'GET',
    `${path('librenms')}?title=Device%20sw1%20down&alert_id=26&state=1&severity=critical&hostname=sw1`,
    undefined,
    { status: 'open', dedupKey: '26', summary: 'Device sw1 down', urgency: 'highest' },
  ],
  [
    'solarwinds: a form',
    'POST',
    path('solarwinds'),
    'iLertEventType=RESOLVE&AlertObjectID=812&AlertName=Node+is+down&Severity=2',
    { status: 'close', dedupKey: '812' },
  ],
])('[ING24] %s', async (_name, method, url, body, event) => {
  server.seen.ingested.length = 0;
  const options = body === undefined ? {} : { body, headers: FORM };
  const reply = await server.call(method, url, options);
  expect(reply.status).toBe(200);
  expect(reply.json).toMatchObject({ code: '200', msg: 'ok' });
  expect(server.seen.ingested[0]?.events).toMatchObject([{ ok: true, event }]);
});

it('[ING2] what is no body of the tool is a 400 that names its first field', async () => {
  const reply = await server.call('POST', path('grafana'), { body: '{"version":"1"}' });
  expect(reply.status).toBe(400);
  expect(reply.json).toMatchObject({ code: '400', msg: expect.stringMatching(/^alerts: /) });
});

it('[ING27] a tool that never comes by GET is told so', async () => {
  const reply = await server.call('GET', path('nagios'));
  expect([reply.status, reply.headers.allow]).toEqual([405, 'POST']);
});
