import type { Conformance } from './conformance.ts';

const key = '0f1e2d3c-4b5a-4968-8778-695a4b3c2d1e';
const issue = (changes: object = {}) => ({
  id: key,
  issueUrl: `https://radar.newrelic.example/accounts/1/issues/${key}`,
  title: "Error rate % > 5 for at least 5 minutes on 'checkout'",
  priority: 'HIGH',
  impactedEntities: ['checkout', 'checkout'],
  totalIncidents: 1,
  state: 'ACTIVATED',
  trigger: 'INCIDENT_ADDED',
  isCorrelated: 'false',
  createdAt: 1_795_337_800_123,
  updatedAt: 1_795_337_850_456,
  sources: ['newrelic'],
  alertPolicyNames: ['Shop'],
  alertConditionNames: ['Error rate'],
  workflowName: 'NOC',
  ...changes,
});
const legacy = (changes: object = {}) => ({
  account_id: 1,
  account_name: 'Shop',
  condition_id: 77,
  condition_name: 'Apdex (Low)',
  current_state: 'open',
  details: 'Apdex < 0.7 for at least 5 minutes',
  event_type: 'INCIDENT',
  incident_acknowledge_url: 'https://alerts.newrelic.example/incidents/9001/acknowledge',
  incident_id: 9001,
  incident_url: 'https://alerts.newrelic.example/incidents/9001',
  policy_name: 'Shop',
  severity: 'WARNING',
  targets: [{ id: '12', name: 'checkout', type: 'Application' }],
  timestamp: 1_795_337_850_456,
  ...changes,
});

export const tool: Conformance = {
  type: 'newrelic',
  courses: [
    {
      name: 'workflow',
      key,
      trigger: { name: 'CREATED', body: issue({ state: 'CREATED' }) },
      urgency: 'high',
      summary: 'Error rate %',
      repeat: { name: 'ACTIVATED', body: issue() },
      worse: { post: { name: 'CRITICAL', body: issue({ priority: 'CRITICAL' }) }, urgency: 'highest' },
      ack: {
        name: 'a change of state that names an owner',
        body: issue({ trigger: 'STATE_CHANGE', owner: 'kim@example.com' }),
      },
      recovery: {
        name: 'CLOSED',
        body: issue({ state: 'CLOSED', trigger: 'STATE_CHANGE', owner: 'kim@example.com' }),
      },
    },
    {
      name: 'workflow, low, told by trigger',
      key,
      trigger: {
        name: 'ACTIVATED',
        body: issue({ priority: 'LOW', isCorrelated: true, totalIncidents: undefined }),
      },
      urgency: 'low',
      summary: 'Error rate %',
      worse: { post: { name: 'MEDIUM', body: issue({ priority: 'MEDIUM' }) }, urgency: 'medium' },
      ack: { name: 'ISSUE_ACKNOWLEDGED', body: issue({ trigger: 'ISSUE_ACKNOWLEDGED' }) },
      recovery: { name: 'DEACTIVATED', body: issue({ state: 'DEACTIVATED' }) },
    },
    {
      name: 'legacy channel',
      key: '9001',
      trigger: { name: 'open', body: legacy() },
      urgency: 'medium',
      summary: 'Apdex (Low): Apdex < 0.7',
      repeat: { name: 'a target that is no list', body: legacy({ targets: { name: 'checkout' } }) },
      worse: { post: { name: 'CRITICAL', body: legacy({ severity: 'CRITICAL' }) }, urgency: 'highest' },
      ack: { name: 'acknowledged', body: legacy({ current_state: 'acknowledged' }) },
      recovery: { name: 'closed', body: legacy({ current_state: 'closed' }) },
    },
  ],
  test: {
    setAside: [
      {
        name: 'a test of the workflow',
        body: issue({ id: 'd1b1f3fd-995a-4066-88ab-8ce4f6960654', totalIncidents: 42 }),
      },
      {
        name: 'a test of the channel',
        body: legacy({ current_state: 'test', incident_id: 0, severity: 'INFO' }),
      },
    ],
  },
  malformed: [
    { post: { name: 'no id', body: { state: 'ACTIVATED' } }, field: 'id' },
    { post: { name: 'no state', body: issue({ state: undefined }) }, field: 'state' },
    { post: { name: 'unknown state', body: issue({ state: 'PAUSED' }) }, field: 'state' },
    { post: { name: 'no incident', body: legacy({ incident_id: null }) }, field: 'incident_id' },
    {
      post: { name: 'unknown legacy state', body: legacy({ current_state: 'paused' }) },
      field: 'current_state',
    },
    { post: { name: 'a text', body: 'x' }, field: 'body' },
  ],
};
