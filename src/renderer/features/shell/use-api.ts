import { useCallback, useEffect, useRef, useState } from 'react';
import type { ZodType } from 'zod';
import { api, type Problem } from '../../session/api.ts';

/** An answer of the server as a page holds it. While a newer one is on its way the older stays. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly etag: string | null;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  /** Asks again, keeping what is shown meanwhile. */
  readonly reload: () => void;
}

interface State<T> {
  readonly path: string | null;
  readonly value: T | null;
  readonly etag: string | null;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
}

/** Reads `path` and again when it changes; null reads nothing. A slower, older answer never overwrites a newer one. */
export function useApi<T>(path: string | null, schema: ZodType<T>): Loaded<T> {
  const [state, setState] = useState<State<T>>({
    path: null,
    value: null,
    etag: null,
    problem: null,
    isLoading: path !== null,
  });
  const [round, setRound] = useState(0);
  const shape = useRef(schema);
  shape.current = schema;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    if (path === null) {
      setState({ path, value: null, etag: null, problem: null, isLoading: false });
      return;
    }
    const abort = new AbortController();
    setState((before) =>
      before.path === path
        ? { ...before, isLoading: true }
        : { path, value: null, etag: null, problem: null, isLoading: true },
    );
    void api(path, { schema: shape.current, signal: abort.signal }).then((result) => {
      if (abort.signal.aborted) return;
      setState((before) =>
        result.ok
          ? { path, value: result.value, etag: result.headers.get('etag'), problem: null, isLoading: false }
          : { ...before, path, problem: result.problem, isLoading: false },
      );
    });
    return () => abort.abort();
  }, [path, round]);
  const reload = useCallback(() => setRound((n) => n + 1), []);
  return {
    value: state.path === path ? state.value : null,
    etag: state.etag,
    problem: state.problem,
    isLoading: state.isLoading,
    reload,
  };
}

/** `?a=1&b=2` of what is set; null, undefined, false and empty lists are left out. */
export function queryOf(
  values: Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === false || value === '') continue;
    if (Array.isArray(value)) {
      if (value.length > 0) query.set(key, value.join(','));
    } else query.set(key, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
