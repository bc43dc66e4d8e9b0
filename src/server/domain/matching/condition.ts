import type { Condition, TimeLeaf } from '../../../shared/condition.ts';
import { isInWindow } from '../time/week-window.ts';
import { compileComparison } from './compare.ts';
import type { Subject } from './subject.ts';

/** A compiled condition; `at` is the instant that time-of-week leaves are judged at, epoch milliseconds. */
export type Test = (subject: Subject, at: number) => boolean;

/** What a condition takes from the document where it does not say itself. */
export interface ConditionDefaults {
  /** IANA zone of time-of-week leaves that name none. */
  readonly zone: string;
  /** Dates `YYYY-MM-DD` on which the day `holiday` holds. */
  readonly holidays: ReadonlySet<string>;
}

const MINUTE_MS = 60_000;

/**
 * Compiles a condition once; evaluating it then allocates nothing (product rule 7, RTE3–RTE8).
 * Nesting is limited by `findConditionProblems` when a configuration is read.
 */
export function compileCondition(condition: Condition, defaults: ConditionDefaults): Test {
  if ('all' in condition) {
    const tests = condition.all.map((inner) => compileCondition(inner, defaults));
    return (subject, at) => {
      for (const test of tests) if (!test(subject, at)) return false;
      return true;
    };
  }
  if ('any' in condition) {
    const tests = condition.any.map((inner) => compileCondition(inner, defaults));
    return (subject, at) => {
      for (const test of tests) if (test(subject, at)) return true;
      return false;
    };
  }
  if ('not' in condition) {
    const test = compileCondition(condition.not, defaults);
    return (subject, at) => !test(subject, at);
  }
  if ('timeOfWeek' in condition) return compileTimeLeaf(condition, defaults);
  const { field } = condition;
  const compare = compileComparison(field, condition.op, condition.value);
  return (subject) => compare(subject.field(field));
}

/** Windows begin and end on whole minutes, so one answer serves every event of a minute. */
function compileTimeLeaf({ timeOfWeek }: TimeLeaf, defaults: ConditionDefaults): Test {
  const zone = timeOfWeek.zone ?? defaults.zone;
  let minute = Number.NaN;
  let inside = false;
  return (_, at) => {
    const atMinute = Math.floor(at / MINUTE_MS);
    if (atMinute !== minute) {
      inside = isInWindow(timeOfWeek, at, zone, defaults.holidays);
      minute = atMinute;
    }
    return inside;
  };
}
