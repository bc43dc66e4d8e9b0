import type { Condition } from '../../../shared/condition.ts';
import { checkPattern } from './regex.ts';

/** Levels of `all`, `any` and `not` a condition may have (RTE8). */
export const MAX_CONDITION_DEPTH = 64;

export interface ConditionProblem {
  /** Where, for example `routes[0].when.all[1].value`. */
  readonly path: string;
  readonly message: string;
}

/**
 * What the schema of a condition cannot see: nesting too deep, a pattern RE2 refuses, a field nobody has.
 * Walks without recursion, so that no document can exhaust the stack.
 * @param isField says whether a field name exists for the subject at hand; without it any name will do.
 */
export function findConditionProblems(
  condition: Condition,
  path: string,
  isField: (name: string) => boolean = () => true,
): readonly ConditionProblem[] {
  const problems: ConditionProblem[] = [];
  const pending = [{ condition, path, depth: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { condition: here, path: at, depth } = next;
    const inner = listInner(here, at);
    if (inner.length > 0 && depth > MAX_CONDITION_DEPTH) {
      problems.push({
        path: at,
        message: `expected at most ${MAX_CONDITION_DEPTH} levels of all, any and not`,
      });
      continue;
    }
    for (const [child, childPath] of inner.toReversed()) {
      pending.push({ condition: child, path: childPath, depth: depth + 1 });
    }
    if (!('field' in here)) continue;
    if (!isField(here.field)) problems.push({ path: `${at}.field`, message: 'expected the name of a field' });
    const refused = here.op === 'matches' ? checkPattern(String(here.value)) : null;
    if (refused !== null) problems.push({ path: `${at}.value`, message: refused });
  }
  return problems;
}

function listInner(condition: Condition, path: string): readonly (readonly [Condition, string])[] {
  if ('all' in condition) return condition.all.map((inner, i) => [inner, `${path}.all[${i}]`] as const);
  if ('any' in condition) return condition.any.map((inner, i) => [inner, `${path}.any[${i}]`] as const);
  if ('not' in condition) return [[condition.not, `${path}.not`]];
  return [];
}
