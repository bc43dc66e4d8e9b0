import type { Conformance } from './conformance.ts';

const alert = (changes: object = {}, labels: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'HighLatency', instance: 'web1:9090', severity: 'warning', ...labels },
  annotations: { summary: 'p99 above 2 s on web1', runbook_url: 'https://wiki.example/latency' },
  startsAt: '2026-11-22T08:58:00.123Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus.example:9090/graph?g0.expr=latency',
  fingerprint: '9c1f4a0b7de2f3a1',
  ...changes,
});
const webhook = (alerts: readonly object[], changes: object = {}) => ({
  version: '4',
  groupKey: '{}:{alertname="HighLatency"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'watchfloor',
  groupLabels: { alertname: 'HighLatency' },
  commonLabels: { alertname: 'HighLatency' },
  commonAnnotations: {},
  externalURL: 'http://alertmanager.example:9093',
  alerts,
  ...changes,
});
const resolved = alert({ status: 'resolved', endsAt: '2026-11-22T09:05:00Z' });
const pushed = (changes: object, labels: object = {}) => {
  const { status: _status, fingerprint: _fingerprint, ...rest } = alert(changes, labels);
  return rest;
};
/** FNV-1a over the sorted labels of `pushed`, as Prometheus computes it. */
const PUSHED_KEY = '51b70474e53cb663';
const PUSHED_DISK_KEY = '016546cdf68d8939';

export const tools: readonly Conformance[] = [
  {
    type: 'alertmanager',
    courses: [
      {
        name: 'webhook v4',
        key: '9c1f4a0b7de2f3a1',
        trigger: { name: 'firing', body: webhook([alert()]) },
        urgency: 'medium',
        summary: 'p99 above 2 s',
        repeat: { name: 'firing again', body: webhook([alert()]) },
        worse: {
          post: { name: 'critical', body: webhook([alert({}, { severity: 'critical' })]) },
          urgency: 'highest',
        },
        recovery: { name: 'resolved', body: webhook([resolved], { status: 'resolved' }) },
      },
      {
        name: 'webhook v4, no severity',
        key: 'aa00',
        trigger: {
          name: 'firing',
          body: webhook([{ ...alert({ fingerprint: 'aa00' }), labels: { alertname: 'Down' } }]),
        },
        urgency: null,
        summary: 'p99',
        recovery: { name: 'resolved', body: webhook([{ ...resolved, fingerprint: 'aa00' }]) },
      },
    ],
    batch: {
      post: { name: 'both states', body: webhook([alert(), { ...resolved, fingerprint: 'b2' }]) },
      events: [
        ['9c1f4a0b7de2f3a1', 'open'],
        ['b2', 'close'],
      ],
    },
    // `amtool alert add` makes an alert like any other.
    test: {
      opens: [{ name: 'amtool', body: webhook([alert({ generatorURL: '' }, { alertname: 'Test' })]) }],
    },
    malformed: [
      { post: { name: 'no alerts', body: { version: '4' } }, field: 'alerts' },
      { post: { name: 'no labels', body: webhook([{ status: 'firing' }]) }, field: 'labels' },
      { post: { name: 'unknown status', body: webhook([alert({ status: 'paused' })]) }, field: 'status' },
    ],
  },
  {
    type: 'alertmanager',
    path: '/integration/prometheus/v1/{key}/api/v2/alerts',
    lacks: { worse: 'severity is a label, and the labels are the key' },
    courses: [
      {
        name: 'pushed by Prometheus',
        key: PUSHED_KEY,
        trigger: { name: 'active', body: [pushed({ endsAt: '2026-11-22T09:04:00Z' })] },
        urgency: 'medium',
        summary: 'p99',
        repeat: { name: 'active again', body: [pushed({ endsAt: '2026-11-22T09:05:00Z' })] },
        recovery: { name: 'ended', body: [pushed({ endsAt: '2026-11-22T08:59:30Z' })] },
      },
      {
        name: 'without an end',
        key: PUSHED_DISK_KEY,
        trigger: { name: 'active', body: [pushed({}, { alertname: 'Disk', severity: 'critical' })] },
        urgency: 'highest',
        summary: 'p99',
        recovery: {
          name: 'ended',
          body: [pushed({ endsAt: '2026-11-22T08:59:30Z' }, { alertname: 'Disk', severity: 'critical' })],
        },
      },
    ],
    test: { opens: [{ name: 'a rule that always holds', body: [pushed({}, { alertname: 'Watchdog' })] }] },
    malformed: [
      { post: { name: 'an object', body: {} }, field: 'body' },
      { post: { name: 'no labels', body: [{}] }, field: 'labels' },
    ],
  },
];
