import type { Span } from '../../ui/timeline-layout.ts';
import type { ScheduleShift } from './use-shifts.ts';

/** People on call at some time of a span, in a schedule or one layer of it (`''`: all), first on first. */
export function peopleIn(
  shifts: readonly ScheduleShift[],
  schedule: string,
  layer: string,
  { from, to }: Span,
): readonly string[] {
  const found = shifts
    .filter((shift) => shift.schedule === schedule && (layer === '' || shift.layer === layer))
    .filter((shift) => Date.parse(shift.from) < to && Date.parse(shift.to) > from)
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  return [...new Set(found.map((shift) => shift.user))];
}
