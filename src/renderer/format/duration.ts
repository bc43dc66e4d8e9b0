const two = (n: number): string => String(n).padStart(2, '0');

/**
 * A running time as a clock shows it: `06:41`, `1:12:08`; above a day `2d 03:12` (the unit from `dayUnit`).
 * Negative times show `00:00`.
 */
export function clockDuration(ms: number, dayUnit = 'd'): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const [s, m, h, d] = [
    total % 60,
    Math.floor(total / 60) % 60,
    Math.floor(total / 3600),
    Math.floor(total / 86_400),
  ];
  if (d > 0) return `${d}${dayUnit} ${two(h % 24)}:${two(m)}`;
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** As `clockDuration`, rounded up: a countdown shows `00:00` only when it is over. */
export const countdown = (ms: number, dayUnit?: string): string =>
  clockDuration(Math.ceil(ms / 1000) * 1000, dayUnit);

/** Short time since something: `2 s`, `11 m`, `3 h`, `2 d`, in the language's own short units. */
export function shortAge(ms: number, locale: string): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [value, unit] =
    s < 60
      ? [s, 'second']
      : s < 3600
        ? [Math.floor(s / 60), 'minute']
        : s < 86_400
          ? [Math.floor(s / 3600), 'hour']
          : [Math.floor(s / 86_400), 'day'];
  return unitFormat(locale, unit as string).format(value as number);
}

const PARTS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** A length of time that somebody wrote, exactly: `1d 30m`, `1일 30분`; `0s` when it is none. */
export function lengthText(ms: number, locale: string): string {
  let left = Math.round(ms / 1000) * 1000;
  const parts: string[] = [];
  for (const [unit, size] of PARTS) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n > 0 || (unit === 'second' && parts.length === 0)) parts.push(unitFormat(locale, unit).format(n));
  }
  return parts.join(' ');
}

const formats = new Map<string, Intl.NumberFormat>();
function unitFormat(locale: string, unit: string): Intl.NumberFormat {
  const key = `${locale}|${unit}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      unitDisplay: locale === 'ko' ? 'short' : 'narrow',
    });
    formats.set(key, format);
  }
  return format;
}
