/** FNV-1a, 64 bits, kept in two halves: BigInt would cost more than the rest of parsing an alert. */
const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;
/** The prime is 2^40 + 0x1b3. */
const PRIME_LOW = 0x1b3;
const SEPARATOR = 0xff;

/** Hash of parts, each followed by the byte 0xFF, as 16 hex digits. Lone surrogates hash as their own 3 bytes. */
export function hashParts(parts: readonly string[]): string {
  let high = OFFSET_HIGH;
  let low = OFFSET_LOW;
  for (const part of parts) {
    const bytes = toByteString(part);
    for (let i = 0; i <= bytes.length; i += 1) {
      low ^= i === bytes.length ? SEPARATOR : bytes.charCodeAt(i);
      // Times the prime, modulo 2^64, in steps that stay whole numbers of 32 bits.
      const lower = (low & 0xffff) * PRIME_LOW;
      const upper = (low >>> 16) * PRIME_LOW + (lower >>> 16);
      high = (Math.imul(high, PRIME_LOW) + (upper >>> 16) + (low << 8)) | 0;
      low = (upper << 16) | (lower & 0xffff);
    }
  }
  return toHex(high) + toHex(low);
}

const toHex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0');

/** UTF-8 as one character per byte; ASCII, which nearly every label is, stays the same text. */
function toByteString(text: string): string {
  let i = 0;
  while (i < text.length && text.charCodeAt(i) < 0x80) i += 1;
  if (i === text.length) return text;
  const bytes: number[] = [];
  for (const character of text) addUtf8(character.codePointAt(0) ?? 0xfffd, bytes);
  return bytes.map((byte) => String.fromCharCode(byte)).join('');
}

function addUtf8(point: number, bytes: number[]): void {
  const tail = (shift: number) => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x80) bytes.push(point);
  else if (point < 0x800) bytes.push(0xc0 | (point >> 6), tail(0));
  else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), tail(6), tail(0));
  else bytes.push(0xf0 | (point >> 18), tail(12), tail(6), tail(0));
}

/**
 * Fingerprint of a label set as Prometheus and Alertmanager compute it: names sorted by their bytes, each
 * name and value followed by 0xFF; labels with empty values do not count. Thus an alert pushed by Prometheus
 * and the same alert in Alertmanager's webhook have the same key (ING11).
 * Source: `LabelSet.Fingerprint` in prometheus/common, `removeEmptyLabels` in Alertmanager's API.
 */
export function fingerprintOf(labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels).filter((name) => labels[name] !== '');
  if (names.some((name) => ABOVE_SURROGATES.test(name))) names.sort(compareAsUtf8);
  else names.sort();
  const parts: string[] = [];
  for (const name of names) parts.push(name, labels[name] ?? '');
  return hashParts(parts);
}

const ABOVE_SURROGATES = /[\ud800-\uffff]/;

/** Order by UTF-8 bytes is order by code points, which UTF-16 units only disagree with above U+D7FF. */
function compareAsUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue;
    return sortValue(a.charCodeAt(i)) - sortValue(b.charCodeAt(i));
  }
  return a.length - b.length;
}

/** Surrogates stand for points above all others. */
const sortValue = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
