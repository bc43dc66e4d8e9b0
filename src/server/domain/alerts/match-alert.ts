import { type AlertField, instantOf, kindOf, needsFacts, type Operator, spanOf } from './alert-fields.ts';
import type { AlertQuery } from './alert-query.ts';

/** An alert as a search sees it. */
export interface AlertSubject {
  /** Values of a field; none where it has none. Times are epoch ms. `path` names a key of the details. */
  values(field: AlertField, path: string | null): readonly (string | number | boolean)[];
}

/** Fields that a word without a field is looked for in. */
const FREE: readonly AlertField[] = ['message', 'alias', 'description', 'entity', 'source', 'tag', 'tinyId'];

/** Whether an alert is one a search asks for (ING119). */
export function matchesAlert(query: AlertQuery, alert: AlertSubject): boolean {
  switch (query.kind) {
    case 'all':
      return query.of.every((part) => matchesAlert(part, alert));
    case 'any':
      return query.of.some((part) => matchesAlert(part, alert));
    case 'not':
      return !matchesAlert(query.of, alert);
    case 'text':
      return FREE.some((field) =>
        alert.values(field, null).some((value) => matchesText(String(value), query.value, false)),
      );
    case 'term': {
      const { field, path, op, value } = query;
      const values = alert.values(field, path);
      if (op === 'isNot') return !values.some((one) => matchesValue(field, 'is', one, value));
      return values.some((one) => matchesValue(field, op, one, value));
    }
  }
}

function matchesValue(
  field: AlertField,
  op: Operator,
  found: string | number | boolean,
  asked: string,
): boolean {
  switch (kindOf(field)) {
    case 'flag':
      return String(found) === asked.toLowerCase();
    case 'number':
      return compare(Number(found), op, Number(asked), 0);
    case 'time':
      return compare(Number(found), op, instantOf(asked) ?? Number.NaN, spanOf(asked));
    case 'text':
      return matchesText(String(found), asked, false);
    case 'exact':
      // P1 is the worst: it is the greater one.
      if (field === 'priority') return compare(-rank(String(found)), op, -rank(asked), 0);
      // Keys are case-sensitive.
      if (field === 'alias' && !asked.includes('*')) return found === asked;
      return matchesText(String(found), asked, true);
  }
}

const rank = (priority: string): number => Number(priority.slice(1));

function compare(found: number, op: Operator, asked: number, span: number): boolean {
  switch (op) {
    case 'gt':
      return found > asked;
    case 'gte':
      return found >= asked;
    case 'lt':
      return found < asked;
    case 'lte':
      return found <= asked;
    default:
      return span === 0 ? found === asked : found >= asked && found < asked + span;
  }
}

/** Whole values are compared from end to end, others anywhere; `*` stands for anything, without a regular expression. */
function matchesText(found: string, asked: string, isWhole: boolean): boolean {
  const text = found.toLowerCase();
  const parts = asked.toLowerCase().split('*');
  if (parts.length === 1) return isWhole ? text === parts[0] : text.includes(parts[0]!);
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (!isWhole) return findInOrder(text, parts, 0) !== -1;
  if (!text.startsWith(first)) return false;
  const end = findInOrder(text, parts.slice(1, -1), first.length);
  return end !== -1 && text.length - last.length >= end && text.endsWith(last);
}

/** Where the last part ends when all are found one after the other, else -1. */
function findInOrder(text: string, parts: readonly string[], from: number): number {
  let at = from;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found === -1) return -1;
    at = found + part.length;
  }
  return at;
}

/** Whether a search asks for anything that lies beside the incident. */
export function queryNeedsFacts(query: AlertQuery): boolean {
  switch (query.kind) {
    case 'all':
    case 'any':
      return query.of.some(queryNeedsFacts);
    case 'not':
      return queryNeedsFacts(query.of);
    case 'text':
      return true;
    case 'term':
      return needsFacts(query.field);
  }
}

/** What every alert of a search must be, as far as an index can tell: narrows the walk, never the result. */
export interface QueryBounds {
  readonly isClosed?: boolean;
  /** Created in `[from, to)`, epoch ms. */
  readonly from?: number;
  readonly to?: number;
}

export function boundsOf(query: AlertQuery): QueryBounds {
  if (query.kind === 'all') {
    let bounds: QueryBounds = {};
    for (const part of query.of) bounds = narrow(bounds, boundsOf(part));
    return bounds;
  }
  if (query.kind !== 'term') return {};
  const { field, op, value } = query;
  if (field === 'status' && (op === 'is' || op === 'isNot'))
    return { isClosed: (value.toLowerCase() === 'closed') === (op === 'is') };
  const at = field === 'createdAt' ? instantOf(value) : null;
  if (at === null) return {};
  switch (op) {
    case 'gt':
    case 'gte':
      return { from: at };
    case 'lt':
    case 'lte':
      return { to: at + 1 };
    case 'is':
      return { from: at, to: at + Math.max(1, spanOf(value)) };
    case 'isNot':
      return {};
  }
}

function narrow(a: QueryBounds, b: QueryBounds): QueryBounds {
  const from = Math.max(a.from ?? Number.NEGATIVE_INFINITY, b.from ?? Number.NEGATIVE_INFINITY);
  const to = Math.min(a.to ?? Number.POSITIVE_INFINITY, b.to ?? Number.POSITIVE_INFINITY);
  // Two that exclude each other leave the walk as it is: nothing matches in the end.
  const isClosed = a.isClosed ?? b.isClosed;
  return {
    ...(isClosed === undefined ? {} : { isClosed }),
    ...(from === Number.NEGATIVE_INFINITY ? {} : { from }),
    ...(to === Number.POSITIVE_INFINITY ? {} : { to }),
  };
}
