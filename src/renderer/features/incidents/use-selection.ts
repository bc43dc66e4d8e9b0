import { useCallback, useRef, useState } from 'react';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  /** Selects from the row touched before to this one, in the order of the list. */
  readonly setRange: (ids: readonly string[], id: string) => void;
  readonly setAll: (ids: readonly string[]) => void;
  readonly clear: () => void;
}

/** Selected incidents, by id: the selection follows the incident, wherever its row goes. */
export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  return {
    ids,
    toggle: useCallback((id: string) => {
      last.current = id;
      setIds((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      });
    }, []),
    setRange: useCallback((order: readonly string[], id: string) => {
      const from = last.current === null ? -1 : order.indexOf(last.current);
      const to = order.indexOf(id);
      const span = from === -1 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1);
      last.current = id;
      setIds((before) => new Set([...before, ...span]));
    }, []),
    setAll: useCallback((order: readonly string[]) => setIds(new Set(order)), []),
    clear: useCallback(() => setIds(new Set()), []),
  };
}
