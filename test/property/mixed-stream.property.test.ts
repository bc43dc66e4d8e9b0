import { expect, it } from 'vitest';
import type { ParsedEvent } from '../../src/server/domain/event.ts';
import { matchEndpoint, SOURCES } from '../../src/server/sources/registry.ts';
import { maintenanceInputSchema } from '../../src/shared/api/quiet.ts';
import { OUTCOMES, type Outcome } from '../../src/shared/words.ts';
import { requestOf } from '../sources/request.ts';
import { allConformances, type Conformance, postsOf } from '../sources/tools/conformance.ts';
import { given } from '../support/story.ts';
import { integration, service } from '../support/story-config.ts';

/** Events of the whole stream; `FUZZ_EVENTS` and `FUZZ_SEED` make it another one. */
const EVENTS = Number(process.env.FUZZ_EVENTS ?? 100_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_128);
/** Requests decided in one turn, as a busy server does. */
const PER_TURN = 200;

/** mulberry32: small, seeded, good enough to mix a stream. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SERVICES = [
  service('by-key'),
  service('by-summary', { creation: { rule: 'summary', window: 'PT10M' } }),
  service('by-fields', { creation: { rule: 'fields', fields: ['urgency', 'resource'] } }),
  service('one-a-window', { creation: { window: 'PT1M' } }),
  service('delayed', { creation: { delay: { moreThan: 2, within: 'PT10M' } } }),
  service('always-new', { creation: { rule: 'always' } }),
  service('flapping', { flap: {}, autoClose: 'PT20M' }),
  service('held', { onRecovery: 'hold', target: null, dependsOn: ['by-key'] }),
];

/** Every number and text of a body, some of them changed: other hosts, other ids, sometimes no body at all. */
function scramble(body: unknown, random: () => number): unknown {
  if (random() < 0.02) return [null, 7, 'x', [], {}][Math.floor(random() * 5)];
  const suffix = Math.floor(random() * 40);
  return JSON.parse(
    JSON.stringify(body, (_name, value: unknown) => {
      if (typeof value === 'string' && random() < 0.04) return `${value}-${suffix}`;
      if (random() < 0.005) return random() < 0.5 ? null : { odd: true };
      return value;
    }) ?? 'null',
  ) as unknown;
}

it('[ING1] a mixed stream of every source: each event has exactly one outcome, and received is their sum', async () => {
  const random = randomOf(SEED);
  const tools = (await allConformances()).filter(({ method = 'POST' }) => method === 'POST');
  const types = SOURCES.map(({ type }) => type);
  const story = await given({
    services: SERVICES,
    integrations: types.map((type, i) => {
      const preset = tools.find((tool) => tool.type === type && tool.integration)?.integration ?? {};
      return integration(type, { ...preset, type, service: SERVICES[i % SERVICES.length]?.id ?? 'by-key' });
    }),
    inhibitions: [
      {
        id: 'deps',
        source: { field: 'urgency', op: 'gte', value: 'highest' },
        target: { all: [] },
        dependents: true,
      },
    ],
  });
  const configOf = new Map(story.core.catalog().config.integrations.map((one) => [one.id, one]));
  const sent: Record<Outcome, number> = Object.fromEntries(OUTCOMES.map((one) => [one, 0])) as Record<
    Outcome,
    number
  >;
  let received = 0;
  let unexplained = 0;

  const parse = (tool: Conformance): readonly ParsedEvent[] => {
    const posts = postsOf(tool);
    const post = posts[Math.floor(random() * posts.length)];
    const path = (tool.path ?? `/integration/${tool.type}/v1/{key}`).replace('{key}', 'k');
    const door = matchEndpoint('POST', path)?.endpoint;
    if (!door || !post) throw new Error(`no door at ${path}`);
    const { query = {}, headers = {} } = post;
    return door.parse(
      requestOf(scramble(post.body, random), {
        query,
        headers,
        receivedAt: story.clock.now(),
        newId: () => `made-${Math.floor(random() * 1e9)}`,
        integration: configOf.get(tool.type) ?? null,
      }),
    );
  };

  while (received < EVENTS) {
    if (random() < 0.01) {
      const input = maintenanceInputSchema.parse({ services: ['by-key', 'by-summary'], for: 'PT2M' });
      await story.floor.quiet.addMaintenance(story.principal('an'), input);
    }
    const requests = Array.from({ length: PER_TURN }, () => tools[Math.floor(random() * tools.length)])
      .filter((tool) => tool !== undefined)
      .map((tool) => ({ tool, events: parse(tool) }))
      .filter(({ events }) => events.length > 0);
    const replies = await Promise.all(
      requests.map(({ tool, events }) =>
        story.floor.ingest({ integration: tool.type, receivedAt: story.clock.now(), events, raw: '' }),
      ),
    );
    replies.forEach((reply, i) => {
      if (!reply.ok) throw new Error(reply.refusal.reason.text);
      expect(reply.results.length).toBe(requests[i]?.events.length);
      for (const { outcome, reason } of reply.results) {
        sent[outcome] += 1;
        received += 1;
        if (!/^[A-Z]{3}\d+$/.test(reason.code) || reason.text === '') unexplained += 1;
      }
    });
    story.clock.advance(700);
    if (random() < 0.2) await story.beat();
  }

  // Each kind of outcome was met, or the test would show less than it says.
  for (const outcome of OUTCOMES) expect(sent[outcome], `${outcome} (seed ${SEED})`).toBeGreaterThan(0);
  expect(unexplained, `seed ${SEED}`).toBe(0);
  expect(story.core.conservation(), `seed ${SEED}`).toEqual({ received, outcomes: sent });
  // What the ledger's rows say, hot repeats by their count.
  const outcomeOf = new Map(story.ledger.events.map(({ id, outcome }) => [id, outcome]));
  const rows = new Map<Outcome, number>();
  const repeats = story.ledger.batches.flatMap((batch) => batch.repeats);
  for (const { id, count } of [...story.ledger.events, ...repeats]) {
    const outcome = outcomeOf.get(id);
    if (outcome === undefined) throw new Error(`a repeat of no event: ${id}`);
    rows.set(outcome, (rows.get(outcome) ?? 0) + count);
  }
  expect(Object.fromEntries(rows), `seed ${SEED}`).toEqual(sent);
  // A restart counts the same.
  await story.killAndRestart();
  expect(story.core.conservation(), `seed ${SEED}`).toEqual({ received, outcomes: sent });
}, 300_000);
