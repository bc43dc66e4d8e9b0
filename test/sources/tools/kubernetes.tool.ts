import type { Conformance } from './conformance.ts';

const finding = (changes: object = {}) => ({
  title: 'Pod cart-5c9 in namespace shop is not ready',
  description: 'not ready for 15 minutes',
  cluster_name: 'busan',
  account_id: 'acc-1',
  severity: 'LOW',
  source: 'PROMETHEUS',
  finding_type: 'ISSUE',
  aggregation_key: 'KubePodNotReady',
  failure: true,
  fingerprint: '0c77a90c1ee4d001',
  starts_at: '2026-11-22T08:59:50.123000+00:00',
  ends_at: null,
  id: '5a1b2c70-0000-4000-8000-0000000000aa',
  category: null,
  service: { name: 'cart', resource_type: 'Deployment', namespace: 'shop' },
  investigate_uri: 'https://platform.robusta.example.com',
  add_silence_url: false,
  subject: { name: 'cart-5c9', kind: 'pod', namespace: 'shop', node: 'n3', labels: { app: 'cart' } },
  links: [{ name: 'View graph', url: 'http://prom.example.com/graph', type: 'prometheus_generator_url' }],
  enrichments: [],
  ...changes,
});
const resolved = (changes: object = {}) =>
  finding({
    title: '[RESOLVED] KubePodNotReady',
    severity: 'INFO',
    failure: false,
    ends_at: '2026-11-22T09:09:50+00:00',
    ...changes,
  });
/** A body cut at its size limit: what comes last is missing. */
const { fingerprint: _f, starts_at: _s, subject: _subject, links: _l, failure: _fail, ...cut } = finding();

const botkube = (changes: object = {}) => ({
  source: 'k8s-err-events',
  data: {
    APIVersion: 'v1',
    Kind: 'Pod',
    Title: 'v1/pods error',
    Name: 'mail-0',
    Namespace: 'office',
    Messages: ['Failed to pull image "mail:9"'],
    Type: 'error',
    Reason: 'Failed',
    Level: 'error',
    Cluster: 'busan',
    TimeStamp: '2026-11-22T08:59:50Z',
    Count: 3,
    Resource: 'v1/pods',
    ...changes,
  },
  timeStamp: '0001-01-01T00:00:00Z',
});
const event = (changes: object = {}) => ({
  metadata: { name: 'mail-0.17b', namespace: 'office' },
  reason: 'FailedMount',
  message: 'Unable to attach or mount volumes',
  type: 'Warning',
  count: 4,
  firstTimestamp: '2026-11-22T08:50:50Z',
  lastTimestamp: '2026-11-22T08:59:50Z',
  involvedObject: {
    kind: 'Pod',
    namespace: 'office',
    name: 'mail-0',
    uid: 'feed0001-0000-4000-8000-000000000001',
  },
  source: { component: 'kubelet', host: 'n3' },
  ...changes,
});

export const tool: Conformance = {
  type: 'kubernetes',
  courses: [
    {
      name: 'Robusta',
      key: '0c77a90c1ee4d001',
      trigger: { name: 'failure', body: finding() },
      urgency: 'low',
      summary: 'Pod cart-5c9 in namespace shop is not ready',
      repeat: { name: 'failure again', body: finding({ id: 'another' }) },
      worse: { post: { name: 'HIGH', body: finding({ severity: 'HIGH' }) }, urgency: 'high' },
      recovery: { name: 'resolved', body: resolved() },
    },
    {
      name: 'Robusta, cut at its size limit',
      key: 'busan/KubePodNotReady',
      trigger: { name: 'failure', body: { ...cut, severity: 'DEBUG' } },
      urgency: 'none',
      summary: 'not ready',
      recovery: { name: 'resolved', body: { ...cut, title: '[RESOLVED] KubePodNotReady' } },
    },
    {
      name: 'Botkube',
      key: 'busan/office/Pod/mail-0/Failed',
      trigger: { name: 'error', body: botkube() },
      urgency: 'high',
      summary: 'v1/pods error: Pod mail-0: Failed to pull image',
      repeat: { name: 'error again', body: botkube({ Count: 9 }) },
      worse: {
        post: { name: 'warning', body: botkube({ Type: 'warning', Level: 'warning' }) },
        urgency: 'medium',
      },
      recovery: null,
    },
    {
      name: 'Event, core/v1',
      key: 'feed0001-0000-4000-8000-000000000001/FailedMount',
      trigger: { name: 'Warning', body: event() },
      urgency: 'medium',
      summary: 'office/Pod/mail-0: FailedMount: Unable to attach',
      repeat: { name: 'Warning again', body: event({ count: 5 }) },
      recovery: null,
    },
    {
      name: 'Event, events.k8s.io/v1',
      key: 'office/Pod/mail-0/BackOff',
      trigger: {
        name: 'Warning',
        body: {
          reason: 'BackOff',
          note: 'Back-off restarting failed container',
          type: 'Warning',
          eventTime: '2026-11-22T08:59:50.123456Z',
          deprecatedCount: 2,
          regarding: { kind: 'Pod', namespace: 'office', name: 'mail-0' },
        },
      },
      urgency: 'medium',
      summary: 'BackOff: Back-off restarting failed container',
      recovery: null,
    },
  ],
  test: {
    opens: [{ name: '`kubectl create` of an event by hand', body: event({ reason: 'Test', source: {} }) }],
  },
  asides: [
    { name: 'Botkube, create', body: botkube({ Type: 'create', Level: 'info', Reason: '' }) },
    { name: 'Event, Normal', body: event({ type: 'Normal', reason: 'Scheduled' }) },
    {
      name: 'Robusta, a change of a configuration',
      body: finding({ failure: false, finding_type: 'CONFIGURATION_CHANGE', title: 'cart was updated' }),
    },
  ],
  malformed: [
    { post: { name: 'a text', body: 'Crashing pod cart-5c9' }, field: 'body' },
    { post: { name: 'nothing', body: {} }, field: 'title' },
    { post: { name: 'no key', body: { title: 'x', severity: 'HIGH' } }, field: 'fingerprint' },
    { post: { name: 'failure a text', body: finding({ failure: 'yes' }) }, field: 'failure' },
    { post: { name: 'Botkube, no kind', body: { data: {} } }, field: 'data.Kind' },
    { post: { name: 'Botkube, no name', body: { data: { Kind: 'Pod' } } }, field: 'data.Name' },
    { post: { name: 'Botkube, no type', body: { data: { Kind: 'Pod', Name: 'x' } } }, field: 'data.Type' },
    { post: { name: 'Event, no reason', body: event({ reason: '' }) }, field: 'reason' },
    { post: { name: 'Event, unknown type', body: event({ type: 'Loud' }) }, field: 'type' },
  ],
};
