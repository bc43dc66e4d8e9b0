import { describe, expect, test } from 'vitest';
import { given, START } from '../support/story.ts';
import { type PersonInput, person, policy, service, step, twoContacts } from '../support/story-config.ts';

const LONG = [policy([step('an', 'PT600M')])];
const floor = (more: Partial<PersonInput>) => ({
  users: [person('an', { contacts: twoContacts('an'), ...more }), person('lee'), person('boss')],
  escalationPolicies: LONG,
});

describe('how a person is told', () => {
  test('[NTF1] every rule that matches applies, each once per contact and delay', async () => {
    const story = await given({
      ...floor({
        notificationRules: [
          { when: { urgency: ['highest', 'high'] }, notify: ['hook'] },
          { when: { service: ['payments'] }, notify: ['mail', 'hook'] },
          { when: { service: ['database'] }, notify: ['mail'], after: 'PT1M' },
        ],
      }),
      services: [service('payments'), service('database')],
    });
    await story.receive();
    story.expectNotified('an', { contact: 'hook' });
    story.expectNotified('an', { contact: 'mail' });
    await story.fastForward('2m');
    story.expectNothingMore();
  });

  test('[NTF2] where no rule matches, on all contacts', async () => {
    const story = await given(
      floor({ notificationRules: [{ when: { urgency: ['highest'] }, notify: ['hook'] }] }),
    );
    await story.receive({ urgency: 'low' });
    story.expectNotified('an', { contact: 'hook' });
    story.expectNotified('an', { contact: 'mail' });
    story.expectNothingMore();
  });

  test('[NTF3] a rule’s delay is waited for, shown, and dropped by an ack', async () => {
    const story = await given(
      floor({
        notificationRules: [
          { when: {}, notify: ['hook'] },
          { when: {}, notify: ['mail'], after: 'PT5M' },
        ],
      }),
    );
    await story.receive();
    story.expectNotified('an', { contact: 'hook' });
    expect(story.entries('waiting')).toMatchObject([{ reason: { code: 'NTF3' }, data: { contact: 'mail' } }]);
    expect(story.view().next).toMatchObject({
      kind: 'notify',
      at: new Date(START + 300_000).toISOString(),
      users: ['an'],
    });
    await story.fastForward('5m');
    story.expectNotified('an', { contact: 'mail' });
    await story.receive({ key: 'second' });
    await story.answered('lee', { type: 'ack', incident: story.incident('second').id });
    story.takeTold();
    await story.fastForward('10m');
    story.expectNothingMore();
  });

  test('[NTF3] a delayed notice survives a restart', async () => {
    const story = await given(floor({ notificationRules: [{ when: {}, notify: ['mail'], after: 'PT5M' }] }));
    await story.receive();
    await story.killAndRestart('2m');
    story.expectNothingMore();
    await story.fastForward('3m');
    story.expectNotified('an', { contact: 'mail' });
    story.expectNothingMore();
  });

  test('[NTF1] a rule’s time of week is the person’s own', async () => {
    const inSeoul = { timeOfWeek: { from: '20:00', to: '22:00' } } as const;
    const story = await given(
      floor({
        timeZone: 'Asia/Seoul',
        notificationRules: [
          { when: inSeoul, notify: ['mail'] },
          { when: { not: inSeoul }, notify: ['hook'] },
        ],
      }),
    );
    await story.receive();
    story.expectNotified('an', { contact: 'mail' });
    story.expectNothingMore();
  });
});

describe('quiet hours', () => {
  const QUIET = { quietHours: [{ from: '11:00', to: '13:00', exceptUrgency: ['highest' as const] }] };

  test('[NTF4] hold a message until they end, if it is still unanswered', async () => {
    const story = await given({
      ...floor(QUIET),
      escalationPolicies: [policy([step(['an', 'lee'], 'PT600M')])],
    });
    await story.receive();
    story.expectNotified('lee');
    story.expectNothingMore();
    expect(story.entries('held')).toHaveLength(2);
    await story.fastForward('59m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('an', { contact: 'hook' });
    story.expectNotified('an', { contact: 'mail' });
    story.expectNothingMore();
  });

  test('[NTF4] what was answered meanwhile is not sent when they end', async () => {
    const story = await given({
      ...floor(QUIET),
      escalationPolicies: [policy([step(['an', 'lee'], 'PT600M')])],
    });
    await story.receive({ urgency: 'medium' });
    await story.answered('lee', { type: 'ack' });
    story.takeTold();
    await story.fastForward('2h');
    story.expectNothingMore();
  });

  test('[NTF4] do not hold an excepted urgency', async () => {
    const story = await given(floor(QUIET));
    await story.receive({ urgency: 'highest' });
    story.expectNotified('an');
  });

  test('[NTF4] hold a delayed notice that falls due within them', async () => {
    const story = await given(
      floor({
        quietHours: [{ from: '12:04', to: '12:30' }],
        notificationRules: [
          { when: {}, notify: ['hook'] },
          { when: {}, notify: ['mail'], after: 'PT5M' },
        ],
      }),
    );
    await story.receive();
    story.expectNotified('an', { contact: 'hook' });
    await story.fastForward('29m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('an', { contact: 'mail' });
  });

  test('[NTF4] follow wall time when the clock is set', async () => {
    const story = await given({
      ...floor(QUIET),
      escalationPolicies: [policy([step(['an', 'lee'], 'PT600M')])],
    });
    await story.receive();
    story.takeTold();
    story.jumpWallClock('55m');
    await story.beat();
    story.expectNothingMore();
    await story.fastForward('5m');
    story.expectNotified('an');
  });

  test('[NTF4] are the person’s own, across midnight', async () => {
    const story = await given({
      ...floor({ timeZone: 'Asia/Seoul', quietHours: [{ from: '20:30', to: '06:00' }] }),
      escalationPolicies: [policy([step(['an', 'lee'], 'P2D')])],
    });
    await story.receive();
    story.takeTold();
    await story.fastForward('8h');
    await story.fastForward('59m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('an');
  });
});
