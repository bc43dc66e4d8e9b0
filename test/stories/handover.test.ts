import { describe, expect, test } from 'vitest';
import { given, START } from '../support/story.ts';
import { person, policy, service, step } from '../support/story-config.ts';

const MINUTE = 60_000;
const inMinutes = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

describe('handing it to somebody', () => {
  test('[ESC16] pages them by their own rules, pauses the run, and shows until when', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    await story.answered('an', { type: 'assign', user: 'park' });
    story.expectNotified('park', { kind: 'assigned' });
    expect(story.view()).toMatchObject({
      handedTo: { user: 'park', until: inMinutes(5) },
      next: { kind: 'resume', at: inMinutes(5), users: ['park'] },
    });
    await story.fastForward('4m');
    story.expectNothingMore();
  });

  test('[ESC16] not accepted after 5 minutes: the run goes on where it stopped', async () => {
    const story = await given();
    await story.receive();
    await story.fastForward('2m');
    await story.answered('an', { type: 'assign', user: 'park' });
    story.takeTold();
    await story.fastForward('5m');
    expect(story.incident()).toMatchObject({ pause: null, assignee: null, status: 'open' });
    story.expectNothingMore();
    await story.fastForward('2m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('lee', { kind: 'page' });
  });

  test('[ESC16] a personal notice that was waiting goes on waiting for what was left of it', async () => {
    const story = await given({
      users: [
        person('an', {
          notificationRules: [
            { when: {}, notify: ['hook'] },
            { when: {}, notify: ['hook'], after: 'PT4M' },
          ],
        }),
        person('lee'),
        person('park'),
        person('boss'),
      ],
      escalationPolicies: [policy([step('an', 'PT60M')])],
    });
    await story.receive();
    await story.fastForward('1m');
    await story.answered('lee', { type: 'assign', user: 'park' });
    story.takeTold();
    await story.fastForward('5m');
    story.expectNothingMore();
    await story.fastForward('2m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('an', { kind: 'page' });
  });

  test('[ESC16] accepted in time: it is theirs', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'assign', user: 'park' });
    await story.answered('park', { type: 'ack' });
    story.takeTold();
    await story.fastForward('20m');
    expect(story.incident()).toMatchObject({ status: 'acked', assignee: 'park', pause: null });
    expect(story.takeTold()).toEqual([]);
  });

  test('[ESC16] the service says how long', async () => {
    const story = await given({ services: [service('payments', { assignTimeout: 'PT1M' })] });
    await story.receive();
    await story.answered('an', { type: 'assign', user: 'park' });
    await story.fastForward('1m');
    expect(story.incident().pause).toBeNull();
  });

  test('[ESC16] an acked incident handed on and not accepted is open again', async () => {
    const story = await given();
    await story.receive({ urgency: 'medium' });
    await story.answered('an', { type: 'ack' });
    await story.answered('an', { type: 'assign', user: 'park' });
    story.takeTold();
    await story.fastForward('5m');
    expect(story.incident()).toMatchObject({ status: 'open', runs: 2 });
    story.expectNotified('an', { kind: 'page' });
  });

  test('[ESC8] somebody who cannot be told: the run goes on at once, and it says so', async () => {
    const story = await given({
      users: [person('an'), person('lee'), person('park', { contacts: [] }), person('boss')],
    });
    await story.receive();
    const item = await story.answered('an', { type: 'assign', user: 'park' });
    expect(item).toMatchObject({ handedTo: null, assignee: null, marks: [{ mark: 'reached-nobody' }] });
    story.takeTold();
    await story.fastForward('5m');
    story.expectNotified('lee', { kind: 'page' });
  });

  test('[ESC8] somebody all of whose messages fail: the run goes on at once', async () => {
    const story = await given();
    story.sender.answer('park', { ok: false, retryable: false, detail: '410 gone' });
    await story.receive();
    story.takeTold();
    await story.answered('an', { type: 'assign', user: 'park' });
    expect(story.takeTold()).toEqual(['park assigned']);
    expect(story.view()).toMatchObject({
      handedTo: null,
      marks: [{ mark: 'reached-nobody' }],
      next: { kind: 'step' },
    });
    await story.fastForward('5m');
    expect(story.takeTold()).toEqual(['lee page']);
  });

  test('[ESC8] the failed message of an earlier handover does not end the present one', async () => {
    const story = await given();
    await story.receive();
    story.sender.answer('park', 'hang');
    await story.answered('an', { type: 'assign', user: 'park' });
    await story.answered('an', { type: 'assign', user: 'lee' });
    story.sender.release({ ok: false, retryable: false, detail: '410 gone' });
    await story.settle();
    expect(story.view()).toMatchObject({ handedTo: { user: 'lee' } });
  });

  test('[INC2] to yourself is an ack', async () => {
    const story = await given();
    await story.receive();
    await story.answered('park', { type: 'assign', user: 'park' }, 'responder');
    expect(story.incident()).toMatchObject({ status: 'acked', assignee: 'park' });
  });

  test('[ESC16] to nobody that exists is refused', async () => {
    const story = await given();
    await story.receive();
    expect(await story.answer('an', { type: 'assign', user: 'nemo' })).toMatchObject({
      error: { status: 404 },
    });
    expect(story.incident().pause).toBeNull();
  });
});

describe('snooze', () => {
  test('[ESC18] nobody is told until then; then whoever is on call then', async () => {
    const story = await given({
      schedules: [
        {
          id: 'primary',
          name: 'Primary',
          timeZone: 'UTC',
          layers: [{ id: 'l1', users: ['an', 'lee'], rotation: { start: '2026-11-23T00:00', every: 'P1D' } }],
        },
      ],
      escalationPolicies: [policy([{ targets: [{ schedule: 'primary' }], delay: 'PT60M' }])],
    });
    await story.receive({ urgency: 'medium' });
    story.expectNotified('an');
    await story.answered('an', { type: 'snooze', until: inMinutes(24 * 60) });
    expect(story.view()).toMatchObject({
      band: 'muted',
      snoozedUntil: inMinutes(24 * 60),
      next: { kind: 'resume' },
    });
    await story.fastForward(24 * 60 * MINUTE - 1);
    expect(story.takeTold().filter((one) => one.endsWith('page'))).toEqual([]);
    await story.fastForward(1);
    story.expectNotified('lee', { kind: 'page' });
    expect(story.incident()).toMatchObject({ status: 'open', pause: null, runs: 2 });
  });

  test('[ESC18] seven days, not a millisecond more, and never into the past', async () => {
    const story = await given();
    await story.receive();
    const week = 7 * 24 * 60 * MINUTE;
    const until = (at: number) => story.answer('an', { type: 'snooze', until: new Date(at).toISOString() });
    expect(await until(START + week + 1)).toMatchObject({ error: { status: 400, code: 'until-too-far' } });
    expect(await until(START)).toMatchObject({ error: { status: 400, code: 'until-past' } });
    expect(await until(START + week)).toMatchObject({ ok: true });
  });

  test('[ESC18] an acked one may be snoozed; when it is over it is open', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'ack' });
    await story.answered('an', { type: 'snooze', until: inMinutes(120) });
    story.takeTold();
    await story.fastForward('119m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('an', { kind: 'page' });
  });

  test('[ESC18] an ack ends it', async () => {
    const story = await given();
    await story.receive({ urgency: 'low' });
    await story.answered('an', { type: 'snooze', until: inMinutes(60) });
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.fastForward('2h');
    story.expectNothingMore();
  });

  test('[ESC18] snoozing again counts from the new time', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'snooze', until: inMinutes(60) });
    await story.answered('an', { type: 'snooze', until: inMinutes(10) });
    story.takeTold();
    await story.fastForward('10m');
    story.expectNotified('an', { kind: 'page' });
  });
});
