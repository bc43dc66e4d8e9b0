import type { Operator } from '../../../shared/condition.ts';
import { assertNever, urgencyRank } from '../../../shared/words.ts';
import { compilePattern } from './regex.ts';
import type { FieldValue } from './subject.ts';
import { mapUrgencyWord } from './urgency-words.ts';

type Expected = string | number | boolean;
/** One operator bound to its expected value; a missing field is undefined. */
export type Comparison = (found: FieldValue) => boolean;

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A decimal number, or the text of one; null for everything else. No hex, no `Infinity`, no empty text. */
export function toNumber(value: string | number | boolean): number | null {
  if (typeof value === 'boolean' || (typeof value === 'string' && !NUMBER.test(value))) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Binds an operator to its value once, so that only the comparing is left for each event (RTE3–RTE6). */
export function compileComparison(field: string, op: Operator, expected: Expected): Comparison {
  const text = String(expected);
  switch (op) {
    case 'equals':
      return compileEquality(field, expected);
    case 'notEquals':
      return negated(compileEquality(field, expected));
    case 'gt':
      return compileOrder(field, expected, (order) => order > 0);
    case 'gte':
      return compileOrder(field, expected, (order) => order >= 0);
    case 'lt':
      return compileOrder(field, expected, (order) => order < 0);
    case 'lte':
      return compileOrder(field, expected, (order) => order <= 0);
    case 'contains':
      return onText((found) => found.includes(text));
    case 'notContains':
      return negated(onText((found) => found.includes(text)));
    case 'startsWith':
      return onText((found) => found.startsWith(text));
    case 'notStartsWith':
      return negated(onText((found) => found.startsWith(text)));
    case 'endsWith':
      return onText((found) => found.endsWith(text));
    case 'notEndsWith':
      return negated(onText((found) => found.endsWith(text)));
    case 'matches':
      return onText(compilePattern(text));
    default:
      return assertNever(op);
  }
}

const negated =
  (comparison: Comparison): Comparison =>
  (found) =>
    !comparison(found);

const onText =
  (test: (found: string) => boolean): Comparison =>
  (found) =>
    found !== undefined && test(typeof found === 'string' ? found : String(found));

function compileEquality(field: string, expected: Expected): Comparison {
  if (field === 'urgency') return compileUrgencyOrder(expected, (order) => order === 0);
  const text = String(expected);
  const number = toNumber(expected);
  // Beyond 2^53 different ids share a number: there only the text can tell.
  if (number === null || Math.abs(number) > Number.MAX_SAFE_INTEGER) return onText((found) => found === text);
  return (found) => found !== undefined && (String(found) === text || toNumber(found) === number);
}

function compileOrder(field: string, expected: Expected, holds: (order: number) => boolean): Comparison {
  if (field === 'urgency') return compileUrgencyOrder(expected, holds);
  const number = toNumber(expected);
  if (number === null) {
    const text = String(expected);
    return onText((found) => holds(found < text ? -1 : found > text ? 1 : 0));
  }
  return (found) => {
    const value = found === undefined ? null : toNumber(found);
    return value !== null && holds(value - number);
  };
}

/** `gt high` means more urgent than high. A word nobody knows has no rank and equals nothing. */
function compileUrgencyOrder(expected: Expected, holds: (order: number) => boolean): Comparison {
  const urgency = mapUrgencyWord(String(expected));
  if (urgency === null) return () => false;
  const rank = urgencyRank(urgency);
  return (found) => {
    const value = found === undefined ? null : mapUrgencyWord(String(found));
    return value !== null && holds(rank - urgencyRank(value));
  };
}
