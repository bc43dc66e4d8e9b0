import { describe, expect, test } from 'vitest';
import { given } from '../support/story.ts';
import { person, policy, service, step, twoContacts } from '../support/story-config.ts';

const BY_URGENCY = {
  users: [
    person('an', {
      contacts: twoContacts('an'),
      notificationRules: [
        { when: { urgency: ['highest'] }, notify: ['hook'] },
        { when: {}, notify: ['mail'] },
      ],
    }),
    person('lee'),
    person('boss'),
  ],
};

describe('rising urgency re-alarms', () => {
  test('[INC4] an acked incident is open again, with a re-alarmed entry and a new run', async () => {
    const story = await given();
    await story.receive({ urgency: 'medium' });
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.receive({ urgency: 'high' });
    expect(story.incident()).toMatchObject({ status: 'open', urgency: 'high', runs: 2, assignee: null });
    expect(story.entries('re-alarmed')).toMatchObject([
      { reason: { code: 'INC4', params: { from: 'medium', to: 'high' } } },
    ]);
    expect(story.incident().marks).toMatchObject([{ mark: 're-alarmed' }]);
    story.expectNotified('an', { kind: 'page' });
    story.expectNothingMore();
  });

  test('[INC4] an open incident tells the people of the present step by the rules that match now', async () => {
    const story = await given(BY_URGENCY);
    await story.receive({ urgency: 'medium' });
    story.expectNotified('an', { contact: 'mail' });
    story.expectNothingMore();
    await story.receive({ urgency: 'highest' });
    story.expectNotified('an', { contact: 'hook' });
    story.expectNothingMore();
    expect(story.incident()).toMatchObject({ status: 'open', runs: 1 });
  });

  test('[INC4] the run of an open incident keeps its place and its times', async () => {
    const story = await given();
    await story.receive({ urgency: 'medium' });
    await story.fastForward('3m');
    const before = story.incident().run?.dueAt;
    await story.receive({ urgency: 'high' });
    expect(story.incident().run).toMatchObject({ dueAt: before, number: 1 });
  });

  test('[INC4] it breaks a snooze', async () => {
    const story = await given();
    await story.receive({ urgency: 'medium' });
    const until = new Date(story.clock.now() + 3_600_000).toISOString();
    await story.answered('an', { type: 'snooze', until });
    story.takeTold();
    await story.receive({ urgency: 'highest' });
    expect(story.incident()).toMatchObject({ status: 'open', pause: null, runs: 2 });
    story.expectNotified('an', { kind: 'page' });
  });

  test('[INC4] somebody it was handed to is told by their rules that match now', async () => {
    const story = await given({
      ...BY_URGENCY,
      escalationPolicies: [policy([step('lee')])],
    });
    await story.receive({ urgency: 'medium' });
    await story.answered('boss', { type: 'assign', user: 'an' });
    story.takeTold();
    await story.receive({ urgency: 'highest' });
    story.expectNotified('an', { contact: 'hook', kind: 'assigned' });
    expect(story.incident().pause).toMatchObject({ kind: 'assigned', user: 'an' });
  });

  test('[INC4] an answer given to the lower urgency is refused, saying so', async () => {
    const story = await given();
    await story.receive({ urgency: 'medium' });
    const seen = story.incident().version;
    await story.answered('an', { type: 'ack' });
    await story.receive({ urgency: 'highest' });
    const late = await story.answer('lee', { type: 'close', version: seen });
    expect(late).toMatchObject({ ok: false, error: { status: 409, code: 'moved-on' } });
  });

  test('[INC4] a message held by quiet hours leaves at once when the higher urgency is excepted', async () => {
    const story = await given({
      users: [
        person('an', { quietHours: [{ from: '00:00', to: '24:00', exceptUrgency: ['highest'] }] }),
        person('lee'),
        person('boss'),
      ],
      escalationPolicies: [policy([step(['an', 'lee'], 'PT5M'), step('lee', 'PT60M')])],
    });
    await story.receive({ urgency: 'medium' });
    story.expectNotified('lee');
    story.expectNothingMore();
    await story.fastForward('6m');
    story.takeTold();
    await story.receive({ urgency: 'highest' });
    await story.fastForward('1s');
    story.expectNotified('an', { kind: 'page' });
  });
});

describe('a message that quiet hours held and let go', () => {
  test('[NTF1] is not sent a second time when the urgency rises after it', async () => {
    const story = await given({
      users: [person('an', { quietHours: [{ from: '12:00', to: '12:10' }] }), person('lee'), person('boss')],
      escalationPolicies: [policy([step(['an', 'lee'], 'PT60M')])],
    });
    await story.receive({ urgency: 'medium' });
    story.expectNotified('lee');
    await story.fastForward('10m');
    story.expectNotified('an');
    await story.receive({ urgency: 'highest' });
    story.expectNothingMore();
  });
});

describe('lower urgency', () => {
  test('[INC3] is shown and stops nothing', async () => {
    const story = await given();
    await story.receive({ urgency: 'highest' });
    await story.receive({ urgency: 'low' });
    expect(story.incident()).toMatchObject({ urgency: 'highest', latestUrgency: 'low', status: 'open' });
    expect(story.entries('urgency-lowered')).toHaveLength(1);
    story.takeTold();
    await story.fastForward('5m');
    story.expectNotified('lee');
  });

  test('[INC3] rising again below the highest so far pages nobody', async () => {
    const story = await given();
    await story.receive({ urgency: 'highest' });
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.receive({ urgency: 'low' });
    await story.receive({ urgency: 'high' });
    expect(story.incident()).toMatchObject({ status: 'acked', urgency: 'highest', latestUrgency: 'high' });
    story.expectNothingMore();
  });
});

describe('an ack runs out', () => {
  test.each([
    ['highest', '24m', '30m'],
    ['high', '48m', '60m'],
  ] as const)(
    '[INC5] %s: the owner is warned after %s and it is open again after %s',
    async (urgency, warn, out) => {
      const story = await given();
      await story.receive({ urgency });
      await story.answered('an', { type: 'ack' });
      story.takeTold();
      const minutes = (text: string) => Number(text.slice(0, -1)) * 60_000;
      await story.fastForward(minutes(warn) - 1);
      story.expectNothingMore();
      await story.fastForward(1);
      story.expectNotified('an', { kind: 'ack-expiring' });
      await story.fastForward(minutes(out) - minutes(warn) - 1);
      story.expectNothingMore();
      await story.fastForward(1);
      story.expectNotified('an', { kind: 'page' });
      expect(story.incident()).toMatchObject({ status: 'open', runs: 2 });
      expect(story.entries('re-alarmed')).toMatchObject([{ reason: { code: 'INC5' } }]);
    },
  );

  test.each(['medium', 'low', 'lowest', 'none'] as const)('[INC5] an ack at %s lasts', async (urgency) => {
    const story = await given();
    await story.receive({ urgency });
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.fastForward('7d');
    story.expectNothingMore();
    expect(story.incident().status).toBe('acked');
  });

  test('[INC5] a comment restarts it, and the warning with it', async () => {
    const story = await given();
    await story.receive({ urgency: 'highest' });
    await story.answered('an', { type: 'ack' });
    await story.fastForward('25m');
    story.takeTold();
    await story.answered('lee', { type: 'comment', text: 'swapping the disk' }, 'responder');
    await story.fastForward('23m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('an', { kind: 'ack-expiring' });
    await story.fastForward('6m');
    story.expectNotified('an', { kind: 'page' });
  });

  test('[INC5] a service may say its own time, or none', async () => {
    const story = await given({
      services: [
        service('payments', { ackTimeout: { highest: 'PT5M', high: null } }),
        service('database', { ackTimeout: null }),
      ],
    });
    await story.receive({ urgency: 'highest', key: 'a' });
    await story.answered('an', { type: 'ack' });
    await story.receive({ urgency: 'high', key: 'b' });
    await story.answered('an', { type: 'ack', incident: story.incident('b').id });
    await story.fastForward('5m');
    expect(story.incident('a').status).toBe('open');
    expect(story.incident('b').ackTimer).toBeNull();
  });

  test('[INC5] the warning does not go to a contact that its owner has muted', async () => {
    const [hook, mail] = twoContacts('an')!;
    const story = await given({
      users: [person('an', { contacts: [hook!, { ...mail!, muted: true }] }), person('lee'), person('boss')],
    });
    await story.receive({ urgency: 'highest' });
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.fastForward('24m');
    story.expectNotified('an', { kind: 'ack-expiring', contact: 'hook' });
    story.expectNothingMore();
  });

  test('[INC14] the ack’s end is what happens next', async () => {
    const story = await given();
    await story.receive({ urgency: 'highest' });
    const item = await story.answered('an', { type: 'ack' });
    expect(item.next).toMatchObject({ kind: 'ackTimeout', at: '2026-11-23T12:30:00.000Z', users: ['an'] });
  });
});
