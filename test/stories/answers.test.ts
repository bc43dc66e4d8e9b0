import { describe, expect, test } from 'vitest';
import { given, START } from '../support/story.ts';
import { person, policy, service, step } from '../support/story-config.ts';

const MINUTE = 60_000;
const in_ = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

describe('ack', () => {
  test('[INC2] somebody has it: who and when is kept, and the first ack stays the first', async () => {
    const story = await given();
    await story.receive({ urgency: 'medium' });
    await story.fastForward('2m');
    await story.answered('an', { type: 'ack' });
    await story.fastForward('1m');
    await story.answered('lee', { type: 'ack' });
    expect(story.incident()).toMatchObject({
      status: 'acked',
      assignee: 'lee',
      firstAckedAt: START + 2 * MINUTE,
    });
    expect(story.entries('acked').map((one) => one.actor.id)).toEqual(['an', 'lee']);
  });

  test('[INC2] the tool may ack as well: nobody owns it, the run stops', async () => {
    const story = await given();
    await story.receive();
    await story.receive({ status: 'ack' });
    expect(story.incident()).toMatchObject({ status: 'acked', assignee: null, run: { state: 'stopped' } });
  });

  test('[AUD10] every answer is audited with who, before and after', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'ack' });
    expect(story.ledger.audit.at(-1)).toMatchObject({
      actor: { kind: 'user', id: 'an' },
      action: 'incident.ack',
      before: { status: 'open', assignee: null },
      after: { status: 'acked', assignee: 'an' },
    });
  });

  test('[INC10] an ack of what is closed is refused', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'close', reason: 'known' });
    expect(await story.answer('lee', { type: 'ack' })).toMatchObject({
      ok: false,
      error: { status: 409, code: 'closed' },
    });
  });

  test('[INC10] an answer about no incident is 404', async () => {
    const story = await given();
    expect(await story.answer('an', { type: 'ack', incident: 'nothing' })).toMatchObject({
      error: { status: 404 },
    });
  });
});

describe('an answer that names the state it saw', () => {
  test('[INC6] is taken after steps, deliveries, repeats, comments and lower urgency', async () => {
    const story = await given();
    await story.receive({ urgency: 'high' });
    const version = story.view().version;
    await story.receive();
    await story.receive({ urgency: 'low' });
    await story.answered('lee', { type: 'comment', text: 'looking' });
    await story.fastForward('6m');
    expect(await story.answer('an', { type: 'ack', version })).toMatchObject({ ok: true });
  });

  test('[INC6] is refused once it was re-alarmed, saying so', async () => {
    const story = await given();
    await story.receive({ urgency: 'highest' });
    const { version } = await story.answered('an', { type: 'ack' });
    await story.fastForward('30m');
    const late = await story.answer('an', { type: 'close', version });
    expect(late).toMatchObject({ ok: false, error: { status: 409, code: 'moved-on' } });
    expect(story.incident().status).toBe('open');
  });

  test('[INC6] two people answer the same state at once: one is taken, the other told', async () => {
    const story = await given();
    await story.receive();
    const { version } = story.view();
    const [first, second] = await Promise.all([
      story.answer('an', { type: 'ack', version }),
      story.answer('lee', { type: 'ack', version }),
    ]);
    expect([first.ok, second.ok]).toEqual([true, false]);
    expect(story.incident().assignee).toBe('an');
  });
});

describe('handing it to somebody', () => {
  test('[ESC16] pages them by their own rules, pauses the run, and shows until when', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    await story.answered('an', { type: 'assign', user: 'park' });
    story.expectNotified('park', { kind: 'assigned' });
    expect(story.view()).toMatchObject({
      handedTo: { user: 'park', until: in_(5) },
      next: { kind: 'resume', at: in_(5), users: ['park'] },
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
    await story.answered('an', { type: 'snooze', until: in_(24 * 60) });
    expect(story.view()).toMatchObject({
      band: 'muted',
      snoozedUntil: in_(24 * 60),
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
    await story.answered('an', { type: 'snooze', until: in_(120) });
    story.takeTold();
    await story.fastForward('119m');
    story.expectNothingMore();
    await story.fastForward('1m');
    story.expectNotified('an', { kind: 'page' });
  });

  test('[ESC18] an ack ends it', async () => {
    const story = await given();
    await story.receive({ urgency: 'low' });
    await story.answered('an', { type: 'snooze', until: in_(60) });
    await story.answered('an', { type: 'ack' });
    story.takeTold();
    await story.fastForward('2h');
    story.expectNothingMore();
  });

  test('[ESC18] snoozing again counts from the new time', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'snooze', until: in_(60) });
    await story.answered('an', { type: 'snooze', until: in_(10) });
    story.takeTold();
    await story.fastForward('10m');
    story.expectNotified('an', { kind: 'page' });
  });
});

describe('reopen', () => {
  test('[INC13] a new run on the same incident', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'close' });
    story.takeTold();
    await story.answered('an', { type: 'reopen' });
    story.expectNotified('an', { kind: 'page' });
    expect(story.incident()).toMatchObject({
      status: 'open',
      number: 1,
      runs: 2,
      marks: [{ mark: 'reopened' }],
    });
    expect(await story.receive()).toMatchObject({ outcome: 'deduplicated' });
  });

  test('[INC13] is refused when its key has a newer open incident, naming it', async () => {
    const story = await given();
    await story.receive();
    const first = story.incident().id;
    await story.answered('an', { type: 'close' });
    await story.receive();
    const refused = await story.answer('an', { type: 'reopen', incident: first });
    expect(refused).toMatchObject({
      ok: false,
      error: { status: 409, code: 'newer-open', message: expect.stringContaining('#2') },
    });
  });

  test('[INC13] is refused for what is not closed', async () => {
    const story = await given();
    await story.receive();
    expect(await story.answer('an', { type: 'reopen' })).toMatchObject({
      error: { status: 409, code: 'not-closed' },
    });
  });

  test('[INC13] one that tells nobody waits for silence again', async () => {
    const story = await given({ services: [service('payments', { target: null })] });
    await story.receive();
    await story.answered('an', { type: 'close' });
    await story.answered('an', { type: 'reopen' });
    expect(story.view().next).toMatchObject({ kind: 'autoClose' });
    await story.fastForward('24h');
    expect(story.incident().status).toBe('closed');
  });

  test('[INC13] a service that tells somebody by now does so', async () => {
    const story = await given({ services: [service('payments', { target: null })] });
    await story.receive();
    await story.answered('an', { type: 'close' });
    await story.reconfigure({});
    await story.answered('an', { type: 'reopen' });
    story.expectNotified('an', { kind: 'page' });
    expect(story.view()).toMatchObject({ band: 'open', next: { kind: 'step' } });
    await story.fastForward('25h');
    expect(story.incident().status).toBe('open');
  });
});

describe('escalate now', () => {
  test('[ESC17] open: the next step, now; the delay after it is its own', async () => {
    const story = await given({
      escalationPolicies: [policy([step('an', 'PT30M'), step('lee', 'PT5M'), step('park')])],
    });
    await story.receive();
    story.takeTold();
    await story.answered('an', { type: 'escalate' });
    expect(story.takeTold()).toEqual(['lee page']);
    await story.fastForward('5m');
    expect(story.takeTold()).toEqual(['park page']);
  });

  test('[ESC17] acked: open again, a new run', async () => {
    const story = await given();
    await story.receive();
    await story.answered('lee', { type: 'ack' });
    story.takeTold();
    await story.answered('lee', { type: 'escalate' });
    expect(story.takeTold()).toEqual(['an page']);
    expect(story.incident().status).toBe('open');
  });

  test('[ESC17] handed to somebody: the run goes on with its next step', async () => {
    const story = await given();
    await story.receive();
    await story.answered('boss', { type: 'assign', user: 'park' });
    story.takeTold();
    await story.answered('boss', { type: 'escalate' });
    expect(story.takeTold()).toEqual(['lee page']);
    expect(story.incident()).toMatchObject({ pause: null, assignee: null });
  });

  test('[ESC17] snoozed: likewise', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'snooze', until: in_(60) });
    story.takeTold();
    await story.answered('an', { type: 'escalate' });
    expect(story.takeTold()).toEqual(['lee page']);
  });

  test('[ESC17] after the last step: nobody answered, the fallback is told', async () => {
    const story = await given({ escalationPolicies: [policy([step('an')])] });
    await story.receive({ urgency: 'low' });
    story.takeTold();
    await story.answered('an', { type: 'escalate' });
    expect(story.takeTold()).toEqual(['boss fallback']);
    expect(story.incident().exhausted).toBe(true);
  });

  test('[ESC17] nobody answered: the fallback people again', async () => {
    const story = await given({ escalationPolicies: [policy([step('an')])] });
    await story.receive({ urgency: 'low' });
    await story.fastForward('6m');
    story.takeTold();
    await story.answered('an', { type: 'escalate' });
    expect(story.takeTold()).toEqual(['boss fallback']);
  });

  test('[ESC17] a service that tells nobody: refused, with why', async () => {
    const story = await given({ services: [service('payments', { target: null })] });
    await story.receive();
    expect(await story.answer('an', { type: 'escalate' })).toMatchObject({
      error: { status: 409, code: 'nobody-to-tell' },
    });
  });
});

describe('other answers', () => {
  test('[INC12] severity is set and changes nothing about the run', async () => {
    const story = await given();
    await story.receive();
    const due = story.incident().run?.dueAt;
    await story.answered('an', { type: 'severity', severity: 'SEV1' });
    expect(story.incident()).toMatchObject({ severity: 'SEV1', run: { dueAt: due, state: 'running' } });
  });

  test('[INC11] a closed incident still takes comments, and stays closed', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'close' });
    await story.answered('an', { type: 'comment', text: 'was the switch' });
    expect(story.incident().status).toBe('closed');
    expect(story.entries('commented')).toMatchObject([{ data: { text: 'was the switch' } }]);
  });

  test('[INC10] a close by a person keeps their reason', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'close', reason: 'false alarm' });
    expect(story.entries('closed')).toMatchObject([
      { actor: { id: 'an' }, reason: { params: { text: 'false alarm' } } },
    ]);
  });

  test('[INC1] raised by hand: pages by the policy; raised for somebody: pages them alone', async () => {
    const story = await given();
    await story.raise('an', { service: 'payments', summary: 'smoke in row 4', urgency: 'highest' });
    expect(story.takeTold()).toEqual(['an page']);
    await story.raise('an', {
      service: 'payments',
      summary: 'noise in row 5',
      urgency: 'high',
      assignee: 'park',
    });
    expect(story.takeTold()).toEqual(['park assigned']);
    expect(story.ledger.incidents.size).toBe(2);
  });

  test('[INC1] raised for a service or person that is not there: refused, and nothing is left behind', async () => {
    const story = await given();
    expect(await story.raise('an', { service: 'nope', summary: 'x', urgency: 'low' })).toMatchObject({
      error: { status: 404 },
    });
    expect(
      await story.raise('an', { service: 'payments', summary: 'x', urgency: 'low', assignee: 'nemo' }),
    ).toMatchObject({ error: { status: 404 } });
    await story.raise('an', { service: 'payments', summary: 'x', urgency: 'low' });
    expect(story.incident().number).toBe(1);
  });

  test('[NTF6] nothing is sent after an ack commits: an ack that wins against a due step in the same turn', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    await story.fastForward('4m');
    story.clock.advance(MINUTE);
    await Promise.all([story.answer('an', { type: 'ack' }), story.beat()]);
    expect(story.takeTold().filter((one) => one.endsWith('page'))).toEqual([]);
  });
});
