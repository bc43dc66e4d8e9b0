import { describe, expect, test } from 'vitest';
import { given } from '../support/story.ts';
import { floorConfig } from '../support/story-config.ts';

describe('words nobody knows', () => {
  test('[STR146] the word is kept with the event, and with the row of its repeats; known ones are not', async () => {
    const story = await given();
    await story.receive({ key: 'a', urgencyWord: 'panik!' });
    await story.receive({ key: 'a', urgencyWord: 'panik!' });
    await story.receive({ key: 'b', urgency: 'high' });
    await story.receive({ key: 'nothing-open', status: 'close', urgencyWord: 'panik!' });
    expect(story.ledger.events.map(({ outcome, fields }) => [outcome, fields?.unknownUrgency])).toEqual([
      ['created', 'panik!'],
      ['deduplicated', 'panik!'],
      ['created', undefined],
      ['ignored', undefined],
    ]);
  });
});

describe('a change of the config that says what it is about', () => {
  test('[AUD72] has two audit entries in one turn, and neither holds a key', async () => {
    const story = await given();
    const admin = story.principal('an', 'admin');
    const key = 'k-made-for-the-story-0123456789abcdef';
    const { etag } = story.floor.config();
    const config = floorConfig({});
    const document = {
      ...config,
      integrations: config.integrations.map((each) => (each.id === 'std' ? { ...each, key } : each)),
    };
    const note = { action: 'integration.rotate', target: 'integration:std', after: { overlap: 'PT1H' } };
    expect(await story.floor.replaceConfig(admin, document, etag, note)).toMatchObject({ ok: true });
    const turn = story.ledger.batches.find(
      ({ audit }) => audit.length > 0 && audit[0]!.action === 'config.change',
    );
    expect(turn!.audit.map(({ action, target }) => [action, target])).toEqual([
      ['config.change', 'config'],
      ['integration.rotate', 'integration:std'],
    ]);
    expect(JSON.stringify(turn)).not.toContain(key);
    // A change that is refused leaves neither.
    const entries = story.ledger.audit.length;
    expect(await story.floor.replaceConfig(admin, document, etag, note)).toMatchObject({ kind: 'stale' });
    expect(story.ledger.audit).toHaveLength(entries);
  });

  test('[STR146] the floor says when each integration was last heard', async () => {
    const story = await given();
    expect(story.floor.sources()).toContainEqual({
      integration: 'std',
      lastAcceptedAt: null,
      lastRefusedAt: null,
    });
    await story.receive();
    const at = new Date(story.clock.now()).toISOString();
    expect(story.floor.sources()).toContainEqual({
      integration: 'std',
      lastAcceptedAt: at,
      lastRefusedAt: null,
    });
  });
});
