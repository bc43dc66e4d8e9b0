import { expect, it } from 'vitest';
import { doorAt, eventOf, KEY } from './request.ts';

const door = doorAt(`/integration/elastic/v1/${KEY}`);
const rule = { id: 'r-1', name: 'CPU', type: 'metrics.alert.threshold', tags: ['severity:high'] };

it('[ING85] JSON in texts fills every field', () => {
  const context = {
    alertDetailsUrl: 'https://kibana.example.com/alerts/1',
    viewInAppUrl: 'https://kibana.example.com/app',
    group: [{ field: 'host.name', value: 'app1' }],
    reason: 'CPU is 97 %',
    timestamp: '2026-11-22T09:01:50.000Z',
    value: '0.97',
    threshold: ['0.9'],
  };
  const alert = { id: 'host-app1', uuid: 'u-1', actionGroup: 'metrics.threshold.fired' };
  const body = {
    webhook_body: {
      context_info: JSON.stringify(context),
      alert_info: JSON.stringify(alert),
      rule_info: JSON.stringify({ ...rule, url: 'https://kibana.example.com/rule/r-1' }),
    },
  };
  expect(eventOf(door, body)).toMatchObject({
    status: 'open',
    summary: 'CPU: CPU is 97 %',
    dedupKey: 'u-1',
    urgency: 'high',
    urgencyWord: 'high',
    eventAt: Date.UTC(2026, 10, 22, 9, 1, 50),
    resource: 'app1',
    metricName: 'CPU',
    metricValue: '0.97',
    threshold: '0.9',
    eventType: 'metrics.alert.threshold',
    details: { alert, context },
    links: [{ text: 'alert' }, { text: 'Kibana' }, { text: 'rule' }],
  });
});

it('[ING85] a text of a reason that Mustache escaped is read as it was', () => {
  const text = (value: object) => JSON.stringify(value).replaceAll('"', '&quot;');
  const body = {
    alert_info: text({ uuid: 'u-2', actionGroup: 'default' }),
    rule_info: text({ name: 'Disk' }),
    context_info: text({ reason: 'over 90 %' }).replace('over', '&gt;'),
  };
  expect(eventOf(door, body).summary).toBe('Disk: > 90 %');
});

it('[ING85] a group that ends in "alert" says nothing of how bad it is', () => {
  const body = { alert: { uuid: 'u-3', actionGroup: 'slo.burnRate.alert' }, rule: { name: 'SLO' } };
  expect(eventOf(door, body)).toMatchObject({ status: 'open', urgency: null, urgencyWord: null });
});

it('[ING85] a long name is a whole summary and a metric that fits', () => {
  const body = { alert: { uuid: 'u-4', actionGroup: 'default' }, rule: { name: 'x'.repeat(600) } };
  const event = eventOf(door, body);
  expect(event.summary).toHaveLength(600);
  expect(event.metricName).toHaveLength(512);
});
