import type { TickerItem } from '../../shared/stream.ts';

/** Entries of the audit log that screens keep. */
const RECENT_AUDIT = 50;

/** The newest entries of the audit log, for tickers. */
export class RecentAudit {
  #items: readonly TickerItem[] = [];

  all(): readonly TickerItem[] {
    return this.#items;
  }

  /** Fills the ticker of a fresh start with what happened before it. */
  remember(older: readonly TickerItem[]): void {
    this.#items = [...this.#items, ...older].slice(0, RECENT_AUDIT);
  }

  /** Adds what just happened, newest first. */
  add(items: readonly TickerItem[]): void {
    if (items.length > 0) this.#items = [...items, ...this.#items].slice(0, RECENT_AUDIT);
  }
}
