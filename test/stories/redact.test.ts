import { describe, expect, test } from 'vitest';
import { REDACT_PARTS, type RedactPart, type Role } from '../../src/shared/words.ts';
import { FAILS_FOR_NOW, SENT } from '../support/scripted-sender.ts';
import { given, type Story } from '../support/story.ts';

const SECRET = 'hunter2';
const redact = async (
  story: Story,
  parts: readonly RedactPart[] = REDACT_PARTS,
  role: Role = 'admin',
  incident = story.incident().id,
) => {
  const done = await story.floor.redact(story.principal('park', role), incident, {
    parts,
    reason: 'a password',
  });
  await story.settle();
  return done;
};
const summaryOf = (left: { readonly message: object }) =>
  (left.message as { body: { summary: string } }).body.summary;

describe('redact', () => {
  test('[AUD40] who took what out, and why, stays; the incident goes on as it was', async () => {
    const story = await given();
    await story.receive({ summary: `login ${SECRET}` });
    story.expectNotified('an');
    const { version } = story.incident();
    expect(await redact(story, ['summary', 'raw', 'summary'])).toMatchObject({
      ok: true,
      incident: { summary: '[redacted]', status: 'open', version },
    });
    expect(story.entries('redacted')).toMatchObject([
      {
        actor: { kind: 'user', id: 'park' },
        reason: { code: 'AUD40', text: 'redacted by park: a password' },
        data: { parts: ['summary', 'raw'] },
      },
    ]);
    expect(story.ledger.audit.at(-1)).toMatchObject({
      action: 'incident.redact',
      actor: { id: 'park' },
      after: { parts: ['summary', 'raw'] },
      reason: { text: 'redacted by park: a password' },
    });
    expect(story.ledger.batches.at(-1)!.redactions).toEqual([
      { incident: story.incident().id, parts: ['summary', 'raw'] },
    ]);
    await story.fastForward('5m');
    expect(summaryOf(story.expectNotified('lee'))).toBe('[redacted]');
  });

  test('[AUD40] the summary stays when only comments go', async () => {
    const story = await given();
    await story.receive({ summary: 'disk full' });
    await redact(story, ['comments']);
    expect(story.incident().summary).toBe('disk full');
  });

  test('[AUD40] a message that waits to be tried again says it no more', async () => {
    const story = await given();
    story.sender.answer('an', FAILS_FOR_NOW);
    await story.receive({ summary: `login ${SECRET}` });
    expect(summaryOf(story.expectNotified('an'))).toContain(SECRET);
    await redact(story);
    story.sender.answer('an', SENT);
    await story.fastForward('2m');
    expect(summaryOf(story.expectNotified('an'))).toBe('[redacted]');
  });

  test('[AUD40] an attempt under way does not bring the words back, neither to the ledger nor to the next attempt', async () => {
    const story = await given();
    story.sender.answer('an', 'hang');
    await story.receive({ summary: `login ${SECRET}` });
    story.expectNotified('an');
    await redact(story);
    story.sender.answer('an', SENT);
    story.sender.release(FAILS_FOR_NOW);
    await story.settle();
    const [row] = [...story.ledger.outbox.values()];
    expect(row).toMatchObject({ state: 'pending', attempts: 1 });
    expect(JSON.stringify(row)).not.toContain(SECRET);
    await story.fastForward('2m');
    expect(summaryOf(story.expectNotified('an'))).toBe('[redacted]');
  });

  test('[AUD40] words in a bundle of several incidents go as well, the others stay', async () => {
    const story = await given();
    await story.receive({ key: 'a', summary: `login ${SECRET}` });
    await story.receive({ key: 'b', summary: 'disk full' });
    story.takeTold();
    story.sender.answer('lee', FAILS_FOR_NOW);
    await story.killAndRestart('20m');
    const bundle = () =>
      (story.expectNotified('lee').message as unknown as { body: { incidents: { summary: string }[] } }).body;
    expect(
      bundle()
        .incidents.map(({ summary }) => summary)
        .sort(),
    ).toEqual(['disk full', `login ${SECRET}`]);
    await redact(story, ['summary'], 'admin', story.incident('a').id);
    story.sender.answer('lee', SENT);
    await story.fastForward('2m');
    expect(
      bundle()
        .incidents.map(({ summary }) => summary)
        .sort(),
    ).toEqual(['[redacted]', 'disk full']);
  });

  test('[AUD40] a closed incident may be redacted; an unknown one is 404, and less than an admin is refused', async () => {
    const story = await given();
    await story.receive({ summary: SECRET });
    expect(await redact(story, REDACT_PARTS, 'lead')).toMatchObject({ ok: false, error: { status: 403 } });
    await story.answered('an', { type: 'close' });
    expect(await redact(story)).toMatchObject({
      ok: true,
      incident: { status: 'closed', summary: '[redacted]' },
    });
    expect(await redact(story, REDACT_PARTS, 'admin', 'nothing')).toMatchObject({ error: { status: 404 } });
  });

  test('[AUD40] while the disk has failed nothing is redacted, since the words would still be on it', async () => {
    const story = await given();
    await story.receive({ summary: SECRET });
    story.ledger.isFailing = true;
    expect(await redact(story)).toMatchObject({ ok: false, error: { status: 503 } });
    expect(story.incident().summary).toBe(SECRET);
  });

  test('[AUD41] what people write never goes into the audit log, its length does', async () => {
    const story = await given();
    await story.receive();
    await story.answered('an', { type: 'comment', text: `the password is ${SECRET}` });
    await story.answered('an', { type: 'close', reason: `used ${SECRET}` });
    expect(JSON.stringify(story.ledger.audit)).not.toContain(SECRET);
    expect(story.ledger.audit.slice(-2).map(({ after }) => after)).toMatchObject([
      { textLength: 23 },
      { status: 'closed', reasonLength: 12 },
    ]);
    expect(JSON.stringify(story.entries())).toContain(SECRET);
  });
});
