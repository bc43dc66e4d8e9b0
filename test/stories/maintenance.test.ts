import { describe, expect, it } from 'vitest';
import { quietOf } from '../../src/server/runtime/quiet.ts';
import { maintenanceInputSchema } from '../../src/shared/api/quiet.ts';
import type { Story } from '../support/story.ts';
import { given, START } from '../support/story.ts';
import { integration, service } from '../support/story-config.ts';

const open = (story: Story) => [...story.core.incidents()].filter((one) => one.status !== 'closed');

/** A maintenance of `payments` from now on. */
async function begin(
  story: Story,
  more: Partial<Parameters<typeof maintenanceInputSchema.parse>[0] & object> = {},
) {
  const input = maintenanceInputSchema.parse({ services: ['payments'], for: 'PT30M', ...more });
  const made = await story.floor.quiet.addMaintenance(story.principal('an'), input);
  if (!made.ok) throw new Error(`${made.path}: ${made.message}`);
  await story.settle();
  return made.value;
}

describe('maintenance', () => {
  it('[SUP10] suppresses what opens meanwhile, with its reason; other services are told', async () => {
    const story = await given({
      services: [service('payments'), service('web')],
      integrations: [integration('std'), integration('web', { service: 'web' })],
    });
    const { id } = await begin(story);
    expect(await story.receive({ key: 'a' })).toMatchObject({
      outcome: 'suppressed',
      code: 'SUP10',
      incident: null,
    });
    expect(await story.receive({ key: 'a' })).toMatchObject({ outcome: 'suppressed' });
    expect(await story.receive({ integration: 'web', key: 'b' })).toMatchObject({ outcome: 'created' });
    expect(story.floor.quiet.maintenance()).toMatchObject([
      { id, state: 'active', hidden: { keys: 1, events: 2 } },
    ]);
    expect(story.core.conservation()).toMatchObject({ received: 3, outcomes: { suppressed: 2, created: 1 } });
  });

  it('[SUP10] lets the urgencies through that break through', async () => {
    const story = await given();
    await begin(story, { breakThrough: ['highest'] });
    expect(await story.receive({ key: 'a', urgency: 'high' })).toMatchObject({ outcome: 'suppressed' });
    expect(await story.receive({ key: 'b', urgency: 'highest' })).toMatchObject({ outcome: 'created' });
    story.expectNotified('an', { key: 'b' });
    // A key that was kept quiet and gets worse is told.
    expect(await story.receive({ key: 'a', urgency: 'highest' })).toMatchObject({ outcome: 'created' });
    story.expectNotified('an', { key: 'a' });
    await story.fastForward('6m');
    story.expectNotified('lee', { key: 'a' });
  });

  it('[SUP11] pauses the run of what was open before, keeps its status, and goes on where it stopped', async () => {
    const story = await given();
    await story.receive();
    story.expectNotified('an');
    await story.fastForward('2m');
    await begin(story, { for: 'PT30M' });
    expect(story.view()).toMatchObject({
      status: 'open',
      band: 'muted',
      maintenance: { until: expect.any(String) },
    });
    expect(story.view().next).toMatchObject({ kind: 'resume', reason: { code: 'SUP11' } });
    await story.fastForward('29m');
    expect(story.takeTold()).toEqual(['an maintenance-ending']);
    await story.fastForward('2m');
    expect(story.view()).toMatchObject({ status: 'open', band: 'open', maintenance: null });
    story.expectNothingMore();
    await story.fastForward('3m');
    story.expectNotified('lee');
    expect(story.kinds()).toEqual(expect.arrayContaining(['paused', 'resumed']));
  });

  it('[SUP11] rising urgency that breaks through wakes what is paused', async () => {
    const story = await given();
    await story.receive({ urgency: 'high' });
    await begin(story, { breakThrough: ['highest'] });
    story.takeTold();
    await story.receive({ urgency: 'highest' });
    expect(story.view()).toMatchObject({ maintenance: null, band: 'open' });
    story.expectNotified('an');
  });

  it('[SUP11] what a person raises or wakes is not paused', async () => {
    const story = await given();
    await begin(story);
    await story.raise('an', { service: 'payments', summary: 'look at this', urgency: 'high' });
    story.expectNotified('an');
    await story.fastForward('6m');
    story.expectNotified('lee');
  });

  it('[SUP12] at the end what still fires is told as one notice, what recovered is not', async () => {
    const story = await given();
    await begin(story);
    for (const key of ['a', 'b', 'c']) await story.receive({ key });
    expect(await story.receive({ key: 'b', status: 'close' })).toMatchObject({
      outcome: 'ignored',
      code: 'SUP17',
    });
    await story.fastForward('31m');
    expect(open(story).map(({ dedupKey }) => dedupKey)).toEqual(['a', 'c']);
    expect(story.takeTold()).toEqual(['an maintenance-ending', 'an page']);
    expect(story.core.conservation().received).toBe(4);
    await story.fastForward('5m');
    expect(story.takeTold().filter((line) => line.startsWith('lee'))).toHaveLength(2);
    expect(story.floor.quiet.maintenance()).toEqual([]);
  });

  it('[SUP12] `close` leaves a closed incident for the record, `nothing` leaves nothing', async () => {
    const closing = await given();
    await begin(closing, { atEnd: 'close' });
    await closing.receive({ key: 'a' });
    await closing.fastForward('31m');
    expect(closing.incident('a')).toMatchObject({ status: 'closed', closedBy: 'maintenance' });
    expect(closing.takeTold()).toEqual(['an maintenance-ending']);
    expect(await closing.receive({ key: 'a' })).toMatchObject({ outcome: 'created' });

    const leaving = await given();
    await begin(leaving, { atEnd: 'nothing' });
    await leaving.receive({ key: 'a' });
    await leaving.fastForward('31m');
    expect(open(leaving)).toEqual([]);
    expect(leaving.core.resources.size('muted')).toBe(0);
    expect(await leaving.receive({ key: 'a' })).toMatchObject({ outcome: 'created' });
  });

  it('[SUP12] survives a restart in between, and an end while the server was down', async () => {
    const story = await given();
    await begin(story);
    await story.receive({ key: 'a' });
    await story.killAndRestart('1m');
    expect(await story.receive({ key: 'b' })).toMatchObject({ outcome: 'suppressed' });
    await story.killAndRestart('40m');
    await story.beat();
    expect(open(story).map(({ dedupKey }) => dedupKey)).toEqual(['a', 'b']);
  });

  it('[SUP13] is extended and ended early by a lead; both are audited', async () => {
    const story = await given();
    const { id } = await begin(story);
    await story.receive({ key: 'a' });
    const moved = await story.floor.quiet.moveEnd(story.principal('an'), id, START + 3_600_000);
    expect(moved).toMatchObject({ ok: true, value: { to: new Date(START + 3_600_000).toISOString() } });
    await story.fastForward('40m');
    expect(open(story)).toEqual([]);
    await story.floor.quiet.moveEnd(story.principal('an'), id, story.clock.now());
    await story.settle();
    expect(open(story)).toHaveLength(1);
    const actions = story.ledger.audit.map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(['maintenance.create', 'maintenance.extend', 'maintenance.end']),
    );
  });

  it('[SUP13] whoever made it is told ten minutes before its end, once, and again when it was extended', async () => {
    const story = await given();
    const { id } = await begin(story);
    await story.fastForward('19m');
    story.expectNothingMore();
    await story.fastForward('2m');
    story.expectNotified('an', { kind: 'maintenance-ending' });
    await story.killAndRestart('1m');
    story.expectNothingMore();
    await story.floor.quiet.moveEnd(story.principal('an'), id, START + 3_600_000);
    await story.fastForward('30m');
    story.expectNotified('an', { kind: 'maintenance-ending' });
  });

  it('[SUP10] of the config: local times of its zone, again every week, taken out again', async () => {
    const window = {
      id: 'weekly',
      services: ['payments'],
      from: '2026-11-16T21:30',
      to: '2026-11-16T22:00',
      timeZone: 'Asia/Seoul',
      repeat: { every: 'P1W' },
    };
    const story = await given({ maintenance: [window] });
    expect(await story.receive({ key: 'a' })).toMatchObject({ outcome: 'created' });
    expect(story.floor.quiet.maintenance()).toMatchObject([
      { id: 'weekly', origin: 'config', state: 'scheduled', from: '2026-11-23T12:30:00.000Z' },
    ]);
    await story.fastForward('31m');
    expect(await story.receive({ key: 'b' })).toMatchObject({ outcome: 'suppressed', code: 'SUP10' });
    expect(story.view('a').maintenance).toMatchObject({ id: 'weekly', until: '2026-11-23T13:00:00.000Z' });
    await story.reconfigure({ maintenance: [] });
    await story.beat();
    expect(open(story).map(({ dedupKey }) => dedupKey)).toEqual(['a', 'b']);
    expect(story.view('a').maintenance).toBeNull();
  });

  it('[SUP13] one of the config that was ended early stays ended until its own end, also after a restart', async () => {
    const window = { id: 'now', services: ['payments'], from: '2026-11-23T11:50', to: '2026-11-23T14:00' };
    const story = await given({ maintenance: [window] });
    await story.beat();
    expect(await story.receive({ key: 'a' })).toMatchObject({ outcome: 'suppressed' });
    await story.floor.quiet.moveEnd(story.principal('an'), 'now', story.clock.now());
    await story.fastForward('1m');
    expect(await story.receive({ key: 'b' })).toMatchObject({ outcome: 'created' });
    await story.killAndRestart('5m');
    await story.fastForward('5m');
    expect(await story.receive({ key: 'c' })).toMatchObject({ outcome: 'created' });
  });

  it('[SUP14] the register names everything that is quiet, why, by whom and until when', async () => {
    const story = await given({
      services: [
        service('payments'),
        service('quiet', { target: null }),
        service('slow', { creation: { delay: { moreThan: 3, within: 'PT10M' } } }),
      ],
      integrations: ['payments', 'quiet', 'slow'].map((id) => integration(id, { service: id })),
    });
    await story.receive({ integration: 'payments', key: 'before' });
    await begin(story, { note: 'new switches' });
    await story.receive({ integration: 'payments', key: 'during' });
    await story.receive({ integration: 'quiet', key: 'silent' });
    await story.receive({ integration: 'slow', key: 'held' });
    const { items, total } = story.floor.quiet.register();
    expect(total).toBe(4);
    expect(new Set(items.map(({ kind }) => kind))).toEqual(
      new Set(['maintenance', 'paused', 'silent', 'held']),
    );
    for (const item of items) {
      expect(item.reason.text).not.toBe('');
      expect(item.until).not.toBeNull();
    }
  });
});

describe('maintenance on screens', () => {
  it('[SUP14] is heard of as it begins, is extended and ends, though nothing fires', async () => {
    const story = await given();
    const ends: (string | undefined)[] = [];
    story.core.onChange(({ parts }) => {
      if (parts.includes('quiet')) ends.push(quietOf(story.core).maintenance[0]?.until);
    });
    const { id, to } = await begin(story);
    expect(ends.at(-1)).toBe(to);
    const later = START + 3_600_000;
    await story.floor.quiet.moveEnd(story.principal('an'), id, later);
    await story.settle();
    expect(ends.at(-1)).toBe(new Date(later).toISOString());
    await story.fastForward('61m');
    expect(ends.at(-1)).toBeUndefined();
  });

  it('[SUP14] the register follows an end that was moved, and names who made it', async () => {
    const story = await given();
    await story.receive({ key: 'before' });
    const { id } = await begin(story);
    await story.receive({ key: 'during' });
    const later = new Date(START + 3_600_000).toISOString();
    await story.floor.quiet.moveEnd(story.principal('an'), id, Date.parse(later));
    await story.settle();
    const { items } = story.floor.quiet.register();
    expect(items.map(({ kind }) => kind).sort()).toEqual(['maintenance', 'paused']);
    for (const item of items)
      expect(item).toMatchObject({ by: 'an', until: later, reason: { params: { until: later } } });
  });
});

describe('shelves', () => {
  const shelve = (story: Story, minutes: number) =>
    story.answered('an', {
      type: 'shelve',
      until: new Date(story.clock.now() + minutes * 60_000).toISOString(),
      note: 'known',
    });

  it('[SUP15] closes it and keeps its key quiet; [SUP16] what still fires after it is told', async () => {
    const story = await given();
    await story.receive();
    story.takeTold();
    await shelve(story, 60);
    expect(story.incident()).toMatchObject({ status: 'closed', closedBy: 'person' });
    expect(await story.receive()).toMatchObject({ outcome: 'suppressed', code: 'SUP15' });
    await story.killAndRestart('10m');
    expect(await story.receive()).toMatchObject({ outcome: 'suppressed' });
    story.takeTold();
    await story.fastForward('51m');
    expect(story.incident()).toMatchObject({ status: 'open', count: 2 });
    story.expectNotified('an');
  });

  it('[SUP16] taken off early, and quiet when its tool said that it was over', async () => {
    const story = await given();
    await story.receive();
    await shelve(story, 60);
    await story.receive();
    await story.receive({ status: 'close' });
    const [shelf] = story.floor.quiet.register().items;
    expect(shelf).toMatchObject({ kind: 'shelf', by: 'an' });
    expect(await story.floor.quiet.unshelve(story.principal('lee'), shelf?.id ?? '')).toBe(true);
    await story.fastForward('1m');
    expect(open(story)).toEqual([]);
    expect(await story.receive()).toMatchObject({ outcome: 'created' });
  });
});
