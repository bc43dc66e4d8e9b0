import { describe, expect, it } from 'vitest';
import { compileRoutes } from '../../../src/server/domain/matching/route.ts';
import type { Condition } from '../../../src/shared/condition.ts';
import { subjectOf } from './sample-event.ts';

const defaults = { zone: 'UTC', holidays: new Set<string>() };
const contains = (value: string): Condition => ({ field: 'summary', op: 'contains', value });

describe('routing', () => {
  const route = compileRoutes(
    {
      id: 'std',
      service: 'payments',
      routes: [
        { when: contains('Kafka'), service: 'queue' },
        { when: contains('RDS'), service: 'database' },
        { when: contains('disk'), service: 'storage' },
      ],
    },
    defaults,
  );

  it('[RTE1] the first route that holds decides', () => {
    expect(route(subjectOf(), 0)).toEqual({
      service: 'database',
      reason: {
        code: 'RTE1',
        params: { integration: 'std', route: 2, service: 'database' },
        text: 'route 2 of integration std chose database',
      },
    });
    expect(route(subjectOf({ summary: 'disk full' }), 0).service).toBe('storage');
  });

  it('[RTE2] an event that no route takes goes to the service of its integration', () => {
    const { service, reason } = route(subjectOf({ summary: 'quiet' }), 0);
    expect(service).toBe('payments');
    expect(reason.code).toBe('RTE2');
  });

  /** The best of several rounds: other work on the machine only ever adds time. */
  function bestMsPerEvent(run: (i: number) => void, rounds = 5, events = 20): number {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      for (let i = 0; i < events; i += 1) run(i);
      best = Math.min(best, (performance.now() - started) / events);
    }
    return best;
  }

  it('[RTE1] 10,000 routes on a path into the details cost a few milliseconds', () => {
    const routes = Array.from({ length: 10_000 }, (_, i) => ({
      when: { all: [contains('RDS'), { field: 'details.team', op: 'equals' as const, value: `team-${i}` }] },
      service: `s${i}`,
    }));
    const many = compileRoutes({ id: 'std', service: 'payments', routes }, defaults);
    expect(many(subjectOf({ details: { team: 'team-9999' } }), 0).service).toBe('s9999');
    expect(bestMsPerEvent(() => many(subjectOf(), 0))).toBeLessThan(5);
  });

  it('[RTE6] 500 patterns cost at most 3 ms for an event', () => {
    const words = ['disk', 'memory', 'latency', 'timeout', 'RDS'];
    const routes = Array.from({ length: 500 }, (_, i) => ({
      when: {
        field: 'summary',
        op: 'matches' as const,
        value: [`(?i)${words[i % 5]}.*host-${i}$`, `^\\[(prod|stage)\\].*svc${i}`, `(a+)+${i}$`][i % 3] ?? '',
      },
      service: `s${i}`,
    }));
    const many = compileRoutes({ id: 'std', service: 'payments', routes }, defaults);
    const summaryOf = (i: number) =>
      `[prod] Threshold crossed: disk usage ${i}.84 of db-${i} is over 90 aaaaaaaaaa`;
    expect(many(subjectOf({ summary: 'latency on HOST-498' }), 0).service).toBe('payments');
    expect(many(subjectOf({ summary: 'timeout on host-498' }), 0).service).toBe('s498');
    expect(bestMsPerEvent((i) => many(subjectOf({ summary: summaryOf(i) }), 0))).toBeLessThan(3);
  });
});
