import { type Reason, reason } from '../../../shared/reason.ts';

/** A flood is counted over this long: new incidents per ten minutes. */
export const FLOOD_SPAN_MS = 600_000;
/** Days a proposal looks back. */
export const FLOOD_LOOK_BACK_DAYS = 30;
/** Fewer new incidents than this need no folding: a board shows them. */
export const LEAST_THRESHOLD = 5;
/** Below these a percentile says more about chance than about the room. */
const LEAST_DAYS = 7;
const LEAST_INCIDENTS = 100;
const SPANS_PER_DAY = 86_400_000 / FLOOD_SPAN_MS;
const SHARE = 0.99;
/** What the config admits. */
const MOST = 100_000;

export interface FloodHistory {
  /** The span looked at, in whole ten minutes: epoch ms. */
  readonly to: number;
  /** Since when there is anything to look at: the first incident's ten minutes; null when there is none. */
  readonly firstAt: number | null;
  /** New incidents of each ten minutes that brought any. */
  readonly counts: readonly number[];
}

export interface FloodProposal {
  /** Null while there is too little to go by. */
  readonly threshold: number | null;
  readonly reason: Reason;
  /** Days looked at, from the first incident on, to one decimal. */
  readonly days: number;
  readonly incidents: number;
  /** Most new incidents in ten minutes. */
  readonly busiest: number;
  /** How many of the ten minutes were above the threshold in use, and above the proposed one. */
  readonly floods: { readonly now: number; readonly proposed: number | null };
}

/**
 * The flood threshold that a room's own history suggests: the 99th percentile (nearest rank) of new incidents per ten
 * minutes, the quiet ones counted too, from the first incident on; never below `LEAST_THRESHOLD` [REP20].
 * Nothing is proposed from less than seven days or a hundred incidents [REP21].
 */
export function proposeFloodThreshold(history: FloodHistory, current: number): FloodProposal {
  const { to, firstAt, counts } = history;
  const spans = firstAt === null ? 0 : Math.max(counts.length, Math.floor((to - firstAt) / FLOOD_SPAN_MS));
  const days = Math.floor((spans / SPANS_PER_DAY) * 10) / 10;
  const incidents = counts.reduce((sum, count) => sum + count, 0);
  const busiest = counts.reduce((most, count) => Math.max(most, count), 0);
  const above = (threshold: number) => counts.filter((count) => count > threshold).length;
  const figures = { days, incidents, busiest };
  if (days < LEAST_DAYS || incidents < LEAST_INCIDENTS) {
    return {
      ...figures,
      threshold: null,
      floods: { now: above(current), proposed: null },
      reason: reason(
        'REP21',
        `Too little to go by: ${incidents} incidents in ${days} days; a proposal needs ${LEAST_INCIDENTS} in ${LEAST_DAYS}`,
        { days, incidents, leastDays: LEAST_DAYS, leastIncidents: LEAST_INCIDENTS },
      ),
    };
  }
  const usual = percentile(counts, spans);
  const threshold = Math.min(MOST, Math.max(LEAST_THRESHOLD, usual));
  return {
    ...figures,
    threshold,
    floods: { now: above(current), proposed: above(threshold) },
    reason: reason(
      'REP20',
      `99 % of the ten-minute spans of ${days} days brought at most ${usual} new incidents; never below ${LEAST_THRESHOLD}`,
      { days, usual, least: LEAST_THRESHOLD },
    ),
  };
}

/** The nearest-rank percentile of `spans` figures, of which `counts` are those above zero. */
function percentile(counts: readonly number[], spans: number): number {
  const sorted = [...counts].sort((a, b) => a - b);
  const rank = Math.ceil(SHARE * spans) - 1 - (spans - counts.length);
  return rank < 0 ? 0 : (sorted[rank] ?? 0);
}
