import { Temporal } from 'temporal-polyfill';

/** Start of a local date (`2026-11-22`) in a zone as epoch ms; `plusDays` moves along the calendar. */
export function dateStartMs(date: string, zone: string, plusDays = 0): number {
  return Temporal.PlainDate.from(date).add({ days: plusDays }).toZonedDateTime(zone).epochMilliseconds;
}

/** The local date an instant falls on. */
export const localDate = (ms: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate().toString();

/** What a `datetime-local` input shows for an instant: `2026-11-22T09:00`. */
export const localInput = (ms: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });

/** The instant of a `datetime-local` value in a zone, or null when it is not one. */
export function inputMs(text: string, zone: string): number | null {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
}

/** RFC 3339 in UTC, as the API takes instants. */
export const instantText = (ms: number): string => new Date(ms).toISOString();

/** Monday-first weeks of the month of a date, as local dates: a calendar's grid. */
export function monthGrid(date: string): readonly (readonly string[])[] {
  const first = Temporal.PlainDate.from(date).with({ day: 1 });
  const start = first.subtract({ days: first.dayOfWeek - 1 });
  const last = first.add({ months: 1 }).subtract({ days: 1 });
  const weeks: string[][] = [];
  for (let day = start; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ weeks: 1 }))
    weeks.push(Array.from({ length: 7 }, (_, i) => day.add({ days: i }).toString()));
  return weeks;
}

/** A date moved along the calendar. */
export const addDays = (date: string, days: number): string =>
  Temporal.PlainDate.from(date).add({ days }).toString();
export const addMonths = (date: string, months: number): string =>
  Temporal.PlainDate.from(date).with({ day: 1 }).add({ months }).toString();

/** True for a `datetime-local` value that the zone's clock shows twice. */
export function isRepeated(text: string, zone: string): boolean {
  try {
    const wall = Temporal.PlainDateTime.from(text);
    const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
      wall.toZonedDateTime(zone, { disambiguation }),
    );
    return (
      first!.epochMilliseconds !== second!.epochMilliseconds &&
      first!.toPlainDateTime().equals(second!.toPlainDateTime())
    );
  } catch {
    return false;
  }
}

/** Half an hour before the zone's next clock change, as a `datetime-local` value; null where the clocks never change. */
export function beforeClockChange(ms: number, zone: string): string | null {
  const next = Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(zone)
    .getTimeZoneTransition('next');
  return next === null ? null : localInput(next.epochMilliseconds - 1_800_000, zone);
}

/** The coming `hour`:00 of the zone's clock, as a `datetime-local` value. */
export function comingHour(ms: number, hour: number, zone: string): string {
  const now = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime();
  const at = now.with({ hour, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 });
  const next = Temporal.PlainDateTime.compare(at, now) > 0 ? at : at.add({ days: 1 });
  return next.toString({ smallestUnit: 'minute' });
}
