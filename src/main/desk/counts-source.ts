import type { OpenCounts } from './server-client.ts';

/** Tells how much is open; null when the server does not say. */
export interface CountsSource {
  start(listener: (counts: OpenCounts | null) => void): void;
  stop(): void;
}

const EVERY_MS = 5000;

/** Asks the server every five seconds, one question at a time. */
export function pollCounts(ask: () => Promise<OpenCounts | null>): CountsSource {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let run = 0;
  return {
    start(listener) {
      run += 1;
      const mine = run;
      const round = async (): Promise<void> => {
        const counts = await ask();
        if (mine !== run) return;
        listener(counts);
        timer = setTimeout(round, EVERY_MS);
      };
      void round();
    },
    stop() {
      run += 1;
      clearTimeout(timer);
    },
  };
}
