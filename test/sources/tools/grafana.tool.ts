import type { Conformance } from './conformance.ts';

const alert = (changes: object = {}, labels: object = {}) => ({
  status: 'firing',
  labels: {
    alertname: 'Disk almost full',
    instance: 'db07.example.com',
    grafana_folder: 'Storage',
    ...labels,
  },
  annotations: { summary: 'Less than 5 % free on db07', runbook_url: 'https://wiki.example.com/disk' },
  startsAt: '2026-11-22T17:41:03.15707+09:00',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'https://grafana.example.com/alerting/grafana/cf3k2/view?orgId=1',
  fingerprint: '5be1d0c23f0a9e77',
  silenceURL: 'https://grafana.example.com/alerting/silence/new?alertmanager=grafana',
  dashboardURL: 'https://grafana.example.com/d/disks',
  panelURL: '',
  values: { A: 4.25, C: 1 },
  valueString: "[ var='A' labels={instance=db07.example.com} value=4.25 ], [ var='C' labels={} value=1 ]",
  ...changes,
});
const webhook = (alerts: readonly object[], changes: object = {}) => ({
  receiver: 'noc',
  status: 'firing',
  orgId: 1,
  alerts,
  groupLabels: { alertname: 'Disk almost full' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'https://grafana.example.com/',
  version: '1',
  groupKey: '{}:{alertname="Disk almost full"}',
  truncatedAlerts: 0,
  title: '[FIRING:1] Disk almost full',
  state: 'alerting',
  message: '**Firing**',
  ...changes,
});
const resolved = alert({ status: 'resolved', endsAt: '2026-11-22T17:52:03+09:00', values: { A: 31, C: 0 } });
/** Grafana 9.0 and before: no `values`, no `ruleUID`; labels alone, where a proxy dropped the fingerprint. */
const bare = (status: string, endsAt: string) => ({
  status,
  labels: { alertname: 'DatasourceNoData', rulename: 'Queue depth', severity: 'critical' },
  annotations: {},
  startsAt: '2026-11-22T08:41:03Z',
  endsAt,
  valueString: '[ no value ]',
});

const legacy = (changes: object = {}) => ({
  dashboardId: 14,
  evalMatches: [{ value: 812.5, metric: 'p99 latency', tags: { host: 'edge2.example.com' } }],
  imageUrl: 'https://grafana.example.com/render/14.png',
  message: 'The edge is slow',
  orgId: 3,
  panelId: 2,
  ruleId: 77,
  ruleName: 'Edge latency',
  ruleUrl: 'https://grafana.example.com/d/edge?tab=alert&panelId=2&orgId=3',
  state: 'alerting',
  tags: { severity: 'warning' },
  title: '[Alerting] Edge latency',
  ...changes,
});

export const tool: Conformance = {
  type: 'grafana',
  courses: [
    {
      name: 'unified, 12',
      key: '5be1d0c23f0a9e77',
      trigger: { name: 'firing', body: webhook([alert({}, { severity: 'warning' })]) },
      urgency: 'medium',
      summary: 'Less than 5 % free',
      repeat: { name: 'firing again', body: webhook([alert({ values: { A: 4 } }, { severity: 'warning' })]) },
      worse: {
        post: { name: 'critical', body: webhook([alert({}, { severity: 'critical' })]) },
        urgency: 'highest',
      },
      recovery: { name: 'resolved', body: webhook([resolved], { status: 'resolved', state: 'ok' }) },
    },
    {
      name: 'unified, no severity, values null',
      key: 'aa01',
      trigger: { name: 'firing', body: webhook([alert({ fingerprint: 'aa01', values: null })]) },
      urgency: null,
      summary: 'Less than 5 % free',
      recovery: { name: 'resolved', body: webhook([{ ...resolved, fingerprint: 'aa01' }]) },
    },
    {
      name: 'unified, no fingerprint',
      key: 'c1f743c7e77fb4e5',
      trigger: { name: 'firing', body: webhook([bare('firing', '0001-01-01T00:00:00Z')]) },
      urgency: 'highest',
      summary: 'Queue depth',
      recovery: { name: 'resolved', body: webhook([bare('resolved', '2026-11-22T08:52:00Z')]) },
    },
    {
      name: 'dashboard alert',
      key: '3/77',
      trigger: { name: 'alerting', body: legacy() },
      urgency: 'medium',
      summary: '[Alerting] Edge latency: The edge is slow',
      repeat: { name: 'alerting again', body: legacy({ evalMatches: [] }) },
      worse: {
        post: { name: 'critical', body: legacy({ tags: { severity: 'critical' } }) },
        urgency: 'highest',
      },
      recovery: { name: 'ok', body: legacy({ state: 'ok', evalMatches: [], title: '[OK] Edge latency' }) },
    },
    {
      name: 'dashboard alert without data, tags null',
      key: '3/78',
      trigger: {
        name: 'no_data',
        body: legacy({
          ruleId: 78,
          state: 'no_data',
          tags: null,
          evalMatches: [{ value: null, tags: null }],
        }),
      },
      urgency: 'low',
      summary: 'Edge latency',
      recovery: { name: 'ok', body: legacy({ ruleId: 78, state: 'ok', tags: null, evalMatches: null }) },
    },
  ],
  batch: {
    post: { name: 'both states', body: webhook([alert(), { ...resolved, fingerprint: 'b2' }]) },
    events: [
      ['5be1d0c23f0a9e77', 'open'],
      ['b2', 'close'],
    ],
  },
  test: {
    setAside: [
      {
        name: 'Test button',
        body: webhook(
          [
            alert({
              labels: { alertname: 'TestAlert', instance: 'Grafana' },
              values: null,
              fingerprint: '57c6',
            }),
          ],
          { receiver: '', groupKey: 'test-57c6d9296de2ad39-1795500000' },
        ),
      },
      {
        name: 'Test button with labels of one’s own',
        body: webhook([alert({ fingerprint: '57c7' })], { groupKey: 'test-57c7d9296de2ad39-1795500000' }),
      },
      {
        name: 'test of a channel',
        body: {
          evalMatches: [
            { value: 100, metric: 'High value', tags: null },
            { value: 200, metric: 'Higher Value', tags: null },
          ],
          message: 'Someone is testing the alert notification within Grafana.',
          ruleId: 0,
          ruleName: 'Test notification',
          ruleUrl: 'https://grafana.example.com/',
          state: 'alerting',
          title: '[Alerting] Test notification',
        },
      },
    ],
  },
  asides: [
    { name: 'paused', body: legacy({ state: 'paused' }) },
    { name: 'pending', body: legacy({ state: 'pending' }) },
  ],
  malformed: [
    { post: { name: 'a text', body: 'firing' }, field: 'body' },
    { post: { name: 'another tool', body: { version: '1', state: 'alerting' } }, field: 'alerts' },
    { post: { name: 'alerts an object', body: webhook([], { alerts: {} }) }, field: 'alerts' },
    { post: { name: 'no labels', body: webhook([{ status: 'firing' }]) }, field: 'labels' },
    { post: { name: 'unknown status', body: webhook([alert({ status: 'paused' })]) }, field: 'status' },
    { post: { name: 'rule without an id', body: legacy({ ruleId: null }) }, field: 'ruleId' },
    { post: { name: 'unknown state', body: legacy({ state: 'snoozing' }) }, field: 'state' },
  ],
};
