/** Where a page ended: values of the columns the list is ordered by. Opaque to whoever holds it. */
export type Position = readonly number[];

export const encodeCursor = (position: Position): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** Throws `bad cursor` unless it holds `length` whole numbers. */
export function decodeCursor(cursor: string, length: number): Position {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    position = null;
  }
  if (!Array.isArray(position) || position.length !== length || !position.every(Number.isSafeInteger)) {
    throw new Error('bad cursor');
  }
  return position as Position;
}

/** Rows of one page and whether there are more: ask for `limit + 1` rows. */
export function page<Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  positionOf: (row: Row) => Position,
): { readonly items: readonly Item[]; readonly nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null,
  };
}
