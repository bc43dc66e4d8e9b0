import { createContext, useCallback, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Annunciate } from '../../shared/stream.ts';
import type { ConnectionState } from './connection.ts';
import type { Freshness } from './freshness.ts';
import type { Live } from './live.ts';
import type { LiveState } from './live-reducer.ts';

export const LiveContext = createContext<Live | null>(null);

/** The page's link. Throws outside a `LiveContext`: that is a bug, not a state. */
export function useLiveLink(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLiveLink outside LiveContext');
  return live;
}

/** Part of the stream's state; draws again only when `select` gives another value (`Object.is`, or `isEqual`). */
export function useLive<T>(select: (state: LiveState) => T, isEqual: (a: T, b: T) => boolean = Object.is): T {
  const { store } = useLiveLink();
  const kept = useRef<{ readonly value: T } | null>(null);
  return useSyncExternalStore(store.subscribe, () => {
    const value = select(store.getSnapshot());
    if (!kept.current || !isEqual(kept.current.value, value)) kept.current = { value };
    return kept.current.value;
  });
}

/** How far the picture may be trusted now. Draws again on a change of state, and of the age by `stepMs`. */
export function useFreshness(stepMs = 100): Freshness {
  const { store, ticker } = useLiveLink();
  const kept = useRef<Freshness | null>(null);
  return useSyncExternalStore(ticker.subscribe, () => {
    const now = store.freshness();
    const last = kept.current;
    const isSame =
      last !== null &&
      last.state === now.state &&
      last.cause === now.cause &&
      Math.floor(last.ageMs / stepMs) === Math.floor(now.ageMs / stepMs);
    if (!isSame) kept.current = now;
    return kept.current ?? now;
  });
}

/** As `useFreshness`, but only the state: draws again a few times a day. */
export function useFreshnessState(): Freshness['state'] {
  const { store, ticker } = useLiveLink();
  return useSyncExternalStore(ticker.subscribe, () => store.freshness().state);
}

/**
 * Server time in epoch ms, in steps of `intervalMs`; null before the first frame.
 * Stands still while the page has stopped: an age that runs on would pretend to know.
 */
export function useServerNow(intervalMs = 1000): number | null {
  const { store, ticker } = useLiveLink();
  return useSyncExternalStore(ticker.subscribe, () => {
    const { state, since } = store.freshness();
    const now = state === 'stopped' ? since : store.serverNow();
    return now === null ? null : Math.floor(now / intervalMs) * intervalMs;
  });
}

/** State of the link itself, for words such as "connecting again". */
export function useConnectionState(): ConnectionState {
  const live = useLiveLink();
  return useSyncExternalStore(live.ticker.subscribe, live.connection);
}

/** Calls `listener` for each annunciation of the server; never for those of before the page opened. */
export function useAnnunciations(listener: (annunciate: Annunciate) => void): void {
  const live = useLiveLink();
  const latest = useRef(listener);
  latest.current = listener;
  const call = useCallback((annunciate: Annunciate) => latest.current(annunciate), []);
  useEffect(() => live.onAnnunciate(call), [live, call]);
}
