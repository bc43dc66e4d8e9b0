import type { Conformance } from './conformance.ts';

const notice = (changes: object = {}) => ({
  id: '7001002003004005006',
  email: '',
  eventTitle: '[Triggered on {host:shop-web-1}] Slow checkout',
  eventMsg: '%%%\nCheckout takes long, value: 3.75 s.\n\n@webhook-noc\n%%%',
  textOnlyMsg: 'Checkout takes long, value: 3.75 s.',
  eventType: 'metric_alert_monitor',
  date: '1795337850000',
  datePosix: '1795337850',
  alertId: '7654321',
  alertType: 'error',
  aggregKey: 'a1b2c3d4e5f6',
  alertScope: 'host:shop-web-1',
  hostname: 'shop-web-1',
  snapshot: 'https://p.datadoghq.example/snapshot/1.png',
  link: 'https://app.datadoghq.example/event/event?id=7001002003004005006',
  priority: 'normal',
  tags: 'env:prod,service:checkout',
  lastUpdated: '1795337850000',
  alertMetric: 'checkout.duration',
  alertTransition: 'Triggered',
  alertQuery: 'avg(last_5m):avg:checkout.duration{*} by {host} > 2.5',
  alertTitle: '[Triggered on {host:shop-web-1}] Slow checkout',
  alertCycleKey: '5551112223334445556',
  user: '$USER',
  ...changes,
});
const key = '5551112223334445556';
const snake = (changes: object = {}) => ({
  alert_id: '42',
  alert_title: 'Disk is full',
  alert_transition: 'Warn',
  alert_type: 'warning',
  alert_scope: 'host:db1',
  alert_priority: 'P3',
  ...changes,
});
const plain = (title: string) => ({
  id: '7001002003004005007',
  last_updated: '1795337850000',
  event_type: 'metric_alert_monitor',
  title,
  date: '1795337850000',
  org: { id: '11', name: 'Shop' },
  body: '%%%\nCheckout takes long\n%%%',
});

export const tool: Conformance = {
  type: 'datadog',
  courses: [
    {
      name: 'template in camelCase',
      key,
      trigger: { name: 'Triggered', body: notice() },
      urgency: 'high',
      summary: 'Slow checkout',
      repeat: { name: 'Re-Triggered', body: notice({ alertTransition: 'Re-Triggered' }) },
      worse: {
        post: {
          name: 'Warn is less, not over',
          body: notice({ alertTransition: 'Warn', alertType: 'warning' }),
        },
        urgency: 'medium',
      },
      recovery: { name: 'Recovered', body: notice({ alertTransition: 'Recovered', alertType: 'success' }) },
    },
    {
      name: 'template in snake_case, with a priority',
      key: '42|host:db1',
      trigger: { name: 'Warn', body: snake() },
      urgency: 'medium',
      summary: 'Disk is full',
      repeat: { name: 'Renotify', body: snake({ alert_transition: 'Renotify' }) },
      worse: {
        post: { name: 'P1', body: snake({ alert_transition: 'Triggered', alert_priority: 'P1' }) },
        urgency: 'highest',
      },
      recovery: { name: 'Recovered', body: snake({ alert_transition: 'Recovered' }) },
    },
    {
      name: 'no transition in the template',
      key,
      trigger: {
        name: 'error',
        body: notice({ alertTransition: '$ALERT_TRANSITION', eventTitle: 'Slow checkout' }),
      },
      urgency: 'high',
      summary: 'Slow checkout',
      worse: {
        post: { name: 'info', body: notice({ alertTransition: '', eventTitle: 'Slow', alertType: 'info' }) },
        urgency: 'low',
      },
      recovery: {
        name: 'success',
        body: notice({ alertTransition: '', eventTitle: 'Slow checkout', alertType: 'success' }),
      },
    },
    {
      name: "Datadog's default body",
      key: 'Slow checkout|host:shop-web-1',
      trigger: { name: 'Triggered', body: plain('[P2] [Triggered on {host:shop-web-1}] Slow checkout') },
      urgency: 'high',
      summary: 'Slow checkout',
      recovery: { name: 'Recovered', body: plain('[P2] [Recovered on {host:shop-web-1}] Slow checkout') },
    },
  ],
  test: {
    setAside: [
      {
        name: 'mentioned by hand',
        body: notice({
          eventTitle: 'hello',
          eventType: '',
          alertId: '',
          alertType: '',
          aggregKey: '',
          alertScope: '',
          alertTitle: '',
          hostname: '$HOSTNAME',
          alertTransition: '$ALERT_TRANSITION',
          alertCycleKey: '',
        }),
      },
    ],
    // “Test Notifications” of a monitor: any of its transitions, with [TEST] in its title.
    opens: [{ name: 'Test Notifications', body: notice({ eventTitle: '[Triggered] [TEST] Slow checkout' }) }],
    unfilled: [
      {
        post: { name: 'a template as it was written', body: { eventTitle: '$EVENT_TITLE' } },
        field: 'eventTitle',
      },
    ],
  },
  asides: [{ name: 'muted', body: notice({ alertTransition: 'Muted' }) }],
  malformed: [
    { post: { name: 'no title', body: { alertTransition: 'Triggered' } }, field: 'eventTitle' },
    {
      post: { name: 'unknown transition', body: notice({ alertTransition: 'Exploded' }) },
      field: 'alertTransition',
    },
    {
      post: {
        name: 'no transition and no type',
        body: notice({ eventTitle: 'x', alertTransition: '', alertType: '' }),
      },
      field: 'alertTransition',
    },
    { post: { name: 'a list', body: [] }, field: 'body' },
  ],
};
