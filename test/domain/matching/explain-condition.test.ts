import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  letrec,
  oneof,
  option,
  property,
  record,
  string,
} from 'fast-check';
import { expect, it } from 'vitest';
import { compileCondition } from '../../../src/server/domain/matching/condition.ts';
import { decidingLeaf, explainCondition } from '../../../src/server/domain/matching/explain-condition.ts';
import { type Condition, OPERATORS } from '../../../src/shared/condition.ts';
import { URGENCIES, WEEKDAYS } from '../../../src/shared/words.ts';
import { subjectOf } from './sample-event.ts';

const defaults = { zone: 'Asia/Seoul', holidays: new Set(['2026-12-25']) };
const NOON = Date.UTC(2026, 10, 23, 3);
const HOUR = 3_600_000;

const clock = integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:00`);
const field = record({
  field: constantFrom(
    'summary',
    'urgency',
    'metricValue',
    'resource',
    'details.team',
    'details.none',
    'nothing',
    'threshold',
  ),
  op: constantFrom(...OPERATORS),
  value: oneof(
    constantFrom('disk', 'db-7', 'RDS', '93.1', '', 'dba', 'critical', '^R', '(', ...URGENCIES),
    string({ maxLength: 4 }),
    integer({ min: -5, max: 120 }),
    boolean(),
  ),
});
const time = record({
  timeOfWeek: record(
    {
      from: clock,
      to: clock,
      days: array(constantFrom(...WEEKDAYS, 'holiday' as const), { minLength: 1, maxLength: 3 }),
      zone: constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Seoul'),
    },
    { requiredKeys: ['from', 'to'] },
  ),
});
const { condition } = letrec<{ condition: Condition }>((tie) => ({
  condition: oneof(
    { maxDepth: 4 },
    field,
    time,
    record({ all: array(tie('condition'), { maxLength: 3 }) }),
    record({ any: array(tie('condition'), { maxLength: 3 }) }),
    record({ not: tie('condition') }),
  ) as never,
}));

it('[RTE41] an explained condition always says what the compiled one decides', () => {
  let held = 0;
  let ran = 0;
  assert(
    property(
      condition,
      record({
        resource: option(constantFrom('db-7', '')),
        metricValue: option(constantFrom('93.1', 'many', '12')),
        summary: constantFrom('RDS disk full on db-7', 'disk', ''),
      }),
      option(constantFrom(...URGENCIES)),
      integer({ min: 0, max: 24 * 400 }),
      (of, event, urgency, hours) => {
        const subject = subjectOf(event, urgency);
        const at = NOON + hours * HOUR;
        const verdict = compileCondition(of, defaults)(subject, at);
        const explained = explainCondition(of, defaults, subject, at);
        ran += 1;
        if (verdict) held += 1;
        expect(explained.holds).toBe(verdict);
      },
    ),
    { numRuns: 3000 },
  );
  // Both answers were met: a generator that only ever fails would prove nothing.
  expect(held).toBeGreaterThan(ran / 10);
  expect(held).toBeLessThan(ran * 0.9);
});

it('[RTE41] names the part that decided, with what was found', () => {
  const of: Condition = {
    all: [
      { field: 'summary', op: 'contains', value: 'disk' },
      {
        any: [
          { field: 'resource', op: 'equals', value: 'db-8' },
          { not: { field: 'urgency', op: 'gte', value: 'low' } },
        ],
      },
    ],
  };
  const explained = explainCondition(of, defaults, subjectOf(), NOON);
  expect(explained.holds).toBe(false);
  expect(decidingLeaf(explained)).toMatchObject({
    field: 'resource',
    expected: 'db-8',
    found: 'db-7',
    holds: false,
  });
  const missing = explainCondition(
    { field: 'details.none', op: 'equals', value: 'x' },
    defaults,
    subjectOf(),
    NOON,
  );
  expect(decidingLeaf(missing)).toMatchObject({ field: 'details.none', found: undefined });
  expect(decidingLeaf(explainCondition({ any: [] }, defaults, subjectOf(), NOON))).toBeNull();
});
