import type { Conformance } from './conformance.ts';

/** A variable that has no value stays as it was written. */
const unset = (name: string) => `\${${name}}`;
const violation = (changes: object = {}) => ({
  event_name: 'New Warning Health Rule Violation',
  event_guid: '00000000-0000-4000-8000-0000000000bb',
  event_id: '88001',
  policy: 'Shop',
  event_time: 'Sun Nov 22 17:56:55 KST 2026',
  app_id: '501',
  app_name: 'Shop',
  event_message:
    "<b>Average Response Time (ms)'s</b> value <b>4,203.50</b> was <b>greater than</b> the threshold <b>1,000.00</b> for the last <b>30</b> minutes",
  severity: 'WARN',
  event_deep_link: 'https://shop.appdynamics.example/#location=APP_EVENT_VIEWER',
  node_id: unset('latestEvent.node.id'),
  node_name: unset('latestEvent.node.name'),
  summary: 'The checkout is slow.',
  event_type: 'POLICY_OPEN_WARNING',
  tier_id: '601',
  tier_name: 'web',
  health_rule_id: '701',
  health_rule_name: 'Business Transaction Health',
  incident_id: '90210',
  incident_name: 'Business Transaction Health',
  ...changes,
});
const critical = {
  event_type: 'POLICY_OPEN_CRITICAL',
  severity: 'ERROR',
  event_name: 'New Critical Violation',
};

export const tool: Conformance = {
  type: 'appdynamics',
  courses: [
    {
      name: 'violation',
      key: '90210',
      trigger: { name: 'POLICY_OPEN_WARNING', body: violation() },
      urgency: 'medium',
      summary: 'The checkout is slow',
      repeat: {
        name: 'POLICY_CONTINUES_WARNING',
        body: violation({ event_type: 'POLICY_CONTINUES_WARNING' }),
      },
      worse: {
        post: {
          name: 'POLICY_UPGRADED',
          body: violation({ event_type: 'POLICY_UPGRADED', severity: 'ERROR' }),
        },
        urgency: 'highest',
      },
      recovery: {
        name: 'POLICY_CLOSE_CRITICAL',
        body: violation({ event_type: 'POLICY_CLOSE_CRITICAL', severity: 'INFO' }),
      },
    },
    {
      name: 'critical, without an incident id',
      key: '501|701|601',
      trigger: {
        name: 'POLICY_OPEN_CRITICAL',
        body: violation({ ...critical, incident_id: unset('incident.id') }),
      },
      urgency: 'highest',
      summary: 'New Critical Violation',
      worse: {
        post: {
          name: 'POLICY_DOWNGRADED',
          body: violation({ event_type: 'POLICY_DOWNGRADED', incident_id: '' }),
        },
        urgency: 'medium',
      },
      recovery: {
        name: 'POLICY_CANCELED_CRITICAL',
        body: violation({ event_type: 'POLICY_CANCELED_CRITICAL', incident_id: undefined }),
      },
    },
    {
      name: 'an event of no health rule',
      key: '88001',
      trigger: { name: 'an error', body: violation({ event_type: 'APPLICATION_ERROR', severity: 'ERROR' }) },
      urgency: 'highest',
      summary: 'The checkout is slow',
      recovery: null,
    },
  ],
  test: {
    unfilled: [
      {
        post: {
          name: 'a template as it was written',
          body: violation({ event_type: unset('latestEvent.eventType') }),
        },
        field: 'event_type',
      },
    ],
  },
  asides: [
    { name: 'a deployment', body: violation({ event_type: 'APPLICATION_DEPLOYMENT', severity: 'INFO' }) },
  ],
  malformed: [
    { post: { name: 'no type', body: { incident_id: '1' } }, field: 'event_type' },
    { post: { name: 'unknown type', body: violation({ event_type: 'POLICY_PAUSED' }) }, field: 'event_type' },
    {
      post: {
        name: 'no id at all',
        body: { event_type: 'POLICY_OPEN_WARNING', severity: 'WARN', summary: 'x' },
      },
      field: 'incident_id',
    },
    { post: { name: 'a list', body: [] }, field: 'body' },
  ],
};
