import type { TraceLeaf } from '../../../shared/api/dry-run.ts';
import type { Condition } from '../../../shared/condition.ts';
import type { NotificationRule, ShortWhen } from '../../../shared/config/user.ts';
import { type Reason, reason } from '../../../shared/reason.ts';
import { decidingLeaf, type Explained } from '../../domain/matching/explain-condition.ts';

/** Longer values are cut: a trace shows why, not the whole payload. */
const MAX_VALUE = 200;
/** Parts of one condition that are shown. */
const MAX_PARTS = 60;

const cut = (value: unknown): string => {
  const text = String(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
};

/** [RTE41] The part of a condition that decided: what was found, what was expected. */
export function becauseOf(explained: Explained): Reason {
  const leaf = decidingLeaf(explained);
  if (leaf === null)
    return explained.holds
      ? reason('RTE41', 'the condition asks for nothing', { cause: 'always' })
      : reason('RTE41', 'the condition has no part that could hold', { cause: 'never' });
  if (leaf.kind === 'time') {
    const { window, zone } = leaf;
    const { from, to } = window;
    const days = window.days?.join(' ') ?? '';
    const params = { from, to, days, zone };
    return leaf.holds
      ? reason('RTE41', `it is within ${days} ${from}–${to} in ${zone}`, { ...params, cause: 'within' })
      : reason('RTE41', `it is not within ${days} ${from}–${to} in ${zone}`, { ...params, cause: 'outside' });
  }
  const { field, op } = leaf;
  const expected = cut(leaf.expected);
  if (leaf.found === undefined)
    return reason('RTE41', `${field} is missing; expected ${op} "${expected}"`, {
      field,
      op,
      expected,
      cause: 'missing',
    });
  const found = cut(leaf.found);
  const params = { field, op, expected, found };
  return leaf.holds
    ? reason('RTE41', `${field} is "${found}": ${op} "${expected}" holds`, { ...params, cause: 'holds' })
    : reason('RTE41', `${field} is "${found}"; expected ${op} "${expected}"`, { ...params, cause: 'fails' });
}

/** Every part of a condition that has several, as lines; nothing for a single leaf. */
export function partsOf(explained: Explained): TraceLeaf[] | undefined {
  if (explained.kind === 'field' || explained.kind === 'time') return undefined;
  const parts: TraceLeaf[] = [];
  const walk = (one: Explained, depth: number): void => {
    if (parts.length >= MAX_PARTS) return;
    const isLeaf = one.kind === 'field' || one.kind === 'time';
    parts.push({ holds: one.holds, kind: one.kind, depth, text: isLeaf ? becauseOf(one).text : one.kind });
    if (!isLeaf) for (const inner of one.inner) walk(inner, depth + 1);
  };
  walk(explained, 0);
  return parts;
}

const LONG = ['all', 'any', 'not', 'field', 'timeOfWeek'];

/** A personal rule's condition in its long form. */
export function conditionOf({ when }: NotificationRule): Condition {
  if (LONG.some((key) => key in when)) return when as Condition;
  const { urgency, service } = when as ShortWhen;
  const oneOf = (field: string, values: readonly string[] | undefined): Condition[] =>
    values === undefined ? [] : [{ any: values.map((value) => ({ field, op: 'equals' as const, value })) }];
  return { all: [...oneOf('urgency', urgency), ...oneOf('service', service)] };
}
