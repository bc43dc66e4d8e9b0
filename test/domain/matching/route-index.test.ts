import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../src/server/domain/matching/condition.ts';
import { compileRoutes } from '../../../src/server/domain/matching/route.ts';
import { indexConditions } from '../../../src/server/domain/matching/route-index.ts';
import { eventSubject } from '../../../src/server/domain/matching/subject.ts';
import type { Condition } from '../../../src/shared/condition.ts';
import { OPERATORS } from '../../../src/shared/condition.ts';
import { sampleEvent } from './sample-event.ts';

const DEFAULTS = { zone: 'UTC', holidays: new Set<string>() };
const AT = Date.UTC(2026, 10, 23, 12);

const word = fc.constantFrom(
  'disk',
  'disk full',
  'db',
  'db01',
  '90',
  '90.0',
  '1e3',
  '1000',
  'full',
  'ull',
  '',
  'Disk',
  '긴급 장애',
);
const fieldName = fc.constantFrom(
  'summary',
  'resource',
  'metricValue',
  'urgency',
  'details.team',
  'details.n',
  'status',
);
const pattern = fc.constantFrom('d.sk', '^db', 'full$', '(a+)+$', '[', 'disk|cpu', '', '(?i)DISK', '\\d+');
const leaf: fc.Arbitrary<Condition> = fc
  .record({
    field: fieldName,
    op: fc.constantFrom(...OPERATORS),
    text: word,
    pattern,
    number: fc.constantFrom(90, 1000, 3),
  })
  .chain(({ field, op, text, pattern: found, number }) =>
    fc
      .constantFrom<string | number>(...(op === 'matches' ? [found] : [text, text, number]))
      .map((value) => ({ field, op, value })),
  );
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('condition'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
}));
const subject = fc
  .record({
    summary: word,
    resource: fc.option(word),
    metricValue: fc.option(word),
    team: word,
    n: fc.constantFrom(90, 3, true, null),
  })
  .map(({ team, n, ...event }) =>
    eventSubject(
      { ...sampleEvent, ...event, summary: event.summary || 's', details: { team, n } },
      {
        integration: 'i',
        urgency: 'high',
      },
    ),
  );

describe('the index of routes', () => {
  it('[RTE15] leaves out only conditions that do not hold', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 12 }), subject, (conditions, event) => {
        const named = new Set(indexConditions(conditions)(event));
        conditions.forEach((each, index) => {
          if (compileCondition(each, DEFAULTS)(event, AT)) expect(named.has(index)).toBe(true);
        });
      }),
      { numRuns: 3000 },
    );
  });

  it('[RTE15] ten thousand routes choose what the first that holds would', () => {
    const routes = Array.from({ length: 10_000 }, (_, n) => ({
      when: {
        all: [
          { field: 'summary', op: n % 2 === 0 ? 'contains' : 'startsWith', value: `host-${n} ` } as const,
          { field: 'urgency', op: 'gte', value: 'low' } as const,
        ],
      },
      service: `s-${n}`,
    }));
    const route = compileRoutes({ id: 'i', service: 'other', routes }, DEFAULTS);
    const at = (summary: string) =>
      route(eventSubject({ ...sampleEvent, summary }, { integration: 'i', urgency: 'high' }), AT).service;
    expect([
      at('host-7 down'),
      at('host-9999 down'),
      at('host-10000 down'),
      at('x host-4 y'),
      at('x host-5 y'),
    ]).toEqual(['s-7', 's-9999', 'other', 's-4', 'other']);
  });
});
