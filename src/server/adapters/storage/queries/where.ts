import type { SQLInputValue } from 'node:sqlite';

/** Conditions joined by AND, with their parameters in order. */
export interface Where {
  readonly sql: string;
  readonly params: readonly SQLInputValue[];
}

export const where = (sql: string, ...params: readonly SQLInputValue[]): Where => ({ sql, params });

/** `column IN (…)`, nothing when no list is given; an empty list admits nothing. */
export function inList(column: string, values: readonly SQLInputValue[] | undefined): Where[] {
  if (values === undefined) return [];
  if (values.length === 0) return [where('0')];
  return [where(`${column} IN (${values.map(() => '?').join(', ')})`, ...values)];
}

/** `[from, to)` on a column of instants. */
export function span(column: string, from: number | undefined, to: number | undefined): Where[] {
  return [
    ...(from === undefined ? [] : [where(`${column} >= ?`, from)]),
    ...(to === undefined ? [] : [where(`${column} < ?`, to)]),
  ];
}

export function all(parts: readonly Where[]): Where {
  if (parts.length === 0) return where('1');
  return {
    sql: parts.map((part) => `(${part.sql})`).join(' AND '),
    params: parts.flatMap((part) => part.params),
  };
}

/** A text as part of a LIKE pattern with `ESCAPE '\'`. */
export const likePart = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
