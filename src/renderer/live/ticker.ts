/** One shared clock of a page: every age and countdown ticks from it, so they all turn over together. */
export interface Ticker {
  subscribe(listener: () => void): () => void;
  stop(): void;
}

/** Ticks every `periodMs` while somebody listens, and at once when a hidden tab is shown again. */
export function createTicker(periodMs: number): Ticker {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    for (const listener of [...listeners]) listener();
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    document.removeEventListener('visibilitychange', tick);
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      if (timer === undefined) {
        timer = setInterval(tick, periodMs);
        document.addEventListener('visibilitychange', tick);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    stop,
  };
}
