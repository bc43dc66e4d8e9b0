import type { MaintenanceWindow } from '../../../shared/config/maintenance.ts';
import { WEEKDAYS } from '../../../shared/words.ts';
import type { Instant } from '../incident/incident.ts';
import { handoffAt, type Period, parsePeriod, turnAt } from '../oncall/rotation.ts';
import {
  dayNumber,
  firstInstant,
  lastInstant,
  parseWall,
  type Wall,
  wallRangeAt,
  weekdayOf,
} from '../time/zoned.ts';

/** One time a maintenance is on, half-open; `key` stays the same when it is extended or ended early. */
export interface Occurrence {
  readonly key: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** A window ready for use. `changes`: ends that people moved, by the occurrence's key. */
export interface ReadyWindow {
  readonly window: MaintenanceWindow;
  readonly zone: string;
  readonly changes: ReadonlyMap<string, Instant>;
}

interface Spans {
  readonly from: Wall;
  readonly length: number;
  readonly period: Period | null;
  readonly until: Wall;
}

function spansOf({ window }: ReadyWindow): Spans {
  const from = parseWall(window.from);
  return {
    from,
    length: parseWall(window.to) - from,
    period: window.repeat === null ? null : parsePeriod(window.repeat.every),
    until: window.repeat?.until === undefined ? Number.POSITIVE_INFINITY : parseWall(window.repeat.until),
  };
}

/** Longest an occurrence may have been extended: how far back one that is on may have begun. */
const MAX_EXTENSION_MS = 31 * 86_400_000;
/** Occurrences looked at for the next one; a filter of days needs at most a week of them, of months a few years. */
const MAX_LOOK = 500;

function occurrenceOf(ready: ReadyWindow, spans: Spans, n: number): Occurrence | null {
  const begins = spans.period === null ? spans.from : handoffAt(spans.from, spans.period, n);
  if (n < 0 || begins >= spans.until) return null;
  const days = ready.window.repeat?.days;
  const weekday = WEEKDAYS[weekdayOf(dayNumber(begins))];
  if (days && (weekday === undefined || !days.includes(weekday))) return null;
  const from = firstInstant(begins, ready.zone);
  const key = `${ready.window.id}@${new Date(from).toISOString()}`;
  const to = ready.changes.get(key) ?? lastInstant(begins + spans.length, ready.zone);
  return { key, from, to };
}

/** Number of the occurrence that begins last at or before an instant. */
const lastBegun = (spans: Spans, at: Instant, zone: string): number =>
  spans.period === null ? 0 : turnAt(spans.from, spans.period, wallRangeAt(at, zone).latest);

/** [SUP10] The occurrence that is on at `at`, the one that ends last where several are; null when none is. */
export function occurrenceAt(ready: ReadyWindow, at: Instant): Occurrence | null {
  const spans = spansOf(ready);
  const last = lastBegun(spans, at, ready.zone);
  let found: Occurrence | null = null;
  for (let n = last; n >= 0 && last - n < MAX_LOOK; n -= 1) {
    const occurrence = occurrenceOf(ready, spans, n);
    if (occurrence && occurrence.from <= at && at < occurrence.to && occurrence.to > (found?.to ?? 0))
      found = occurrence;
    if (spans.period === null || (occurrence && at - occurrence.from > spans.length + MAX_EXTENSION_MS))
      break;
  }
  return found;
}

/** The first instant after `at` at which an occurrence begins or ends; null when there is none any more. */
export function nextBoundary(ready: ReadyWindow, at: Instant): Instant | null {
  const spans = spansOf(ready);
  const on = occurrenceAt(ready, at);
  const first: Instant | null = on === null ? null : on.to;
  const last = lastBegun(spans, at, ready.zone);
  for (let n = Math.max(0, last); n <= last + MAX_LOOK; n += 1) {
    const occurrence = occurrenceOf(ready, spans, n);
    if (occurrence && occurrence.from > at)
      return first === null ? occurrence.from : Math.min(first, occurrence.from);
    if (spans.period === null) break;
    if (handoffAt(spans.from, spans.period, n) >= spans.until) break;
  }
  return first;
}
