import { addDays, inputMs } from '../shell/zoned.ts';

/** One hour on one date, as instants. */
export interface Occurrence {
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

const pad = (n: number): string => String(n).padStart(2, '0');

/**
 * Every time a weekday's hour came by between two local dates, both included, newest first. An hour that a clock
 * change repeats is one occurrence of two hours; one that it removes is none.
 * @param weekday 0 Monday … 6 Sunday
 */
export function occurrences(
  from: string,
  to: string,
  weekday: number,
  hour: number,
  zone: string,
): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (let date = to; date >= from; date = addDays(date, -1)) {
    if ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7 !== weekday) continue;
    const start = inputMs(`${date}T${pad(hour)}:00`, zone);
    const end =
      hour === 23 ? inputMs(`${addDays(date, 1)}T00:00`, zone) : inputMs(`${date}T${pad(hour + 1)}:00`, zone);
    if (start !== null && end !== null && end > start) found.push({ date, from: start, to: end });
  }
  return found;
}
