import type { Conformance } from './conformance.ts';

const cloud = (changes: object = {}) => ({
  message: 'Warning alert: ram_in_use = 91.4% on kvm4',
  alert: 'ram_in_use',
  info: 'system memory utilization',
  chart: 'system.ram',
  context: 'system.ram',
  space: 'seoul',
  Rooms: [{ Hypervisors: 'https://app.netdata.cloud/spaces/seoul/rooms/hypervisors' }],
  family: 'ram',
  class: 'Utilization',
  severity: 'warning',
  date: '2026-11-22T08:59:50Z',
  duration: '0s',
  additional_active_critical_alerts: 0,
  additional_active_warning_alerts: 2,
  alert_url: 'https://app.netdata.cloud/spaces/seoul/alerts/77',
  ...changes,
});
const reachability = (changes: object = {}) => ({
  message: 'kvm5 is unreachable',
  url: 'https://app.netdata.cloud/spaces/seoul/nodes/kvm5',
  host: 'kvm5',
  severity: 'critical',
  status: { reachable: false, text: 'unreachable' },
  ...changes,
});
const agent = (changes: object = {}) => ({
  host: 'kvm6',
  unique_id: '1795337990',
  alarm_id: '1795330001',
  event_id: '4',
  when: '1795337990',
  name: 'disk_space_usage',
  chart: 'disk_space._var',
  status: 'WARNING',
  old_status: 'CLEAR',
  value: '92',
  value_string: '92%',
  info: 'disk /var space utilization',
  classification: 'Utilization',
  goto_url: 'https://registry.netdata.example.com/goto-host.html',
  ...changes,
});

export const tool: Conformance = {
  type: 'netdata',
  courses: [
    {
      name: 'Cloud',
      key: 'seoul/kvm4/system.ram/ram_in_use',
      trigger: { name: 'warning', body: cloud() },
      urgency: 'medium',
      summary: 'ram_in_use = 91.4% on kvm4',
      repeat: { name: 'warning again', body: cloud({ duration: '5m' }) },
      worse: {
        post: {
          name: 'critical',
          body: cloud({ severity: 'critical', message: 'Critical alert: ram_in_use = 99% on kvm4' }),
        },
        urgency: 'highest',
      },
      recovery: {
        name: 'clear',
        body: cloud({ severity: 'clear', message: 'Recovered: ram_in_use on kvm4' }),
      },
    },
    {
      name: 'reachability',
      key: 'kvm5',
      trigger: { name: 'unreachable', body: reachability() },
      urgency: 'highest',
      summary: 'kvm5 is unreachable',
      recovery: {
        name: 'reachable',
        body: reachability({
          message: 'kvm5 is reachable',
          severity: 'info',
          status: { reachable: true, text: 'reachable' },
        }),
      },
    },
    {
      name: 'agent',
      key: 'kvm6/disk_space._var/disk_space_usage',
      trigger: { name: 'WARNING', body: agent() },
      urgency: 'medium',
      summary: 'kvm6 disk_space_usage = 92%: disk /var space utilization',
      worse: { post: { name: 'CRITICAL', body: agent({ status: 'CRITICAL' }) }, urgency: 'highest' },
      recovery: {
        name: 'CLEAR',
        body: agent({ status: 'CLEAR', old_status: 'WARNING', value_string: '40%' }),
      },
    },
  ],
  test: {
    setAside: [
      { name: 'test of the Cloud', body: { message: 'This is a test notification', token: 'q8Zt-1' } },
      { name: 'test of the Cloud that looks like an alert', body: cloud({ token: 'q8Zt-2' }) },
      { name: 'test of the Cloud that looks like a host', body: reachability({ token: 'q8Zt-3' }) },
      {
        name: 'test of the agent',
        body: agent({ name: 'test_alarm', chart: 'test.chart', status: 'CRITICAL', value_string: '100' }),
      },
    ],
  },
  asides: [
    { name: 'REMOVED', body: agent({ status: 'REMOVED' }) },
    { name: 'UNINITIALIZED', body: agent({ status: 'UNINITIALIZED' }) },
  ],
  malformed: [
    { post: { name: 'a list', body: [] }, field: 'body' },
    { post: { name: 'no alert', body: { message: 'x' } }, field: 'alert' },
    { post: { name: 'no chart', body: { alert: 'x' } }, field: 'chart' },
    { post: { name: 'no severity', body: { alert: 'x', chart: 'c' } }, field: 'severity' },
    { post: { name: 'unknown severity', body: cloud({ severity: 'loud' }) }, field: 'severity' },
    { post: { name: 'no host', body: { status: { reachable: false } } }, field: 'host' },
    { post: { name: 'reachable a text', body: reachability({ status: {} }) }, field: 'status.reachable' },
    { post: { name: 'agent, no host', body: agent({ host: '' }) }, field: 'host' },
    { post: { name: 'agent, no name', body: agent({ name: '' }) }, field: 'name' },
    { post: { name: 'agent, unknown status', body: agent({ status: 'LOUD' }) }, field: 'status' },
  ],
};
