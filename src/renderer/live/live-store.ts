import { type Freshness, judgeFreshness } from './freshness.ts';
import { type Effect, EMPTY_LIVE, type Frame, isInSync, type LiveState, reduceLive } from './live-reducer.ts';
import type { Scheduler } from './scheduler.ts';
import { learn, type ServerClock, serverTime, UNSET_CLOCK } from './server-clock.ts';

/** Framework-free holder of the stream's state; `subscribe`/`getSnapshot` fit `useSyncExternalStore`. */
export interface LiveStore {
  subscribe(listener: () => void): () => void;
  /** State as last published: coalesced, so that a burst of frames is one drawing. */
  getSnapshot(): LiveState;
  /** State including frames not yet published. */
  current(): LiveState;
  take(frame: Frame): void;
  /** Publishes now what waits. */
  flush(): void;
  freshness(): Freshness;
  /** Estimated server time, epoch ms; null before the first frame. */
  serverNow(): number | null;
  /** Monotonic ms of the last frame that could be read, or of the opening. */
  lastArrival(): number;
  dispose(): void;
}

export interface LiveStoreOptions {
  /** Monotonic ms. */
  readonly now: () => number;
  readonly schedule: (flush: () => void) => Scheduler;
  readonly onEffect: (effect: Effect) => void;
}

/** Makes a store. It asks no clock but `now` and starts nothing by itself. */
export function createLiveStore({ now, schedule, onEffect }: LiveStoreOptions): LiveStore {
  const openedAt = now();
  let state = EMPTY_LIVE;
  let published = state;
  let clock: ServerClock = UNSET_CLOCK;
  let lastGood: { mono: number; delayMs: number; at: number } | null = null;
  let arrivedAt = openedAt;
  const listeners = new Set<() => void>();

  const flush = () => {
    scheduler.cancel();
    if (published === state) return;
    published = state;
    for (const listener of [...listeners]) listener();
  };
  const scheduler = schedule(flush);

  /** Deltas alone do not prove a healthy server: only heartbeats and snapshots count as signs of life. */
  const note = (frame: Frame, mono: number) => {
    if (frame.kind === 'unreadable' || frame.kind === 'foreign') return;
    arrivedAt = mono;
    const at = Date.parse(frame.value.at);
    if (Number.isNaN(at)) return;
    clock = learn(clock, at, mono);
    if (frame.kind === 'delta' || !isInSync(state)) return;
    lastGood = { mono, delayMs: (serverTime(clock, mono) ?? at) - at, at };
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => published,
    current: () => state,
    take(frame) {
      // What was published is others' to read and stays; what came since is copied once and then changed in place.
      const isUnpublished = state.floor?.incidents !== published.floor?.incidents;
      const { state: next, effect } = reduceLive(state, frame, isUnpublished);
      const changed = next !== state;
      state = next;
      note(frame, now());
      if (effect) onEffect(effect);
      if (changed) scheduler.request();
    },
    flush,
    freshness: () =>
      judgeFreshness({ now: now(), openedAt, lastGood, inSync: isInSync(state), heartbeat: state.heartbeat }),
    serverNow: () => serverTime(clock, now()),
    lastArrival: () => arrivedAt,
    dispose() {
      scheduler.cancel();
      listeners.clear();
    },
  };
}
