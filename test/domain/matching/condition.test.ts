import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../src/server/domain/matching/condition.ts';
import {
  findConditionProblems,
  MAX_CONDITION_DEPTH,
} from '../../../src/server/domain/matching/condition-problems.ts';
import { isEventField } from '../../../src/server/domain/matching/subject.ts';
import { type Condition, conditionSchema, OPERATORS, type Operator } from '../../../src/shared/condition.ts';
import { subjectOf } from './sample-event.ts';

const defaults = { zone: 'Asia/Seoul', holidays: new Set(['2026-12-25']) };
const NOON = Date.UTC(2026, 10, 23, 3); // Monday 12:00 in Seoul
const holds = (condition: Condition, subject = subjectOf(), at = NOON) =>
  compileCondition(condition, defaults)(subject, at);
const leaf = (field: string, op: Operator, value: string | number | boolean): Condition => ({
  field,
  op,
  value,
});

describe('operators', () => {
  it.each([
    ['summary', 'equals', 'RDS disk full on db-7', true],
    ['summary', 'equals', 'rds disk full on db-7', false],
    ['summary', 'notEquals', 'something else', true],
    ['summary', 'notEquals', 'RDS disk full on db-7', false],
    ['summary', 'contains', 'disk', true],
    ['summary', 'contains', 'Disk', false],
    ['summary', 'notContains', 'disk', false],
    ['summary', 'notContains', 'memory', true],
    ['summary', 'startsWith', 'RDS', true],
    ['summary', 'startsWith', 'disk', false],
    ['summary', 'notStartsWith', 'RDS', false],
    ['summary', 'notStartsWith', 'disk', true],
    ['summary', 'endsWith', 'db-7', true],
    ['summary', 'endsWith', 'db-', false],
    ['summary', 'notEndsWith', 'db-7', false],
    ['summary', 'notEndsWith', 'db-8', true],
    ['summary', 'matches', 'db-\\d$', true],
    ['summary', 'matches', '^disk', false],
    ['summary', 'matches', '(?i)RDS DISK', true],
    ['metric_value', 'gt', 93, true],
    ['metric_value', 'gt', 93.1, false],
    ['metric_value', 'gte', '93.10', true],
    ['metric_value', 'lt', 100, true],
    ['metric_value', 'lt', 93.1, false],
    ['metric_value', 'lte', 93.1, true],
    ['metric_value', 'lte', 93, false],
    ['details.up', 'equals', false, true],
    ['details.up', 'equals', 'false', true],
    ['details.load', 'equals', '0.750', true],
    ['event_time', 'gt', '2026-11-22T07:59:00.000Z', true],
    ['integration', 'equals', 'std', true],
  ] as const)('[RTE4] %s %s %s is %s', (field, op, value, expected) => {
    expect(holds(leaf(field, op, value))).toBe(expected);
  });

  it('[RTE4] numbers compare as numbers when both parse: 9 is less than 10', () => {
    expect(holds(leaf('metricValue', 'lt', '10'), subjectOf({ metricValue: '9' }))).toBe(true);
    expect(holds(leaf('metricValue', 'equals', '1e3'), subjectOf({ metricValue: ' 1000.0 ' }))).toBe(true);
  });

  it('[RTE4] a value that is no number is neither above nor below one', () => {
    for (const metricValue of ['N/A', '', '0x10', 'Infinity', '93%']) {
      for (const op of ['gt', 'gte', 'lt', 'lte'] as const) {
        expect(holds(leaf('metricValue', op, 5), subjectOf({ metricValue }))).toBe(false);
      }
    }
  });

  it('[RTE4] ids too long for a number are compared as text', () => {
    const subject = subjectOf({ dedupKey: '9007199254740993' });
    expect(holds(leaf('event_id', 'equals', '9007199254740993'), subject)).toBe(true);
    expect(holds(leaf('event_id', 'equals', '9007199254740992'), subject)).toBe(false);
    expect(holds(leaf('event_id', 'equals', '9007199254740991'), subject)).toBe(false);
  });

  it('[RTE5] urgency compares by rank: gt high is more urgent than high', () => {
    const urgent = subjectOf({}, 'highest');
    expect(holds(leaf('urgency', 'gt', 'high'), urgent)).toBe(true);
    expect(holds(leaf('urgency', 'gt', 'high'))).toBe(false);
    expect(holds(leaf('urgency', 'gte', 'high'))).toBe(true);
    expect(holds(leaf('urgency', 'lt', 'high'), subjectOf({}, 'none'))).toBe(true);
    expect(holds(leaf('urgency', 'lte', 'medium'))).toBe(false);
    expect(holds(leaf('urgency', 'equals', 'critical'), urgent)).toBe(true);
    expect(holds(leaf('urgency', 'notEquals', 'high'))).toBe(false);
    expect(holds(leaf('urgency', 'gte', 'no-such-word'), urgent)).toBe(false);
  });

  it('[RTE3] a missing field fails every operator but the negated ones', () => {
    const negated = new Set<Operator>(['notEquals', 'notContains', 'notStartsWith', 'notEndsWith']);
    const names = [
      'eventType',
      'details.nothing',
      'details.empty',
      'details.tags',
      'details',
      'no-such-field',
      'urgency',
    ];
    for (const name of names) {
      for (const op of OPERATORS) {
        for (const value of ['', 'high', '.*', 0]) {
          expect(holds(leaf(name, op, value), subjectOf({}, null)), `${name} ${op} ${value}`).toBe(
            negated.has(op),
          );
        }
      }
    }
  });

  it('[RTE6] a pattern RE2 refuses matches nothing and is reported', () => {
    const broken = leaf('summary', 'matches', '(?<=a)b(');
    expect(holds(broken)).toBe(false);
    expect(findConditionProblems({ all: [broken] }, 'routes[0].when')).toEqual([
      { path: 'routes[0].when.all[0].value', message: expect.stringMatching(/^expected an RE2 pattern: ./) },
    ]);
  });

  it('[RTE6] a hostile pattern takes linear time', () => {
    const test = compileCondition(leaf('details.text', 'matches', '(a+)+$'), defaults);
    const text = `${'a'.repeat(50_000)}!`;
    const started = performance.now();
    for (let i = 0; i < 10; i += 1) expect(test(subjectOf({ details: { text } }), NOON)).toBe(false);
    expect((performance.now() - started) / 10).toBeLessThan(50);
  });
});

describe('nesting', () => {
  const yes = leaf('summary', 'contains', 'RDS');
  const no = leaf('summary', 'contains', 'Kafka');

  it('[RTE8] all, any and not nest; an empty all holds, an empty any does not', () => {
    expect(holds({ all: [yes, { not: no }, { any: [no, yes] }] })).toBe(true);
    expect(holds({ all: [yes, no] })).toBe(false);
    expect(holds({ any: [no, { all: [yes, no] }] })).toBe(false);
    expect(holds({ all: [] })).toBe(true);
    expect(holds({ any: [] })).toBe(false);
    expect(holds({ not: { all: [] } })).toBe(false);
  });

  const nest = (levels: number): Condition => {
    let condition: Condition = yes;
    for (let i = 0; i < levels; i += 1) condition = { not: condition };
    return condition;
  };

  it('[RTE8] 64 levels are allowed and work, 65 are reported', () => {
    const deepest = conditionSchema.parse(nest(MAX_CONDITION_DEPTH));
    expect(findConditionProblems(deepest, 'when')).toEqual([]);
    expect(holds(deepest)).toBe(true);
    const problems = findConditionProblems(nest(MAX_CONDITION_DEPTH + 1), 'when');
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain('64 levels');
  });

  it('[RTE8] looking for problems never exhausts the stack', () => {
    expect(findConditionProblems(nest(200_000), 'when')).toHaveLength(1);
  });

  it('[RTE11] a field nobody has is reported with its path, in the order of the document', () => {
    const condition: Condition = {
      any: [leaf('sumary', 'equals', 'x'), { not: leaf('details.', 'equals', 1) }, yes],
    };
    expect(findConditionProblems(condition, 'when', isEventField).map(({ path }) => path)).toEqual([
      'when.any[0].field',
      'when.any[1].not.field',
    ]);
  });
});

describe('time of week', () => {
  const office = { days: ['mon' as const], from: '09:00', to: '18:00' };

  it('[RTE7] holds in the default zone, or in its own', () => {
    expect(holds({ timeOfWeek: office })).toBe(true);
    expect(holds({ timeOfWeek: { ...office, zone: 'America/New_York' } })).toBe(false);
    expect(holds({ timeOfWeek: { ...office, days: ['tue'] } })).toBe(false);
  });

  it('[RTE7] is judged anew for every minute, both edges exact', () => {
    const test = compileCondition({ timeOfWeek: office }, defaults);
    const nine = Date.UTC(2026, 10, 23, 0);
    const subject = subjectOf();
    expect(test(subject, nine - 1)).toBe(false);
    expect(test(subject, nine)).toBe(true);
    expect(test(subject, nine - 1)).toBe(false);
    expect(test(subject, nine + 9 * 3_600_000 - 1)).toBe(true);
    expect(test(subject, nine + 9 * 3_600_000)).toBe(false);
  });
});
