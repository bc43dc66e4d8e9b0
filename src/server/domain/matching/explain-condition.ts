import type { Condition, Operator, WeekWindow } from '../../../shared/condition.ts';
import { isInWindow } from '../time/week-window.ts';
import { compileComparison } from './compare.ts';
import type { ConditionDefaults } from './condition.ts';
import type { FieldValue, Subject } from './subject.ts';

/** A condition with its verdict at every level. */
export type Explained =
  | { readonly kind: 'all' | 'any'; readonly holds: boolean; readonly inner: readonly Explained[] }
  | { readonly kind: 'not'; readonly holds: boolean; readonly inner: readonly [Explained] }
  | {
      readonly kind: 'field';
      readonly holds: boolean;
      readonly field: string;
      readonly op: Operator;
      readonly expected: string | number | boolean;
      /** Undefined: the field is missing, or not a single value (RTE3). */
      readonly found: FieldValue;
    }
  | { readonly kind: 'time'; readonly holds: boolean; readonly window: WeekWindow; readonly zone: string };

export type Leaf = Extract<Explained, { kind: 'field' | 'time' }>;

/**
 * [RTE41] What `compileCondition` decides without a word, with the words: every part is asked, those too that the verdict
 * does not need. For dry runs and people; never on the way of an event.
 */
export function explainCondition(
  condition: Condition,
  defaults: ConditionDefaults,
  subject: Subject,
  at: number,
): Explained {
  const explain = (inner: Condition) => explainCondition(inner, defaults, subject, at);
  if ('all' in condition) {
    const inner = condition.all.map(explain);
    return { kind: 'all', holds: inner.every(({ holds }) => holds), inner };
  }
  if ('any' in condition) {
    const inner = condition.any.map(explain);
    return { kind: 'any', holds: inner.some(({ holds }) => holds), inner };
  }
  if ('not' in condition) {
    const inner = explain(condition.not);
    return { kind: 'not', holds: !inner.holds, inner: [inner] };
  }
  if ('timeOfWeek' in condition) {
    const { zone = defaults.zone, ...window } = condition.timeOfWeek;
    const holds = isInWindow(condition.timeOfWeek, at, zone, defaults.holidays);
    return { kind: 'time', holds, window, zone };
  }
  const { field, op, value } = condition;
  const found = subject.field(field);
  return {
    kind: 'field',
    holds: compileComparison(field, op, value)(found),
    field,
    op,
    expected: value,
    found,
  };
}

/**
 * The leaf that decided: of an `all` that does not hold the first part that does not, of an `any` that holds the first that
 * does, and through a `not` whatever decided its inside. Null for an `any` without parts or an `all` of none.
 */
export function decidingLeaf(explained: Explained): Leaf | null {
  switch (explained.kind) {
    case 'field':
    case 'time':
      return explained;
    case 'not':
      return decidingLeaf(explained.inner[0]);
    case 'all':
    case 'any': {
      const { holds, inner } = explained;
      const decided = inner.find((one) => one.holds === holds) ?? inner[0];
      return decided === undefined ? null : decidingLeaf(decided);
    }
  }
}
