import { addMonths, DAY_MS, MINUTE_MS, monthsBetween, type Wall } from '../time/zoned.ts';

/** Length of a turn: calendar months, or a fixed length of wall-clock time. */
export type Period = { readonly months: number } | { readonly wallMs: number };

const UNITS: Readonly<Record<string, number>> = {
  W: 7 * DAY_MS,
  D: DAY_MS,
  H: 60 * MINUTE_MS,
};

/** Reads a period checked by `periodSchema`: `P1D`, `P2W`, `P1M` (months), `PT12H`, `PT30M` (minutes). */
export function parsePeriod(text: string): Period {
  const found = /^P(T?)(\d+)([DWHM])$/.exec(text);
  if (found === null || Number(found[2]) < 1) throw new RangeError(`not a period: ${text}`);
  const [, time, count, unit = ''] = found;
  if (unit === 'M') return time === 'T' ? { wallMs: Number(count) * MINUTE_MS } : { months: Number(count) };
  return { wallMs: Number(count) * (UNITS[unit] ?? Number.NaN) };
}

/**
 * Wall-clock time of handoff `n`, always reckoned from the anchor, so that months do not drift: from
 * January 31 they fall on February 28, March 31, April 30 (ROT1, ROT2).
 */
export function handoffAt(anchor: Wall, period: Period, n: number): Wall {
  return 'months' in period ? addMonths(anchor, n * period.months) : anchor + n * period.wallMs;
}

/** Number of the turn a wall-clock time falls in: the last handoff not after it. Negative before the anchor. */
export function turnAt(anchor: Wall, period: Period, wall: Wall): number {
  if (!('months' in period)) return Math.floor((wall - anchor) / period.wallMs);
  const n = Math.floor(monthsBetween(anchor, wall) / period.months);
  // The month is right, the day in it may not have come yet.
  return handoffAt(anchor, period, n) <= wall ? n : n - 1;
}
