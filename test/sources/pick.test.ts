import { expect, it } from 'vitest';
import { embeddedObject, joinKey, keyText } from '../../src/server/sources/pick.ts';
import { doorAt, eventOf, KEY } from './request.ts';

const long = 'x'.repeat(600);

it.each<[string, (end: string) => object]>([
  ['kapacitor', (end) => ({ id: `${long}${end}`, level: 'CRITICAL' })],
  ['kapacitor', (end) => ({ _check_id: 'c', _level: 'crit', path: `${long}${end}` })],
  ['nagios', (end) => ({ notificationType: 'PROBLEM', hostName: 'h', serviceDesc: `${long}${end}` })],
  ['checkmk', (end) => ({ NOTIFICATIONTYPE: 'PROBLEM', HOSTNAME: 'h', SERVICEDESC: `${long}${end}` })],
  ['splunk', (end) => ({ search_name: `${long}${end}`, result: {} })],
  ['elastic', (end) => ({ alert: { id: `${long}${end}`, actionGroup: 'a' }, rule: { id: 'r' } })],
  ['elastic', (end) => ({ watchId: `${long}${end}` })],
  ['grafana', (end) => ({ alerts: [{ status: 'firing', labels: {}, fingerprint: `${long}${end}` }] })],
  ['zabbix', (end) => ({ message: { eventId: `${long}${end}`, eventStatus: 'open' } })],
  ['prtg', (end) => ({ sensorid: `${long}${end}`, status: 'Down' })],
  ['solarwinds', (end) => ({ alert_object_id: `${long}${end}`, message_type: 'CRITICAL' })],
  ['librenms', (end) => ({ alert_id: `${long}${end}`, state: '1' })],
  ['netdata', (end) => ({ host: 'h', chart: `${long}${end}`, name: 'n', status: 'WARNING' })],
  ['netdata', (end) => ({ alert: 'a', chart: `${long}${end}`, severity: 'warning' })],
  ['netdata', (end) => ({ host: `${long}${end}`, status: { reachable: false } })],
  ['kubernetes', (end) => ({ title: 't', aggregation_key: `${long}${end}` })],
  ['kubernetes', (end) => ({ data: { Kind: 'Pod', Name: `${long}${end}`, Type: 'error' } })],
  ['kubernetes', (end) => ({ involvedObject: { uid: 'u' }, reason: `${long}${end}`, type: 'Warning' })],
])('[ING4] %s: two long keys that differ at their ends stay two', (type, body) => {
  const door = doorAt(`/integration/${type}/v1/${KEY}`);
  const [one, two] = [eventOf(door, body('1')), eventOf(door, body('2'))];
  expect(one.dedupKey).not.toBe(two.dedupKey);
  expect(one.dedupKey).toBe(eventOf(door, body('1')).dedupKey);
});

it('[ING4] parts of a key that say nothing are left out', () => {
  expect(joinKey(['a', null, ' ', '$HOSTNAME$', {}, 7, ' b '], '/')).toBe('a/7/b');
  expect(keyText('\u0000')).toBeNull();
});

it.each<[unknown, unknown]>([
  [{ a: 1 }, { a: 1 }],
  [' {"a":1}', { a: 1 }],
  ['{&quot;a&quot;:&quot;&lt;b&gt; &amp;amp;&quot;}', { a: '<b> &amp;' }],
  ['[1]', null],
  ['{"a":', null],
  ['{&quot;a', null],
  ['prose', null],
  [null, null],
])('[ING85] %j as an object', (value, expected) => {
  expect(embeddedObject(value)).toEqual(expected);
});
