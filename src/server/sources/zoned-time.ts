import { parseTime } from './times.ts';

/**
 * Minutes from UTC of the names that tools write for a zone, only those that mean one offset: CST, IST and BST are
 * several places, and "Eastern Standard Time" of Windows is two offsets a year.
 */
const OFFSETS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    UTC: 0,
    GMT: 0,
    WET: 0,
    WEST: 60,
    CET: 60,
    CEST: 120,
    EET: 120,
    EEST: 180,
    MSK: 180,
    HKT: 480,
    SGT: 480,
    'China Standard Time': 480,
    'Singapore Standard Time': 480,
    'Taipei Standard Time': 480,
    KST: 540,
    JST: 540,
    'Korea Standard Time': 540,
    'Tokyo Standard Time': 540,
    AEST: 600,
    AEDT: 660,
    NZST: 720,
    NZDT: 780,
    EDT: -240,
    EST: -300,
    MDT: -360,
    MST: -420,
    PDT: -420,
    PST: -480,
  }),
);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const EPOCH = /^\d{9,20}(?:\.\d+)?$/;
const WITH_OFFSET = /:\d{2}(?:[.,]\d{1,18})? ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$/i;
/** `Sun Nov 22 18:00:50 KST 2026`, as `date` and Nagios write it. */
const UNIX_DATE =
  /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2}) ([A-Z]{3,4}|[+-]\d{4}) (\d{4})$/;
/** `22.11.2026 18:00:50`. */
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4}) (\d{1,2}:\d{2}(?::\d{2})?)$/;
const MAX_LENGTH = 64;

/**
 * A tool's time as epoch milliseconds, only where text or `zone` say which zone it is in: a server's local time read
 * as UTC would be wrong by hours without a sign of it (ING80). Null otherwise.
 */
export function parseZonedTime(value: unknown, zone: unknown = null): number | null {
  if (typeof value === 'number') return parseTime(value);
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return null;
  const text = value.trim();
  if (EPOCH.test(text) || WITH_OFFSET.test(text)) return parseTime(text);
  const unix = UNIX_DATE.exec(text);
  if (unix !== null) {
    const [, month = '', day, time, name = '', year] = unix;
    const date = `${year}-${MONTHS.indexOf(month) + 1}-${day} ${time}`;
    return /^[+-]/.test(name) ? parseTime(`${date}${name}`) : parseLocal(date, name);
  }
  if (typeof zone !== 'string') return null;
  const dotted = DOTTED.exec(text);
  return parseLocal(
    dotted === null ? text : `${dotted[3]}-${dotted[2]}-${dotted[1]} ${dotted[4]}`,
    zone.trim(),
  );
}

function parseLocal(text: string, zone: string): number | null {
  const minutes = OFFSETS.get(zone);
  const time = minutes === undefined ? null : parseTime(text);
  return time === null || minutes === undefined ? null : time - minutes * 60_000;
}
