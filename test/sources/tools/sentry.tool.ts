import type { Conformance } from './conformance.ts';

const hook = (action: string, data: object) => ({
  action,
  actor: { id: 'sentry', name: 'Sentry', type: 'application' },
  data,
  installation: { uuid: '00000000-0000-4000-8000-0000000000aa' },
});
const event = (changes: object = {}) => ({
  event_id: '0123456789abcdef0123456789abcdef',
  issue_id: '5550001111',
  issue_url: 'https://sentry.example.com/api/0/issues/5550001111/',
  level: 'warning',
  title: 'TimeoutError: upstream took too long',
  culprit: 'checkout.pay',
  message: '',
  datetime: '2026-11-22T08:56:17.677000Z',
  timestamp: 1_795_337_777.677,
  platform: 'python',
  project: 7,
  metadata: { type: 'TimeoutError', value: 'upstream took too long' },
  exception: {
    values: [
      { type: 'TimeoutError', value: 'upstream took too long', stacktrace: { frames: [{ lineno: 3 }] } },
    ],
  },
  tags: [
    ['level', 'warning'],
    ['server_name', 'pay-2'],
  ],
  web_url: 'https://sentry.example.com/organizations/shop/issues/5550001111/events/0123/',
  ...changes,
});
const alert = (changes: object = {}) =>
  hook('triggered', {
    event: event(changes),
    triggered_rule: 'Payments',
    issue_alert: { title: 'Payments' },
  });
const issue = (action: string, changes: object = {}) =>
  hook(action, {
    issue: {
      id: '5550001111',
      shortId: 'PAY-1',
      title: 'TimeoutError: upstream took too long',
      level: 'error',
      status: 'unresolved',
      lastSeen: '2026-11-22T08:57:00Z',
      project: { id: '7', slug: 'payments', name: 'Payments' },
      metadata: { type: 'TimeoutError' },
      web_url: 'https://sentry.example.com/organizations/shop/issues/5550001111/',
      ...changes,
    },
  });
const metric = (action: string) =>
  hook(action, {
    description_text: '1500 events in the last 10 minutes\\nFilter: level:error',
    description_title: `${action}: Too many errors`,
    metric_alert: {
      id: '31',
      identifier: '12',
      title: 'Busy Otter',
      projects: ['payments'],
      date_started: '2026-11-22T08:50:00.000000Z',
      date_closed: action === 'resolved' ? '2026-11-22T09:01:00.000000Z' : null,
      alert_rule: {
        id: '7',
        name: 'Too many errors',
        aggregate: 'count()',
        triggers: [
          { label: 'critical', alertThreshold: 1000 },
          { label: 'warning', alertThreshold: 500 },
        ],
      },
    },
    web_url: 'https://sentry.example.com/organizations/shop/alerts/12/',
  });
const plugin = (changes: object = {}) => ({
  id: '5550001111',
  project: 'payments',
  project_name: 'Payments',
  project_slug: 'payments',
  level: 'fatal',
  culprit: 'checkout.pay',
  message: 'upstream took too long',
  url: 'https://sentry.example.com/organizations/shop/issues/5550001111/',
  triggering_rules: ['Payments'],
  event: { event_id: '01', tags: [['server_name', 'pay-2']], metadata: { type: 'TimeoutError' } },
  ...changes,
});

export const tool: Conformance = {
  type: 'sentry',
  courses: [
    {
      name: 'issue alert, then the issue',
      key: '5550001111',
      trigger: { name: 'event_alert', body: alert(), headers: { 'sentry-hook-resource': 'event_alert' } },
      urgency: 'medium',
      summary: 'TimeoutError',
      repeat: { name: 'unresolved', body: issue('unresolved') },
      worse: { post: { name: 'fatal', body: alert({ level: 'fatal' }) }, urgency: 'highest' },
      recovery: { name: 'resolved', body: issue('resolved', { status: 'resolved' }) },
    },
    {
      name: 'issue',
      key: '5550001111',
      trigger: { name: 'created', body: issue('created', { level: 'info' }) },
      urgency: 'low',
      summary: 'TimeoutError',
      worse: { post: { name: 'error', body: issue('created') }, urgency: 'high' },
      recovery: { name: 'archived', body: issue('archived') },
    },
    {
      name: 'error',
      key: '5550001111',
      trigger: { name: 'created', body: hook('created', { error: event({ level: 'debug' }) }) },
      urgency: 'lowest',
      summary: 'TimeoutError',
      recovery: null,
    },
    {
      name: 'metric alert',
      key: 'metric_alert:31',
      trigger: { name: 'warning', body: metric('warning') },
      urgency: 'medium',
      summary: 'Too many errors: 1500 events in the last 10 minutes Filter',
      repeat: { name: 'warning again', body: metric('warning') },
      worse: { post: { name: 'critical', body: metric('critical') }, urgency: 'highest' },
      recovery: { name: 'resolved', body: metric('resolved') },
    },
    {
      name: 'WebHooks plugin',
      key: '5550001111',
      trigger: { name: 'event', body: plugin() },
      urgency: 'highest',
      summary: 'upstream took too long',
      recovery: null,
    },
  ],
  test: { setAside: [{ name: 'a sample event', body: alert({ tags: [['sample_event', 'yes']] }) }] },
  asides: [
    { name: 'assigned', body: issue('assigned') },
    { name: 'a comment', body: hook('created', { comment_id: '1', comment: 'looking at it' }) },
    { name: 'installed', body: hook('created', { installation: { status: 'installed' } }) },
  ],
  malformed: [
    { post: { name: 'no data', body: { action: 'created' } }, field: 'data' },
    { post: { name: 'data of nothing known', body: hook('created', {}) }, field: 'data.event' },
    { post: { name: 'no issue', body: alert({ issue_id: undefined }) }, field: 'data.event.issue_id' },
    { post: { name: 'no issue id', body: issue('created', { id: null }) }, field: 'data.issue.id' },
    { post: { name: 'unknown action', body: issue('exploded') }, field: 'action' },
    { post: { name: 'unknown metric action', body: metric('paused') }, field: 'action' },
    { post: { name: 'plugin without an id', body: plugin({ id: '' }) }, field: 'id' },
    { post: { name: 'a list', body: [] }, field: 'body' },
  ],
};
