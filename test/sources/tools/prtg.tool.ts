import type { Conformance } from './conformance.ts';

const form = (changes: object = {}) => ({
  datetime: '22.11.2026 18:01:50',
  timezone: 'KST',
  device: 'fw1',
  deviceid: '3011',
  downtime: '2m',
  group: 'Firewalls',
  groupid: '61',
  host: '192.0.2.1',
  message: 'Connection timed out (code: PE018)',
  lastmessage: 'OK',
  status: 'Down',
  laststatus: 'Up',
  lastvalue: '< 1 %',
  sensor: 'SSL VPN',
  sensorid: '4102',
  objecttags: 'vpn',
  parenttags: '%parenttags',
  priority: '3',
  probe: 'Local Probe',
  probeid: '1',
  since: '22.11.2026 17:59:50',
  uptime: '99.8100%',
  linksensor: 'https://prtg.example.com/sensor.htm?id=4102',
  ...changes,
});
const json = (changes: object = {}) => ({
  sensorid: '4103',
  sensor: 'CPU Load',
  device: 'hv3',
  status: 'Warning',
  lastvalue: '91 %',
  message: '<div class="status">91 % is above the warning limit of 90 %<div class="moreicon"></div></div>',
  datetime: '11/22/2026 6:01:50 PM',
  timezone: 'Korea Standard Time',
  priority: '***',
  ...changes,
});

const courses: Conformance['courses'] = [
  {
    name: 'form',
    key: '4102',
    trigger: { name: 'Down', body: form() },
    urgency: 'high',
    summary: 'fw1 SSL VPN is Down: Connection timed out',
    repeat: { name: 'escalation', body: form({ status: 'Down ESCALATION' }) },
    worse: { post: { name: 'five stars', body: form({ priority: '5' }) }, urgency: 'highest' },
    ack: { name: 'acknowledged', body: form({ status: 'Down (Acknowledged)' }) },
    recovery: { name: 'Up', body: form({ status: 'Up (was: Down)', message: 'OK' }) },
  },
  {
    name: 'JSON, message with markup',
    key: '4103',
    trigger: { name: 'Warning', body: json() },
    urgency: 'medium',
    summary: 'hv3 CPU Load is Warning: 91 % is above the warning limit of 90 %',
    worse: {
      post: { name: 'Down, five stars', body: json({ status: 'Down', priority: '*****' }) },
      urgency: 'highest',
    },
    recovery: { name: 'ended', body: json({ status: 'Down ENDED (now: Up)' }) },
  },
  {
    name: 'in German',
    key: '4102',
    trigger: { name: 'Ungewöhnlich', body: form({ status: 'Ungewöhnlich' }) },
    urgency: 'low',
    summary: 'fw1 SSL VPN is Ungewöhnlich',
    worse: { post: { name: 'Fehler', body: form({ status: 'Fehler' }) }, urgency: 'high' },
    ack: { name: 'Fehler (bestätigt)', body: form({ status: 'Fehler (bestätigt)' }) },
    recovery: { name: 'OK', body: form({ status: 'OK' }) },
  },
];
const tested: Conformance['test'] = {
  unfilled: [
    { post: { name: 'placeholders left', body: form({ sensorid: '%sensorid' }) }, field: 'sensorid' },
  ],
};
const asides: Conformance['asides'] = [
  { name: 'paused by a person', body: form({ status: 'Paused (paused by user)' }) },
  { name: 'paused by its parent', body: form({ status: 'Paused by dependency' }) },
];
const malformed: Conformance['malformed'] = [
  { post: { name: 'a list', body: [] }, field: 'body' },
  { post: { name: 'no sensor', body: { status: 'Down' } }, field: 'sensorid' },
  { post: { name: 'no status', body: { sensorid: '1' } }, field: 'status' },
  { post: { name: 'unknown status', body: form({ status: 'Sideways' }) }, field: 'status' },
];

export const tools: readonly Conformance[] = [
  { type: 'prtg', courses, test: tested, asides, malformed },
  { type: 'prtg', method: 'GET', courses, test: tested, asides, malformed },
];
