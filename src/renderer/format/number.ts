const formats = new Map<string, Intl.NumberFormat>();
function format(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

/** `18,204`. */
export const count = (n: number, locale: string): string => format(locale, {}).format(n);

/** A share 0..1 as `86%`. */
export const percent = (share: number, locale: string): string =>
  format(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);

/** `0.4`: one decimal. */
export const oneDecimal = (n: number, locale: string): string =>
  format(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(n);

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size in the unit that fits, as `12.4 MB`; a thousand bytes are a kilobyte, as disks count. */
export function bytes(n: number, locale: string): string {
  const power = n < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(n) / 3));
  const options = { style: 'unit', unit: UNITS[power]!, maximumFractionDigits: power === 0 ? 0 : 1 } as const;
  return format(locale, options).format(n / 1000 ** power);
}

/** Change of a figure against another as a signed share, null where it says nothing. */
export const changeOf = (now: number | null, before: number | null): number | null =>
  now === null || before === null || before === 0 ? null : (now - before) / before;
