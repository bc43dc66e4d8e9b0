import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInWindow, windowEndAt } from '../../../src/server/domain/time/week-window.ts';
import type { WeekWindow } from '../../../src/shared/condition.ts';
import { WEEKDAYS } from '../../../src/shared/words.ts';

const SEOUL = 'Asia/Seoul';
const NONE: ReadonlySet<string> = new Set();
const seoul = (text: string) => Date.parse(`${text}+09:00`);
const berlin = (text: string) => Date.parse(text);
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 16));

describe('a window within a day', () => {
  const office: WeekWindow = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' };

  test('[ROT12] holds from its begin to just before its end', () => {
    // 2026-11-16 is a Monday.
    expect(isInWindow(office, seoul('2026-11-16T08:59:59.999'), SEOUL, NONE)).toBe(false);
    expect(isInWindow(office, seoul('2026-11-16T09:00'), SEOUL, NONE)).toBe(true);
    expect(isInWindow(office, seoul('2026-11-16T17:59:59.999'), SEOUL, NONE)).toBe(true);
    expect(isInWindow(office, seoul('2026-11-16T18:00'), SEOUL, NONE)).toBe(false);
    expect(isInWindow(office, seoul('2026-11-21T12:00'), SEOUL, NONE)).toBe(false);
  });

  test('[ROT12] its end is named while it is on, nothing otherwise', () => {
    expect(iso(windowEndAt(office, seoul('2026-11-16T12:00'), SEOUL, NONE))).toBe('2026-11-16T09:00');
    expect(windowEndAt(office, seoul('2026-11-16T20:00'), SEOUL, NONE)).toBeNull();
  });
});

describe('a window over midnight', () => {
  const night: WeekWindow = { days: ['fri'], from: '22:00', to: '06:00' };

  test('[ROT12] days name the day it begins', () => {
    expect(isInWindow(night, seoul('2026-11-20T23:00'), SEOUL, NONE)).toBe(true);
    expect(isInWindow(night, seoul('2026-11-21T05:59'), SEOUL, NONE)).toBe(true);
    expect(isInWindow(night, seoul('2026-11-21T06:00'), SEOUL, NONE)).toBe(false);
    expect(isInWindow(night, seoul('2026-11-20T05:00'), SEOUL, NONE)).toBe(false);
    expect(isInWindow(night, seoul('2026-11-21T23:00'), SEOUL, NONE)).toBe(false);
  });

  test('[ROT12] equal times last a whole day', () => {
    const day: WeekWindow = { days: ['sat'], from: '09:00', to: '09:00' };
    expect(isInWindow(day, seoul('2026-11-22T08:59'), SEOUL, NONE)).toBe(true);
    expect(iso(windowEndAt(day, seoul('2026-11-21T09:00'), SEOUL, NONE))).toBe('2026-11-22T00:00');
  });
});

describe('stretches that touch', () => {
  test('[ROT12] the weekend from 00:00 to 24:00 is one stretch', () => {
    const weekend: WeekWindow = { days: ['sat', 'sun'], from: '00:00', to: '24:00' };
    expect(windowEndAt(weekend, seoul('2026-11-21T01:00'), SEOUL, NONE)).toBe(seoul('2026-11-23T00:00'));
  });

  test('[ROT12] a window of all days and hours never ends', () => {
    expect(windowEndAt({ from: '00:00', to: '24:00' }, 0, SEOUL, NONE)).toBe(Number.POSITIVE_INFINITY);
    expect(windowEndAt({ from: '08:00', to: '08:00' }, 0, SEOUL, NONE)).toBe(Number.POSITIVE_INFINITY);
  });

  test('[ROT12] no days means every day', () => {
    const daily: WeekWindow = { from: '22:00', to: '07:00' };
    for (const day of ['16', '17', '18', '19', '20', '21', '22']) {
      expect(isInWindow(daily, seoul(`2026-11-${day}T23:30`), SEOUL, NONE)).toBe(true);
      expect(isInWindow(daily, seoul(`2026-11-${day}T12:00`), SEOUL, NONE)).toBe(false);
    }
  });
});

describe('holidays', () => {
  const holidays = new Set(['2026-12-25']);

  test('[ROT12] the day holiday holds beside the weekday', () => {
    const window: WeekWindow = { days: ['sat', 'sun', 'holiday'], from: '00:00', to: '24:00' };
    const friday = seoul('2026-12-25T12:00');
    expect(isInWindow(window, friday, SEOUL, holidays)).toBe(true);
    expect(isInWindow(window, friday, SEOUL, NONE)).toBe(false);
    expect(isInWindow({ days: ['fri'], from: '09:00', to: '18:00' }, friday, SEOUL, holidays)).toBe(true);
    expect(windowEndAt(window, friday, SEOUL, holidays)).toBe(seoul('2026-12-28T00:00'));
  });

  test('[ROT12] a holiday is a date of the zone, and its night belongs to it', () => {
    const night: WeekWindow = { days: ['holiday'], from: '22:00', to: '06:00' };
    expect(isInWindow(night, seoul('2026-12-26T05:00'), SEOUL, holidays)).toBe(true);
    expect(isInWindow(night, seoul('2026-12-25T05:00'), SEOUL, holidays)).toBe(false);
  });
});

describe('changes of clocks', () => {
  const zone = 'Europe/Berlin';
  const early: WeekWindow = { days: ['sun'], from: '01:00', to: '02:30' };

  test('[ROT3] a window ends at the last occurrence of its end', () => {
    const second = berlin('2026-10-25T02:15+01:00');
    expect(isInWindow(early, second, zone, NONE)).toBe(true);
    expect(windowEndAt(early, berlin('2026-10-25T01:30+02:00'), zone, NONE)).toBe(
      berlin('2026-10-25T02:30+01:00'),
    );
    // The first 02:40 lies between the two readings of 02:30: no flicker.
    expect(isInWindow(early, berlin('2026-10-25T02:40+02:00'), zone, NONE)).toBe(true);
  });

  test('[ROT3] a window inside the removed hour does not happen', () => {
    const lost: WeekWindow = { days: ['sun'], from: '02:10', to: '02:50' };
    const jump = berlin('2026-03-29T01:00Z');
    expect(isInWindow(lost, jump, zone, NONE)).toBe(false);
    expect(isInWindow(lost, jump - 1, zone, NONE)).toBe(false);
  });

  test('[ROT12] the named end is the first instant off, for any window, zone and instant', () => {
    const clock = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
    const days = fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 });
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', SEOUL);
    // Around the clock changes of autumn 2026 and spring 2027.
    const at = fc.oneof(
      fc.integer({ min: berlin('2026-10-20T00:00Z'), max: berlin('2026-11-05T00:00Z') }),
      fc.integer({ min: berlin('2027-03-10T00:00Z'), max: berlin('2027-04-06T00:00Z') }),
    );
    fc.assert(
      fc.property(days, clock, clock, zones, at, (named, from, to, where, instant) => {
        const window: WeekWindow = { days: named, from, to };
        const end = windowEndAt(window, instant, where, NONE);
        expect(end !== null).toBe(isInWindow(window, instant, where, NONE));
        fc.pre(end !== null && Number.isFinite(end));
        expect(end!).toBeGreaterThan(instant);
        expect(isInWindow(window, end! - 1, where, NONE)).toBe(true);
        expect(isInWindow(window, end!, where, NONE)).toBe(false);
        for (let probe = instant; probe < end!; probe += 600_000) {
          if (!isInWindow(window, probe, where, NONE)) throw new Error(`off at ${probe} before its end`);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test('[ROT12] asking is cheap enough to do per event', () => {
  const window: WeekWindow = { days: ['mon', 'holiday'], from: '22:00', to: '06:00' };
  const holidays = new Set(['2026-12-25']);
  const begun = performance.now();
  let on = 0;
  for (let i = 0; i < 100_000; i += 1) {
    if (isInWindow(window, seoul('2026-11-16T00:00') + i * 60_000, SEOUL, holidays)) on += 1;
  }
  expect(on).toBeGreaterThan(0);
  // Measured below 100 ms; the limit leaves room for a busy machine.
  expect(performance.now() - begun).toBeLessThan(1000);
});
