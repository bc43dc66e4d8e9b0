import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  dateAt,
  firstInstant,
  formatWall,
  lastInstant,
  minuteAt,
  offsetAt,
  parseWall,
  startOfDay,
  wallAt,
  wallRangeAt,
  weekdayAt,
} from '../../../src/server/domain/time/zoned.ts';

const utc = (text: string) => Date.parse(`${text}Z`);
const iso = (at: number) => new Date(at).toISOString().slice(0, 16);
const ZONES = [
  'America/New_York',
  'Europe/Berlin',
  'Asia/Seoul',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Antarctica/Troll',
  'America/St_Johns',
] as const;
const instants = fc.integer({ min: utc('2005-01-01T00:00'), max: utc('2040-01-01T00:00') });

describe('one wall-clock time', () => {
  test('[ROT3] a repeated time has a first and a last occurrence', () => {
    const wall = parseWall('2026-10-25T02:30');
    expect(iso(firstInstant(wall, 'Europe/Berlin'))).toBe('2026-10-25T00:30');
    expect(iso(lastInstant(wall, 'Europe/Berlin'))).toBe('2026-10-25T01:30');
  });

  test('[ROT3] half an hour is repeated on Lord Howe', () => {
    const wall = parseWall('2026-04-05T01:45');
    expect(iso(firstInstant(wall, 'Australia/Lord_Howe'))).toBe('2026-04-04T14:45');
    expect(iso(lastInstant(wall, 'Australia/Lord_Howe'))).toBe('2026-04-04T15:15');
  });

  test('[ROT3] a removed time is the moment the clocks jump over it', () => {
    const wall = parseWall('2026-03-08T02:30');
    expect(iso(firstInstant(wall, 'America/New_York'))).toBe('2026-03-08T07:00');
    expect(iso(lastInstant(wall, 'America/New_York'))).toBe('2026-03-08T07:00');
  });

  test('[ROT3] the edges of a repeated hour: its begin comes twice, its end once', () => {
    const zone = 'America/New_York';
    expect(iso(firstInstant(parseWall('2026-11-01T01:00'), zone))).toBe('2026-11-01T05:00');
    expect(iso(lastInstant(parseWall('2026-11-01T01:00'), zone))).toBe('2026-11-01T06:00');
    expect(iso(firstInstant(parseWall('2026-11-01T02:00'), zone))).toBe('2026-11-01T07:00');
    expect(iso(lastInstant(parseWall('2026-11-01T02:00'), zone))).toBe('2026-11-01T07:00');
  });

  test('[ROT3] a whole day removed in Samoa is one moment', () => {
    const zone = 'Pacific/Apia';
    const jump = firstInstant(parseWall('2011-12-31T00:00'), zone);
    expect(firstInstant(parseWall('2011-12-30T12:00'), zone)).toBe(jump);
    expect(lastInstant(parseWall('2011-12-30T12:00'), zone)).toBe(jump);
  });

  test('[ROT3] in a repeated hour the clock has read later times, and will read earlier ones', () => {
    const range = wallRangeAt(utc('2026-10-25T01:10'), 'Europe/Berlin');
    expect(formatWall(range.latest)).toBe('2026-10-25T02:59:59');
    expect(formatWall(wallRangeAt(utc('2026-10-25T00:10'), 'Europe/Berlin').earliest)).toBe(
      '2026-10-25T01:59:59',
    );
  });
});

describe('calendar', () => {
  test('[ROT2] months keep the day where they have it', () => {
    const anchor = parseWall('2026-01-31T09:15');
    expect([1, 2, 3, 13, 25, -2].map((n) => formatWall(addMonths(anchor, n)).slice(0, 16))).toEqual([
      '2026-02-28T09:15',
      '2026-03-31T09:15',
      '2026-04-30T09:15',
      '2027-02-28T09:15',
      '2028-02-29T09:15',
      '2025-11-30T09:15',
    ]);
  });

  test('[ROT12] date, weekday and minute are those of the zone', () => {
    const at = utc('2026-11-22T15:30');
    expect(dateAt(at, 'Asia/Seoul')).toBe('2026-11-23');
    expect(weekdayAt(at, 'Asia/Seoul')).toBe(0);
    expect(minuteAt(at, 'Asia/Seoul')).toBe(30);
    expect(weekdayAt(at, 'America/New_York')).toBe(6);
  });

  test('[ROT12] a day begins where the clocks jump when its midnight is removed', () => {
    // Cairo moved from 00:00 to 01:00 on 2024-04-26.
    expect(iso(startOfDay(utc('2024-04-26T10:00'), 'Africa/Cairo'))).toBe('2024-04-25T22:00');
    expect(iso(addDays(utc('2024-04-25T10:00'), 1, 'Africa/Cairo'))).toBe('2024-04-26T09:00');
  });

  test('an unknown zone and an unreadable time are refused', () => {
    expect(() => offsetAt(0, 'Mars/Olympus')).toThrow(RangeError);
    expect(() => parseWall('tomorrow')).toThrow(RangeError);
  });
});

describe('against the library and the platform', () => {
  test('readings agree with the platform at any instant, in whatever order they are asked', () => {
    const formats = new Map(
      ZONES.map((zone) => [
        zone,
        new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
      ]),
    );
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (zone, at) => {
        const shown = formats.get(zone)!.format(at).replace(' ', 'T');
        expect(formatWall(wallAt(at, zone))).toBe(shown);
      }),
      { numRuns: 2000 },
    );
  });

  test('[ROT3] first and last occurrence agree with the library where the time exists', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), nearChange(), (zone, near) => {
        const wall = Math.floor(wallAt(near(zone), zone) / 60_000) * 60_000;
        const plain = Temporal.PlainDateTime.from(formatWall(wall));
        const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
        const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
        fc.pre(earlier.toPlainDateTime().equals(plain));
        expect(firstInstant(wall, zone)).toBe(earlier.epochMilliseconds);
        expect(lastInstant(wall, zone)).toBe(later.epochMilliseconds);
      }),
      { numRuns: 2000 },
    );
  });

  test('[ROT3] being between first and last instant is the same as being in the range of readings', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        nearChange(),
        fc.integer({ min: -240, max: 240 }),
        fc.integer({ min: 1, max: 300 }),
        (zone, near, shift, length) => {
          const at = near(zone);
          const from = Math.floor(wallAt(at, zone) / 60_000) * 60_000 + shift * 60_000;
          const to = from + length * 60_000;
          const { earliest, latest } = wallRangeAt(at, zone);
          const isOn = firstInstant(from, zone) <= at && at < lastInstant(to, zone);
          expect(isOn).toBe(from <= latest && to > earliest);
        },
      ),
      { numRuns: 4000 },
    );
  });
});

/** Instants, half of them within three hours of a change of clocks. */
function nearChange() {
  return fc
    .tuple(instants, fc.boolean(), fc.integer({ min: -10_800_000, max: 10_800_000 }))
    .map(([at, near, shift]) => (zone: string) => {
      if (!near) return at;
      const change = Temporal.Instant.fromEpochMilliseconds(at)
        .toZonedDateTimeISO(zone)
        .getTimeZoneTransition('previous');
      return (change?.epochMilliseconds ?? at) + shift;
    });
}
