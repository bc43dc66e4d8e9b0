import type { Conformance } from './conformance.ts';

const series = (host: string, value: number | null) => ({
  name: 'disk',
  tags: { host },
  columns: ['time', 'used_percent'],
  values: [['2026-11-22T08:59:50Z', value]],
});
const alert = (changes: object = {}) => ({
  id: 'disk:host=db11',
  message: 'disk:host=db11 is WARNING; value: 88.1',
  details: '<b>disk</b>',
  time: '2026-11-22T08:59:50.123456789Z',
  duration: 0,
  level: 'WARNING',
  data: { series: [series('db11', 88.1)] },
  previousLevel: 'OK',
  recoverable: true,
  ...changes,
});
const ok = (changes: object = {}) =>
  alert({
    message: 'disk:host=db11 is OK',
    level: 'OK',
    previousLevel: 'WARNING',
    duration: 3e11,
    ...changes,
  });

const check = (changes: object = {}) => ({
  _check_id: '0b1d3fa2c0de1000',
  _check_name: 'Disk of the queue',
  _level: 'warn',
  _measurement: 'notifications',
  _message: 'Check: Disk of the queue is: warn',
  _notification_endpoint_id: '0b2c00000000aaaa',
  _notification_endpoint_name: 'watchfloor',
  _notification_rule_id: '09500bc829b0aaaa',
  _notification_rule_name: 'all',
  _source_measurement: 'disk',
  _source_timestamp: 1795337980000000000,
  _start: '2026-11-22T08:57:00Z',
  _status_timestamp: 1795337990000000000,
  _stop: '2026-11-22T09:00:00Z',
  _time: '2026-11-22T09:00:00Z',
  _type: 'threshold',
  _version: 1,
  host: 'mq2',
  path: '/var',
  used_percent: 91,
  ...changes,
});
const CHECK_KEY = '0b1d3fa2c0de1000,host=mq2,path=/var';

export const tool: Conformance = {
  type: 'kapacitor',
  courses: [
    {
      name: 'stream',
      key: 'disk:host=db11',
      trigger: { name: 'WARNING', body: alert() },
      urgency: 'medium',
      summary: 'disk:host=db11 is WARNING',
      repeat: { name: 'WARNING again', body: alert({ previousLevel: 'WARNING', duration: 6e10 }) },
      worse: { post: { name: 'CRITICAL', body: alert({ level: 'CRITICAL' }) }, urgency: 'highest' },
      recovery: { name: 'OK', body: ok() },
    },
    {
      name: 'batch with .all(), several series, a value null',
      key: 'disk:nil',
      trigger: {
        name: 'INFO',
        body: alert({
          id: 'disk:nil',
          level: 'INFO',
          data: { series: [series('db11', null), series('db12', 90)] },
        }),
      },
      urgency: 'lowest',
      summary: 'disk',
      recovery: { name: 'OK', body: ok({ id: 'disk:nil', data: { series: null } }) },
    },
    {
      name: 'InfluxDB 2',
      key: CHECK_KEY,
      trigger: { name: 'warn', body: check() },
      urgency: 'medium',
      summary: 'Disk of the queue is: warn',
      repeat: { name: 'warn again', body: check({ used_percent: 92 }) },
      worse: {
        post: { name: 'crit', body: check({ _level: 'crit', used_percent: 99 }) },
        urgency: 'highest',
      },
      recovery: {
        name: 'ok',
        body: check({ _level: 'ok', _message: 'Check: Disk of the queue is: ok', used_percent: 40 }),
      },
    },
  ],
  batch: {
    post: { name: 'a list', body: [alert(), ok({ id: 'b' }), check({ _level: 'ok' })] },
    events: [
      ['disk:host=db11', 'open'],
      ['b', 'close'],
      [CHECK_KEY, 'close'],
    ],
  },
  test: {
    setAside: [
      {
        name: '`kapacitor service-tests httppost`: an alert of nothing',
        body: {
          id: '',
          message: '',
          details: '',
          time: '0001-01-01T00:00:00Z',
          duration: 0,
          level: 'OK',
          data: { series: null },
          previousLevel: 'OK',
          recoverable: false,
        },
      },
    ],
  },
  asides: [{ name: 'unknown', body: check({ _level: 'unknown' }) }],
  malformed: [
    { post: { name: 'an empty list', body: [] }, field: 'body' },
    { post: { name: 'no id', body: { level: 'OK' } }, field: 'id' },
    { post: { name: 'no level', body: { id: 'x' } }, field: 'level' },
    { post: { name: 'unknown level', body: alert({ level: 'LOUD' }) }, field: 'level' },
    { post: { name: 'blank check', body: check({ _check_id: '' }) }, field: '_check_id' },
    { post: { name: 'check without a level', body: check({ _level: null }) }, field: '_level' },
  ],
};
