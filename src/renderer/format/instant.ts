/** Formatters are costly to make: one per locale, zone and shape. */
const made = new Map<string, Intl.DateTimeFormat>();
function format(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${JSON.stringify(options)}`;
  let found = made.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    made.set(key, found);
  }
  return found;
}

/** Epoch ms of an instant on the wire, or of one already in ms. */
export const msOf = (at: string | number): number => (typeof at === 'number' ? at : Date.parse(at));

/** `03:12:41`, 24 hours, in `zone`. */
export const clockTime = (at: string | number, zone: string): string =>
  format('en-GB', zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(
    msOf(at),
  );

/** `03:12`, 24 hours, in `zone`. */
export const hourMinute = (at: string | number, zone: string): string =>
  format('en-GB', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(msOf(at));

/** A span's two times to the minute, or to the second where the minute is the same. */
export function spanTimes(from: string, to: string, zone: string): readonly [from: string, to: string] {
  const minutes = [hourMinute(from, zone), hourMinute(to, zone)] as const;
  return minutes[0] === minutes[1] ? [clockTime(from, zone), clockTime(to, zone)] : minutes;
}

/** `Sun 22 Nov`, `11월 22일 (일)`. */
export const dayOf = (at: string | number, zone: string, locale: string): string =>
  format(locale, zone, { month: 'short', day: 'numeric', weekday: 'short' }).format(msOf(at));

/** Date and time to the minute, with the day where it is not `now`'s day in `zone`. */
export function whenOf(at: string | number, now: string | number, zone: string, locale: string): string {
  const isToday = dateKey(at, zone) === dateKey(now, zone);
  return isToday ? hourMinute(at, zone) : `${dayOf(at, zone, locale)} ${hourMinute(at, zone)}`;
}

/** As `whenOf`, but a day within the coming six is named by its weekday alone: `Mon 09:00`, `월 09:00`. */
export function soonOf(at: string | number, now: string | number, zone: string, locale: string): string {
  const ahead = msOf(at) - msOf(now);
  const isSoon = ahead > 0 && ahead < 6 * 86_400_000 && dateKey(at, zone) !== dateKey(now, zone);
  if (!isSoon) return whenOf(at, now, zone, locale);
  return `${format(locale, zone, { weekday: 'short' }).format(msOf(at))} ${hourMinute(at, zone)}`;
}

/** Full date and time with seconds. */
export const dateTime = (at: string | number, zone: string, locale: string): string =>
  format(locale, zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(msOf(at));

/** `2026-11-22` in `zone`: a key for "same day", not a text for people. */
export const dateKey = (at: string | number, zone: string): string =>
  format('en-CA', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(msOf(at));

/** Short name of a zone at an instant: `KST`, `GMT+9`. */
export function zoneName(at: string | number, zone: string, locale: string): string {
  const parts = format(locale, zone, { timeZoneName: 'short', hour: 'numeric' }).formatToParts(msOf(at));
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
  // Intl knows few zone letters outside its own regions; these rooms know theirs.
  return name === 'GMT+9' ? (zone === 'Asia/Seoul' ? 'KST' : zone === 'Asia/Tokyo' ? 'JST' : name) : name;
}

/** Short weekday names, Monday first. */
export const weekdayNames = (locale: string, width: 'short' | 'long' = 'short'): readonly string[] =>
  [5, 6, 7, 8, 9, 10, 11].map((day) =>
    format(locale, 'UTC', { weekday: width }).format(Date.UTC(2026, 0, day)),
  );
