import { expect, it } from 'vitest';
import { doorAt, eventOf, KEY, requestOf } from './request.ts';

const door = doorAt(`/integration/kapacitor/v1/${KEY}`);
const series = (host: string, value: unknown) => ({
  name: 'mem',
  tags: { host },
  columns: ['time', 'used_percent'],
  values: [['2026-11-22T09:01:50Z', value]],
});
const alert = (changes: object) => ({
  id: 'mem:used',
  message: ' mem is CRITICAL',
  time: '2026-11-22T09:01:50.123456789Z',
  level: 'CRITICAL',
  data: { series: [series('app1', 92.4), series('app2', 91)] },
  ...changes,
});

it('[ING88] several series are one alert, told by the first', () => {
  const body = alert({});
  expect(eventOf(door, body)).toEqual({
    status: 'open',
    summary: 'mem is CRITICAL',
    dedupKey: 'mem:used',
    urgency: 'highest',
    urgencyWord: 'CRITICAL',
    eventAt: Date.UTC(2026, 10, 22, 9, 1, 50, 123),
    resource: 'app1',
    metricName: 'mem.used_percent',
    metricValue: '92.4',
    threshold: null,
    eventType: null,
    details: body,
    links: [],
  });
});

it.each([
  ['a value null', { series: [series('app1', null)] }],
  ['no series', { series: null }],
  ['no data', null],
])('[ING88] %s leaves the value out', (_name, data) => {
  expect(eventOf(door, alert({ data })).metricValue).toBeNull();
});

it('[ING88] InfluxDB 2: the tags are in the key, in any order, the value and the times are not', () => {
  const check = {
    _check_id: 'c1',
    _check_name: 'Memory',
    _level: 'crit',
    _message: 'Memory is crit',
    _status_timestamp: 1_795_338_110_000_000_000,
    _type: 'threshold',
    host: 'app1',
    region: 'kr',
    used: 97,
  };
  expect(eventOf(door, check)).toMatchObject({
    dedupKey: 'c1,host=app1,region=kr',
    urgency: 'highest',
    eventAt: Date.UTC(2026, 10, 22, 9, 1, 50),
    resource: 'app1',
    metricName: 'used',
    metricValue: '97',
    eventType: 'threshold',
  });
  const { host, ...rest } = check;
  expect(eventOf(door, { ...rest, used: 3, _level: 'ok', host }).dedupKey).toBe('c1,host=app1,region=kr');
});

it('[ING88] a bad element of a list leaves the good ones', () => {
  const parsed = door.parse(requestOf([alert({}), { id: 'x' }, alert({ level: 'OK' })]));
  expect(parsed.map(({ ok }) => ok)).toEqual([true, false, true]);
});
