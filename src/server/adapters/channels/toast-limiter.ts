import type { DeliveryResult } from '../../runtime/ports.ts';
import { failed } from './channel.ts';

const MINUTE = 60_000;
/** Notifications of the operating system in any minute (NTF42). */
const TOASTS_PER_MINUTE = 20;
/** Of these, how many may be single ones; the rest is for bundles, and before that for the worst urgency. */
const SINGLES = 14;
const WORST_SINGLES = 18;
/** A first bundle gathers this long; later ones keep their distance. */
const GATHER_MS = 1000;
const BUNDLE_EVERY_MS = 15_000;

export interface ToastLimiter<T> {
  /** Shows `item` now, or within a minute as one of a bundle; the result is that of what was shown. */
  push(item: T, isWorst: boolean): Promise<DeliveryResult>;
  /** What still waits fails as retryable. */
  close(): void;
}

/**
 * Keeps a storm readable: at most 20 notifications in any minute, everything above the share of single ones
 * bundled into one "N more".
 */
export function createToastLimiter<T>(options: {
  readonly showOne: (item: T) => Promise<DeliveryResult>;
  readonly showBundle: (items: readonly T[]) => Promise<DeliveryResult>;
  /** Milliseconds that never jump. */
  readonly elapsed: () => number;
}): ToastLimiter<T> {
  let shownAt: readonly number[] = [];
  let lastBundleAt = Number.NEGATIVE_INFINITY;
  let waiting: { readonly item: T; readonly done: (result: DeliveryResult) => void }[] = [];
  let timer: NodeJS.Timeout | null = null;

  const usedNow = (): number => {
    const since = options.elapsed() - MINUTE;
    shownAt = shownAt.filter((at) => at > since);
    return shownAt.length;
  };
  const take = (): void => {
    shownAt = [...shownAt, options.elapsed()];
  };
  const schedule = (): void => {
    const now = options.elapsed();
    const at = Math.max(now + GATHER_MS, lastBundleAt + BUNDLE_EVERY_MS);
    timer = setTimeout(flush, at - now);
  };
  const flush = (): void => {
    timer = null;
    if (waiting.length === 0) return;
    if (usedNow() >= TOASTS_PER_MINUTE) {
      // Looked at again every second until the oldest of the minute makes room.
      schedule();
      return;
    }
    const batch = waiting;
    waiting = [];
    take();
    lastBundleAt = options.elapsed();
    const [first] = batch;
    const shown =
      batch.length === 1 && first !== undefined
        ? options.showOne(first.item)
        : options.showBundle(batch.map(({ item }) => item));
    shown.then((result) => {
      for (const { done } of batch) done(result);
    });
  };

  return {
    push(item, isWorst) {
      if (usedNow() < (isWorst ? WORST_SINGLES : SINGLES)) {
        take();
        return options.showOne(item);
      }
      const { promise, resolve } = Promise.withResolvers<DeliveryResult>();
      waiting.push({ item, done: resolve });
      if (timer === null) schedule();
      return promise;
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      for (const { done } of waiting) done(failed('Shutting down', true));
      waiting = [];
    },
  };
}
