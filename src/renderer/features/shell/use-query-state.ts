import { useCallback, useMemo } from 'react';
import { replaceQuery, useQueryText } from './navigation-store.ts';

/** A page's filters, kept in the URL: what is the default is left out. */
export function useQueryState<T extends Record<string, string>>(
  defaults: T,
): readonly [T, (change: Partial<T>) => void] {
  const text = useQueryText();
  const values = useMemo(() => {
    const query = new URLSearchParams(text);
    return Object.fromEntries(
      Object.entries(defaults).map(([key, value]) => [key, query.get(key) ?? value]),
    ) as T;
  }, [text, defaults]);
  const change = useCallback(
    (part: Partial<T>) => {
      const query = new URLSearchParams(location.search);
      for (const [key, value] of Object.entries(part)) {
        if (value === undefined || value === defaults[key]) query.delete(key);
        else query.set(key, value);
      }
      replaceQuery(query);
    },
    [defaults],
  );
  return [values, change];
}
