import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { IncidentItem } from '../../../shared/incident.ts';
import { useLiveLink } from '../../live/live-hooks.ts';
import { useDirectory, useMe, useZone } from '../shell/use-floor.ts';
import { dateStartMs } from '../shell/zoned.ts';
import { type IncidentFilter, matcher } from './incident-filter.ts';
import { comparator, holdOrder, orderIncidents } from './incident-order.ts';

/** The list is put in order again at most this often: rows must not jump under the reader's eye. */
const REORDER_MS = 500;

/** Rows remembered as they were last drawn, before those no longer needed are forgotten. */
const KEPT_SEEN = 2000;

const isSameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);

const NO_ITEMS: ReadonlyMap<string, IncidentItem> = new Map();

export interface IncidentRows {
  readonly ids: readonly string[];
  readonly waiting: number;
  readonly gone: ReadonlySet<string>;
  /** The latest of an incident: live, else as the server listed it, else as it was last shown. */
  readonly itemOf: (id: string) => IncidentItem | undefined;
  /** Shows what waits, once, while the order goes on being held. */
  readonly showWaiting: () => void;
}

/**
 * Ids to show, in order. Contents are drawn by the rows themselves, per frame; here only membership and order
 * are looked at, twice a second.
 * @param listed incidents read page by page from the server (closed ones, or everything)
 * @param isHeld somebody is at a row: nothing may move
 */
export function useIncidentRows(
  filter: IncidentFilter,
  listed: ReadonlyMap<string, IncidentItem>,
  isHeld: boolean,
): IncidentRows {
  const { store } = useLiveLink();
  const directory = useDirectory();
  const me = useMe()?.id ?? null;
  const zone = useZone();
  const [look, setLook] = useState(0);
  const [release, setRelease] = useState(0);
  const order = useRef<readonly string[]>([]);
  const shown = useRef<readonly string[]>([]);
  const lastSeen = useRef(new Map<string, IncidentItem>());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let seen = store.getSnapshot().floor?.incidents;
    const stop = store.subscribe(() => {
      const incidents = store.getSnapshot().floor?.incidents;
      if (incidents === seen || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        seen = store.getSnapshot().floor?.incidents;
        setLook((n) => n + 1);
      }, REORDER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` says when to look again; the names are those of then
  const fresh = useMemo(() => {
    const live = store.getSnapshot().floor?.incidents ?? NO_ITEMS;
    const items = listed.size === 0 ? live : new Map([...listed, ...live]);
    const matches = matcher(filter, {
      me,
      directory,
      fromMs: filter.from === null ? null : dateStartMs(filter.from, zone),
      toMs: filter.to === null ? null : dateStartMs(filter.to, zone, 1),
    });
    const ids = orderIncidents(items, matches, comparator(filter, directory), order.current);
    // The same order stays the same list: then nothing of the table is drawn again.
    if (!isSameOrder(ids, order.current)) order.current = ids;
    return order.current;
  }, [store, filter, listed, me, zone, look]);

  // Another filter or a release lets go of the held order.
  const letGo = useMemo(() => ({ filter, release }), [filter, release]);
  const heldFor = useRef(letGo);
  if (heldFor.current !== letGo) {
    heldFor.current = letGo;
    shown.current = [];
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: letting go shows the fresh order at once
  const view = useMemo(() => holdOrder(shown.current, fresh, isHeld), [fresh, isHeld, letGo]);
  useEffect(() => {
    shown.current = view.ids;
    // Rows that are gone are drawn from here; what is neither gone nor lately drawn need not be kept.
    if (lastSeen.current.size <= KEPT_SEEN) return;
    lastSeen.current = new Map([...lastSeen.current].filter(([id]) => view.gone.has(id)));
  }, [view]);

  const itemOf = useCallback(
    (id: string) => {
      const item = store.getSnapshot().floor?.incidents.get(id) ?? listed.get(id);
      if (item === undefined) return lastSeen.current.get(id);
      lastSeen.current.set(id, item);
      return item;
    },
    [store, listed],
  );
  return { ...view, itemOf, showWaiting: useCallback(() => setRelease((n) => n + 1), []) };
}
