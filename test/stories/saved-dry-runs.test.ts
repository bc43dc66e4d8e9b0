import { describe, expect, it } from 'vitest';
import type { SavedDryRun, SavedInput } from '../../src/shared/api/dry-run.ts';
import { given, type Story } from '../support/story.ts';
import { floorConfig, integration, policy, service, step } from '../support/story-config.ts';

const fields = {
  status: 'open',
  summary: 'disk full',
  dedupKey: 'disk',
  urgency: 'high',
  resource: null,
  metricName: null,
  metricValue: null,
  threshold: null,
  eventType: null,
  details: {},
} as const;
const input = (more: Partial<SavedInput> = {}): SavedInput => ({
  integration: 'std',
  event: fields,
  time: { wall: '2026-10-25T02:30', zone: 'Europe/Berlin', occurrence: 'first' },
  ...more,
});

async function save(
  story: Story,
  name = 'disk at night',
  more: Partial<SavedInput> = {},
): Promise<SavedDryRun> {
  const saved = await story.floor.dryRuns.save(story.principal('lee'), { name, input: input(more) });
  if (!saved.ok) throw new Error(saved.message);
  return saved.value;
}
const checked = async (story: Story) => {
  await story.floor.dryRuns.settled();
  await story.settle();
};
const state = (story: Story) => story.floor.dryRuns.saved()[0]!.state;
const audits = (story: Story) =>
  story.ledger.audit.filter(({ action }) => action.startsWith('dry-run.')).map(({ action }) => action);

const lonely = { escalationPolicies: [policy([step('an')])] };

describe('saved dry runs', () => {
  it('[RTE52] hold a wall-clock time that comes twice, the first or the second of it', async () => {
    const story = await given({ services: [service('payments')] });
    const first = await save(story);
    const second = await save(story, 'second', {
      time: { wall: '2026-10-25T02:30', zone: 'Europe/Berlin', occurrence: 'second' },
    });
    const plain = { offsetMs: 0, to: 'an', contact: 'hook', channel: 'webhook', kind: 'page' };
    expect(first.expected.told[0]).toEqual(plain);
    expect(second.expected).toEqual(first.expected);
    expect(first.expected.outcomes).toEqual([
      { event: 0, outcome: 'created', service: 'payments', urgency: 'high' },
    ]);
    expect(first.state.state).toBe('same');
  });

  it('[RTE52] of the hour that comes twice each has the person of its own turn', async () => {
    const story = await given({
      schedules: [
        {
          id: 'rota',
          name: 'Rota',
          timeZone: 'Europe/Berlin',
          layers: [
            {
              id: 'l1',
              users: ['an', 'lee'],
              rotation: { start: '2026-10-24T03:00', every: 'P1D' },
              restrictions: [{ from: '03:00', to: '02:00' }],
            },
          ],
        },
      ],
      escalationPolicies: [policy([{ targets: [{ schedule: 'rota' }], delay: 'PT5M' }])],
    });
    // Off from 02:00 to 03:00; the day the clocks go back that gap opens after the second 02:00.
    const first = await save(story);
    const second = await save(story, 'second', {
      time: { wall: '2026-10-25T02:30', zone: 'Europe/Berlin', occurrence: 'second' },
    });
    expect(first.expected.told.find(({ kind }) => kind === 'page')?.to ?? null).not.toBeNull();
    expect(second.expected.told.filter(({ kind }) => kind === 'page')).toEqual([]);
  });

  it('[RTE53] run on every change of the config, and show what differs', async () => {
    const story = await given();
    await save(story);
    await story.reconfigure({});
    await checked(story);
    expect(state(story)).toMatchObject({ state: 'same', diff: [] });
    expect(story.floor.notices()).toEqual([]);

    await story.reconfigure(lonely);
    await checked(story);
    expect(state(story)).toMatchObject({ state: 'differs', revision: 3 });
    expect(state(story).diff.map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      '- +0:05:00 lee, hook, webhook, page',
      '- +0:10:00 boss, hook, webhook, fallback',
      '+ +0:05:00 boss, hook, webhook, fallback',
    ]);
    expect(audits(story)).toEqual(['dry-run.save', 'dry-run.differs']);
    expect(story.floor.notices()).toMatchObject([
      { kind: 'dry-runs-differ', reason: { params: { count: 1 } } },
    ]);
  });

  it('[RTE53] are said once, and are silent again when accepted', async () => {
    const story = await given();
    const { id } = await save(story);
    await story.reconfigure(lonely);
    await checked(story);
    await story.reconfigure({ ...lonely, timeZone: 'UTC' });
    await checked(story);
    expect(audits(story).filter((action) => action === 'dry-run.differs')).toHaveLength(1);
    const accepted = await story.floor.dryRuns.accept(story.principal('lee'), id);
    expect(accepted).toMatchObject({ ok: true, value: { state: { state: 'same', diff: [] } } });
    expect(story.floor.notices()).toEqual([]);
    await story.reconfigure({ ...lonely, timeZone: 'Asia/Seoul' });
    await checked(story);
    expect(state(story).state).toBe('same');
    expect(audits(story).at(-1)).toBe('dry-run.accept');
  });

  it('[RTE53] one whose integration is gone is broken, and whole again when it is back', async () => {
    const story = await given({ integrations: [integration('std'), integration('two')] });
    await save(story, 'of two', { integration: 'two' });
    await story.reconfigure({ integrations: [integration('std')] });
    await checked(story);
    expect(state(story)).toMatchObject({ state: 'broken', problem: expect.stringContaining('integration') });
    await story.reconfigure({ integrations: [integration('std'), integration('two')] });
    await checked(story);
    expect(state(story).state).toBe('same');
  });

  it('[RTE53] survive a restart, and are checked after it', async () => {
    const story = await given();
    await save(story);
    await story.reconfigure(lonely);
    await checked(story);
    await story.killAndRestart('1m');
    await checked(story);
    expect(state(story).state).toBe('differs');
    expect(story.floor.notices().some(({ kind }) => kind === 'dry-runs-differ')).toBe(true);
    expect(audits(story).filter((action) => action === 'dry-run.differs')).toHaveLength(1);
  });

  it('[RTE53] the checks do not hold up what arrives', async () => {
    const story = await given();
    for (let n = 0; n < 40; n += 1) await save(story, `n${n}`);
    await story.floor.replaceConfig(story.principal('boss', 'admin'), floorConfig(lonely), null);
    const reply = await story.floor.ingest({
      integration: 'std',
      receivedAt: story.clock.now(),
      events: [{ ok: true, event: { ...fields, urgencyWord: null, eventAt: null, links: [] } }],
      raw: '{}',
    });
    expect(reply.ok).toBe(true);
    const done = () => story.floor.dryRuns.saved().filter((one) => one.state.state === 'differs').length;
    expect(done(), 'answered while the checks go on').toBeLessThan(40);
    await checked(story);
    expect(done()).toBe(40);
  });

  it('[RTE54] a document is checked against them without changing anything', async () => {
    const story = await given();
    await save(story);
    const before = story.ledger.audit.length;
    const config = story.floor.checkConfig({ ...story.floor.config().document, ...lonely });
    if (!config.ok) throw new Error(JSON.stringify(config.problems));
    const found = await story.floor.dryRuns.check(config.config);
    expect(found).toMatchObject({
      checked: 1,
      unchecked: 0,
      differing: [{ name: 'disk at night', state: 'differs' }],
    });
    expect(found.differing[0]?.diff).toHaveLength(3);
    expect(state(story).state).toBe('same');
    expect(story.ledger.audit.length).toBe(before);
    expect(await story.floor.dryRuns.check(story.floor.config().document)).toMatchObject({
      checked: 1,
      differing: [],
    });
  });

  it('[RTE51] five hundred at most', async () => {
    const story = await given();
    const value = await save(story);
    for (let n = 1; n < 500; n += 1)
      await story.core.change('test', (turn) =>
        turn.put({ kind: 'dry-run', id: `x${n}`, value: { ...value, id: `x${n}` } }),
      );
    const refused = await story.floor.dryRuns.save(story.principal('lee'), {
      name: 'one more',
      input: input(),
    });
    expect(refused).toMatchObject({ ok: false, status: 409, code: 'too-many' });
  });
});
