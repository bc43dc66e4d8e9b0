import type { Conformance } from './conformance.ts';

const key = 'arn:aws:cloudwatch:ap-northeast-2:444455556666:alarm:api-latency';

const event = (kind: string, source: string, detail: unknown, changes: object = {}) => ({
  version: '0',
  id: '0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0',
  'detail-type': kind,
  source,
  account: '444455556666',
  time: '2026-11-22T08:57:00Z',
  region: 'ap-northeast-2',
  resources: [key],
  detail,
  ...changes,
});
const alarm = (value: string, state: object = {}, configuration: object = {}) =>
  event('CloudWatch Alarm State Change', 'aws.cloudwatch', {
    alarmName: 'api-latency',
    configuration: {
      description: 'SEV2: the API answers slowly',
      metrics: [
        {
          id: 'm1',
          metricStat: {
            metric: { namespace: 'AWS/ApiGateway', name: 'Latency', dimensions: { ApiName: 'orders' } },
            period: 60,
            stat: 'p99',
          },
          returnData: true,
        },
      ],
      ...configuration,
    },
    state: {
      value,
      reason:
        'Threshold Crossed: 1 datapoint [2301.5 (22/11/26 08:56:00)] was greater than the threshold (2000.0).',
      reasonData: '{"version":"1.0","recentDatapoints":[2100.25,2301.5],"threshold":2000.0}',
      timestamp: '2026-11-22T08:56:58.120+0000',
      ...state,
    },
  });
const finding = (severity: number) =>
  event(
    'GuardDuty Finding',
    'aws.guardduty',
    {
      id: 'f0e1d2c3',
      type: 'UnauthorizedAccess:EC2/SSHBruteForce',
      severity,
      title: 'i-0abc is the target of an SSH brute force attack.',
      updatedAt: '2026-11-22T08:50:00.000Z',
      resource: { resourceType: 'Instance', instanceDetails: { instanceId: 'i-0abc' } },
    },
    { resources: [] },
  );
const HEALTH =
  'arn:aws:health:ap-northeast-2::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_1F2E';
const health = (changes: object = {}) =>
  event(
    'AWS Health Event',
    'aws.health',
    {
      eventArn: HEALTH,
      service: 'EC2',
      eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE',
      eventTypeCategory: 'issue',
      statusCode: 'open',
      startTime: 'Sun, 22 Nov 2026 08:40:00 GMT',
      eventDescription: [{ language: 'en_US', latestDescription: 'Instances lose their network.' }],
      affectedEntities: [{ entityValue: 'i-0abc' }],
      ...changes,
    },
    { resources: ['i-0abc'] },
  );
const throughTopic = (message: unknown) => ({
  Type: 'Notification',
  MessageId: '77aa0000-0000-4000-8000-000000000002',
  TopicArn: 'arn:aws:sns:ap-northeast-2:444455556666:bus',
  Message: JSON.stringify(message),
  Timestamp: '2026-11-22T08:57:01.000Z',
  SignatureVersion: '1',
  Signature: 'c2lnbmF0dXJl',
  SigningCertURL: 'https://sns.ap-northeast-2.amazonaws.com/SimpleNotificationService-00aa.pem',
});
const terminated = event(
  'EC2 Instance State-change Notification',
  'aws.ec2',
  { 'instance-id': ' i-0def', state: 'terminated' },
  { resources: ['arn:aws:ec2:ap-northeast-2:444455556666:instance/i-0def'] },
);

export const tool: Conformance = {
  type: 'eventbridge',
  courses: [
    {
      name: 'alarm, API destination',
      key,
      trigger: { name: 'ALARM', body: alarm('ALARM') },
      urgency: 'medium',
      summary: 'api-latency: Threshold Crossed',
      repeat: { name: 'ALARM again, through a topic', body: throughTopic(alarm('ALARM')) },
      worse: {
        post: { name: 'SEV1', body: alarm('ALARM', {}, { description: '[SEV1] down' }) },
        urgency: 'high',
      },
      recovery: { name: 'OK', body: alarm('OK') },
    },
    {
      name: 'GuardDuty',
      key: 'f0e1d2c3',
      trigger: { name: 'medium', body: finding(5.3) },
      urgency: 'medium',
      summary: 'SSH brute force',
      worse: { post: { name: 'high', body: finding(8) }, urgency: 'high' },
      recovery: null,
    },
    {
      name: 'AWS Health',
      key: HEALTH,
      trigger: { name: 'open', body: health() },
      urgency: 'high',
      summary: 'Instances lose their network',
      worse: {
        post: { name: 'investigation', body: health({ eventTypeCategory: 'investigation' }) },
        urgency: 'medium',
      },
      recovery: { name: 'closed', body: throughTopic(health({ statusCode: 'closed' })) },
    },
    {
      name: 'any other kind',
      key: 'aws.ec2|EC2 Instance State-change Notification|arn:aws:ec2:ap-northeast-2:444455556666:instance/i-0def',
      trigger: { name: 'terminated', body: terminated },
      urgency: null,
      summary: 'EC2 Instance State-change Notification: i-0def',
      recovery: null,
    },
  ],
  batch: {
    post: { name: 'a pipe', body: [alarm('ALARM'), alarm('OK')] },
    events: [
      [key, 'open'],
      [key, 'close'],
    ],
  },
  // `aws events put-events` puts what its user types on the bus.
  test: { opens: [{ name: 'put-events', body: event('a test', 'noc.hand', { who: 'mina' }) }] },
  asides: [
    { name: 'not enough data', body: alarm('INSUFFICIENT_DATA') },
    { name: 'suppressed', body: alarm('ALARM', { actionsSuppressedBy: 'WaitPeriod' }) },
    {
      name: 'configured',
      body: event('CloudWatch Alarm Configuration Change', 'aws.cloudwatch', { operation: 'create' }),
    },
    {
      name: 'maintenance to come',
      body: health({ statusCode: 'upcoming', eventTypeCategory: 'scheduledChange' }),
    },
  ],
  malformed: [
    { post: { name: 'no kind', body: { source: 'aws.ec2' } }, field: 'detail-type' },
    { post: { name: 'no source', body: event('x', '', {}) }, field: 'source' },
    { post: { name: 'unknown state', body: alarm('PAUSED') }, field: 'detail.state.value' },
    { post: { name: 'unknown status', body: health({ statusCode: 'maybe' }) }, field: 'detail.statusCode' },
    {
      post: { name: 'a finding without an id', body: event('GuardDuty Finding', 'aws.guardduty', {}) },
      field: 'detail.id',
    },
    { post: { name: 'a number', body: 7 }, field: 'body' },
  ],
};
