import { Temporal } from 'temporal-polyfill';
import type { Layer, Schedule } from '../../../src/shared/config/schedule.ts';
import { WEEKDAYS } from '../../../src/shared/words.ts';

/**
 * Who is on call in a layer of persons, told slowly from the rules alone: by the library's own calendar and
 * disambiguation, sharing no code with what is tested. No overrides, absences or teams.
 */
export function oracleUsers(schedule: Schedule, layer: Layer, at: number): ReadonlySet<string> {
  const zone = schedule.timeZone;
  const now = plainAt(at, zone);
  const users = new Set<string>();
  for (const n of turnsNear(layer, now)) {
    const from = handoff(layer, n);
    const to = handoff(layer, n + 1);
    const user = layer.users[n % layer.users.length];
    for (const window of windowsNear(layer, now)) {
      const begin = later(from, window?.from ?? from);
      const end = earlier(to, window?.to ?? to);
      if (Temporal.PlainDateTime.compare(begin, end) >= 0) continue;
      const isOn = occurrence(begin, zone, 'earlier') <= at && at < occurrence(end, zone, 'later');
      if (isOn && typeof user === 'string') users.add(user);
    }
  }
  return users;
}

/** First or last occurrence of a wall-clock time; the jump for a time that does not exist. */
export function occurrence(plain: Temporal.PlainDateTime, zone: string, which: 'earlier' | 'later'): number {
  const zoned = plain.toZonedDateTime(zone, { disambiguation: which });
  if (zoned.toPlainDateTime().equals(plain)) return zoned.epochMilliseconds;
  const before = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return before.getTimeZoneTransition('next')!.epochMilliseconds;
}

function plainAt(at: number, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
}

function handoff(layer: Layer, n: number): Temporal.PlainDateTime {
  const period = Temporal.Duration.from(layer.rotation.every);
  const times = (value: number) => value * n;
  return Temporal.PlainDateTime.from(layer.rotation.start).add({
    months: times(period.months),
    weeks: times(period.weeks),
    days: times(period.days),
    hours: times(period.hours),
    minutes: times(period.minutes),
  });
}

function turnsNear(layer: Layer, now: Temporal.PlainDateTime): number[] {
  const start = Temporal.PlainDateTime.from(layer.rotation.start);
  const period = Temporal.Duration.from(layer.rotation.every);
  const passed = start.until(now, { largestUnit: 'hours' }).total('hours');
  const length =
    period.months > 0 ? period.months * 30.44 * 24 : period.total({ unit: 'hours', relativeTo: start });
  const around = Math.floor(passed / length);
  return [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((shift) => around + shift).filter((n) => n >= 0);
}

function windowsNear(layer: Layer, now: Temporal.PlainDateTime) {
  if (layer.restrictions.length === 0) return [undefined];
  return layer.restrictions.flatMap((window) =>
    [-3, -2, -1, 0, 1].flatMap((shift) => {
      const day = now.toPlainDate().add({ days: shift });
      if (!(window.days ?? WEEKDAYS).includes(WEEKDAYS[day.dayOfWeek - 1]!)) return [];
      const ends = window.to > window.from ? day : day.add({ days: 1 });
      const to = window.to === '24:00' ? at(ends.add({ days: 1 }), '00:00') : at(ends, window.to);
      return [{ from: at(day, window.from), to }];
    }),
  );
}

function at(day: Temporal.PlainDate, time: string): Temporal.PlainDateTime {
  return day.toPlainDateTime(Temporal.PlainTime.from(time));
}

function later(a: Temporal.PlainDateTime, b: Temporal.PlainDateTime): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.compare(a, b) >= 0 ? a : b;
}

function earlier(a: Temporal.PlainDateTime, b: Temporal.PlainDateTime): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.compare(a, b) <= 0 ? a : b;
}
