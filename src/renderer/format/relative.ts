const formats = new Map<string, Intl.RelativeTimeFormat>();

/** `2 minutes ago`, `2분 전`, `in 3 hours`: `ms` from now, negative is past. */
export function relativeTime(ms: number, locale: string): string {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
    formats.set(locale, format);
  }
  const size = Math.abs(ms);
  if (size < 60_000) return format.format(Math.trunc(ms / 1000), 'second');
  if (size < 3_600_000) return format.format(Math.trunc(ms / 60_000), 'minute');
  if (size < 86_400_000) return format.format(Math.trunc(ms / 3_600_000), 'hour');
  return format.format(Math.trunc(ms / 86_400_000), 'day');
}

/** How long ago `at` was, never "in …": what is drawn lags behind the server by up to its own tick. */
export const ago = (at: string, now: number, locale: string): string =>
  relativeTime(Math.min(-1, Date.parse(at) - now), locale);
