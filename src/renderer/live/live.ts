import type { Annunciate, Command, CommandResult } from '../../shared/stream.ts';
import { type Connection, type ConnectionState, openConnection, refusal } from './connection.ts';
import { isCurrent } from './freshness.ts';
import type { Effect } from './live-reducer.ts';
import { createLiveStore, type LiveStore } from './live-store.ts';
import { everyFrame, everyMs } from './scheduler.ts';
import { createTicker, type Ticker } from './ticker.ts';

/** A page's link to the server: state, trust in it, and the way to answer. */
export interface Live {
  readonly store: LiveStore;
  readonly ticker: Ticker;
  connection(): ConnectionState;
  /**
   * Sends an answer and waits for what came of it. Refused at once (`not-live`) while the picture is not current:
   * nothing is queued. `no-answer` after 8 s: it may or may not have happened.
   */
  sendCommand(command: Command): Promise<CommandResult>;
  onAnnunciate(listener: (annunciate: Annunciate) => void): () => void;
  close(): void;
}

export interface LiveOptions {
  readonly token: string;
  /** Walls draw at most ten times a second, consoles once per frame. */
  readonly kind: 'wall' | 'console';
  readonly url?: string;
}

/** A link that says connected but brings nothing for this long is made anew. */
const DEAD_LINK_MS = 8000;
const TICK_MS = 100;
const RELOAD_KEY = 'watchfloor.reloadedAt';

/** Connects and keeps connected until `close`. */
export function openLive({ token, kind, url }: LiveOptions): Live {
  const annunciators = new Set<(annunciate: Annunciate) => void>();
  let connectionState: ConnectionState = 'connecting';
  let connection: Connection | null = null;
  let renewedAt = performance.now();

  const store = createLiveStore({
    now: () => performance.now(),
    schedule: (flush) => (kind === 'wall' ? everyMs(100, flush) : everyFrame(flush)),
    onEffect: (effect) => act(effect),
  });
  const ticker = createTicker(TICK_MS);

  function act(effect: Effect): void {
    if (effect === 'resync') connection?.resync();
    else reloadOnce();
  }

  connection = openConnection({
    token,
    ...(url === undefined ? {} : { url }),
    position: () => {
      const { epoch, seq, floor, mustSnapshot } = store.current();
      return floor && epoch && !mustSnapshot ? { epoch, lastSeq: seq } : null;
    },
    onFrame: (frame) => store.take(frame),
    onAnnunciate: (annunciate) => {
      for (const listener of [...annunciators]) listener(annunciate);
    },
    onState: (state) => {
      connectionState = state;
    },
  });

  const stopWatching = ticker.subscribe(() => {
    const quietSince = Math.max(store.lastArrival(), renewedAt);
    if (connectionState !== 'connected' || performance.now() - quietSince < DEAD_LINK_MS) return;
    renewedAt = performance.now();
    connection?.renew();
  });

  return {
    store,
    ticker,
    connection: () => connectionState,
    async sendCommand(command) {
      if (!connection || !isCurrent(store.freshness().state)) {
        return refusal('not-live', 'This page is not up to date. Nothing was sent.');
      }
      return connection.send(command);
    },
    onAnnunciate(listener) {
      annunciators.add(listener);
      return () => annunciators.delete(listener);
    },
    close() {
      stopWatching();
      ticker.stop();
      connection?.close();
      store.dispose();
    },
  };
}

/** A page of another protocol loads the server's own. Not more than once a minute: a server half replaced must not spin it. */
function reloadOnce(): void {
  const last = Number(window.sessionStorage.getItem(RELOAD_KEY) ?? 0);
  if (performance.timeOrigin + performance.now() - last < 60_000) return;
  window.sessionStorage.setItem(RELOAD_KEY, String(performance.timeOrigin + performance.now()));
  window.location.reload();
}
