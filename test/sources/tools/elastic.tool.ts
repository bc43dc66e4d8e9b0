import type { Conformance } from './conformance.ts';

const watch = (changes: object = {}, total: unknown = { value: 31, relation: 'eq' }) => ({
  id: 'errors_in_orders_0b1c-2026-11-22T08:59:50.123Z',
  watchId: 'errors_in_orders',
  triggeredTime: '2026-11-22T08:59:50.120Z',
  details: {
    _shards: { total: 3, failed: 0, successful: 3, skipped: 0 },
    hits: {
      hits: [{ _index: 'logs-orders', _id: 'q1', _source: { host: { name: 'orders2' }, level: 'ERROR' } }],
      total,
      max_score: 1,
    },
    took: 4,
    timed_out: false,
  },
  ...changes,
});

const UUID = '6a1d3c52-77aa-4d0e-8a70-2f5c1b7de001';
const alertInfo = (changes: object = {}) => ({
  id: 'orders2',
  uuid: UUID,
  actionGroup: 'metrics.threshold.fired',
  actionGroupName: 'Alert',
  flapping: false,
  ...changes,
});
const ruleInfo = (changes: object = {}) => ({
  params: {},
  id: 'r-17',
  name: 'Order latency',
  type: 'observability.rules.custom_threshold',
  spaceId: 'default',
  tags: ['team:orders', 'severity:warning'],
  url: 'https://kibana.example.com/app/rule/r-17',
  ...changes,
});
const contextInfo = (changes: object = {}) => ({
  alertDetailsUrl: 'https://kibana.example.com/app/observability/alerts/9',
  group: [{ field: 'host.name', value: 'orders2.example.com' }],
  reason: 'Latency is 2.4 s, above the threshold of 2 s',
  timestamp: '2026-11-22T08:59:50.123Z',
  value: ['2.4'],
  threshold: [2],
  viewInAppUrl: 'https://kibana.example.com/app/logs',
  ...changes,
});
const escapeHtml = (text: string) => text.replaceAll('"', '&quot;');
/** Objects as JSON in texts, as the template of the connector renders them. */
const texts = (alert: object, rule: object, context: object, wrap = (text: string) => text) => ({
  webhook_body: {
    context_info: wrap(JSON.stringify(context)),
    alert_info: wrap(JSON.stringify(alert)),
    rule_info: wrap(JSON.stringify(rule)),
  },
});

export const tool: Conformance = {
  type: 'elastic',
  courses: [
    {
      name: 'Watcher, 7 and later',
      key: 'errors_in_orders',
      trigger: { name: 'fired', body: watch() },
      urgency: null,
      summary: 'errors_in_orders',
      repeat: { name: 'fired again', body: watch({ id: 'errors_in_orders_0b1c-2' }) },
      recovery: null,
    },
    {
      name: 'Watcher, 6, a severity of its own',
      key: 'disk_watch',
      trigger: { name: 'fired', body: watch({ watchId: 'disk_watch', severity: 'warning' }, 12) },
      urgency: 'medium',
      summary: 'disk_watch',
      worse: {
        post: {
          name: 'critical',
          body: watch({ watchId: 'disk_watch', metadata: { severity: 'critical' } }, 12),
        },
        urgency: 'highest',
      },
      recovery: null,
    },
    {
      name: 'Watcher, a field named alert',
      key: 'queue_watch',
      trigger: { name: 'fired', body: watch({ watchId: 'queue_watch', alert: 'the queue grows' }) },
      urgency: null,
      summary: 'queue_watch',
      recovery: null,
    },
    {
      name: 'Kibana, texts',
      key: UUID,
      trigger: { name: 'fired', body: texts(alertInfo(), ruleInfo(), contextInfo()) },
      urgency: 'medium',
      summary: 'Order latency: Latency is 2.4 s',
      repeat: { name: 'fired again', body: texts(alertInfo({ flapping: true }), ruleInfo(), contextInfo()) },
      worse: {
        post: {
          name: 'critical',
          body: texts(alertInfo(), ruleInfo({ tags: ['severity:critical'] }), contextInfo()),
        },
        urgency: 'highest',
      },
      recovery: {
        name: 'recovered',
        body: texts(
          alertInfo({ actionGroup: 'recovered', actionGroupName: 'Recovered' }),
          ruleInfo(),
          contextInfo({ reason: 'Latency is 0.3 s' }),
        ),
      },
    },
    {
      name: 'Kibana, texts escaped for HTML',
      key: UUID,
      trigger: { name: 'fired', body: texts(alertInfo(), ruleInfo(), contextInfo(), escapeHtml) },
      urgency: 'medium',
      summary: 'Order latency',
      recovery: {
        name: 'recovered',
        body: texts(alertInfo({ actionGroup: 'recovered' }), ruleInfo(), contextInfo(), escapeHtml),
      },
    },
    {
      name: 'Kibana, objects, before uuids',
      key: 'r-18/orders2',
      trigger: {
        name: 'fired',
        body: {
          alert: alertInfo({ uuid: undefined, actionGroup: 'slo.burnRate.high' }),
          rule: ruleInfo({ id: 'r-18', tags: [] }),
          context: contextInfo(),
        },
      },
      urgency: 'high',
      summary: 'Order latency',
      worse: {
        post: {
          name: 'a security rule',
          body: {
            alert: alertInfo({ uuid: undefined, actionGroup: 'default' }),
            rule: ruleInfo({ id: 'r-18', params: { severity: 'critical' } }),
            context: contextInfo(),
          },
        },
        urgency: 'highest',
      },
      recovery: {
        name: 'recovered',
        body: {
          alert: alertInfo({ uuid: undefined, actionGroup: 'recovered' }),
          rule: ruleInfo({ id: 'r-18' }),
          context: {},
        },
      },
    },
  ],
  // The “Test” tab of a connector sends the body that its user types there.
  test: {
    unfilled: [
      {
        post: {
          name: 'Test tab, the template left',
          body: { webhook_body: { alert_info: '{{{alert}}}', rule_info: '{{{rule}}}' } },
        },
        field: 'alert_info',
      },
    ],
    opens: [
      { name: 'Test tab, filled in', body: texts(alertInfo({ uuid: 'test' }), ruleInfo(), contextInfo()) },
    ],
  },
  malformed: [
    { post: { name: 'a text', body: 'fired' }, field: 'body' },
    { post: { name: 'neither', body: { id: 'x', details: {} } }, field: 'watchId' },
    {
      post: { name: 'broken JSON', body: { webhook_body: { alert_info: '{"uuid":' } } },
      field: 'alert_info',
    },
    { post: { name: 'no alert', body: { rule_info: ruleInfo() } }, field: 'alert_info' },
    {
      post: { name: 'no id', body: texts(alertInfo({ uuid: '', id: null }), ruleInfo(), {}) },
      field: 'alert_info.uuid',
    },
    {
      post: { name: 'no group', body: texts(alertInfo({ actionGroup: undefined }), ruleInfo(), {}) },
      field: 'alert_info.actionGroup',
    },
  ],
};
