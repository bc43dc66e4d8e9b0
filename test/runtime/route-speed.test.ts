import { expect, it } from 'vitest';
import { eventOf, given, type Story } from '../support/story.ts';
import { integration, service } from '../support/story-config.ts';

const ROUTES = 10_000;
const PATTERNS = ['(a+)+$', '(x+x+)+y', '^(?:.*,){20}P$', '(\\w+\\s?)+!$', '(?:[a-z]+)*[0-9]{3}$'];
/** Requests of so many events, in so many rounds of both floors, one after the other. */
const PER_REQUEST = 100;
const REQUESTS = 10;
const ROUNDS = 7;
const ATTEMPTS = 3;
const LIMIT = 2;

/** Routes that real configs have, of every kind of question, and hostile patterns among them; none holds here. */
const routes = Array.from({ length: ROUTES }, (_, n) => {
  const kinds = [
    { field: 'summary', op: 'contains', value: `disk full on db-${n} ` },
    { field: 'resource', op: 'equals', value: `host-${n}.example.com` },
    { field: 'details.cluster', op: 'startsWith', value: `seoul-${n}-` },
    { field: 'summary', op: 'endsWith', value: `in rack ${n}.` },
  ] as const;
  const leaf =
    n % 20 === 0
      ? ({ field: 'summary', op: 'matches', value: `${PATTERNS[(n / 20) % PATTERNS.length]}#${n}` } as const)
      : kinds[n % kinds.length];
  return {
    when: { all: [leaf ?? kinds[0], { field: 'urgency', op: 'gte', value: 'low' } as const] },
    service: 'web',
  };
});

const floor = (some: typeof routes) =>
  given({
    services: [service('payments', { target: null }), service('web')],
    integrations: [integration('std', { routes: some })],
  });

let sent = 0;
/** As P1: 70 % repeats, 15 % new keys, 15 % closes; the share of new keys is what routing is asked about. */
function request(): ReturnType<typeof eventOf>[] {
  return Array.from({ length: PER_REQUEST }, (_, i) => {
    sent += 1;
    const isNew = i % 20 < 3;
    const key = isNew ? `new-${sent}` : `old-${i}`;
    const status = i % 20 >= 17 ? 'close' : 'open';
    return eventOf({
      key: status === 'close' ? `new-${sent - 17}` : key,
      status,
      summary: `latency of web-${sent} aaaaaaaaaaaa!`,
    });
  });
}

async function measure(story: Story): Promise<number> {
  const requests = Array.from({ length: REQUESTS }, request);
  const began = process.cpuUsage();
  for (const events of requests)
    await story.floor.ingest({
      integration: 'std',
      receivedAt: story.clock.now(),
      events: events.map((event) => ({ ok: true as const, event })),
      raw: '{}',
    });
  const { user, system } = process.cpuUsage(began);
  return user + system;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

it('[RTE15] 10,000 routes with 500 hostile patterns slow ingestion by less than twice', async () => {
  const plain = await floor([]);
  const routed = await floor(routes);
  const ratios: string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const pairs: [number, number][] = [];
    for (let round = 0; round < ROUNDS; round += 1) pairs.push([await measure(plain), await measure(routed)]);
    const ratio = median(pairs.map(([, b]) => b)) / median(pairs.map(([a]) => a));
    ratios.push(ratio.toFixed(2));
    if (ratio <= LIMIT) return;
  }
  expect.fail(`routed / plain: ${ratios.join(', ')}`);
}, 120_000);
