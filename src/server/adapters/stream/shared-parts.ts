import type { Delta, Metrics } from '../../../shared/stream.ts';
import type { LivePart, LiveSource } from '../../runtime/live.ts';
import type { MetricsCache } from './metrics-cache.ts';

/** Parts that change with every event leave at most this often. */
const SLOW_PART_MS = 1000;

/** What every room sees alike besides incidents: marked when it may have changed, sent when it really has. */
export class SharedParts {
  readonly #live: LiveSource;
  readonly #metrics: MetricsCache;
  readonly #marked = new Set<LivePart>();
  #slowAt = 0;
  #metricsSent: Metrics | null = null;
  #oncallSent = '';

  constructor(live: LiveSource, metrics: MetricsCache) {
    this.#live = live;
    this.#metrics = metrics;
  }

  mark(...parts: readonly LivePart[]): void {
    for (const part of parts) this.#marked.add(part);
  }

  /** Takes what has changed since the last call, as parts of a delta. */
  take(now: number): Partial<Delta> {
    const live = this.#live;
    const take = (part: LivePart) => this.#marked.delete(part);
    const parts: Partial<Delta> = {};
    if (take('config')) parts.directory = live.directory();
    if (take('notices')) parts.notices = [...live.notices()];
    if (take('oncall')) this.#addOncall(parts);
    if (now - this.#slowAt < SLOW_PART_MS) return parts;
    this.#slowAt = now;
    if (take('sources')) parts.sources = [...live.sources()];
    if (take('conservation')) parts.conservation = live.conservation();
    if (take('quiet')) parts.quiet = live.quiet();
    const metrics = this.#metrics.current();
    if (metrics && metrics !== this.#metricsSent) {
      this.#metricsSent = metrics;
      parts.metrics = metrics;
    }
    return parts;
  }

  #addOncall(parts: Partial<Delta>): void {
    const oncall = [...this.#live.oncallNow()];
    const gaps = [...this.#live.gapsNow()];
    // A gap's own beginning moves with the clock while it lasts; only what it says counts.
    const encoded = JSON.stringify([oncall, gaps.map((gap) => [gap.schedule, gap.to])]);
    if (encoded === this.#oncallSent) return;
    this.#oncallSent = encoded;
    parts.oncall = oncall;
    parts.gaps = gaps;
  }
}
