const formats = new Map<string, Intl.DateTimeFormat>();
const hours = new Map<string, { readonly weekday: number; readonly hour: number }>();
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const QUARTER_MS = 900_000;

/** Weekday (0 Sunday) and hour of an instant in a zone; kept per quarter hour, since formatting is slow. */
export function zonedParts(at: number, zone: string): { readonly weekday: number; readonly hour: number } {
  const slot = `${zone} ${Math.floor(at / QUARTER_MS)}`;
  const known = hours.get(slot);
  if (known) return known;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
  formats.set(zone, format);
  const parts = format.formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const found = { weekday: WEEKDAYS.indexOf(of('weekday')), hour: Number(of('hour')) };
  hours.set(slot, found);
  return found;
}
