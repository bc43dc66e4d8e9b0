/** Times outside this span are a sender's "not set" (0001-01-01, epoch 0) or nonsense. */
const EARLIEST = Date.UTC(1980, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

const DATE_TIME =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,18}))?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const NUMBER = /^\d{9,20}(?:\.\d{1,12})?$/;
const DASH = 45;
/** Longer than any time. */
const MAX_LENGTH = 64;

/**
 * A tool's time as epoch milliseconds (ING5): RFC 3339 and its usual variations (offset `+0000` or `+09`, up
 * to 18 fraction digits, no zone meaning UTC, a date alone), or an epoch number or its text in seconds,
 * milliseconds, microseconds or nanoseconds, told apart by size. Null when unreadable or out of 1980…2199.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number') return parseEpoch(value);
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return null;
  const text = value.trim();
  if (text.charCodeAt(4) === DASH) return parseUtc(text) ?? parseDateTime(text);
  return NUMBER.test(text) ? parseEpoch(Number(text)) : parseDateTime(text);
}

function parseEpoch(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  const perMs = value < 1e11 ? 1e-3 : value < 1e14 ? 1 : value < 1e17 ? 1e3 : 1e6;
  return inRange(Math.round(value / perMs));
}

/** `2026-11-22T17:05:00Z` and with three fraction digits: what most tools send, at a tenth of the cost. */
function parseUtc(text: string): number | null {
  const isWhole = text.length === 20;
  if (!isWhole && (text.length !== 24 || text[19] !== '.')) return null;
  if (!text.endsWith('Z') || text[10] !== 'T' || text.slice(8, 10) > '28') return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : inRange(time);
}

function parseDateTime(text: string): number | null {
  const found = DATE_TIME.exec(text);
  if (found === null) return null;
  const part = (index: number) => Number(found[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  if (hour > 24 || minute > 59 || second > 60) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  // 31 February would roll into March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const offset = parseOffset(found[8]);
  if (offset === null) return null;
  const fractionMs = Math.floor(Number(`0.${found[7] ?? '0'}`) * 1000);
  return inRange(date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs - offset);
}

/** Offset from UTC in milliseconds; null when no place on earth has it. */
function parseOffset(zone: string | undefined): number | null {
  if (zone === undefined || /^[a-z]/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 18 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

const inRange = (time: number): number | null => (time >= EARLIEST && time < LATEST ? time : null);
