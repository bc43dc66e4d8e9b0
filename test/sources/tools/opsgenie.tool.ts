import type { Conformance } from './conformance.ts';

const alert = (changes: object = {}) => ({
  message: 'Queue of refunds is over 10 000',
  alias: 'mq1/refunds',
  description: 'Consumers stopped at 08:57.\nSee the runbook.',
  responders: [
    { name: 'Payments night', type: 'team' },
    { username: 'haneul@noc.example', type: 'user' },
  ],
  visibleTo: [{ name: 'Payments night', type: 'team' }],
  actions: ['Restart consumer'],
  tags: ['queue', 'OverwriteQuietHours'],
  details: { depth: '10250', graph: 'https://graphs.example/mq1' },
  entity: 'mq1.example.com',
  source: 'queue-watch',
  priority: 'P2',
  user: 'watcher',
  note: 'third time this week',
  ...changes,
});
const courses: Conformance['courses'] = [
  {
    name: 'all fields',
    key: 'mq1/refunds',
    trigger: { name: 'P2', body: alert() },
    urgency: 'high',
    summary: 'Queue of refunds',
    repeat: { name: 'again', body: alert({ details: { depth: '11800' } }) },
    worse: { post: { name: 'P1', body: alert({ priority: 'P1' }) }, urgency: 'highest' },
    recovery: null,
  },
  {
    name: 'message and alias only',
    key: '디스크 db02',
    trigger: { name: 'unset priority is P3', body: { message: '디스크 가득 참', alias: '디스크 db02' } },
    urgency: 'medium',
    summary: '디스크',
    recovery: null,
  },
];
const CLOSES_ELSEWHERE = { recovery: 'an alert is closed at an address of its own' };
/** Its API is tried with an alert made by hand. */
const tested: Conformance['test'] = {
  opens: [{ name: 'by hand', body: { message: 'a test', alias: 'test-1' } }],
};
const malformed: Conformance['malformed'] = [
  { post: { name: 'no message', body: alert({ message: '' }) }, field: 'message' },
  { post: { name: 'unknown priority', body: alert({ priority: 'P9' }) }, field: 'priority' },
  { post: { name: 'a list of nothing', body: [] }, field: 'body' },
];

const outgoing = (action: string, changes: object = {}) => ({
  action,
  source: { name: 'web', type: 'web' },
  alert: {
    alertId: '0c1b7e52-3f0e-4f0b-9d35-2a0c1d6f7a11-1795500000000',
    message: 'Checkout answers 500',
    tags: ['shop'],
    tinyId: '88',
    entity: 'checkout',
    alias: 'checkout-500',
    createdAt: 1_795_500_000_000,
    updatedAt: 1_795_500_060_000_000_000,
    username: 'watcher',
    userId: 'b2',
    priority: 'P1',
    details: { region: 'seoul' },
    ...changes,
  },
  integrationName: 'Watchfloor',
  integrationId: 'i-1',
  integrationType: 'Webhook',
});

export const tools: readonly Conformance[] = [
  { type: 'opsgenie', path: '/v2/alerts', courses, lacks: CLOSES_ELSEWHERE, test: tested, malformed },
  {
    type: 'opsgenie',
    path: '/jsm/ops/integration/v2/alerts',
    courses,
    lacks: CLOSES_ELSEWHERE,
    test: tested,
    malformed,
  },
  {
    type: 'opsgenie',
    courses: [
      ...courses,
      {
        name: 'outgoing webhook',
        key: 'checkout-500',
        trigger: { name: 'Create', body: outgoing('Create') },
        urgency: 'highest',
        summary: 'Checkout answers 500',
        ack: { name: 'Acknowledge', body: outgoing('Acknowledge') },
        recovery: { name: 'Close', body: outgoing('Close') },
      },
    ],
    batch: {
      post: { name: 'a list', body: [alert(), outgoing('Close')] },
      events: [
        ['mq1/refunds', 'open'],
        ['checkout-500', 'close'],
      ],
    },
    test: tested,
    asides: [{ name: 'a note was added', body: outgoing('AddNote') }],
    malformed: [
      ...malformed,
      { post: { name: 'no action', body: outgoing('') }, field: 'action' },
      {
        post: { name: 'no key', body: outgoing('Create', { alias: '', alertId: null }) },
        field: 'alert.alias',
      },
    ],
  },
  {
    type: 'opsgenie',
    path: '/v1/json/integrations/webhooks/sometool',
    courses: [
      {
        ...courses[0]!,
        recovery: { name: 'closed', body: alert({ status: 'closed' }) },
        ack: { name: 'acknowledged', body: alert({ status: 'Acknowledged' }) },
      },
      {
        name: 'usual names',
        key: 'web3/http_check',
        trigger: {
          name: 'critical',
          body: {
            host: 'web3',
            name: 'http_check',
            title: 'No answer',
            status: 'CRITICAL',
            severity: 'critical',
          },
        },
        urgency: 'highest',
        summary: 'No answer',
        recovery: { name: 'ok', body: { host: 'web3', name: 'http_check', title: 'Answers', status: 'OK' } },
      },
    ],
    test: tested,
    malformed: [
      { post: { name: 'nothing to say', body: { host: 'web3' } }, field: 'message' },
      { post: { name: 'over, of what', body: { message: 'fine', status: 'resolved' } }, field: 'alias' },
      { post: { name: 'a text', body: 'down' }, field: 'body' },
    ],
  },
];
