import { describe, expect, test } from 'vitest';
import { COMMAND_ROLES } from '../../src/server/runtime/command-scope.ts';
import { openSuspicion } from '../../src/server/runtime/suspicion-job.ts';
import { given } from '../support/story.ts';
import { integration, service } from '../support/story-config.ts';

const SILENT = { services: [service('payments', { target: null })] };

describe('a service that tells nobody', () => {
  test('[RTE12] is recorded and visible, pages nobody, and closes itself after 24 hours of silence', async () => {
    const story = await given(SILENT);
    await story.receive({ urgency: 'highest' });
    expect(story.view()).toMatchObject({ band: 'muted', status: 'open', next: { kind: 'autoClose' } });
    await story.fastForward('23h');
    await story.fastForward('59m');
    expect(story.incident().status).toBe('open');
    await story.fastForward('1m');
    expect(story.incident()).toMatchObject({ status: 'closed', closedBy: 'silence', unseen: false });
    story.expectNothingMore();
  });

  test('[RTE12] an event ends the silence: 24 hours count again', async () => {
    const story = await given(SILENT);
    await story.receive();
    await story.fastForward('23h');
    await story.receive();
    await story.fastForward('23h');
    expect(story.incident()).toMatchObject({ status: 'open', count: 2 });
    await story.fastForward('1h');
    expect(story.incident().status).toBe('closed');
  });

  test('[RTE12] rising urgency pages nobody there', async () => {
    const story = await given(SILENT);
    await story.receive({ urgency: 'low' });
    await story.receive({ urgency: 'highest' });
    story.expectNothingMore();
    expect(story.incident()).toMatchObject({ urgency: 'highest', status: 'open' });
  });

  test('[RTE12] it may be handed to somebody, who is told', async () => {
    const story = await given(SILENT);
    await story.receive();
    await story.answered('an', { type: 'assign', user: 'park' });
    story.expectNotified('park', { kind: 'assigned' });
    await story.fastForward('5m');
    expect(story.incident()).toMatchObject({ pause: null, assignee: null });
    story.expectNothingMore();
  });
});

describe('three refusals from one address', () => {
  test('[ING28] open an incident about the integration itself, once while it is open', async () => {
    const story = await given();
    await openSuspicion(story.core, '10.0.0.9', 'refused', 'std');
    await openSuspicion(story.core, '10.0.0.9', 'refused', 'std');
    await story.settle();
    expect(story.incident()).toMatchObject({
      number: 1,
      count: 2,
      service: 'payments',
      urgency: 'medium',
      integration: 'std',
    });
    story.expectNotified('an', { kind: 'page' });
    story.expectNothingMore();
    expect(story.floor.conservation().received).toBe(0);
  });

  test('[ING28] wrong keys and another address are incidents of their own', async () => {
    const story = await given();
    await openSuspicion(story.core, '10.0.0.9', 'wrong-key', null);
    await openSuspicion(story.core, '10.0.0.8', 'wrong-key', null);
    expect([...story.ledger.incidents.values()].map((one) => one.dedupKey)).toEqual([
      'wrong-key/any/10.0.0.9',
      'wrong-key/any/10.0.0.8',
    ]);
  });

  test('[ING28] a sender’s own key cannot meet them', async () => {
    const story = await given({ integrations: [integration('std', { dedupDomain: 'watchfloor' })] });
    await openSuspicion(story.core, '10.0.0.9', 'wrong-key', null);
    expect(await story.receive({ key: 'wrong-key/any/10.0.0.9', status: 'close' })).toMatchObject({
      outcome: 'ignored',
    });
  });

  test('[ING28] an integration named like the domain of hand-raised incidents does not meet them', async () => {
    const story = await given({ integrations: [integration('manual')] });
    await story.raise('an', { service: 'payments', summary: 'smoke', urgency: 'high', dedupKey: 'smoke' });
    expect(await story.receive({ integration: 'manual', key: 'smoke', status: 'close' })).toMatchObject({
      outcome: 'ignored',
    });
  });
});

describe('who may do what', () => {
  const commands = {
    ack: { type: 'ack' },
    close: { type: 'close' },
    comment: { type: 'comment', text: 'x' },
    snooze: { type: 'snooze', until: '2026-11-23T13:00:00Z' },
    escalate: { type: 'escalate' },
    reopen: { type: 'reopen' },
    seen: { type: 'seen' },
    assign: { type: 'assign', user: 'lee' },
    severity: { type: 'severity', severity: 'SEV1' },
  } as const;

  test.each(Object.entries(commands))(
    '[AUD10] %s is refused to everybody below its role, and changes nothing',
    async (name, command) => {
      const needed = COMMAND_ROLES[name as keyof typeof commands];
      const below = needed === 'lead' ? (['viewer', 'responder'] as const) : (['viewer'] as const);
      const story = await given();
      await story.receive();
      const before = story.incident();
      for (const role of below) {
        expect(await story.answer('an', command, role)).toMatchObject({
          ok: false,
          error: { status: 403, code: 'forbidden' },
        });
      }
      expect(story.incident()).toEqual(before);
    },
  );

  test('[AUD10] product rule 14: a responder acks, closes, comments, snoozes, takes, escalates; a lead also hands on and sets severity', () => {
    expect(
      Object.entries(COMMAND_ROLES)
        .filter(([, role]) => role === 'lead')
        .map(([type]) => type),
    ).toEqual(['assign', 'severity']);
    expect(Object.values(COMMAND_ROLES)).not.toContain('viewer');
  });

  test('[AUD10] a responder may take an incident, not hand it to another', async () => {
    const story = await given();
    await story.receive();
    expect(await story.answer('lee', { type: 'assign', user: 'lee' }, 'responder')).toMatchObject({
      ok: true,
    });
    expect(await story.answer('lee', { type: 'assign', user: 'an' }, 'responder')).toMatchObject({
      error: { status: 403 },
    });
  });

  test('[AUD10] a display changes nothing', async () => {
    const story = await given();
    await story.receive();
    const display = { kind: 'display', id: 'wall-1', token: 't' } as const;
    const refused = await story.floor.command(display, { type: 'ack', incident: story.incident().id });
    expect(refused).toMatchObject({ ok: false, error: { status: 403 } });
    const raised = await story.floor.raise(display, { service: 'payments', summary: 'x', urgency: 'low' });
    expect(raised).toMatchObject({ ok: false, error: { status: 403 } });
  });

  test('[AUD10] a responder raises for themself, not for another', async () => {
    const story = await given();
    const input = { service: 'payments', summary: 'x', urgency: 'low' } as const;
    expect(await story.raise('lee', { ...input, assignee: 'an' }, 'responder')).toMatchObject({
      error: { status: 403 },
    });
    expect(await story.raise('lee', { ...input, assignee: 'lee' }, 'responder')).toMatchObject({ ok: true });
    expect(story.incident()).toMatchObject({ status: 'acked', assignee: 'lee' });
  });

  test('[AUD10] automation acts for the person it names, and both are audited', async () => {
    const story = await given();
    await story.receive();
    const bot = {
      kind: 'automation',
      id: 'automation',
      role: 'admin',
      token: 't',
      onBehalfOf: 'park',
    } as const;
    await story.floor.command(bot, { type: 'ack', incident: story.incident().id });
    expect(story.incident().assignee).toBe('park');
    expect(story.ledger.audit.at(-1)?.actor).toMatchObject({ kind: 'automation', onBehalfOf: 'park' });
  });
});
