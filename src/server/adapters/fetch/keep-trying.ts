import { explainFailure, type Fetcher, type FetcherContext } from './fetcher.ts';

const MAX_RETRY_MS = 300_000;
/** Timers stand still while a machine sleeps: the clock is asked this often. */
const LOOK_MS = 5000;

/** What one round came to. */
export interface Round {
  /** Until the next one. */
  readonly waitMs: number;
  /** What failed although nothing was lost by it; null when nothing did. */
  readonly problem: string | null;
}

/**
 * Rounds without end until stopped, or until the integration is not wanted any more. A round that rejects is tried
 * again after a delay that doubles to five minutes (ING144).
 */
export function keepTrying(
  id: string,
  context: FetcherContext,
  round: (signal: AbortSignal) => Promise<Round>,
  onFailure: () => void = () => undefined,
): Fetcher {
  const { status, core } = context;
  const { clock, log } = core;
  const stopping = new AbortController();
  const { signal } = stopping;

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  async function wait(ms: number): Promise<void> {
    const due = clock.elapsed() + ms;
    for (let left = ms; left > 0 && !signal.aborted && clock.elapsed() < due; left -= LOOK_MS)
      await sleep(Math.min(left, LOOK_MS));
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!signal.aborted && context.integration() !== null) {
      try {
        const { waitMs, problem } = await round(signal);
        failures = 0;
        if (problem === null) status.succeeded(id, clock.now());
        else status.failed(id, clock.now(), problem);
        await wait(waitMs);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        onFailure();
        const problem = explainFailure(error);
        status.failed(id, clock.now(), problem);
        log.warn({ integration: id, problem }, 'fetching failed');
        const delayMs = Math.min((context.retryMs ?? 1000) * 2 ** Math.min(failures - 1, 20), MAX_RETRY_MS);
        await wait(delayMs * (1 + core.random() * 0.2));
      }
    }
  }

  const running = run().catch((error: unknown) => log.error({ err: error }, 'a fetcher ended'));
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
