import { Temporal } from 'temporal-polyfill';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A stretch of time in which a zone keeps one offset from UTC. Half-open, epoch ms. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Local time = UTC + offset. */
  readonly offsetMs: number;
}

/** One hour of the wall clock: `[from, to)` in epoch ms. A repeated hour comes twice, a removed one not at all. */
export interface LocalHour {
  readonly from: number;
  readonly to: number;
  /** 0 Monday … 6 Sunday. */
  readonly weekday: number;
  readonly hour: number;
}

export interface ClockChange {
  readonly weekday: number;
  readonly hour: number;
  readonly kind: 'repeated' | 'removed';
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string;
}

const zoned = (at: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

const offsetAt = (at: number, zone: string): number => zoned(at, zone).offsetNanoseconds / 1e6;

function stretches(from: number, to: number, zone: string): readonly Stretch[] {
  const found: Stretch[] = [];
  let start = zoned(from, zone);
  while (start.epochMilliseconds < to) {
    const next = start.getTimeZoneTransition('next');
    const end = Math.min(next?.epochMilliseconds ?? to, to);
    found.push({ from: start.epochMilliseconds, to: end, offsetMs: start.offsetNanoseconds / 1e6 });
    if (next === null) break;
    start = next;
  }
  return found;
}

/** Weekday and hour of an instant read as if it were UTC; 1970-01-01 was a Thursday. */
const weekdayOf = (local: number): number => (((Math.floor(local / DAY_MS) + 3) % 7) + 7) % 7;
const hourOf = (local: number): number => Math.floor((((local % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS);

/** The wall-clock hours of a zone that `[from, to)` touches, in order, cut at its ends and at clock changes. */
export function localHours(from: number, to: number, zone: string): readonly LocalHour[] {
  return stretches(from, to, zone).flatMap((stretch) => {
    const { offsetMs } = stretch;
    const hours: LocalHour[] = [];
    const first = Math.floor((stretch.from + offsetMs) / HOUR_MS) * HOUR_MS;
    for (let local = first; local - offsetMs < stretch.to; local += HOUR_MS) {
      hours.push({
        from: Math.max(local - offsetMs, stretch.from),
        to: Math.min(local + HOUR_MS - offsetMs, stretch.to),
        weekday: weekdayOf(local),
        hour: hourOf(local),
      });
    }
    return hours;
  });
}

/** Hours of the wall clock that a change of the clocks within `[from, to)` repeats or removes, also in part. */
export function clockChanges(from: number, to: number, zone: string): readonly ClockChange[] {
  return stretches(from, to, zone).flatMap((stretch) => {
    if (stretch.from <= from) return [];
    const before = offsetAt(stretch.from - 1, zone);
    const kind = stretch.offsetMs > before ? ('removed' as const) : ('repeated' as const);
    const start = stretch.from + Math.min(before, stretch.offsetMs);
    const end = stretch.from + Math.max(before, stretch.offsetMs);
    const changes: ClockChange[] = [];
    for (let local = Math.floor(start / HOUR_MS) * HOUR_MS; local < end; local += HOUR_MS) {
      const date = new Date(local).toISOString().slice(0, 10);
      changes.push({ weekday: weekdayOf(local), hour: hourOf(local), kind, date });
    }
    return changes;
  });
}

export interface LocalSpan {
  readonly from: number;
  readonly to: number;
  /** `YYYY-MM-DD` (a week's is its Monday), or `YYYY-MM`. */
  readonly name: string;
}

/** The days, ISO weeks or months of a zone that `[from, to)` touches, cut at its ends. */
export function localSpans(
  from: number,
  to: number,
  zone: string,
  unit: 'day' | 'week' | 'month',
): readonly LocalSpan[] {
  let date = zoned(from, zone).toPlainDate();
  if (unit === 'week') date = date.subtract({ days: date.dayOfWeek - 1 });
  if (unit === 'month') date = date.with({ day: 1 });
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds;

  const spans: LocalSpan[] = [];
  while (startOf(date) < to) {
    const next = date.add({ [`${unit}s`]: 1 });
    spans.push({
      from: Math.max(startOf(date), from),
      to: Math.min(startOf(next), to),
      name: date.toString().slice(0, unit === 'month' ? 7 : 10),
    });
    date = next;
  }
  return spans;
}

/** Start of the local day that holds `at`, `daysBefore` days earlier. */
export function startOfDay(at: number, zone: string, daysBefore = 0): number {
  return zoned(at, zone).toPlainDate().subtract({ days: daysBefore }).toZonedDateTime(zone).epochMilliseconds;
}
