import type { Conformance } from './conformance.ts';

/** A variable that was not filled in. */
const VARIABLE = ['$', '{resource.name}'].join('');
const body = (changes: object = {}, version = '1.2') => ({
  version,
  incident: {
    incident_id: '0.abcdef123456',
    scoping_project_id: 'shop-prod',
    url: 'https://console.cloud.google.com/monitoring/alerting/incidents/0.abcdef123456?project=shop-prod',
    started_at: 1_795_337_461,
    ended_at: null,
    state: 'open',
    summary: 'Disk utilization for shop-db is above the threshold of 0.85 with a value of 0.91.',
    observed_value: '0.91',
    threshold_value: '0.85',
    severity: 'Warning',
    resource: { type: 'gce_instance', labels: { zone: 'asia-northeast3-a' } },
    resource_type_display_name: 'VM Instance',
    resource_display_name: 'shop-db',
    resource_name: 'shop-prod shop-db',
    metric: { type: 'agent.googleapis.com/disk/percent_used', displayName: 'Disk utilization' },
    policy_name: 'Disks',
    policy_user_labels: { team: 'db' },
    documentation: {
      content: 'Grow the disk.',
      links: [
        { displayName: 'Playbook', url: 'https://wiki.example.com/disk' },
        { displayName: 'Graph', url: `https://graphs.example.com/${VARIABLE}` },
      ],
    },
    condition: { displayName: 'Disk', conditionThreshold: { thresholdValue: 0.85 } },
    condition_name: 'Disk',
    ...changes,
  },
});
const pushed = (value: unknown) => ({
  message: { data: Buffer.from(JSON.stringify(value)).toString('base64'), messageId: '77' },
  subscription: 'projects/shop-prod/subscriptions/noc',
});

export const tool: Conformance = {
  type: 'gcp',
  courses: [
    {
      name: 'webhook 1.2',
      key: '0.abcdef123456',
      trigger: { name: 'open', body: body() },
      urgency: 'medium',
      summary: 'Disk utilization for shop-db',
      repeat: { name: 'open again', body: body() },
      worse: { post: { name: 'Critical', body: body({ severity: 'CRITICAL' }) }, urgency: 'highest' },
      recovery: {
        name: 'closed',
        body: body({ state: 'closed', ended_at: 1_795_338_061, observed_value: '0.6' }),
      },
    },
    {
      name: 'no severity of its own',
      key: '0.abcdef123456',
      trigger: { name: 'open', body: body({ severity: 'No severity' }) },
      urgency: 'none',
      summary: 'Disk utilization',
      worse: {
        post: {
          name: 'a label of the policy',
          body: body({ severity: 'No severity', policy_user_labels: { severity: 'error' } }),
        },
        urgency: 'high',
      },
      recovery: { name: 'closed', body: body({ severity: 'No severity', state: 'CLOSED' }) },
    },
    {
      name: 'webhook 1.1',
      key: '0.11',
      trigger: {
        name: 'open',
        body: {
          version: '1.1',
          incident: {
            incident_id: '0.11',
            resource_name: 'shop-web',
            state: 'open',
            started_at: 1_795_337_461,
            policy_name: 'Uptime',
            condition_name: 'down',
            summary: 'shop-web is 다운',
          },
        },
      },
      urgency: null,
      summary: 'shop-web is 다운',
      recovery: {
        name: 'closed',
        body: { version: '1.1', incident: { incident_id: '0.11', state: 'closed' } },
      },
    },
    {
      name: 'pushed by Pub/Sub',
      key: '0.abcdef123456',
      trigger: { name: 'open', body: pushed(body({ severity: 'Error', summary: '디스크가 거의 찼습니다' })) },
      urgency: 'high',
      summary: '디스크가 거의 찼습니다',
      recovery: { name: 'closed', body: pushed(body({ state: 'closed' })) },
    },
  ],
  test: {
    setAside: [
      {
        name: 'Test connection',
        body: body(
          { state: 'OPEN', started_at: 0, ended_at: 0, documentation: 'Test documentation' },
          'test',
        ),
      },
    ],
  },
  malformed: [
    { post: { name: 'no incident', body: { version: '1.2' } }, field: 'incident' },
    { post: { name: 'no id', body: body({ incident_id: null }) }, field: 'incident.incident_id' },
    { post: { name: 'unknown state', body: body({ state: 'paused' }) }, field: 'incident.state' },
    { post: { name: 'data that is none', body: { message: { data: '%%' } } }, field: 'message.data' },
    { post: { name: 'a list', body: [] }, field: 'body' },
  ],
};
