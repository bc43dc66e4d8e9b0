import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskStorage } from '../../support/archive-storage.ts';
import { given, type Story } from '../../support/story.ts';
import { integration, person } from '../../support/story-config.ts';
import { ADMIN_TOKEN } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

let story: Story;
let server: TestServer;
const dir = mkdtempSync(join(tmpdir(), 'watchfloor-dry-run-'));
const tokens = new Map<string, string>();

beforeAll(async () => {
  story = await given(
    {
      users: [
        person('an', { role: 'responder' }),
        person('lee', { role: 'lead' }),
        person('park'),
        person('boss', { role: 'admin' }),
      ],
      integrations: [integration('std'), integration('am', { type: 'alertmanager' })],
    },
    { storage: (now) => diskStorage(dir, now) },
  );
  server = await startServer({
    floor: story.floor,
    config: () => story.floor.config().document,
    clock: story.clock,
    auth: { adminToken: ADMIN_TOKEN, shellToken: null },
  });
  for (const subject of ['an', 'lee', 'boss']) {
    const made = await server.http.auth.tokens.create(
      { kind: 'automation', id: 'automation' },
      { kind: 'session', name: subject, subject },
    );
    tokens.set(subject, made.secret);
  }
});
afterAll(async () => {
  await server.close();
  story.stop();
  rmSync(dir, { recursive: true, force: true });
});

const run = (body: object, who = 'an') => server.api('POST', '/api/v1/dry-run', tokens.get(who), body);
const event = { summary: 'disk full', urgency: 'critical' };
const time = { wall: '2026-03-29T02:30', zone: 'Europe/Berlin' };

describe('POST /api/v1/dry-run', () => {
  it('[RTE40] answers who is told, when, through what, by which rule – and never an address', async () => {
    const { status, json, text } = await run({ integration: 'std', event, at: '2026-11-23T12:00:00Z' });
    expect(status).toBe(200);
    expect(json.events[0].event).toMatchObject({ status: 'open', urgency: 'highest', dedupKey: null });
    const told = json.timeline.filter((one: { what: string }) => one.what === 'told');
    expect(told[0]).toMatchObject({
      offsetMs: 0,
      user: 'an',
      contact: 'hook',
      channel: 'webhook',
      kind: 'page',
      step: 1,
      pass: 1,
      rule: 'all',
    });
    expect(told[0].reason.code).toBe('ESC3');
    expect(text).not.toContain('127.0.0.1:9000');
  });

  it('[RTE52] takes a wall-clock time; one that the clocks jump over is the jump', async () => {
    const { json } = await run({ integration: 'std', event, at: time });
    expect(json.at).toBe('2026-03-29T01:00:00.000Z');
    const twice = { wall: '2026-11-01T01:30', zone: 'America/New_York' };
    expect((await run({ integration: 'std', event, at: twice })).json.at).toBe('2026-11-01T05:30:00.000Z');
    expect((await run({ integration: 'std', event, at: { ...twice, occurrence: 'second' } })).json.at).toBe(
      '2026-11-01T06:30:00.000Z',
    );
  });

  it('[RTE43] reads a payload as text, as a form, and as JSON; what is neither is refused', async () => {
    const asText = await run({ integration: 'std', payload: '{"summary":"as text"}' });
    expect(asText.json.events[0].event.summary).toBe('as text');
    const asForm = await run({
      integration: 'std',
      payload: 'summary=as+form',
      contentType: 'application/x-www-form-urlencoded',
    });
    expect(asForm.json.events[0].event.summary).toBe('as form');
    const refused = await run({ integration: 'std', payload: '<xml/>' });
    expect([refused.status, refused.json.problems[0].path]).toEqual([422, 'payload']);
    const none = await run({ integration: 'std', payload: { urgency: 'low' } });
    expect(none.json.outcomes[0]).toMatchObject({ outcome: 'rejected', reason: { code: 'ING2' } });
  });

  it('[RTE43] runs a recorded event from its raw body, and without one from its fields', async () => {
    const raw = JSON.stringify([
      { summary: 'first', event_id: 'a' },
      { summary: 'second', event_id: 'b', urgency: 'low', custom_details: { site: 'kr-1' } },
    ]);
    const match = JSON.parse(raw) as { summary: string; event_id: string }[];
    const events = match.map(({ summary, event_id }, n) => ({
      ok: true as const,
      event: {
        status: 'open' as const,
        summary,
        dedupKey: event_id,
        urgency: n === 0 ? null : ('low' as const),
        urgencyWord: n === 0 ? null : 'low',
        eventAt: null,
        resource: 'host-1',
        metricName: null,
        metricValue: null,
        threshold: null,
        eventType: null,
        details: { site: 'kr-1' },
        links: [],
      },
    }));
    await story.floor.ingest({ integration: 'std', receivedAt: story.clock.now(), events, raw });
    await story.floor.ingest({
      integration: 'std',
      receivedAt: story.clock.now(),
      events: [{ ...events[0]!, event: { ...events[0]!.event, dedupKey: 'c' } }],
      raw: 'unreadable',
    });
    await story.settle();
    const { items } = await story.floor.queries.events({ limit: 10 });
    const idOf = (key: string) => items.find(({ dedupKey }) => dedupKey === key)!.id;
    const second = await run({ eventId: idOf('b') });
    expect(second.json.events.map((one: { event: { summary: string } }) => one.event.summary)).toEqual([
      'second',
    ]);
    const fields = await run({ eventId: idOf('c') });
    expect(fields.json.events[0].event).toMatchObject({
      summary: 'first',
      dedupKey: 'c',
      resource: 'host-1',
      details: { site: 'kr-1' },
    });
    expect((await run({ eventId: 'nothing' })).status).toBe(404);
    expect(story.sender.left.length).toBeLessThanOrEqual(3);
  });

  it('[RTE51] names what is wrong: no source, two sources, horizons and repeats beyond reason, a payload too large', async () => {
    for (const body of [
      {},
      { integration: 'std' },
      { event },
      { integration: 'std', event, payload: {} },
      { integration: 'std', event, horizon: 'P8D' },
      { integration: 'std', event, repeats: { count: 21, every: 'PT1M' } },
      { integration: 'std', event, repeats: { count: 1, every: 'PT2H' } },
      { integration: 'std', event, at: 'tomorrow' },
      { integration: 'std', event, extra: 1 },
    ])
      expect([body, (await run(body)).status]).toEqual([body, 400]);
    const large = await run({ integration: 'std', payload: { summary: 'x'.repeat(300_000) } });
    expect([large.status, large.json.rule]).toEqual([422, 'RTE51']);
    expect((await run({ integration: 'gone', event })).status).toBe(422);
  });

  it('[RTE54] tries another document for admins only, and puts nothing in force', async () => {
    const { document, revision } = story.floor.config();
    const services = [{ id: 'payments', name: 'Payments', target: { user: 'park' } }];
    const config = { ...document, services };
    expect((await run({ integration: 'std', event, config })).status).toBe(403);
    const other = await run({ integration: 'std', event, config }, 'boss');
    expect(other.json.timeline.find((one: { what: string }) => one.what === 'told').user).toBe('park');
    expect(other.json.revision).toBeNull();
    expect(story.floor.config().revision).toBe(revision);
    const broken = await run({ integration: 'std', event, config: { ...document, services: [] } }, 'boss');
    expect([broken.status, broken.json.problems.length > 0]).toEqual([422, true]);
  });
});

describe('saved dry runs', () => {
  const api = (method: string, path: string, who: string, body?: unknown) =>
    server.api(method, path, tokens.get(who), body);
  const input = { integration: 'std', payload: '{"summary":"disk full","event_id":"d"}', time };

  it('[RTE52] are kept, replaced, accepted and removed by leads, read by responders', async () => {
    expect((await api('POST', '/api/v1/dry-runs', 'an', { name: 'night', input })).status).toBe(403);
    const made = await api('POST', '/api/v1/dry-runs', 'lee', { name: 'night', input });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      name: 'night',
      by: 'lee',
      state: { state: 'same' },
      input: { payload: { summary: 'disk full' } },
    });
    const path = `/api/v1/dry-runs/${made.json.id}`;
    expect((await api('GET', '/api/v1/dry-runs', 'an')).json.items).toHaveLength(1);
    const replaced = await api('PUT', path, 'lee', {
      name: 'day',
      input: { ...input, time: { ...time, wall: '2026-11-23T12:00' } },
    });
    expect(replaced.json).toMatchObject({ id: made.json.id, name: 'day' });
    expect((await api('POST', `${path}/accept`, 'lee')).status).toBe(200);
    const large = { ...input, payload: { summary: 'x'.repeat(70_000) } };
    expect((await api('PUT', path, 'lee', { name: 'large', input: large })).json.rule).toBe('RTE51');
    expect((await api('DELETE', path, 'lee')).status).toBe(204);
    expect((await api('DELETE', path, 'lee')).status).toBe(404);
    expect((await api('POST', `${path}/accept`, 'lee')).status).toBe(404);
    expect(
      (await api('POST', '/api/v1/dry-runs', 'lee', { name: 'x', input: { ...input, integration: 'gone' } }))
        .status,
    ).toBe(422);
  });

  it('[RTE54] the check of a document names those that would differ', async () => {
    const made = await api('POST', '/api/v1/dry-runs', 'lee', { name: 'night', input });
    const { document } = story.floor.config();
    const same = await api('POST', '/api/v1/config/check', 'boss', document);
    expect(same.json).toMatchObject({ ok: true, dryRuns: { checked: 1, differing: [] } });
    const services = [{ id: 'payments', name: 'Payments', target: { user: 'park' } }];
    const other = await api('POST', '/api/v1/config/check', 'boss', { ...document, services });
    expect(other.json.dryRuns.differing[0]).toMatchObject({
      id: made.json.id,
      name: 'night',
      state: 'differs',
    });
    const bad = await api('POST', '/api/v1/config/check', 'boss', { ...document, services: [] });
    expect(bad.json).toMatchObject({ ok: false, dryRuns: null });
  });
});
