import { describe, expect, it } from 'vitest';
import { doorAt, eventOf, KEY, refusalOf, requestOf } from './request.ts';

const door = doorAt(`/integration/cloudwatch/v1/${KEY}`);
const bus = doorAt(`/integration/eventbridge/v1/${KEY}`);
const ARN = 'arn:aws:cloudwatch:us-west-2:111122223333:alarm:disk';
const alarm = {
  AlarmName: 'disk',
  AlarmArn: ARN,
  NewStateValue: 'ALARM',
  NewStateReason:
    'Threshold Crossed: 1 datapoint [-3.5E-2 (22/11/26 08:55:00)] was less than the threshold (0.0).',
  StateChangeTime: '2026-11-22T08:56:12.345+0000',
  Trigger: {
    Threshold: 0,
    Dimensions: [
      { name: 'Path', value: '/data' },
      { name: 'InstanceId', value: 'i-0a' },
    ],
    Metrics: [
      { Expression: 'm1 * 2', Id: 'e1' },
      { Id: 'm1', MetricStat: { Metric: { MetricName: 'disk_free', Namespace: 'CWAgent' } } },
    ],
  },
};
const envelope = (message: unknown, changes: object = {}) => ({
  Type: 'Notification',
  MessageId: 'm-1',
  TopicArn: 'arn:aws:sns:us-west-2:111122223333:noc',
  Message: message,
  Timestamp: '2026-11-22T08:56:13.000Z',
  ...changes,
});
const confirmation = (SubscribeURL: unknown) => ({
  ...envelope('You have chosen to subscribe.'),
  Type: 'SubscriptionConfirmation',
  Token: 't',
  SubscribeURL,
});

describe('SNS envelope', () => {
  it('[ING70] reads an alarm however often its JSON was encoded', () => {
    const once = JSON.stringify(alarm);
    for (const message of [once, JSON.stringify(once), ` \n${once}`, alarm])
      expect(eventOf(door, envelope(message))).toMatchObject({ dedupKey: ARN, status: 'open' });
  });

  it('[ING70] takes metric, value, threshold, resource, time and console of an alarm', () => {
    expect(eventOf(door, envelope(JSON.stringify(alarm)))).toMatchObject({
      metricName: 'disk_free',
      metricValue: '-3.5E-2',
      threshold: '0',
      // Sorted by the dimension's name, whatever order they came in.
      resource: 'i-0a, /data',
      eventAt: Date.UTC(2026, 10, 22, 8, 56, 12, 345),
      links: [{ url: 'https://console.aws.amazon.com/cloudwatch/home?region=us-west-2#alarmsV2:alarm/disk' }],
    });
  });

  it('[ING70] takes the severity only from a tag that stands in front', () => {
    const urgencyOf = (AlarmDescription: string) => eventOf(door, { ...alarm, AlarmDescription }).urgency;
    expect(urgencyOf('P1: all is lost')).toBe('highest');
    expect(urgencyOf('web (SEV3)')).toBe('low');
    expect(urgencyOf('rds-P1-cpu')).toBeNull();
    expect(urgencyOf('p1')).toBeNull();
  });

  it('[ING70] hands over who asks and the address, and fetches nothing', () => {
    const url = 'https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=t';
    for (const each of [door, bus])
      expect(each.parse(requestOf(confirmation(url)))).toMatchObject([
        {
          ok: true,
          setAside: { code: 'ING70' },
          effect: { kind: 'confirm-subscription', topic: 'arn:aws:sns:us-west-2:111122223333:noc', url },
        },
      ]);
  });

  it('[ING71] says when a topic falls silent, and asks for nothing', () => {
    const [parsed] = door.parse(requestOf(envelope('bye', { Type: 'UnsubscribeConfirmation' })));
    expect(parsed).toMatchObject({ ok: true, setAside: { code: 'ING71' } });
    expect(parsed).not.toHaveProperty('effect');
  });

  it.each([
    'http://sns.us-west-2.amazonaws.com/?x',
    'https://sns.us-west-2.amazonaws.com.evil.example/',
    'https://sns.us-west-2.amazonaws.com@evil.example/',
    'https://evil.example/https://sns.us-west-2.amazonaws.com/',
    'https://sns.us-west-2.amazonaws.com:8443/',
    'https://169.254.169.254/latest/meta-data',
    'https://user:pass@sns.us-west-2.amazonaws.com/',
    'https://s3.us-west-2.amazonaws.com/',
    'https://sns.us-west-2.amazonaws.com',
  ])('[ING72] refuses to have %s confirmed', (url) => {
    expect(refusalOf(door, confirmation(url))).toMatch(/^ING72 SubscribeURL: /);
  });

  it('[ING72] takes the hosts of China too', () => {
    const url = 'https://sns.cn-north-1.amazonaws.com.cn/?Action=ConfirmSubscription';
    expect(door.parse(requestOf(confirmation(url)))).toMatchObject([{ effect: { url } }]);
  });

  it('[ING73] takes what is nested too deep, or is no object, as words', () => {
    const deep = `${'{"AlarmName":'.repeat(70)}1${'}'.repeat(70)}`;
    const shallow = `{"AlarmName":"a","NewStateValue":"ALARM","x":${'['.repeat(60)}${']'.repeat(60)}}`;
    expect(eventOf(door, envelope(deep))).toMatchObject({ dedupKey: 'm-1', eventType: 'SNS notification' });
    expect(eventOf(door, envelope(shallow))).toMatchObject({ dedupKey: '||a' });
    for (const words of ['42', '"disk"', '[1]', '{"half":', 'a "{" in words'])
      expect(eventOf(door, envelope(words, { Subject: 'Look here' })).summary).toBe('Look here');
  });

  it('[ING73] counts no bracket inside a text as depth', () => {
    const text = JSON.stringify({ ...alarm, NewStateReason: '[{'.repeat(200) });
    expect(eventOf(door, envelope(text)).dedupKey).toBe(ARN);
  });

  it('[ING75] reads an event of a bus through a topic of alarms, and an alarm through a topic of a bus', () => {
    const event = {
      'detail-type': 'AWS Health Event',
      source: 'aws.health',
      detail: { eventArn: 'arn:h', statusCode: 'closed' },
    };
    expect(eventOf(door, envelope(JSON.stringify(event)))).toMatchObject({
      dedupKey: 'arn:h',
      status: 'close',
    });
    expect(eventOf(bus, envelope(JSON.stringify(alarm)))).toMatchObject({ dedupKey: ARN, status: 'open' });
  });

  it.each([
    [9.1, 'Critical', 'highest'],
    [8.9, 'High', 'high'],
    [7, 'High', 'high'],
    [6.9, 'Medium', 'medium'],
    [4, 'Medium', 'medium'],
    [3.9, 'Low', 'low'],
    [1, 'Low', 'low'],
  ])('[ING75] a finding of %d is %s', (severity, urgencyWord, urgency) => {
    const finding = {
      'detail-type': 'GuardDuty Finding',
      source: 'aws.guardduty',
      detail: { id: 'f', severity },
    };
    expect(eventOf(bus, finding)).toMatchObject({ urgencyWord, urgency, metricValue: String(severity) });
  });

  it('[ING75] takes value and threshold from the JSON inside a state, and does without it', () => {
    const change = (state: object) => ({
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      resources: [ARN],
      detail: { alarmName: 'disk', state: { value: 'ALARM', ...state } },
    });
    expect(
      eventOf(bus, change({ reasonData: '{"recentDatapoints":[1,2.5],"recentUpperThresholds":[2]}' })),
    ).toMatchObject({ metricValue: '2.5', threshold: '2' });
    expect(eventOf(bus, change({}))).toMatchObject({
      metricValue: null,
      threshold: null,
      summary: 'disk: ALARM',
    });
    expect(eventOf(bus, change({ reasonData: 'by hand' }))).toMatchObject({ metricValue: null });
  });

  it('[ING41] overload is told in the code that topics and buses retry on', () => {
    for (const each of [door, bus])
      expect(
        each.refuse({ kind: 'overload', reason: { code: 'ING41', text: 'later', params: {} } }, null).status,
      ).toBe(503);
  });
});
