import type { Metrics } from '../../../shared/stream.ts';
import { OUTCOMES } from '../../../shared/words.ts';
import type { LiveSource } from '../../runtime/live.ts';

/** Figures are counted off the writer's thread, and no more often than this. */
const REFRESH_MS = 5000;

/** The latest figures of the wall, counted in the background; null until the first count is in. */
export class MetricsCache {
  readonly #live: LiveSource;
  #current: Metrics | null = null;
  #startedAt = Number.NEGATIVE_INFINITY;
  #isRunning = false;
  #isClosed = false;

  constructor(live: LiveSource) {
    this.#live = live;
    this.refresh();
  }

  current(): Metrics | null {
    return this.#current;
  }

  empty(): Metrics {
    const outcomes = Object.fromEntries(
      OUTCOMES.map((outcome) => [outcome, 0]),
    ) as Metrics['today']['outcomes'];
    return {
      mttaMs: { today: null, week: null },
      mttrMs: { today: null, week: null },
      noiseRemoved: null,
      today: { received: 0, outcomes },
      alarmRate: [],
      floodThreshold: this.#live.catalog().config.settings.floodThreshold,
    };
  }

  /** Starts a count when the last one is old enough; a failed count leaves the figures as they were. */
  refresh(): void {
    const now = this.#live.now();
    if (this.#isRunning || this.#isClosed || now - this.#startedAt < REFRESH_MS) return;
    this.#isRunning = true;
    this.#startedAt = now;
    const { config } = this.#live.catalog();
    this.#live.queries
      .metrics(now, config.timeZone)
      .then((figures) => {
        const next = { ...figures, floodThreshold: config.settings.floodThreshold };
        if (JSON.stringify(next) !== JSON.stringify(this.#current)) this.#current = next;
      })
      .catch(() => {
        // The next refresh tries again; the figures on screen stay the last ones counted.
      })
      .finally(() => {
        this.#isRunning = false;
      });
  }

  close(): void {
    this.#isClosed = true;
  }
}
