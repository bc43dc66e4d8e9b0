import type { Conformance } from './conformance.ts';

const alert = (changes: object = {}) => ({
  title: 'Alert for device sw-gwangju - Port utilisation over threshold',
  hostname: 'sw-gwangju.example.com',
  device_id: '9',
  sysName: 'sw-gwangju',
  os: 'junos',
  type: 'network',
  ip: '192.0.2.14',
  display: 'sw-gwangju',
  status: '1',
  status_reason: '',
  uptime: '8120',
  elapsed: '1m 2s',
  alerted: '1',
  alert_id: '61',
  rule_id: '20',
  id: '402',
  faults: 'ge-0/0/3 92 %',
  uid: '518',
  severity: 'warning',
  name: 'Port utilisation over threshold',
  timestamp: '2026-11-22 18:01:41',
  state: '1',
  msg: 'Alert for device sw-gwangju\nSeverity: warning',
  ...changes,
});
const recovered = (changes: object = {}) =>
  alert({
    title: 'Device sw-gwangju recovered from Port utilisation over threshold',
    state: '0',
    severity: 'ok',
    id: '403',
    uid: '519',
    ...changes,
  });

const courses: Conformance['courses'] = [
  {
    name: 'all fields',
    key: '61',
    trigger: { name: 'state 1', body: alert() },
    urgency: 'medium',
    summary: 'Port utilisation over threshold',
    repeat: { name: 'state 3, worse', body: alert({ state: '3', id: '404', uid: '520' }) },
    worse: {
      post: { name: 'critical', body: alert({ state: '5', severity: 'critical' }) },
      urgency: 'highest',
    },
    ack: { name: 'state 2', body: alert({ state: '2' }) },
    recovery: { name: 'state 0', body: recovered() },
  },
  {
    name: 'a template without alert_id, device down',
    key: '9/13',
    trigger: {
      name: 'state 1',
      body: alert({
        alert_id: undefined,
        rule_id: '13',
        severity: 'critical',
        status: '0',
        title: 'Device down',
      }),
    },
    urgency: 'highest',
    summary: 'Device down',
    recovery: { name: 'state 0', body: recovered({ alert_id: '', rule_id: '13', status: '1' }) },
  },
];
const tested: Conformance['test'] = {
  setAside: [
    {
      name: 'Test transport',
      body: alert({
        title: 'Testing transport from LibreNMS',
        alert_id: '000',
        rule_id: '000',
        id: '000',
        uid: '000',
        severity: 'critical',
        name: 'Test-Rule',
        msg: 'This is a test alert',
      }),
    },
    {
      name: 'Test transport of a template without alert_id',
      body: alert({ alert_id: undefined, rule_id: '000', id: '000', uid: '000', name: 'Test-Rule' }),
    },
  ],
};
const malformed: Conformance['malformed'] = [
  { post: { name: 'null', body: null }, field: 'body' },
  { post: { name: 'no id', body: { title: 'x', state: '1' } }, field: 'alert_id' },
  { post: { name: 'no state', body: alert({ state: '' }) }, field: 'state' },
  { post: { name: 'unknown state', body: alert({ state: '7' }) }, field: 'state' },
];

export const tools: readonly Conformance[] = [
  { type: 'librenms', courses, test: tested, malformed },
  { type: 'librenms', method: 'GET', courses, test: tested, malformed },
];
