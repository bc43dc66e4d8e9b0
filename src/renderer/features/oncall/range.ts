import { addDays, addMonths, dateStartMs } from '../shell/zoned.ts';

export const RANGES = ['1d', '1w', '2w', '1mo', 'calendar'] as const;
export type Range = (typeof RANGES)[number];

/** The instants a range shows when it starts on a local date; days have 23, 24 or 25 hours. */
export function rangeSpan(
  range: Range,
  start: string,
  zone: string,
): { readonly from: number; readonly to: number } {
  const from = range === 'calendar' ? addMonths(start, 0) : start;
  return { from: dateStartMs(from, zone), to: dateStartMs(rangeStep(range, from, 1), zone) };
}

/** The date one range later (`step` 1) or earlier (-1). */
export function rangeStep(range: Range, start: string, step: 1 | -1): string {
  switch (range) {
    case '1d':
      return addDays(start, step);
    case '1w':
      return addDays(start, 7 * step);
    case '2w':
      return addDays(start, 14 * step);
    case '1mo':
      return addDays(start, 30 * step);
    case 'calendar':
      return addMonths(start, step);
  }
}
