import type { DatabaseSync } from 'node:sqlite';

/** Numbers of rows by their text id, remembered because hot repeats ask for the same few again and again. */
export interface RowNumbers {
  /** Throws (a bug, not a disk failure) when the ledger has no such row. */
  readonly of: (id: string) => number;
  readonly set: (id: string, number: number) => void;
  readonly forget: () => void;
}

/** Ids remembered at most; past that all are forgotten and learnt anew. About 4 MB. */
const REMEMBERED = 30_000;

export function createRowNumbers(db: DatabaseSync, table: 'incidents' | 'events'): RowNumbers {
  const column = table === 'incidents' ? 'number' : 'seq';
  const find = db.prepare(`SELECT ${column} AS number FROM ${table} WHERE id = ?`);
  const numbers = new Map<string, number>();
  const set = (id: string, number: number): void => {
    if (numbers.size >= REMEMBERED) numbers.clear();
    numbers.set(id, number);
  };
  return {
    of: (id) => {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      const row = find.get(id);
      if (!row) throw new Error(`the ledger has no row '${id}' in ${table}`);
      const number = Number(row.number);
      set(id, number);
      return number;
    },
    set,
    forget: () => numbers.clear(),
  };
}
