import { useRef } from 'react';
import type { Card } from './board-model.ts';

/**
 * Ids that were not on the board when last drawn, so that they animate once.
 * The first drawing has none: what stood there before the page opened is not new.
 */
export function useNewcomers(cards: readonly Card[]): ReadonlySet<string> {
  const seen = useRef<ReadonlySet<string> | null>(null);
  const marked = useRef<ReadonlySet<string>>(new Set());
  const ids = new Set(cards.map((card) => card.id));
  if (seen.current) {
    const known = seen.current;
    // A card keeps its mark while it stands: taking the class away and back would animate it again.
    marked.current = new Set([...ids].filter((id) => !known.has(id) || marked.current.has(id)));
  }
  seen.current = ids;
  return marked.current;
}
