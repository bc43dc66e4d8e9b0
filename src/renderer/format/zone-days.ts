const formats = new Map<string, Intl.DateTimeFormat>();
function partsFormat(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Wall-clock reading of an instant in `zone`, as if it were UTC (epoch ms): subtract the instant to get the offset. */
export function wallClock(at: number, zone: string): number {
  const part = Object.fromEntries(
    partsFormat(zone)
      .formatToParts(at)
      .map((p) => [p.type, Number(p.value)]),
  );
  return Date.UTC(part.year ?? 1970, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
}

/** First instant at which `zone`'s clocks read `local` (epoch ms as if UTC) or, where that reading is skipped, later. */
export function instantOf(local: number, zone: string): number {
  const guess = local - (wallClock(local, zone) - local);
  const candidates = [-7_200_000, 0, 7_200_000].map((shift) => {
    const near = guess + shift;
    return local - (wallClock(near, zone) - Math.floor(near / 1000) * 1000);
  });
  const exact = candidates.filter((at) => wallClock(at, zone) === local);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

/** Instants in `[from, to)` where `zone`'s clocks pass a whole multiple of `hours` (24: midnights). */
export function localMarks(from: number, to: number, zone: string, hours: number): readonly number[] {
  const step = hours * 3_600_000;
  const marks: number[] = [];
  for (let local = Math.floor(wallClock(from, zone) / step) * step; ; local += step) {
    const at = instantOf(local, zone);
    if (at >= to) return marks;
    if (at >= from) marks.push(at);
  }
}
