import { describe, expect, test } from 'vitest';
import { given } from '../support/story.ts';
import { person, policy, service, step } from '../support/story-config.ts';

describe('the config changes while runs go on', () => {
  test('[ESC1] a removed service: its open incident goes on, also after a re-alarm', async () => {
    const story = await given({ services: [service('payments'), service('other')] });
    await story.receive({ urgency: 'highest' });
    await story.reconfigure({
      services: [service('other')],
      integrations: [
        {
          id: 'std',
          name: 'std',
          type: 'standard',
          key: 'k-std-0123456789abcdef0123456789',
          service: 'other',
        },
      ],
    });
    await story.fastForward('5m');
    story.takeTold();
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.fastForward('30m');
    expect(story.incident().status).toBe('open');
    story.expectNotified('an', { kind: 'ack-expiring' });
    story.expectNotified('an', { kind: 'page' });
    expect(story.view().next).toMatchObject({ kind: 'step' });
  });

  test('[DED1] a repeat of a removed service’s incident still joins it', async () => {
    const story = await given({ services: [service('payments'), service('other')] });
    await story.receive();
    await story.reconfigure({
      services: [service('other')],
      integrations: [
        {
          id: 'std',
          name: 'std',
          type: 'standard',
          key: 'k-std-0123456789abcdef0123456789',
          service: 'other',
        },
      ],
    });
    expect(await story.receive({ urgency: 'highest' })).toMatchObject({ outcome: 'deduplicated' });
    expect(story.incident()).toMatchObject({ service: 'payments', urgency: 'highest' });
  });

  test('[ESC8] a removed person: their waiting notice is dropped with that reason, the run goes on', async () => {
    const story = await given({
      users: [
        person('an', { notificationRules: [{ when: {}, notify: ['hook'], after: 'PT2M' }] }),
        person('lee'),
        person('boss'),
      ],
    });
    await story.receive();
    await story.reconfigure({
      users: [person('lee'), person('boss')],
      escalationPolicies: [policy([step('lee')])],
    });
    await story.fastForward('2m');
    story.expectNothingMore();
    expect(story.entries('skipped')).toHaveLength(1);
    await story.fastForward('3m');
    story.expectNotified('lee', { kind: 'page' });
  });

  test('[NTF8] a message whose contact is gone is failed, not sent to nowhere', async () => {
    const story = await given();
    story.sender.answer('an', { ok: false, retryable: true, detail: '503' });
    await story.receive();
    await story.reconfigure({
      users: [person('lee'), person('boss')],
      escalationPolicies: [policy([step('lee')])],
    });
    story.takeTold();
    await story.fastForward('10s');
    expect([...story.ledger.outbox.values()].filter((row) => row.state === 'failed')).toMatchObject([
      { error: 'the contact is gone' },
    ]);
  });

  test('[ESC10] the fallback people are those of the moment', async () => {
    const story = await given({ escalationPolicies: [policy([step('an')])] });
    await story.receive({ urgency: 'low' });
    story.takeTold();
    await story.reconfigure({ fallback: { users: ['park'] } });
    await story.fastForward('5m');
    expect(story.takeTold()).toEqual(['park fallback']);
  });

  test('[ESC18] a snoozed incident whose service tells nobody by now waits for silence', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'snooze', until: '2026-11-23T13:00:00Z' });
    await story.reconfigure({ services: [service('payments', { target: null })] });
    story.takeTold();
    await story.fastForward('61m');
    story.expectNothingMore();
    expect(story.view()).toMatchObject({ band: 'muted', next: { kind: 'autoClose' } });
  });
});

describe('the disk fails', () => {
  test('[STO50] a sender is refused and nothing of its event happens', async () => {
    const story = await given();
    story.ledger.isFailing = true;
    const reply = await story.receiveBatch([{}]);
    expect(reply).toMatchObject({ ok: false, refusal: { kind: 'storage' } });
    story.expectNothingMore();
    expect([...story.core.incidents()]).toEqual([]);
    expect(story.floor.conservation().received).toBe(0);
    expect(story.floor.notices()).toMatchObject([{ kind: 'storage-failed' }]);
  });

  test('[STO50] escalation goes on from memory, people may answer, and all of it is written in order when the disk is back', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    story.ledger.isFailing = true;
    await story.fastForward('5m');
    story.expectNotified('lee', { kind: 'page' });
    expect(await story.answer('lee', { type: 'ack' })).toMatchObject({
      ok: true,
      incident: { status: 'acked' },
    });
    story.expectNotified('an', { kind: 'acked' });
    expect(story.entries('acked')).toEqual([]);
    story.ledger.isFailing = false;
    await story.fastForward('1s');
    await story.receive({ key: 'after' });
    expect(story.core.health().storage).toBe('ok');
    expect(story.floor.notices()).toEqual([]);
    const kinds = story.kinds('disk');
    expect(kinds.indexOf('step-fired')).toBeLessThan(kinds.lastIndexOf('step-fired'));
    expect(kinds.lastIndexOf('step-fired')).toBeLessThan(kinds.indexOf('acked'));
    expect(story.ledger.findIncident(story.incident('disk').id)).toMatchObject({
      status: 'acked',
      assignee: 'lee',
    });
    expect(story.incident('after').number).toBe(2);
  });

  test('[STO50] back before anybody noticed: an event in the queue with a due step is refused, the step fires once', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    story.ledger.isFailing = true;
    story.clock.advance(300_000);
    await Promise.all([story.beat(), story.receiveBatch([{ key: 'b' }])]);
    story.ledger.isFailing = false;
    await story.fastForward('1s');
    expect(story.takeTold()).toEqual(['lee page']);
    expect(story.ledger.incidents.size).toBe(1);
  });

  test('[STO50] a config change is refused while the disk is failed, and the old one stays in force', async () => {
    const story = await given();
    story.ledger.isFailing = true;
    await expect(story.reconfigure({ escalationPolicies: [policy([step('park')])] })).rejects.toThrow(
      'storage',
    );
    story.ledger.isFailing = false;
    await story.fastForward('1s');
    await story.receive();
    expect(story.takeTold()).toEqual(['an page']);
  });
});
