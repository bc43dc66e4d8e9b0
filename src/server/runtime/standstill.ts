import type { ClockPort } from './ports.ts';

/**
 * A pulse this late, or a start this long after the last sign of life, is a time in which nothing was received.
 * Shorter ones are a restart or a busy machine, not worth a banner.
 */
export const MIN_GAP_MS = 10_000;

/**
 * [ESC19] Notices that the server stood still: asleep with its machine, stopped, or busy with one thing for too long.
 * Reckoned by elapsed time, which goes on in all of these and never jumps, so that setting the wall clock is none.
 */
export class StandstillWatch {
  readonly #clock: ClockPort;
  #seenAt: number;
  #gap: { readonly from: number; readonly to: number } | null = null;

  constructor(clock: ClockPort) {
    this.#clock = clock;
    this.#seenAt = clock.elapsed();
  }

  /** A sign of life; must come far more often than `MIN_GAP_MS` while the server can receive. */
  pulse(): void {
    const now = this.#clock.elapsed();
    if (now - this.#seenAt >= MIN_GAP_MS) this.#gap = { from: this.#gap?.from ?? this.#seenAt, to: now };
    this.#seenAt = now;
  }

  /** How long ago, ms, the standstill began and ended that is not settled yet, and what settles it; null when there is none. */
  peek(): { readonly beganMsAgo: number; readonly endedMsAgo: number; readonly until: number } | null {
    if (!this.#gap) return null;
    const { from, to } = this.#gap;
    const now = this.#clock.elapsed();
    return { beganMsAgo: now - from, endedMsAgo: now - to, until: to };
  }

  /** It was recorded up to there; one that went on since is looked at again, whole. */
  settle(until: number): void {
    if (this.#gap && this.#gap.to <= until) this.#gap = null;
  }
}
