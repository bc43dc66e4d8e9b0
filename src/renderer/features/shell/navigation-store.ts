import { useSyncExternalStore } from 'react';
import { parseRoute, type Route, routePath } from './route.ts';

/** Where the page is: path and query, kept by the browser's history. */
const listeners = new Set<() => void>();
let guard: (() => boolean) | null = null;
/** The place shown now, to return to when somebody keeps unsaved work. */
let shown = typeof location === 'undefined' ? '/' : location.pathname + location.search;

const announce = () => {
  shown = location.pathname + location.search;
  for (const listener of listeners) listener();
};

const onPopState = () => {
  if (guard !== null && location.pathname !== new URL(shown, location.origin).pathname && !guard()) {
    history.pushState(null, '', shown);
    return;
  }
  announce();
};

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener('popstate', onPopState);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener('popstate', onPopState);
  };
}

/**
 * Asks before the page is left: `mayLeave` returns false to stay.
 * @returns takes the question back.
 */
export function guardLeaving(mayLeave: () => boolean): () => void {
  guard = mayLeave;
  return () => {
    if (guard === mayLeave) guard = null;
  };
}

/** Goes to a path of this app, keeping the history. */
export function navigate(target: Route | string): void {
  const path = typeof target === 'string' ? target : routePath(target);
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) return;
  if (url.pathname !== location.pathname && guard !== null && !guard()) return;
  history.pushState(null, '', url.pathname + url.search);
  announce();
}

/** Changes the query without a new history entry: a filter is not a place to go back to. */
export function replaceQuery(query: URLSearchParams): void {
  const text = query.toString();
  history.replaceState(null, '', location.pathname + (text === '' ? '' : `?${text}`));
  announce();
}

export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);
export const useQueryText = (): string => useSyncExternalStore(subscribe, () => location.search);
export const useRoute = (): Route => parseRoute(usePath());
