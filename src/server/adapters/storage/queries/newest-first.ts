import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { decodeCursor, page } from './cursor.ts';
import { all, inList, type Where, where } from './where.ts';

interface Listing {
  readonly table: string;
  /** Instant and number that order the list; both falling. */
  readonly at: string;
  readonly seq: string;
  /** A column with an index on (it, at): one ordered walk per value, merged, instead of a sort of all rows. */
  readonly walk?: { readonly column: string; readonly values: readonly SQLInputValue[] } | undefined;
  readonly where: readonly Where[];
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Walks at most; a filter naming more values is a plain condition. */
const MOST_WALKS = 20;

/** A page of row numbers, newest first, in time that does not grow with the rows behind it. */
export function newestFirst(db: DatabaseSync, list: Listing) {
  return page(
    newestRows(db, list),
    list.limit,
    (row) => row.seq,
    (row) => [row.at, row.seq],
  );
}

/** As `newestFirst`, the places of the page's rows and of one more when there are more. */
export function newestRows(
  db: DatabaseSync,
  list: Listing,
): readonly { readonly at: number; readonly seq: number }[] {
  const { table, at, seq, limit } = list;
  const after = list.cursor === undefined ? [] : [afterPosition(list, list.cursor)];
  const isWalked =
    list.walk !== undefined && list.walk.values.length > 0 && list.walk.values.length <= MOST_WALKS;
  const walks = isWalked
    ? list.walk!.values.map((value) => [where(`${list.walk!.column} = ?`, value)])
    : [inList(list.walk?.column ?? '', list.walk?.values)];

  const parts = walks.map((walk) => all([...walk, ...list.where, ...after]));
  const select = (part: Where) =>
    `SELECT ${seq} AS seq, ${at} AS at FROM ${table} WHERE ${part.sql} ORDER BY ${at} DESC, ${seq} DESC LIMIT ${limit + 1}`;
  const sql = `${parts.map((part) => `SELECT * FROM (${select(part)})`).join(' UNION ALL ')} ORDER BY at DESC, seq DESC LIMIT ${limit + 1}`;
  return db
    .prepare(sql)
    .all(...parts.flatMap((part) => part.params))
    .map((row) => ({ at: Number(row.at), seq: Number(row.seq) }));
}

function afterPosition({ at, seq }: Listing, cursor: string): Where {
  const [lastAt = 0, lastSeq = 0] = decodeCursor(cursor, 2);
  return where(`(${at}, ${seq}) < (?, ?)`, lastAt, lastSeq);
}
