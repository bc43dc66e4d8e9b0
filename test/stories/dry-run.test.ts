import { describe, expect, it } from 'vitest';
import type { DryRunResult } from '../../src/shared/api/dry-run.ts';
import { given, START, type Story } from '../support/story.ts';
import { integration, person, policy, service, twoContacts } from '../support/story-config.ts';

const fields = { status: 'open', summary: 'disk full', dedupKey: 'disk', urgency: 'high' } as const;
const event = (more: object = {}) => ({
  ...fields,
  resource: null,
  metricName: null,
  metricValue: null,
  threshold: null,
  eventType: null,
  details: {},
  ...more,
});

async function run(story: Story, more: object = {}): Promise<DryRunResult> {
  const answer = await story.floor.dryRuns.run({
    integration: 'std',
    event: event(),
    at: story.clock.now(),
    ...more,
  });
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}
const told = (result: DryRunResult) =>
  result.timeline
    .filter(({ what }) => what === 'told')
    .map(({ offsetMs, user, contact, kind }) => `${offsetMs / 1000} ${user}/${contact} ${kind}`);
const lines = (result: DryRunResult, stage: string) =>
  result.trace
    .filter((line) => line.stage === stage)
    .map(({ verdict, reason, because }) =>
      [verdict, reason.text, ...(because ? [because.text] : [])].join(' | '),
    );

describe('a dry run', () => {
  it('[RTE40] changes nothing: no event, no message, no counter, no id, no number', async () => {
    const story = await given();
    const before = JSON.stringify([story.floor.conservation(), story.ledger.entries.length]);
    const commits = story.ledger.events.length;
    const result = await run(story, { repeats: { count: 3, every: 'PT1M' } });
    expect(told(result).length).toBeGreaterThan(0);
    await story.fastForward('1h');
    expect(story.sender.left).toEqual([]);
    expect(story.ledger.events.length).toBe(commits);
    expect(JSON.stringify([story.floor.conservation(), story.ledger.entries.length])).toBe(before);
    await story.receive();
    expect(story.incident().number).toBe(1);
  });

  it('[RTE40] says who is told, when and through what, as it then happens', async () => {
    const story = await given();
    const result = await run(story);
    expect(told(result)).toEqual(['0 an/hook page', '300 lee/hook page', '600 boss/hook fallback']);
    expect(result.end.reason).toMatchObject({ code: 'RTE50', params: { cause: 'again' } });
    await story.receive();
    await story.fastForward('10m');
    expect(
      story.sender.left.map(({ at, to, contact, kind }) => `${(at - START) / 1000} ${to}/${contact} ${kind}`),
    ).toEqual(told(result));
  });

  it('[RTE42] names every route before the one that holds, with what was found', async () => {
    const routes = [
      { when: { field: 'summary', op: 'contains' as const, value: 'network' }, service: 'net' },
      { when: { all: [{ field: 'details.team', op: 'equals' as const, value: 'dba' }] }, service: 'net' },
      { when: { field: 'urgency', op: 'gte' as const, value: 'medium' }, service: 'payments' },
      { when: { all: [] }, service: 'net' },
    ];
    const story = await given({
      services: [service('payments'), service('net')],
      integrations: [integration('std', { service: 'net', routes })],
    });
    expect(lines(await run(story), 'route')).toEqual([
      'no | route 1 does not hold | summary is "disk full"; expected contains "network"',
      'no | route 2 does not hold | details.team is missing; expected equals "dba"',
      'yes | route 3 of integration std chose payments | urgency is "high": gte "medium" holds',
    ]);
  });

  it('[RTE42] ten thousand routes: the first fifty, how many more, and the last before the match', async () => {
    const routes = Array.from({ length: 10_000 }, (_, n) => ({
      when: { field: 'details.shard', op: 'equals' as const, value: `s${n}` },
      service: 'payments',
    }));
    const story = await given({ integrations: [integration('std', { routes })] });
    const started = performance.now();
    const found = lines(await run(story, { event: event({ details: { shard: 's9990' } }) }), 'route');
    const took = performance.now() - started;
    expect(found).toHaveLength(50 + 1 + 3 + 1);
    expect(found[50]).toBe('no | … and 9937 more routes that do not hold');
    expect(found.at(-2)).toContain('route 9990 does not hold');
    expect(found.at(-1)).toContain('route 9991 of integration std chose payments');
    expect(took).toBeLessThan(2000);
  });

  it('[RTE42] urgency, key, creation and muting each say yes or no', async () => {
    const story = await given({
      services: [
        service('payments', {
          urgency: {
            default: 'low',
            rules: [{ when: { field: 'resource', op: 'startsWith', value: 'db' }, urgency: 'highest' }],
          },
          creation: { rule: 'summary' },
        }),
      ],
      integrations: [integration('std', { urgencies: { Sev0: 'highest' } })],
      inhibitions: [
        {
          id: 'site',
          source: { field: 'summary', op: 'contains', value: 'site down' },
          target: { field: 'resource', op: 'startsWith', value: 'db' },
          equal: ['details.site'],
          dependents: false,
        },
      ],
    });
    const result = await run(story, { event: event({ urgency: 'Sev0', resource: 'web-1' }) });
    expect(lines(result, 'urgency')).toEqual([
      'yes | the value table makes "Sev0" highest',
      'no | urgency rule 1 does not hold | resource is "web-1"; expected startsWith "db"',
      'info | the tool says highest',
    ]);
    expect(lines(result, 'key')).toEqual(['no | no open incident has the key']);
    expect(lines(result, 'creation')).toEqual(['no | creation rule "summary" finds no open incident']);
    expect(lines(result, 'inhibition')).toEqual([
      'no | inhibition site does not mean it | resource is "web-1"; expected startsWith "db"',
    ]);
  });

  it('[RTE49] says why somebody is on call and which personal rules hold, once', async () => {
    const story = await given({
      users: [
        person('an', {
          contacts: twoContacts('an'),
          notificationRules: [
            { when: { urgency: ['highest'] }, notify: ['mail'] },
            { when: {}, notify: ['hook'], after: 'PT2M' },
          ],
        }),
        person('lee', { quietHours: [{ from: '00:00', to: '24:00', exceptUrgency: [] }] }),
        person('park'),
        person('boss'),
      ],
      schedules: [
        {
          id: 'primary',
          name: 'Primary',
          timeZone: 'UTC',
          layers: [{ id: 'l1', users: ['an'], rotation: { start: '2026-11-16T00:00', every: 'P1W' } }],
        },
      ],
      escalationPolicies: [
        policy([{ targets: [{ schedule: 'primary' }, { user: 'lee' }], delay: 'PT5M' }], { passes: 2 }),
      ],
    });
    const result = await run(story);
    expect(lines(result, 'oncall')[0]).toContain('an has the turn on layer l1 of schedule primary');
    expect(lines(result, 'rules')).toEqual([
      'no | rule 1 of an does not hold | urgency is "high"; expected equals "highest"',
      expect.stringContaining('yes | rule 2 of an: hook after PT2M'),
      'info | no personal rule of lee holds: every contact is told',
    ]);
    expect(lines(result, 'quiet')[0]).toContain('no | quiet hours of lee until');
    expect(told(result).filter((line) => line.includes('an/'))).toEqual([
      '120 an/hook page',
      '420 an/hook page',
    ]);
    const kinds = result.timeline.filter(({ what }) => what === 'entry').map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(['created', 'step-fired', 'waiting', 'held', 'exhausted', 'fallback-told']),
    );
  });

  it('[RTE49] names the override or the stand-in that puts somebody on call', async () => {
    const story = await given({
      schedules: [
        {
          id: 'primary',
          name: 'Primary',
          timeZone: 'America/New_York',
          layers: [{ id: 'l1', users: ['an'], rotation: { start: '2026-10-01T00:00', every: 'P1W' } }],
        },
      ],
      escalationPolicies: [policy([{ targets: [{ schedule: 'primary' }], delay: 'PT5M' }])],
    });
    // The second half past one of the night the clocks go back.
    const at = Date.parse('2026-11-01T06:30:00Z');
    const day = 86_400_000;
    await story.floor.addAbsence(story.principal('lee'), {
      user: 'an',
      standIn: 'park',
      from: new Date(at - day).toISOString(),
      to: new Date(at + day).toISOString(),
    });
    const away = await run(story, { at });
    expect(told(away)[0]).toBe('0 park/hook page');
    expect(away.trace.find(({ stage }) => stage === 'oncall')?.reason.code).toBe('ROT9');
    await story.floor.addOverride(story.principal('lee'), {
      schedule: 'primary',
      layers: 'all',
      user: 'lee',
      from: at - 60_000,
      to: at + 60_000,
    });
    const over = await run(story, { at });
    expect(told(over)[0]).toBe('0 lee/hook page');
    expect(over.trace.find(({ stage }) => stage === 'oncall')?.reason.code).toBe('ROT7');
    expect(told(await run(story, { at: at + 60_000 }))[0]).toBe('0 park/hook page');
  });

  it('[RTE42] ends with what became of it', async () => {
    const story = await given();
    const last = async (more: object) => (await run(story, more)).trace.findLast(({ event: of }) => of === 0);
    expect(await last({})).toMatchObject({ stage: 'outcome', verdict: 'yes', reason: { code: 'RTE2' } });
    expect(await last({ event: event({ status: 'close' }) })).toMatchObject({
      stage: 'outcome',
      verdict: 'no',
      reason: { code: 'DED4' },
    });
  });

  it('[RTE40] shows delayed creation by repeats', async () => {
    const story = await given({
      services: [service('payments', { creation: { rule: 'key', delay: { moreThan: 2, within: 'PT10M' } } })],
    });
    const once = await run(story);
    expect(once.outcomes.map(({ outcome, service: of }) => [outcome, of])).toEqual([['held', 'payments']]);
    expect(told(once)).toEqual([]);
    const again = await run(story, { repeats: { count: 3, every: 'PT1M' } });
    expect(again.outcomes.map(({ outcome }) => outcome)).toEqual(['held', 'held', 'created', 'deduplicated']);
    expect(told(again)[0]).toBe('120 an/hook page');
  });

  it('[RTE40] a maintenance keeps it quiet, and tells of it at its end', async () => {
    const story = await given({
      maintenance: [
        {
          id: 'patch',
          services: ['payments'],
          from: '2026-11-23T11:00',
          to: '2026-11-23T13:00',
          timeZone: 'UTC',
        },
      ],
    });
    const result = await run(story);
    expect(result.outcomes[0]).toMatchObject({ outcome: 'suppressed', service: 'payments', urgency: 'high' });
    expect(lines(result, 'maintenance')[0]).toContain('yes | maintenance patch until');
    expect(told(result)[0]).toBe('3600 an/hook page');
    await story.receive();
    await story.fastForward('65m');
    expect(
      story.sender.left
        .filter(({ kind }) => kind === 'page')
        .map(({ at, to }) => `${(at - START) / 1000} ${to}`),
    ).toEqual(['3600 an', '3900 lee']);
  });

  it('[RTE55] with the open floor a repeat joins what is open; without it the trace says so', async () => {
    const story = await given();
    await story.receive();
    const alone = await run(story);
    expect(alone.outcomes[0]?.outcome).toBe('created');
    expect(lines(alone, 'key')).toEqual([
      'no | no open incident has the key',
      'info | #1 is open under the key now; this run leaves it out',
    ]);
    const joined = await run(story, { open: true });
    expect(joined.outcomes[0]).toMatchObject({ outcome: 'deduplicated', incident: 1 });
    expect(joined.incidents[0]).toMatchObject({ known: 1 });
    expect(told(joined)).toEqual([]);
    const risen = await run(story, { open: true, event: event({ urgency: 'highest' }) });
    expect(risen.incidents[0]?.urgency).toBe('highest');
    expect(story.incident().urgency).toBe('high');
  });

  it('[RTE50] a contact that fails today counts as alive in a dry run', async () => {
    const story = await given();
    for (let n = 0; n < 20; n += 1) story.core.contacts.note('an', 'hook', false, story.clock.now());
    expect(story.core.catalog().roster.isDead('an', 'hook')).toBe(true);
    expect(told(await run(story))[0]).toBe('0 an/hook page');
  });

  it('[RTE51] refuses an integration that is not there, a time out of reach, and too many events', async () => {
    const story = await given();
    const { dryRuns } = story.floor;
    expect(await dryRuns.run({ integration: 'gone', event: event(), at: START })).toMatchObject({
      ok: false,
      status: 422,
      path: 'integration',
    });
    expect(await dryRuns.run({ integration: 'std', event: event(), at: Number.NaN })).toMatchObject({
      ok: false,
      path: 'at',
    });
    const many = Array.from({ length: 51 }, (_, n) => ({ summary: `n${n}` }));
    expect(await dryRuns.run({ integration: 'std', payload: many, at: START })).toMatchObject({
      ok: false,
      path: 'payload',
    });
    const waits = await Promise.all(
      Array.from({ length: 20 }, () => dryRuns.run({ integration: 'std', event: event(), at: START })),
    );
    expect(waits.filter((answer) => !answer.ok && answer.status === 503)).toHaveLength(4);
  });

  it('[RTE43] reads a payload as its source does, refusals with their reason', async () => {
    const story = await given({
      integrations: [integration('std'), integration('am', { type: 'alertmanager' })],
    });
    const payload = [{ summary: 'ok', event_id: 'a' }, { event_id: 'b' }];
    const result = await run(story, { event: undefined, payload });
    expect(result.events.map((one) => one.event?.summary ?? one.refusal?.text)).toEqual([
      'ok',
      expect.stringContaining('summary'),
    ]);
    expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'rejected']);
    const alerts = {
      version: '4',
      status: 'firing',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'Down', severity: 'critical' },
          startsAt: '2026-11-23T11:00:00Z',
        },
      ],
    };
    const alert = await run(story, { integration: 'am', event: undefined, payload: alerts });
    expect(alert.events[0]?.event).toMatchObject({ status: 'open', urgency: 'highest' });
  });

  it('[RTE40] a team by lot is said to be one; what is told of extensions is listed', async () => {
    const story = await given({
      teams: [{ id: 'ops', name: 'Ops', members: ['an', 'lee'] }],
      escalationPolicies: [policy([{ targets: [{ team: 'ops', mode: 'random' }], delay: 'PT5M' }])],
      extensions: [
        { id: 'chat', type: 'webhook', events: ['created'], url: 'http://127.0.0.1:9/x', body: '{}' },
      ],
    });
    const result = await run(story);
    expect(lines(result, 'oncall')).toEqual(['info | one of 2 of team ops, by lot']);
    expect(
      result.timeline.filter(({ what }) => what === 'extension').map(({ kind, contact }) => [kind, contact]),
    ).toEqual([['created', 'chat']]);
  });
});
