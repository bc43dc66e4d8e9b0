import type { Conformance } from './conformance.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:444455556666:noc-alarms';
const key = 'arn:aws:cloudwatch:eu-central-1:444455556666:alarm:queue-depth';

const alarm = (changes: object = {}) => ({
  AlarmName: 'queue-depth',
  AlarmDescription: '[P2] Orders wait in the queue',
  AWSAccountId: '444455556666',
  NewStateValue: 'ALARM',
  NewStateReason:
    'Threshold Crossed: 2 datapoints [1204.0 (22/11/26 08:55:00), 980.0 (22/11/26 08:50:00)] were greater than the threshold (500.0).',
  StateChangeTime: '2026-11-22T08:56:12.345+0000',
  Region: 'EU (Frankfurt)',
  AlarmArn: key,
  OldStateValue: 'OK',
  Trigger: {
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Namespace: 'AWS/SQS',
    Statistic: 'MAXIMUM',
    Unit: null,
    Dimensions: [{ value: 'orders', name: 'QueueName' }],
    Period: 300,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 500,
  },
  ...changes,
});
const envelope = (message: unknown, changes: object = {}) => ({
  Type: 'Notification',
  MessageId: '5d2f9c1e-1c7b-5a0e-9c6b-0a9b8c7d6e5f',
  TopicArn: TOPIC,
  Subject: 'ALARM: "queue-depth" in EU (Frankfurt)',
  Message: typeof message === 'string' ? message : JSON.stringify(message),
  Timestamp: '2026-11-22T08:56:12.401Z',
  SignatureVersion: '1',
  Signature: 'c2lnbmF0dXJl',
  SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-00aa.pem',
  UnsubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe',
  ...changes,
});
const confirmation = (changes: object = {}) => ({
  Type: 'SubscriptionConfirmation',
  MessageId: '8a7b6c5d-0000-4000-8000-000000000001',
  Token: '00ff',
  TopicArn: TOPIC,
  Message: `You have chosen to subscribe to the topic ${TOPIC}.`,
  SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=00ff',
  Timestamp: '2026-11-22T08:00:00.000Z',
  SignatureVersion: '2',
  Signature: 'c2lnbmF0dXJl',
  SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-00aa.pem',
  ...changes,
});
const { AlarmArn: _arn, ...withoutArn } = alarm({ AlarmDescription: null });

export const tool: Conformance = {
  type: 'cloudwatch',
  courses: [
    {
      name: 'through a topic',
      key,
      trigger: { name: 'ALARM', body: envelope(alarm()) },
      urgency: 'high',
      summary: 'ALARM: "queue-depth"',
      repeat: { name: 'ALARM again', body: envelope(alarm(), { SignatureVersion: '2' }) },
      worse: {
        post: { name: 'P1', body: envelope(alarm({ AlarmDescription: '[P1] Orders are lost' })) },
        urgency: 'highest',
      },
      recovery: {
        name: 'OK',
        body: envelope(alarm({ NewStateValue: 'OK' }), { Subject: 'OK: "queue-depth" in EU (Frankfurt)' }),
      },
    },
    {
      name: 'raw delivery',
      key,
      trigger: { name: 'ALARM', body: alarm({ AlarmDescription: null }) },
      urgency: null,
      summary: 'queue-depth: Threshold Crossed',
      recovery: { name: 'OK', body: alarm({ NewStateValue: 'OK', AlarmDescription: null }) },
    },
    {
      name: 'an old body without an ARN',
      key: '444455556666|EU (Frankfurt)|queue-depth',
      trigger: { name: 'ALARM', body: envelope(withoutArn) },
      urgency: null,
      summary: 'queue-depth',
      recovery: { name: 'OK', body: envelope({ ...withoutArn, NewStateValue: 'OK' }) },
    },
    {
      name: 'plain words',
      key: '5d2f9c1e-1c7b-5a0e-9c6b-0a9b8c7d6e5f',
      trigger: { name: 'a budget', body: envelope('Spend is over 80 % of the budget.', { Subject: null }) },
      urgency: null,
      summary: 'Spend is over 80 %',
      recovery: null,
    },
  ],
  // `aws cloudwatch set-alarm-state` is AWS's own way to test an alarm's actions; “Publish message” of a topic sends words.
  test: {
    opens: [
      { name: 'set-alarm-state', body: envelope(alarm({ NewStateReason: 'testing purposes' })) },
      { name: 'Publish message', body: envelope('a test of the topic', { Subject: null }) },
    ],
  },
  asides: [
    { name: 'a subscription to confirm', body: confirmation() },
    { name: 'the end of a subscription', body: confirmation({ Type: 'UnsubscribeConfirmation' }) },
    { name: 'not enough data', body: envelope(alarm({ NewStateValue: 'INSUFFICIENT_DATA' })) },
  ],
  malformed: [
    { post: { name: 'neither envelope nor alarm', body: { hello: 'world' } }, field: 'AlarmName' },
    { post: { name: 'no state', body: alarm({ NewStateValue: undefined }) }, field: 'NewStateValue' },
    {
      post: { name: 'unknown state', body: envelope(alarm({ NewStateValue: 'PAUSED' })) },
      field: 'NewStateValue',
    },
    { post: { name: 'no message', body: envelope('', { Subject: null }) }, field: 'Message' },
    { post: { name: 'no topic', body: confirmation({ TopicArn: undefined }) }, field: 'TopicArn' },
    { post: { name: 'no address', body: confirmation({ SubscribeURL: '' }) }, field: 'SubscribeURL' },
    {
      post: {
        name: 'an address of somebody else',
        body: confirmation({ SubscribeURL: 'https://sns.example.com/' }),
      },
      field: 'SubscribeURL',
    },
    { post: { name: 'an envelope in a list', body: [envelope(alarm())] }, field: 'AlarmName' },
    { post: { name: 'a text', body: 'ALARM' }, field: 'body' },
  ],
};
