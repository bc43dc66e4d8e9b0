import { expect, it } from 'vitest';
import { doorAt, eventOf, KEY, refusal, requestOf } from './request.ts';

const door = doorAt(`/integration/grafana/v1/${KEY}`);
const alert = {
  status: 'firing',
  labels: { alertname: 'Replica lag', host: 'pg3', severity: 'critical' },
  annotations: { description: 'pg3 is 90 s behind', runbook_url: 'https://wiki.example.com/lag' },
  startsAt: '2026-11-22T17:41:03.15707+09:00',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'https://grafana.example.com/alerting/view',
  fingerprint: 'fe01',
  dashboardURL: 'https://grafana.example.com/d/pg',
  panelURL: '',
  imageURL: 'javascript:alert(1)',
  embeddedImage: 'iVBORw0KGgo',
  values: { B: 90.5, C: 1 },
};
const webhook = (changes: object, envelope: object = {}) => ({
  receiver: 'noc',
  orgId: 2,
  truncatedAlerts: 4,
  alerts: [{ ...alert, ...changes }],
  ...envelope,
});

it('[ING81] a unified alert fills every field, without the picture in the body', () => {
  expect(eventOf(door, webhook({}))).toEqual({
    status: 'open',
    summary: 'pg3 is 90 s behind',
    dedupKey: 'fe01',
    urgency: 'highest',
    urgencyWord: 'critical',
    eventAt: Date.UTC(2026, 10, 22, 8, 41, 3, 157),
    resource: 'pg3',
    metricName: 'Replica lag',
    metricValue: '90.5',
    threshold: null,
    eventType: null,
    details: {
      labels: alert.labels,
      annotations: alert.annotations,
      values: alert.values,
      receiver: 'noc',
      orgId: 2,
      truncatedAlerts: 4,
    },
    links: [
      { text: 'Grafana', url: 'https://grafana.example.com/alerting/view' },
      { text: 'dashboard', url: 'https://grafana.example.com/d/pg' },
      { text: 'runbook_url', url: 'https://wiki.example.com/lag' },
    ],
  });
});

it('[ING81] the alert’s own status decides, never that of the body around', () => {
  const resolved = { status: 'resolved', endsAt: '2026-11-22T09:00:00Z' };
  expect(eventOf(door, webhook(resolved, { status: 'firing', state: 'alerting' }))).toMatchObject({
    status: 'close',
    eventAt: Date.UTC(2026, 10, 22, 9),
  });
});

it('[ING81] before version 9.1 the value stands in a text', () => {
  const old = { values: null, valueString: "[ var='B' labels={host=pg3} value=1.5e+02 ]" };
  expect(eventOf(door, webhook(old)).metricValue).toBe('1.5e+02');
});

it('[ING81] a rule of one’s own named TestAlert pages', () => {
  const own = { labels: { alertname: 'TestAlert', instance: 'pg3' } };
  const [parsed] = door.parse(requestOf(webhook(own, { groupKey: '{}:{alertname="TestAlert"}' })));
  expect(parsed).toMatchObject({ ok: true });
  expect(parsed).not.toHaveProperty('setAside');
});

it('[ING81] a dashboard alert has its first series, its pictures and no time', () => {
  const body = {
    orgId: 1,
    ruleId: 5,
    ruleName: 'Queue',
    ruleUrl: 'https://grafana.example.com/d/queue',
    imageUrl: 'https://grafana.example.com/q.png',
    state: 'alerting',
    tags: {},
    evalMatches: [{ value: 7, metric: 'depth', tags: { instance: 'mq1' } }],
  };
  expect(eventOf(door, body)).toMatchObject({
    summary: 'Queue',
    dedupKey: '1/5',
    urgency: null,
    eventAt: null,
    resource: 'mq1',
    metricName: 'depth',
    metricValue: '7',
    links: [{ text: 'Grafana' }, { text: 'image' }],
  });
});

it('[ING13] overload is a 503, because Grafana never tries a 4xx again', () => {
  expect(door.refuse(refusal('overload'), null).status).toBe(503);
  expect(door.signature).toBe('grafana');
});
