/** Half-open span in epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Share 0..1 of `[from, to)` at which `at` lies, clipped. Spans come as instants, so days of 23 or 25 hours fit. */
export const shareOf = (at: number, { from, to }: Span): number =>
  to <= from ? 0 : Math.min(1, Math.max(0, (at - from) / (to - from)));

/** Puts spans that overlap into rows of their own: each gets the first row that is free at its start. */
export function stack<T extends Span>(
  spans: readonly T[],
): { readonly rows: number; readonly placed: readonly (T & { row: number })[] } {
  const ends: number[] = [];
  const placed = [...spans]
    .sort((a, b) => a.from - b.from || b.to - a.to)
    .map((span) => {
      const free = ends.findIndex((end) => end <= span.from);
      const row = free === -1 ? ends.length : free;
      ends[row] = span.to;
      return { ...span, row };
    });
  return { rows: Math.max(1, ends.length), placed };
}

/** Hours between marks of a span's ruler, and how many marks carry a label. */
export function rulerOf(
  { from, to }: Span,
  isGlance: boolean,
): { readonly hours: number; readonly every: number } {
  const days = (to - from) / 86_400_000;
  if (days <= 2) return { hours: isGlance ? (days > 1 ? 24 : 12) : 3, every: 1 };
  if (days <= 16) return { hours: 24, every: isGlance ? Math.ceil(days / 4) : 1 };
  return { hours: 24, every: isGlance ? 7 : 2 };
}

/** Stable colour index of a person among `count`, by id. */
export function colourIndex(id: string, count: number): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash % count;
}
