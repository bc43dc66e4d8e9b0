/** A half-open stretch of time. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The part of `[from, to)` in which `winner` is the one that counts. */
export interface Won<T> extends Span {
  readonly winner: T;
}

/**
 * Resolves overlaps: at each instant the item latest in the list wins (ROT7, ROT9).
 * Returns stretches in order of time, apart from each other; a winner interrupted by another has several.
 */
export function resolveOverlaps<T extends Span>(items: readonly T[]): readonly Won<T>[] {
  const edges = items.flatMap((item, rank) =>
    item.from < item.to
      ? [
          { at: item.from, rank, begins: true },
          { at: item.to, rank, begins: false },
        ]
      : [],
  );
  edges.sort((a, b) => a.at - b.at);
  const active = new Set<number>();
  const won: { from: number; to: number; winner: T }[] = [];
  for (let i = 0; i < edges.length; ) {
    const at = edges[i]!.at;
    for (; i < edges.length && edges[i]!.at === at; i += 1) {
      const edge = edges[i]!;
      if (edge.begins) active.add(edge.rank);
      else active.delete(edge.rank);
    }
    if (active.size === 0) continue;
    const winner = items[Math.max(...active)]!;
    const to = edges[i]!.at;
    const last = won.at(-1);
    if (last !== undefined && last.winner === winner && last.to === at) last.to = to;
    else won.push({ from: at, to, winner });
  }
  return won;
}

/** The stretches of an ordered, non-overlapping list that reach into `[from, to)`, clipped to it. */
export function clipSpans<T>(spans: readonly Won<T>[], from: number, to: number): readonly Won<T>[] {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.to <= from) low = middle + 1;
    else high = middle;
  }
  const clipped: Won<T>[] = [];
  for (let i = low; i < spans.length && spans[i]!.from < to; i += 1) {
    const { winner, ...span } = spans[i]!;
    clipped.push({ winner, from: Math.max(span.from, from), to: Math.min(span.to, to) });
  }
  return clipped;
}

/** What is left of `[from, to)` outside an ordered, non-overlapping list. */
export function spansOutside(spans: readonly Span[], from: number, to: number): readonly Span[] {
  const left: Span[] = [];
  let at = from;
  for (const span of spans) {
    if (span.to <= at) continue;
    if (span.from >= to) break;
    if (span.from > at) left.push({ from: at, to: span.from });
    at = span.to;
  }
  if (at < to) left.push({ from: at, to });
  return left;
}
