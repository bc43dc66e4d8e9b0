import type { Instant } from '../../domain/incident/incident.ts';

/** Since when nothing of a room waits for an answer. */
export class QuietClock {
  #since: Instant | null = null;
  #hasBeenBusy = false;
  #isNews = false;

  /** Told at every count; answers since when it has been none, null while it is not, and while nobody can tell. */
  look(open: number, now: Instant): Instant | null {
    if (open > 0) {
      this.#hasBeenBusy = true;
      this.#since = null;
    } else if (this.#hasBeenBusy) {
      this.#hasBeenBusy = false;
      this.#since = now;
    }
    return this.#since;
  }

  /** What the ledger says of the time before this room; what the room has seen itself is better. */
  learn(since: Instant): void {
    if (this.#hasBeenBusy || this.#since !== null) return;
    this.#since = since;
    this.#isNews = true;
  }

  /** True once after something was learned that no change of an incident will tell. */
  takeNews(): boolean {
    const isNews = this.#isNews;
    this.#isNews = false;
    return isNews;
  }
}
