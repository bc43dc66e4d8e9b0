import { describe, expect, test } from 'vitest';
import { given, START } from '../support/story.ts';

const MINUTE = 60_000;

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
