import { describe, expect, it } from 'vitest';
import type { Story } from '../support/story.ts';
import { given } from '../support/story.ts';
import { integration, service } from '../support/story-config.ts';

const withCreation = (creation: NonNullable<Parameters<typeof service>[1]>['creation']) =>
  given({ services: [service('payments', { creation })] });
const open = (story: Story) => [...story.core.incidents()].filter((one) => one.status !== 'closed');

describe('creation rules', () => {
  it('[SUP1] by summary: another key with the same words joins, another summary does not', async () => {
    const story = await withCreation({ rule: 'summary' });
    expect(await story.receive({ key: 'a', summary: 'disk full' })).toMatchObject({ outcome: 'created' });
    story.expectNotified('an');
    expect(await story.receive({ key: 'b', summary: 'disk full' })).toMatchObject({
      outcome: 'deduplicated',
      code: 'SUP1',
    });
    expect(await story.receive({ key: 'c', summary: 'disk slow' })).toMatchObject({ outcome: 'created' });
    expect(open(story)).toHaveLength(2);
    expect(story.view('a')).toMatchObject({ count: 2, keys: 2, firing: 2 });
    expect(story.kinds('a')).toContain('joined');
  });

  it('[SUP1] by chosen fields: what agrees in them is one incident', async () => {
    const story = await withCreation({ rule: 'fields', fields: ['resource', 'urgency'] });
    await story.receive({ key: 'a', summary: 'one', urgency: 'high' });
    expect(await story.receive({ key: 'b', summary: 'two', urgency: 'high' })).toMatchObject({
      outcome: 'deduplicated',
    });
    expect(await story.receive({ key: 'c', summary: 'three', urgency: 'low' })).toMatchObject({
      outcome: 'created',
    });
  });

  it('[SUP2] at most one per window: keys join while it is open and young, a later one is new', async () => {
    const story = await withCreation({ window: 'PT10M' });
    await story.receive({ key: 'a', summary: 'one' });
    await story.fastForward('9m');
    expect(await story.receive({ key: 'b', summary: 'two' })).toMatchObject({ outcome: 'deduplicated' });
    await story.fastForward('2m');
    expect(await story.receive({ key: 'c', summary: 'three' })).toMatchObject({ outcome: 'created' });
    // A key that joined stays where it is.
    expect(await story.receive({ key: 'b', summary: 'two' })).toMatchObject({
      outcome: 'deduplicated',
      code: 'DED1',
    });
    expect(story.incident('a').count).toBe(3);
  });

  it('[SUP3] a group recovers when the last of its keys has, in any order, also after a restart', async () => {
    const story = await withCreation({ rule: 'summary' });
    for (const key of ['a', 'b', 'c']) await story.receive({ key });
    expect(await story.receive({ key: 'a', status: 'close' })).toMatchObject({
      outcome: 'updated',
      code: 'SUP3',
    });
    await story.killAndRestart();
    expect(await story.receive({ key: 'b', status: 'close' })).toMatchObject({ code: 'SUP3' });
    expect(await story.receive({ key: 'b', status: 'close' })).toMatchObject({ code: 'SUP3' });
    expect(story.view('a')).toMatchObject({ status: 'open', keys: 3, firing: 1 });
    // One that was over fires again and must recover again.
    await story.receive({ key: 'a' });
    await story.receive({ key: 'c', status: 'close' });
    expect(story.view('a')).toMatchObject({ status: 'open', firing: 1 });
    await story.receive({ key: 'a', status: 'close' });
    expect(story.incident('a').status).toBe('closed');
    await story.fastForward('1m');
    expect(story.core.resources.size('member')).toBe(0);
    expect(await story.receive({ key: 'b' })).toMatchObject({ outcome: 'created' });
  });

  it('[SUP3] rising urgency of any key raises the group', async () => {
    const story = await withCreation({ rule: 'summary' });
    await story.receive({ key: 'a', urgency: 'low' });
    await story.receive({ key: 'b', urgency: 'highest' });
    expect(story.incident('a').urgency).toBe('highest');
  });

  it('[SUP4] delayed: held until the key has come more than twice within five minutes', async () => {
    const story = await withCreation({ delay: { moreThan: 2, within: 'PT5M' } });
    expect(await story.receive()).toMatchObject({ outcome: 'held', code: 'SUP4', incident: null });
    expect(await story.receive()).toMatchObject({ outcome: 'held' });
    story.expectNothingMore();
    expect(await story.receive()).toMatchObject({ outcome: 'created' });
    expect(story.view()).toMatchObject({ count: 3 });
    expect(story.view().marks.map(({ mark }) => mark)).toContain('held-before');
    story.expectNotified('an');
  });

  it('[SUP4] what is held is counted within the span only, survives a restart, and expires', async () => {
    const story = await withCreation({ delay: { moreThan: 1, within: 'PT5M' } });
    await story.receive();
    await story.fastForward('6m');
    expect(story.core.resources.size('held')).toBe(0);
    expect(await story.receive()).toMatchObject({ outcome: 'held' });
    await story.killAndRestart('1m');
    expect(await story.receive()).toMatchObject({ outcome: 'created' });
  });

  it('[SUP17] a recovery of what is held ends it', async () => {
    const story = await withCreation({ delay: { moreThan: 1, within: 'PT5M' } });
    await story.receive();
    expect(await story.receive({ status: 'close' })).toMatchObject({ outcome: 'ignored', code: 'SUP17' });
    expect(await story.receive()).toMatchObject({ outcome: 'held' });
  });

  it('[SUP5] always new: each open is an incident; an ack and a close are for all of the key', async () => {
    const story = await withCreation({ rule: 'always' });
    await story.receiveBatch([{ key: 'a' }, { key: 'a' }]);
    await story.receive({ key: 'a' });
    await story.receive({ key: 'b' });
    expect(open(story)).toHaveLength(4);
    expect(await story.receive({ key: 'a', status: 'ack' })).toMatchObject({
      outcome: 'updated',
      code: 'SUP5',
    });
    expect(open(story).filter(({ status }) => status === 'acked')).toHaveLength(3);
    await story.killAndRestart();
    expect(await story.receive({ key: 'a', status: 'close' })).toMatchObject({
      outcome: 'updated',
      code: 'SUP5',
    });
    expect(open(story).map(({ dedupKey }) => dedupKey)).toEqual(['b']);
  });
});

describe('urgency', () => {
  it('[RTE13] an integration’s own value table decides before every other mapping, case aside', async () => {
    const story = await given({
      integrations: [integration('std', { urgencies: { Sev9: 'low', critical: 'medium' } })],
    });
    await story.receive({ key: 'a', urgencyWord: 'sev9' });
    expect(story.view('a')).toMatchObject({ urgency: 'low', marks: [] });
    await story.receive({ key: 'b', urgencyWord: 'CRITICAL' });
    expect(story.incident('b').urgency).toBe('medium');
  });

  it('[RTE14] the first of a service’s urgency rules that holds decides', async () => {
    const rules = [
      { when: { field: 'summary', op: 'contains', value: 'test' }, urgency: 'none' },
      { when: { field: 'urgency', op: 'gte', value: 'high' }, urgency: 'highest' },
    ] as const;
    const story = await given({ services: [service('payments', { urgency: { rules: [...rules] } })] });
    await story.receive({ key: 'a', summary: 'a test', urgency: 'high' });
    await story.receive({ key: 'b', urgency: 'high' });
    await story.receive({ key: 'c', urgency: 'low' });
    expect(['a', 'b', 'c'].map((key) => story.incident(key).urgency)).toEqual(['none', 'highest', 'low']);
  });
});

describe('inhibition', () => {
  const rule = {
    id: 'site',
    source: { field: 'summary', op: 'startsWith', value: 'site down' },
    target: { field: 'summary', op: 'startsWith', value: 'host down' },
    equal: ['eventType'],
  } as const;
  const floor = () => given({ inhibitions: [{ ...rule, equal: [...rule.equal] }] });

  it('[SUP6] an open source mutes its targets; they are counted, kept and told to nobody', async () => {
    const story = await floor();
    await story.receive({ key: 's', summary: 'site down' });
    story.expectNotified('an');
    expect(await story.receive({ key: 'h1', summary: 'host down 1' })).toMatchObject({
      outcome: 'suppressed',
      code: 'SUP6',
    });
    expect(await story.receive({ key: 'h1', summary: 'host down 1' })).toMatchObject({
      outcome: 'suppressed',
    });
    expect(await story.receive({ key: 'x', summary: 'disk full' })).toMatchObject({ outcome: 'created' });
    expect(story.core.noise.hiddenOf('inhibition')).toEqual({ keys: 1, events: 2 });
  });

  it('[SUP8] what still fires a minute after the source is over is told; what recovered is not', async () => {
    const story = await floor();
    await story.receive({ key: 's', summary: 'site down' });
    await story.receive({ key: 'h1', summary: 'host down 1' });
    await story.receive({ key: 'h2', summary: 'host down 2' });
    await story.receive({ key: 's', status: 'close' });
    story.takeTold();
    expect(await story.receive({ key: 'h2', status: 'close' })).toMatchObject({
      outcome: 'ignored',
      code: 'SUP17',
    });
    await story.fastForward('59s');
    expect(open(story)).toHaveLength(0);
    await story.fastForward('2s');
    expect(open(story).map(({ dedupKey }) => dedupKey)).toEqual(['h1']);
    story.expectNotified('an', { key: 'h1' });
    expect(story.core.noise.hiddenOf('inhibition')).toEqual({ keys: 0, events: 0 });
  });

  it('[SUP8] also when the server was down when the source ended, and the next event of the target need not wait', async () => {
    const story = await floor();
    await story.receive({ key: 's', summary: 'site down' });
    await story.receive({ key: 'h1', summary: 'host down 1' });
    await story.receive({ key: 's', status: 'close' });
    expect(await story.receive({ key: 'h1', summary: 'host down 1' })).toMatchObject({ outcome: 'created' });
    await story.receive({ key: 's', summary: 'site down' });
    await story.receive({ key: 'h2', summary: 'host down 2' });
    await story.receive({ key: 's', status: 'close' });
    await story.killAndRestart('10s');
    await story.fastForward('61s');
    expect(story.incident('h2').status).toBe('open');
  });

  it('[SUP7] only services that depend on the source’s, over any number of steps', async () => {
    const story = await given({
      services: [
        service('payments'),
        service('web', { dependsOn: ['api'] }),
        service('api', { dependsOn: ['payments'] }),
        service('alone'),
      ],
      integrations: ['payments', 'web', 'alone'].map((id) => integration(id, { service: id })),
      inhibitions: [
        {
          id: 'deps',
          source: { field: 'urgency', op: 'gte', value: 'high' },
          target: { all: [] },
          dependents: true,
        },
      ],
    });
    await story.receive({ integration: 'payments', key: 'db', urgency: 'high' });
    expect(await story.receive({ integration: 'web', key: 'w' })).toMatchObject({ outcome: 'suppressed' });
    expect(await story.receive({ integration: 'alone', key: 'a' })).toMatchObject({ outcome: 'created' });
    // Source and target at once, of the same service: nothing mutes itself.
    expect(await story.receive({ integration: 'payments', key: 'db2' })).toMatchObject({
      outcome: 'created',
    });
  });
});

describe('flapping', () => {
  const floor = (more = {}) =>
    given({
      services: [service('payments', { flap: { changes: 6, within: 'PT15M', calm: 'PT10M' }, ...more })],
    });
  const flap = async (story: Story, times: number) => {
    for (let i = 0; i < times; i++) {
      await story.receive({ status: 'open' });
      await story.fastForward('5s');
      await story.receive({ status: 'close' });
      await story.fastForward('5s');
    }
  };

  it('[SUP20] [SUP21] an hour of flapping every five seconds is at most six notifications, and shows what it kept quiet', async () => {
    const story = await floor();
    await flap(story, 360);
    expect(open(story)).toHaveLength(1);
    expect(story.incident().flap?.damped).toBeGreaterThan(700);
    expect(story.view().marks.map(({ mark }) => mark)).toContain('flapping');
    const told = story.takeTold().filter((line) => line.startsWith('an '));
    expect(told.length).toBeLessThanOrEqual(6);
    expect(story.core.conservation().received).toBe(720);
  });

  it('[SUP22] calm again it closes as its tool said, and tells whoever was paged', async () => {
    const story = await floor();
    await flap(story, 4);
    story.takeTold();
    await story.fastForward('11m');
    expect(story.incident()).toMatchObject({ status: 'closed', closedBy: 'sender' });
    story.expectNotified('an', { kind: 'recovered' });
  });

  it('[SUP22] calm while it fires: it stays open and no longer flaps', async () => {
    const story = await floor();
    await flap(story, 4);
    await story.receive({ status: 'open' });
    await story.fastForward('11m');
    expect(story.incident().status).toBe('open');
    expect(story.view().marks.map(({ mark }) => mark)).not.toContain('flapping');
    await story.receive({ status: 'close' });
    expect(story.incident().status).toBe('closed');
  });
});

describe('auto-close', () => {
  it('[SUP30] closes after its silence, counted from the last event, and only then', async () => {
    const story = await given({ services: [service('payments', { autoClose: 'PT30M' })] });
    await story.receive();
    await story.fastForward('25m');
    await story.receive();
    await story.fastForward('29m');
    expect(story.incident().status).toBe('open');
    await story.fastForward('2m');
    expect(story.incident()).toMatchObject({ status: 'closed', closedBy: 'silence' });
  });

  it('[SUP30] an integration’s own time comes before its service’s', async () => {
    const story = await given({
      services: [service('payments', { autoClose: 'PT30M' })],
      integrations: [integration('std', { autoClose: 'PT5M' })],
    });
    await story.receive();
    await story.fastForward('6m');
    expect(story.incident().status).toBe('closed');
  });
});
