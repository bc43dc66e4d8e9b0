import type { Heartbeat } from '../../shared/stream.ts';

/** Without a heartbeat for this long the picture is marked stale (heartbeats come every second). */
export const STALE_AFTER_MS = 2500;
/** … and after this long the wall says that it has stopped. */
export const STOPPED_AFTER_MS = 15_000;
/** Steps later than this are as loud as silence. */
export const OVERDUE_LIMIT_MS = 5000;

export type FreshnessState = 'connecting' | 'live' | 'degraded' | 'stale' | 'stopped';

export interface Freshness {
  readonly state: FreshnessState;
  /** How old the picture is, ms. */
  readonly ageMs: number;
  /** Server time of the last trustworthy frame, epoch ms; null when there never was one. */
  readonly since: number | null;
  /**
   * Why it is not plainly live: `silent` nothing arrives, `gap` frames arrive but one is missing,
   * `late` steps run late, `storage` the disk failed.
   */
  readonly cause: 'silent' | 'gap' | 'late' | 'storage' | null;
}

export interface FreshnessInput {
  /** Monotonic ms now, and when the page opened. */
  readonly now: number;
  readonly openedAt: number;
  /** When the last heartbeat or snapshot arrived that left the page in sync, and its delay on the way, ms. */
  readonly lastGood: { readonly mono: number; readonly delayMs: number; readonly at: number } | null;
  readonly inSync: boolean;
  readonly heartbeat: Pick<Heartbeat, 'oldestOverdueMs' | 'storage'> | null;
}

/** How far the picture may be trusted. Pure; every instant is the page's own monotonic clock. */
export function judgeFreshness(input: FreshnessInput): Freshness {
  const { now, openedAt, lastGood, inSync, heartbeat } = input;
  const ageMs = Math.max(0, lastGood ? now - lastGood.mono + lastGood.delayMs : now - openedAt);
  const since = lastGood?.at ?? null;
  const cause = lastGood && !inSync ? 'gap' : 'silent';
  if (ageMs >= STOPPED_AFTER_MS) return { state: 'stopped', ageMs, since, cause };
  if (!lastGood) return { state: ageMs < STALE_AFTER_MS ? 'connecting' : 'stale', ageMs, since, cause };
  if (ageMs >= STALE_AFTER_MS || !inSync) return { state: 'stale', ageMs, since, cause };
  if (heartbeat?.storage === 'failed') return { state: 'degraded', ageMs, since, cause: 'storage' };
  if (heartbeat && heartbeat.oldestOverdueMs > OVERDUE_LIMIT_MS) {
    return { state: 'degraded', ageMs, since, cause: 'late' };
  }
  return { state: 'live', ageMs, since, cause: null };
}

/** True when figures may be taken as current: commands are sent, green is shown. */
export const isCurrent = (state: FreshnessState): boolean => state === 'live' || state === 'degraded';
