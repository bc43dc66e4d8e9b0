import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockChanges,
  localHours,
  localSpans,
  startOfDay,
} from '../../../src/server/adapters/storage/queries/zone-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = [
  'UTC',
  'Asia/Seoul',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
];

/** Weekday and hour as the platform's own calendar says. */
function wallClock(at: number, zone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  })
    .formatToParts(at)
    .map((part) => part.value);
  return {
    weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts[0]!),
    hour: Number(parts.at(-1)),
  };
}

describe.each(ZONES)('%s', (zone) => {
  it('[REP3] hours tile the span without gap or overlap, each with the wall clock’s own weekday and hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }),
        fc.integer({ min: 1, max: 20 * DAY }),
        (from, length) => {
          const hours = localHours(from, from + length, zone);
          expect(hours[0]!.from).toBe(from);
          expect(hours.at(-1)!.to).toBe(from + length);
          for (const [index, hour] of hours.entries()) {
            expect(hour.to).toBeGreaterThan(hour.from);
            expect(hour.to - hour.from).toBeLessThanOrEqual(HOUR);
            if (index > 0) expect(hour.from).toBe(hours[index - 1]!.to);
          }
          for (const { from: first, to: end, weekday, hour } of [
            hours[0]!,
            hours.at(-1)!,
            hours[hours.length >> 1]!,
          ]) {
            expect(wallClock(first, zone)).toEqual({ weekday, hour });
            expect(wallClock(end - 1, zone)).toEqual({ weekday, hour });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[REP2] days, weeks and months tile the span too', () => {
    const [from, to] = [Date.UTC(2026, 0, 5, 7), Date.UTC(2027, 2, 1, 1)];
    for (const unit of ['day', 'week', 'month'] as const) {
      const spans = localSpans(from, to, zone, unit);
      expect(spans[0]!.from).toBe(from);
      expect(spans.at(-1)!.to).toBe(to);
      for (const [index, span] of spans.entries())
        if (index > 0) expect(span.from).toBe(spans[index - 1]!.to);
      expect(new Set(spans.map((span) => span.name)).size).toBe(spans.length);
    }
  });
});

it('[REP3] a change of the clocks marks the hours it removes and repeats', () => {
  const year = (zone: string) => clockChanges(Date.UTC(2026, 0), Date.UTC(2027, 0), zone);
  expect(year('America/New_York')).toEqual([
    { weekday: 6, hour: 2, kind: 'removed', date: '2026-03-08' },
    { weekday: 6, hour: 1, kind: 'repeated', date: '2026-11-01' },
  ]);
  expect(year('Australia/Lord_Howe')).toEqual([
    { weekday: 6, hour: 1, kind: 'repeated', date: '2026-04-05' },
    { weekday: 6, hour: 2, kind: 'removed', date: '2026-10-04' },
  ]);
  expect(year('Asia/Seoul')).toEqual([]);
  const fallBack = Date.UTC(2026, 10, 1, 6);
  expect(clockChanges(fallBack - HOUR, fallBack, 'America/New_York')).toEqual([]);
  const hours = localHours(fallBack - 2 * HOUR, fallBack + 2 * HOUR, 'America/New_York').map(
    (one) => one.hour,
  );
  expect(hours).toEqual([0, 1, 1, 2]);
});

it('[REP5] a day starts at its first instant, also where midnight does not exist', () => {
  expect(startOfDay(Date.UTC(2026, 10, 22, 3), 'Asia/Seoul')).toBe(Date.UTC(2026, 10, 21, 15));
  expect(startOfDay(Date.UTC(2026, 10, 22, 3), 'Asia/Seoul', 7)).toBe(Date.UTC(2026, 10, 14, 15));
  // Beirut skips from 00:00 to 01:00 on 2026-03-29.
  expect(startOfDay(Date.UTC(2026, 2, 29, 12), 'Asia/Beirut')).toBe(Date.UTC(2026, 2, 28, 22));
});
