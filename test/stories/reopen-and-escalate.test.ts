import { describe, expect, test } from 'vitest';
import { given, START } from '../support/story.ts';
import { policy, service, step } from '../support/story-config.ts';

const MINUTE = 60_000;
const inMinutes = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

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
    await story.answered('an', { type: 'snooze', until: inMinutes(60) });
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
