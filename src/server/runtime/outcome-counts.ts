import type { Outcome } from '../../shared/words.ts';
import type { Instant } from '../domain/incident/incident.ts';

/** How many events of an integration had an outcome in the hour that begins at `at`. */
export interface OutcomeCount {
  readonly at: Instant;
  readonly integration: string;
  readonly outcome: Outcome;
  count: number;
}

/** Outcomes of one turn, by hour and integration (ING1). */
export class OutcomeCounts {
  readonly #counts = new Map<string, OutcomeCount>();

  get size(): number {
    return this.#counts.size;
  }

  add(now: Instant, integration: string, outcome: Outcome): void {
    const at = now - (now % 3_600_000);
    const slot = `${at} ${outcome} ${integration}`;
    const known = this.#counts.get(slot);
    if (known) known.count += 1;
    else this.#counts.set(slot, { at, integration, outcome, count: 1 });
  }

  values(): IterableIterator<OutcomeCount> {
    return this.#counts.values();
  }
}
