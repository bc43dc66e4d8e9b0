import { useState } from 'react';
import { COLUMN_IDS, type ColumnId, DEFAULT_COLUMNS } from './columns.tsx';

const KEY = 'watchfloor.columns';

/** The columns of a stored choice, in the table's order; anything unreadable is the default. */
export function readColumns(stored: string | null): readonly ColumnId[] {
  const wanted = (stored ?? '').split(',');
  const chosen = COLUMN_IDS.filter((id) => wanted.includes(id));
  return chosen.length > 0 ? chosen : DEFAULT_COLUMNS;
}

/** Columns shown on this machine, and the way to change them. The summary always stays. */
export function useColumnChoice(): readonly [readonly ColumnId[], (id: ColumnId) => void] {
  const [chosen, setChosen] = useState(() => readColumns(localStorage.getItem(KEY)));
  const toggle = (id: ColumnId) => {
    if (id === 'summary') return;
    const next = COLUMN_IDS.filter((each) => (each === id ? !chosen.includes(id) : chosen.includes(each)));
    localStorage.setItem(KEY, next.join(','));
    setChosen(next);
  };
  return [chosen, toggle];
}
