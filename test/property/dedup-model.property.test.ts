import fc from 'fast-check';
import { expect, test } from 'vitest';
import { given, START } from '../support/story.ts';

/** Printed with every failure; `WATCHFLOOR_SEED` repeats one. */
const seed = Number(process.env.WATCHFLOOR_SEED ?? Date.now() % 2 ** 31);
const SECOND = 1000;

interface Notice {
  readonly status: 'open' | 'ack' | 'close';
  /** The sender's clock, seconds after the start; null when it says nothing. */
  readonly saysAt: number | null;
}
interface Incident {
  count: number;
  status: 'open' | 'acked' | 'closed';
  close: { arrivedAt: number; saysAt: number | null } | null;
}

/** Product rule 3 for one key, written down a second time and knowing nothing of the first. */
function model(notices: readonly (Notice & { readonly arrivesAt: number })[]): {
  outcomes: string[];
  incidents: Incident[];
} {
  const incidents: Incident[] = [];
  const outcomes = notices.map(({ status, saysAt, arrivesAt }) => {
    const latest = incidents.at(-1);
    if (latest && latest.status !== 'closed') {
      if (status === 'open') latest.count += 1;
      if (status === 'ack') latest.status = 'acked';
      if (status === 'close') {
        latest.status = 'closed';
        latest.close = { arrivedAt: arrivesAt, saysAt: saysAt === null ? null : Math.min(saysAt, arrivesAt) };
      }
      return status === 'open' ? 'deduplicated' : 'updated';
    }
    if (status !== 'open') return 'ignored';
    const close = latest?.close;
    const isLate =
      close !== null &&
      close !== undefined &&
      close.saysAt !== null &&
      saysAt !== null &&
      arrivesAt - close.arrivedAt <= 300 &&
      saysAt <= close.saysAt;
    if (isLate) return 'ignored';
    incidents.push({ count: 1, status: 'open', close: null });
    return 'created';
  });
  return { outcomes, incidents };
}

const notice = fc.record({
  status: fc.constantFrom('open' as const, 'open' as const, 'ack' as const, 'close' as const),
  saysAt: fc.option(fc.integer({ min: -400, max: 800 }), { nil: null }),
});

test(`[DED1] 1,000 orders of arrival, resolve before fire among them, against a small model (seed ${seed})`, {
  timeout: 60_000,
}, async () => {
  const story = await given();
  const sequences = fc.sample(
    fc.array(fc.record({ notice, gap: fc.constantFrom(0, 1, 299, 300, 301) }), {
      minLength: 2,
      maxLength: 8,
    }),
    {
      seed,
      numRuns: 1000,
    },
  );
  for (const [index, sequence] of sequences.entries()) {
    const begins = story.clock.now();
    const outcomes: string[] = [];
    const arrivals = sequence.map((one, place) => ({
      ...one.notice,
      arrivesAt: sequence.slice(0, place + 1).reduce((sum, { gap }) => sum + gap, 0),
    }));
    for (const one of arrivals) {
      story.clock.advance(begins + one.arrivesAt * SECOND - story.clock.now());
      const eventAt = one.saysAt === null ? null : begins + one.saysAt * SECOND;
      const { outcome } = await story.receive({
        key: `k${index}`,
        status: one.status,
        eventAt,
        urgency: 'low',
      });
      outcomes.push(outcome);
    }
    const expected = model(arrivals);
    const found = [...story.ledger.incidents.values()]
      .filter((one) => one.dedupKey === `k${index}`)
      .map((one) => ({ count: one.count, status: one.status }));
    const said = `sequence ${index}: ${JSON.stringify(arrivals)}`;
    expect(outcomes, said).toEqual(expected.outcomes);
    expect(found, said).toEqual(expected.incidents.map(({ count, status }) => ({ count, status })));
  }
  story.stop();
  expect(story.clock.now()).toBeGreaterThan(START);
});
