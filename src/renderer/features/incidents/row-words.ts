import { createContext, useContext } from 'react';
import type { Directory } from '../../../shared/stream.ts';
import type { Text } from '../shell/use-text.ts';

/** What every cell needs to say things, looked up once for the table: a hook per cell is what made scrolling slow. */
export interface RowWords {
  readonly t: Text;
  /** Words common to all pages: urgencies, marks, units. */
  readonly common: Text;
  readonly locale: string;
  readonly zone: string;
  readonly directory: Directory;
}

export const RowWordsContext = createContext<RowWords | null>(null);

/** The table's words. Throws outside a table: that is a bug, not a state. */
export function useRowWords(): RowWords {
  const words = useContext(RowWordsContext);
  if (words === null) throw new Error('useRowWords outside a table');
  return words;
}
