import { expect, test } from 'vitest';
import { FAILS_FOR_NOW, SENT } from '../support/scripted-sender.ts';
import { given } from '../support/story.ts';
import { person, twoContacts } from '../support/story-config.ts';

const quiet = [{ from: '00:00', to: '23:59', exceptUrgency: [] }];

test('[NTF80] every contact is told, quiet hours or not; a muted one is named instead', async () => {
  const muted = { id: 'old', channel: 'webhook', url: 'http://127.0.0.1:9000/old', muted: true } as const;
  const an = person('an', { contacts: [...twoContacts('an')!, muted], quietHours: quiet });
  const story = await given({ users: [an, person('boss'), person('lee')] });
  const done = await story.floor.testNotification(story.principal('an', 'responder'), 'an');
  await story.settle();
  expect(done?.muted).toEqual(['old']);
  expect(done?.deliveries.map(({ contact }) => contact)).toEqual(['hook', 'mail']);
  const left = [
    story.expectNotified('an', { contact: 'hook' }),
    story.expectNotified('an', { contact: 'mail' }),
  ];
  expect(left.map(({ id }) => id)).toEqual(done?.deliveries.map(({ id }) => id));
  expect(left.map(({ kind, incident }) => [kind, incident])).toEqual([
    ['test', null],
    ['test', null],
  ]);
  story.expectNothingMore();
  const rows = done!.deliveries.map(({ id }) => story.ledger.outbox.get(id));
  expect(rows).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
  expect(story.ledger.audit.at(-1)).toMatchObject({ action: 'notification.test', target: 'user:an' });
});

test('[NTF80] it is durable and tried again like any page, and each one asked for is its own', async () => {
  const story = await given();
  story.sender.answer('lee', FAILS_FOR_NOW);
  const ask = () => story.floor.testNotification(story.principal('an', 'admin'), 'lee');
  const [first, second] = [await ask(), await ask()];
  await story.settle();
  expect(first!.deliveries[0]!.id).not.toBe(second!.deliveries[0]!.id);
  story.takeTold();
  await story.killAndRestart();
  story.sender.answer('lee', SENT);
  await story.fastForward('2m');
  expect(story.takeTold()).toEqual(['lee test', 'lee test']);
});

test('[NTF80] nobody of that id is null', async () => {
  const story = await given();
  expect(await story.floor.testNotification(story.principal('an', 'admin'), 'nobody')).toBeNull();
});

test('[AUD42] own contacts stand in front of the config until they are taken back; the audit shows no address', async () => {
  const story = await given();
  const url = 'https://hooks.example.com/secret-path';
  const profile = {
    contacts: [{ id: 'mine', channel: 'webhook', url } as const],
    notificationRules: [],
    quietHours: [],
    followUps: true,
  };
  await story.floor.setProfile(story.principal('an', 'responder'), 'an', profile);
  await story.receive({ key: 'a' });
  story.expectNotified('an', { contact: 'mine' });
  await story.floor.setProfile(story.principal('an', 'responder'), 'an', null);
  await story.receive({ key: 'b' });
  story.expectNotified('an', { contact: 'hook' });
  const audit = story.ledger.audit.filter(({ action }) => action.startsWith('profile.'));
  expect(audit.map(({ action }) => action)).toEqual(['profile.set', 'profile.remove']);
  expect(JSON.stringify(audit)).not.toContain('secret-path');
  expect(audit[0]!.after).toMatchObject({ contacts: [{ id: 'mine', channel: 'webhook', muted: false }] });
});
