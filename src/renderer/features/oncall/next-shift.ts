import type { ScheduleShift } from './use-shifts.ts';

/** The shift a person is in, else their next one; null when there is none in what was asked. */
export function nextShift(shifts: readonly ScheduleShift[], user: string, now: number): ScheduleShift | null {
  const mine = shifts.filter((shift) => shift.user === user && Date.parse(shift.to) > now);
  return mine.reduce<ScheduleShift | null>(
    (best, shift) => (best === null || Date.parse(shift.from) < Date.parse(best.from) ? shift : best),
    null,
  );
}
