import type { Conformance } from './conformance.ts';

const beat = (status: number, changes: object = {}, monitor: object = {}) => ({
  heartbeat: {
    monitorID: 31,
    status,
    time: '2026-11-24 08:50:00.512',
    msg: status === 0 ? 'getaddrinfo ENOTFOUND' : '200 - OK',
    ping: status === 0 ? null : 41,
    important: true,
    duration: 20,
    retries: 2,
    timezone: 'Asia/Seoul',
    timezoneOffset: '+09:00',
    localDateTime: '2026-11-24 17:50:00',
    ...changes,
  },
  monitor: {
    id: 31,
    name: 'mail relay',
    pathName: 'core / mail relay',
    url: 'https://mail.example.com',
    hostname: null,
    type: 'http',
    interval: 20,
    tags: [{ tag_id: 4, monitor_id: 31, name: 'Severity', value: 'warning', color: '#ff0000' }],
    ...monitor,
  },
  msg: status === 0 ? '[mail relay] [🔴 Down] getaddrinfo ENOTFOUND' : '[mail relay] [✅ Up] 200 - OK',
});
const asForm = (body: object) => ({ data: JSON.stringify(body) });
const asQuery = (body: Readonly<Record<string, unknown>>) => ({
  msg: String(body.msg),
  heartbeat: JSON.stringify(body.heartbeat),
  monitor: JSON.stringify(body.monitor),
});
const worse = beat(0, {}, { tags: [{ name: 'severity', value: 'critical' }] });
const untagged = {
  id: 8,
  tags: [],
  name: 'db port',
  type: 'port',
  url: 'https://',
  hostname: 'db1.example.com',
};
const testMessage = { heartbeat: null, monitor: null, msg: 'Watchfloor Testing' };
const malformed: Conformance['malformed'] = [
  { post: { name: 'no heartbeat', body: { msg: 'hello' } }, field: 'heartbeat' },
  {
    post: { name: 'no monitor', body: { ...beat(0, { monitorID: undefined }), monitor: null } },
    field: 'monitor.id',
  },
  { post: { name: 'unknown status', body: beat(7) }, field: 'heartbeat.status' },
  { post: { name: 'a form that is no JSON', body: { data: 'down' } }, field: 'heartbeat' },
  { post: { name: 'a list', body: [] }, field: 'body' },
  { post: { name: 'a test of nothing', body: { heartbeat: null } }, field: 'msg' },
];

export const tools: readonly Conformance[] = [
  {
    type: 'uptimekuma',
    courses: [
      {
        name: 'JSON, its severity in a tag',
        key: '31',
        trigger: { name: 'down', body: beat(0) },
        urgency: 'medium',
        summary: 'mail relay',
        repeat: { name: 'down again', body: beat(0, { time: '2026-11-24 09:00:00.512' }) },
        worse: { post: { name: 'tag changed', body: worse }, urgency: 'highest' },
        recovery: { name: 'up', body: beat(1) },
      },
      {
        name: 'form or multipart, no tag',
        key: '8',
        trigger: { name: 'down', body: asForm(beat(0, {}, untagged)) },
        urgency: null,
        summary: 'Down',
        recovery: { name: 'up', body: asForm(beat(1, {}, untagged)) },
      },
      {
        name: 'certificate',
        key: '[mail relay][https://mail.example.com] server certificate mail.example.com',
        trigger: {
          name: '21 days',
          body: {
            heartbeat: null,
            monitor: null,
            msg: '[mail relay][https://mail.example.com] server certificate mail.example.com will expire in 21 days',
          },
        },
        urgency: 'low',
        summary: 'will expire in 21 days',
        repeat: {
          name: '7 days',
          body: {
            heartbeat: null,
            monitor: null,
            msg: '[mail relay][https://mail.example.com] server certificate mail.example.com will expire in 7 days',
          },
        },
        recovery: null,
      },
    ],
    test: {
      setAside: [
        { name: 'test button', body: testMessage },
        { name: 'test button, as a form', body: asForm(testMessage) },
      ],
    },
    asides: [
      { name: 'pending', body: beat(2) },
      { name: 'maintenance', body: beat(3) },
    ],
    malformed,
  },
  {
    type: 'uptimekuma',
    method: 'GET',
    courses: [
      {
        name: 'query',
        key: '31',
        trigger: { name: 'down', body: null, query: asQuery(beat(0)) },
        urgency: 'medium',
        summary: 'mail relay',
        repeat: { name: 'down again', body: null, query: asQuery(beat(0)) },
        worse: { post: { name: 'tag changed', body: null, query: asQuery(worse) }, urgency: 'highest' },
        recovery: { name: 'up', body: null, query: asQuery(beat(1)) },
      },
      {
        name: 'query without a monitor',
        key: '31',
        trigger: { name: 'down', body: null, query: { heartbeat: JSON.stringify(beat(0).heartbeat) } },
        urgency: null,
        summary: 'ENOTFOUND',
        recovery: { name: 'up', body: null, query: { heartbeat: JSON.stringify(beat(1).heartbeat) } },
      },
    ],
    test: { setAside: [{ name: 'test button', body: null, query: asQuery(testMessage) }] },
    malformed: [
      { post: { name: 'empty query', body: null }, field: 'heartbeat' },
      { post: { name: 'no JSON', body: null, query: { heartbeat: 'down' } }, field: 'heartbeat' },
    ],
  },
];
