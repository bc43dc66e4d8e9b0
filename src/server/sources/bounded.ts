import { hashParts } from './fingerprint.ts';

/** Most characters (code points) of a summary. */
export const MAX_SUMMARY = 1024;
/** Most characters of a dedup key; longer ones are cut and stay distinct. */
export const MAX_KEY = 512;
/** Most characters of any other one-line field. */
export const MAX_FIELD = 512;
/** Most characters of one text inside details. */
export const MAX_DETAIL_TEXT = 8192;

/** Control characters (C0, DEL, C1), lone surrogates, line separators and overrides of reading direction. */
const UNWANTED = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const BREAKS = /[\t-\r\u0085\u2028\u2029]+/gu;
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const CONTROLS_BUT_BREAKS = /(?![\t\n])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const LONE_SURROGATES = /\p{Cs}/gu;

/**
 * One line of text, trimmed: line breaks and tabs become a space, other control characters go, a lone
 * surrogate becomes U+FFFD, and what is longer than `max` code points ends in `…` (ING3).
 */
export function toLine(text: string, max: number): string {
  const near = text.length > max * 4 ? text.slice(0, max * 4) : text;
  const clean = UNWANTED.test(near)
    ? near.replace(BREAKS, ' ').replace(CONTROLS, '').replace(LONE_SURROGATES, '\uFFFD')
    : near;
  return cut(clean.trim(), max);
}

/** Text that may have several lines: as `toLine`, but tabs and line breaks stay. */
export function toText(text: string, max: number): string {
  const near = text.length > max * 4 ? text.slice(0, max * 4) : text;
  const clean = UNWANTED.test(near)
    ? near.replace(/\r\n?/g, '\n').replace(CONTROLS_BUT_BREAKS, '').replace(LONE_SURROGATES, '\uFFFD')
    : near;
  return cut(clean, max);
}

/**
 * A dedup key that is safe to keep and show. A key that had to be cut or cleaned carries a hash of the
 * original, so that two different keys never become one (ING4).
 */
export function toKey(text: string): string {
  if (text.length <= MAX_KEY && !UNWANTED.test(text)) return text;
  return `${toLine(text, MAX_KEY - 17)}~${hashParts([text])}`;
}

/** At most `max` code points, never half of a pair; what was cut ends in `…`. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  let lastWhole = 0;
  for (let count = 0; end < text.length; count += 1) {
    if (count === max) return `${text.slice(0, lastWhole)}…`;
    if (count === max - 1) lastWhole = end;
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text;
}
