/** Failures for good in a row after which a contact counts as dead (ESC8). */
const DEAD_AFTER = 3;
/** A dead contact is tried again after this. */
const DEAD_FOR_MS = 60 * 60_000;

/** Remembers which contacts fail for good, so that a run does not wait for somebody who cannot be told. */
export class ContactHealth {
  readonly #failures = new Map<string, { count: number; lastAt: number }>();

  isDead(user: string, contact: string, now: number): boolean {
    const known = this.#failures.get(`${user}/${contact}`);
    return known !== undefined && known.count >= DEAD_AFTER && now - known.lastAt < DEAD_FOR_MS;
  }

  note(user: string, contact: string, hasWorked: boolean, now: number): void {
    const slot = `${user}/${contact}`;
    if (hasWorked) {
      this.#failures.delete(slot);
      return;
    }
    this.#failures.set(slot, { count: (this.#failures.get(slot)?.count ?? 0) + 1, lastAt: now });
  }
}
