import { afterEach, describe, expect, it } from 'vitest';
import { startFetchers } from '../../../src/server/adapters/fetch/start-fetchers.ts';
import { until } from '../../support/e2e/until.ts';
import { type SqsPeer, startSqs } from '../../support/sqs-server.ts';
import { given, type Story } from '../../support/story.ts';
import { integration } from '../../support/story-config.ts';

const running: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

const ARN = 'arn:aws:cloudwatch:ap-northeast-2:000000000000:alarm:orders-5xx';
const alarm = (state: 'ALARM' | 'OK') => ({
  AlarmName: 'orders-5xx',
  AlarmArn: ARN,
  AWSAccountId: '000000000000',
  NewStateValue: state,
  OldStateValue: state === 'OK' ? 'ALARM' : 'OK',
  NewStateReason: 'Threshold Crossed: 5 of the last 5 datapoints were over 20',
  StateChangeTime: '2026-11-23T11:59:00.000+0000',
  Region: 'Asia Pacific (Seoul)',
  Trigger: { MetricName: '5XXError', Namespace: 'AWS/ApiGateway', Threshold: 20 },
});
const envelope = (message: unknown, more: object = {}) =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '4b0d0c57-0000-4000-8000-000000000001',
    TopicArn: 'arn:aws:sns:ap-northeast-2:000000000000:alarms',
    Message: JSON.stringify(message),
    Timestamp: '2026-11-23T11:59:01.000Z',
    // Of nobody: whoever may write to the queue is trusted.
    SignatureVersion: '1',
    Signature: 'AAAA',
    SigningCertURL: 'https://evil.example.com/cert.pem',
    ...more,
  });
const event = (more: object = {}) =>
  JSON.stringify({ eventType: 'open', dedupKey: 'disk', summary: 'disk full', urgency: 'high', ...more });

async function start(more: { type?: string; fetch?: object; ownPort?: (peer: SqsPeer) => number } = {}) {
  const peer = await startSqs();
  running.push(() => peer.close());
  const story = await given({
    integrations: [
      integration('queue', {
        type: more.type ?? 'cloudwatch',
        fetch: {
          kind: 'sqs',
          queueUrl: `${peer.url}/000000000000/alarms`,
          endpoint: peer.url,
          region: 'ap-northeast-2',
          accessKeyId: { secret: 'id' },
          secretAccessKey: { secret: 'key' },
          waitSeconds: 5,
          ...more.fetch,
        } as never,
      }),
    ],
  });
  const fetchers = fetchOn(story, more.ownPort?.(peer) ?? null);
  return { peer, story, fetchers };
}
function fetchOn(story: Story, ownPort: number | null = null) {
  const fetchers = startFetchers({
    core: story.core,
    floor: story.floor,
    readSecret: (secret) => ('secret' in secret ? `the-${secret.secret}` : null),
    ownPort: () => ownPort,
    retryMs: 10,
  });
  running.push(() => fetchers.stop());
  return fetchers;
}
const outcomes = (story: Story) => story.ledger.events.map(({ outcome }) => outcome);

describe('messages of a queue', () => {
  it('[ING150] are events as if posted, raw or in an envelope, deleted once stored', async () => {
    const { peer, story } = await start();
    peer.put(envelope(alarm('ALARM')));
    await until('the incident', () => peer.calls.some(({ action }) => action === 'DeleteMessage'));
    expect(story.incident()).toMatchObject({ status: 'open', integration: 'queue' });
    expect(peer.queue).toEqual([]);
    peer.put(JSON.stringify(alarm('OK')));
    await until('the end', () => peer.queue.length === 0);
    expect(story.incident().status).toBe('closed');
    expect(story.floor.conservation()).toMatchObject({ received: 2 });
    const [asked] = peer.calls;
    expect(asked).toMatchObject({
      action: 'ReceiveMessage',
      input: { WaitTimeSeconds: 5, VisibilityTimeout: 60, MaxNumberOfMessages: 10 },
    });
    expect(asked!.auth).toContain('Credential=the-id/');
  });

  it('[ING150] a body that its source refuses is one rejected event, and leaves the queue', async () => {
    const { peer, story } = await start();
    peer.put('{"AlarmName": ');
    peer.put('{"surprise":true}');
    await until('an empty queue', () => peer.queue.length === 0);
    expect(outcomes(story)).toEqual(['rejected', 'rejected']);
    expect(story.ledger.events[1]).toMatchObject({ raw: '{"surprise":true}' });
  });

  it('[ING150] what the disk refused stays in the queue, and is taken when it comes again', async () => {
    const { peer, story, fetchers } = await start({ type: 'standard' });
    story.ledger.isFailing = true;
    peer.put(event());
    await until('a failure', () => (fetchers.status.list()[0]?.failures ?? 0) > 0);
    expect(peer.queue).toHaveLength(1);
    expect(peer.calls.some(({ action }) => action === 'DeleteMessage')).toBe(false);
    story.ledger.isFailing = false;
    story.clock.advance(60_000);
    await story.core.change('probe', () => undefined, true).catch(() => undefined);
    peer.again();
    await until('an empty queue', () => peer.queue.length === 0);
    expect(outcomes(story)).toEqual(['created']);
  });

  it('[ING151] an envelope is taken off for a type that knows none, and a confirmation is only recorded', async () => {
    const { peer, story } = await start({ type: 'standard' });
    peer.put(envelope(JSON.parse(event())));
    const confirmation = { Type: 'SubscriptionConfirmation', Token: 'abc', Message: 'You have chosen' };
    const address = 'https://sns.ap-northeast-2.amazonaws.com/?Action=ConfirmSubscription&Token=abc';
    peer.put(envelope({}, { ...confirmation, SubscribeURL: address }));
    await until('an empty queue', () => peer.queue.length === 0);
    expect(outcomes(story)).toEqual(['created', 'ignored']);
    expect(story.ledger.events[1]).toMatchObject({ reason: { code: 'ING70' } });
    expect(story.core.resources.list('subscription')).toEqual([]);
  });

  it('[ING152] one delivered again is deleted and no event, also after a restart; the id is committed with the event', async () => {
    const { peer, story, fetchers } = await start({ type: 'standard' });
    peer.failing = 'DeleteMessage';
    const id = peer.put(event());
    await until('a failed delete', () => fetchers.status.list()[0]?.lastError?.text.includes('deleted'));
    const batch = story.ledger.batches.find(({ events }) => events.length > 0);
    expect(batch?.resources).toMatchObject([{ kind: 'fetched', id: 'queue', value: { ids: [id] } }]);
    await fetchers.stop();
    // A question that nobody waits for any more would be given the message.
    await until('nobody waiting', () => peer.waiting() === 0);
    peer.failing = null;
    peer.again();
    await story.killAndRestart();
    fetchOn(story);
    await until('an empty queue', () => peer.queue.length === 0);
    expect(outcomes(story)).toEqual(['created']);
    expect(story.floor.conservation().received).toBe(1);
  });

  it('[ING152] remembers no more than 256, whoever received them', async () => {
    const { peer, story } = await start({ type: 'standard', fetch: { concurrency: 4 } });
    for (let n = 0; n < 270; n++) peer.put(event({ dedupKey: `disk-${n % 3}` }));
    await until('an empty queue', () => peer.queue.length === 0, 14_000);
    const mark = story.core.resources.get('fetched', 'queue') as { ids: string[] };
    expect(new Set(mark.ids).size).toBe(256);
    expect(story.floor.conservation().received).toBe(270);
  });

  it('[ING153] a stop ends a waiting question at once, and late messages are left to come again', async () => {
    const { peer, story, fetchers } = await start({ type: 'standard' });
    await until('a waiting question', () => peer.waiting() === 1);
    const ingest = story.floor.ingest.bind(story.floor);
    let isFirst = true;
    story.floor.ingest = async (request) => {
      if (isFirst) story.clock.advance(31_000);
      isFirst = false;
      return ingest(request);
    };
    peer.put(event({ dedupKey: 'a' }));
    peer.put(event({ dedupKey: 'b' }));
    await until('the first', () => peer.queue.length === 1);
    await until('another question', () => peer.waiting() === 1);
    expect(story.ledger.events).toHaveLength(1);
    const started = performance.now();
    await fetchers.stop();
    expect(performance.now() - started).toBeLessThan(1000);
    expect(peer.queue).toHaveLength(1);
  });

  it('[ING144] a queue that is not there is said, and tried again until it is', async () => {
    const { peer, story, fetchers } = await start({ type: 'standard' });
    peer.failing = 'ReceiveMessage';
    peer.put(event());
    peer.again();
    const notice = () => story.core.notices().find(({ id }) => id === 'fetch-failed:queue');
    peer.queue[0]!.isOut = false;
    await until('a notice', notice);
    expect(notice()?.reason.text).toContain('no such queue');
    expect(fetchers.list()).toMatchObject([{ integration: 'queue', kind: 'sqs' }]);
    expect(JSON.stringify(fetchers.list())).not.toContain('the-key');
    peer.failing = null;
    await until('an empty queue', () => peer.queue.length === 0);
    await until('no notice', () => notice() === undefined);
  });

  it('[ING154] never our own port, nor an address of a metadata service', async () => {
    const own = await start({ ownPort: (peer) => peer.port });
    await until('a failure', () => own.fetchers.status.list()[0]?.lastError?.text.includes('own port'));
    expect(own.peer.calls).toEqual([]);
    const far = await start({ fetch: { endpoint: 'http://169.254.169.254' } });
    await until('a failure', () => far.fetchers.status.list()[0]?.lastError?.text.includes('is refused'));
  });
});
