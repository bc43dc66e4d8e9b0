import { DueHeap } from './due-heap.ts';

/**
 * Ids by when each is due, one place each. A place may be too early: due times that move later move no place, and are
 * asked for again when it surfaces, so that what happens often costs nothing here.
 */
export class LateQueue {
  readonly #heap = new DueHeap();
  readonly #queued = new Set<string>();
  /** When it is due now, in the heap's own time; null when it is not. */
  readonly #dueOf: (id: string) => number | null;

  constructor(dueOf: (id: string) => number | null) {
    this.#dueOf = dueOf;
  }

  /** When the first must be looked at; null when none must. */
  nextAt(): number | null {
    return this.#heap.peek()?.at ?? null;
  }

  /** Does nothing for what has its place, or is not due at all. `notBefore`: not looked at earlier. */
  add(id: string, notBefore = 0): void {
    const due = this.#dueOf(id);
    if (due === null || this.#queued.has(id)) return;
    this.#queued.add(id);
    this.#heap.push(Math.max(due, notBefore), id);
  }

  /** Takes those due by `now`, at most `limit`; whoever does not deal with one adds it again. */
  takeDue(now: number, limit: number): string[] {
    const ids: string[] = [];
    for (let first = this.#heap.peek(); first && first.at <= now; first = this.#heap.peek()) {
      if (ids.length >= limit) break;
      this.#heap.pop();
      this.#queued.delete(first.id);
      const due = this.#dueOf(first.id);
      if (due !== null && due <= now) ids.push(first.id);
      else this.add(first.id);
    }
    return ids;
  }
}
