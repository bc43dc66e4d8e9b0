import { describe, expect, test } from 'vitest';
import { given } from '../support/story.ts';
import { policy, service, step } from '../support/story-config.ts';

const extension = (id: string, more: object = {}) => ({
  id,
  type: 'webhook' as const,
  url: 'http://127.0.0.1:9000/x',
  body: '{}',
  events: ['created', 'escalated', 'assigned', 'acked', 'closed'] as ('created' | 'closed')[],
  ...more,
});
const steps = (story: Awaited<ReturnType<typeof given>>) =>
  story.takeTold().filter((one) => one.startsWith('extension/'));

describe('extensions', () => {
  test('[NTF9] hear of created, escalated, assigned, acked and closed, each once', async () => {
    const story = await given({ extensions: [extension('x1')] });
    await story.receive();
    expect(steps(story)).toEqual(['extension/x1 created']);
    await story.fastForward('5m');
    expect(steps(story)).toEqual(['extension/x1 escalated']);
    await story.answered('an', { type: 'assign', user: 'park' });
    expect(steps(story)).toEqual(['extension/x1 assigned']);
    await story.answered('park', { type: 'ack' });
    expect(steps(story)).toEqual(['extension/x1 acked']);
    await story.receive({ status: 'close' });
    expect(steps(story)).toEqual(['extension/x1 closed']);
  });

  test('[NTF9] hear only of the events and services they asked for', async () => {
    const story = await given({
      services: [service('payments'), service('database')],
      extensions: [extension('x1', { services: ['database'] }), extension('x2', { events: ['closed'] })],
    });
    await story.receive();
    await story.receive({ status: 'close' });
    expect(steps(story)).toEqual(['extension/x2 closed']);
  });

  test('[NTF9] escalated is every step after the first: repeats of the first step are of the first', async () => {
    const story = await given({
      extensions: [extension('x1', { events: ['escalated'] })],
      escalationPolicies: [
        policy([step('an', 'PT1M'), step('lee', 'PT1M')], { passes: 2, final: { delay: 'PT1M' } }),
      ],
    });
    await story.receive({ urgency: 'low' });
    await story.fastForward('10m');
    const told = story.sender.left.filter((one) => one.to === 'extension/x1');
    expect(told.map((one) => one.id.split('/escalated/')[1])).toEqual([
      '1/1/1/1',
      '1/2/0/1',
      '1/2/1/1',
      '1/2/final/1',
    ]);
  });

  test('[NTF9] an ack a second time is not told twice, an ack after a re-alarm is', async () => {
    const story = await given({ extensions: [extension('x1', { events: ['acked'] })] });
    await story.receive({ urgency: 'medium' });
    await story.answered('an', { type: 'ack' });
    await story.answered('an', { type: 'ack' });
    expect(steps(story)).toEqual(['extension/x1 acked']);
    await story.receive({ urgency: 'high' });
    await story.answered('an', { type: 'ack' });
    expect(steps(story)).toEqual(['extension/x1 acked']);
  });

  test('[NTF9] the variables are as they were when it happened', async () => {
    const story = await given({ extensions: [extension('x1')] });
    await story.receive({ summary: 'disk "full"' });
    const told = story.expectExtension('x1', 'created');
    expect(told.message).toMatchObject({
      variables: {
        SERVICE_NAME: 'payments',
        INCIDENT_NAME: 'disk "full"',
        STATUS: 'open',
        URGENCY: 'high',
        INCIDENT_URL: `http://127.0.0.1/incidents/${story.incident().id}`,
      },
    });
  });

  test('[NTF9] an ack does not drop what an extension has still to hear', async () => {
    const story = await given({ extensions: [extension('x1')] });
    await story.receiveBatch([{}, { status: 'ack' }]);
    expect(steps(story).toSorted()).toEqual(['extension/x1 acked', 'extension/x1 created']);
  });
});
