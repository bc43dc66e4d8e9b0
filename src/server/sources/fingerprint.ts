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
  const add = (byte: number) => {
    low = (low ^ byte) >>> 0;
    const product = low * PRIME_LOW;
    high = (Math.imul(high, PRIME_LOW) + Math.floor(product / 0x1_0000_0000) + (low << 8)) >>> 0;
    low = product >>> 0;
  };
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 1) {
      const unit = part.charCodeAt(i);
      if (unit < 0x80) {
        add(unit);
        continue;
      }
      const point = part.codePointAt(i) ?? 0xfffd;
      if (point > 0xffff) i += 1;
      addUtf8(point, add);
    }
    add(SEPARATOR);
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

function addUtf8(point: number, add: (byte: number) => void): void {
  if (point < 0x800) {
    add(0xc0 | (point >> 6));
  } else {
    if (point < 0x10000) {
      add(0xe0 | (point >> 12));
    } else {
      add(0xf0 | (point >> 18));
      add(0x80 | ((point >> 12) & 0x3f));
    }
    add(0x80 | ((point >> 6) & 0x3f));
  }
  add(0x80 | (point & 0x3f));
}

/**
 * Fingerprint of a label set as Prometheus and Alertmanager compute it: names sorted by their bytes, each
 * name and value followed by 0xFF; labels with empty values do not count. Thus an alert pushed by Prometheus
 * and the same alert in Alertmanager's webhook have the same key (ING11).
 * Source: `LabelSet.Fingerprint` in prometheus/common, `removeEmptyLabels` in Alertmanager's API.
 */
export function fingerprintOf(labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels).filter((name) => labels[name] !== '');
  names.sort(compareAsUtf8);
  return hashParts(names.flatMap((name) => [name, labels[name] ?? '']));
}

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
