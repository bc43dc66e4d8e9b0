import { Temporal } from 'temporal-polyfill';

/**
 * Wall-clock time and instants (product rule 13). The only file that knows the time-zone library.
 *
 * A `Wall` is a wall-clock reading as milliseconds, as if the reading were UTC: adding a day to it is
 * adding 24 h whatever the clocks do, and comparing two of them compares what the clock on the wall shows.
 * An instant is epoch milliseconds. A zone is an IANA name; an unknown one throws `RangeError`.
 */
export type Wall = number;

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** More than any zone's distance from UTC: a reading this far before an instant's is surely in the past. */
const FAR_MS = 26 * 3_600_000;

/** A stretch `[from, to)` in which the zone keeps one offset from UTC. */
interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Spans met so far, in order of time; `latest` is the index of the one used last. */
interface ZoneSpans {
  readonly spans: OffsetSpan[];
  latest: number;
}

// Asking the library costs a millisecond; a zone has two spans a year, so what was asked is kept.
// The limits only guard against callers that invent zone spellings or centuries.
const ZONES_KEPT = 1000;
const SPANS_KEPT = 4000;
const zones = new Map<string, ZoneSpans>();

function askSpan(at: number, zone: string): OffsetSpan {
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  // "Previous" excludes the instant itself, and a span begins with its first instant: ask from 1 ms later.
  const previous = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = zoned.getTimeZoneTransition('next');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: zoned.offsetNanoseconds / 1_000_000,
  };
}

function spanAt(at: number, zone: string): OffsetSpan {
  let known = zones.get(zone);
  if (known === undefined) {
    if (zones.size >= ZONES_KEPT) zones.clear();
    known = { spans: [], latest: 0 };
    zones.set(zone, known);
  }
  const { spans } = known;
  const recent = spans[known.latest];
  if (recent !== undefined && at >= recent.from && at < recent.to) return recent;
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.to <= at) low = middle + 1;
    else high = middle;
  }
  const found = spans[low];
  if (found !== undefined && at >= found.from) {
    known.latest = low;
    return found;
  }
  const asked = askSpan(at, zone);
  if (spans.length >= SPANS_KEPT) {
    spans.length = 0;
    low = 0;
  }
  spans.splice(low, 0, asked);
  known.latest = low;
  return asked;
}

/** Milliseconds the zone's wall clock is ahead of UTC at an instant. */
export function offsetAt(at: number, zone: string): number {
  return spanAt(at, zone).offset;
}

/** What the zone's wall clock reads at an instant. */
export function wallAt(at: number, zone: string): Wall {
  return at + spanAt(at, zone).offset;
}

/**
 * The first instant at which the clock reads `wall` or later. A repeated time gives its first occurrence;
 * a time the clocks jump over gives the jump, so that what begins then begins without a gap.
 */
export function firstInstant(wall: Wall, zone: string): number {
  let span = spanAt(wall - FAR_MS, zone);
  for (;;) {
    const at = Math.max(span.from, wall - span.offset);
    if (at < span.to) return at;
    span = spanAt(span.to, zone);
  }
}

/**
 * The last instant at which the clock reads `wall`, after which it only reads later times. A repeated time
 * gives its last occurrence; a time the clocks jump over gives the jump.
 */
export function lastInstant(wall: Wall, zone: string): number {
  let span = spanAt(wall + FAR_MS, zone);
  for (;;) {
    const at = wall - span.offset;
    if (at >= span.from || span.from === Number.NEGATIVE_INFINITY) return Math.min(at, span.to);
    span = spanAt(span.from - 1, zone);
  }
}

/**
 * The readings that count as "now" at an instant: one, except around a repeated hour, when the clock has
 * already read `latest`, or will come back to just after `earliest`. What spans `[a, b)` on the wall is on
 * at the instant when `a <= latest` and `b > earliest`; that is `firstInstant(a) <= at < lastInstant(b)`,
 * for instants in whole milliseconds.
 */
export function wallRangeAt(at: number, zone: string): { readonly earliest: Wall; readonly latest: Wall } {
  const span = spanAt(at, zone);
  let earliest = at + span.offset;
  let latest = earliest;
  // Only clock changes of the last or next day can matter; farther ones need no look-up.
  if (at - span.from < DAY_MS) latest = Math.max(latest, span.from - 1 + spanAt(span.from - 1, zone).offset);
  if (span.to - at < DAY_MS) earliest = Math.min(earliest, span.to - 1 + spanAt(span.to, zone).offset);
  return { earliest, latest };
}

/** Reads a checked local time, `2026-11-16T09:00` with optional seconds. */
export function parseWall(text: string): Wall {
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall)) throw new RangeError(`not a local time: ${text}`);
  return wall;
}

/** `2026-11-16T09:00:00` */
export function formatWall(wall: Wall): string {
  return new Date(wall).toISOString().slice(0, 19);
}

/** Days since 1970-01-01 of a reading's date. */
export function dayNumber(wall: Wall): number {
  return Math.floor(wall / DAY_MS);
}

/** Weekday of a day number, 0 Monday to 6 Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The same day of the month and time `months` later, or the month's last day where it has no such day. */
export function addMonths(wall: Wall, months: number): Wall {
  const date = new Date(wall);
  const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(1970, month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  return Date.UTC(1970, month, day) + (wall - dayNumber(wall) * DAY_MS);
}

/** Calendar months from one reading's month to another's, days and times aside. */
export function monthsBetween(from: Wall, to: Wall): number {
  const a = new Date(from);
  const b = new Date(to);
  return (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
}

/** Date of an instant in a zone, `2026-11-16`. */
export function dateAt(at: number, zone: string): string {
  return new Date(wallAt(at, zone)).toISOString().slice(0, 10);
}

/** Weekday of an instant in a zone, 0 Monday to 6 Sunday. */
export function weekdayAt(at: number, zone: string): number {
  return weekdayOf(dayNumber(wallAt(at, zone)));
}

/** Minutes since midnight on the zone's clock, 0 to 1439. */
export function minuteAt(at: number, zone: string): number {
  const wall = wallAt(at, zone);
  return Math.floor((wall - dayNumber(wall) * DAY_MS) / MINUTE_MS);
}

/** The first instant of the zone's calendar day that holds `at`. */
export function startOfDay(at: number, zone: string): number {
  return firstInstant(dayNumber(wallAt(at, zone)) * DAY_MS, zone);
}

/** The same wall-clock time `days` calendar days later (its first occurrence). */
export function addDays(at: number, days: number, zone: string): number {
  return firstInstant(wallAt(at, zone) + days * DAY_MS, zone);
}
