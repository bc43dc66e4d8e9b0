import { comparePlaces, type LayerSpan, layerSpans } from './layer-spans.ts';
import type { Span } from './rank-spans.ts';
import type { ReadyLayer } from './ready-schedule.ts';

/**
 * Why a layer has nobody (ROT11): `gap` somebody should be there, `restricted` the layer is off now,
 * `intended` the turn is nobody's on purpose.
 */
export type Emptiness = 'gap' | 'restricted' | 'intended';

/** A stretch in which the same people hold a layer. */
export interface Stretch extends Span {
  /** Distinct, in the order of turns and of team members. */
  readonly users: readonly string[];
  /** Null when there are users. */
  readonly empty: Emptiness | null;
}

/** `[from, to)` of a layer without holes: who holds it when. Neighbours differ in their people. */
export function layerStretches(layer: ReadyLayer, from: number, to: number): readonly Stretch[] {
  return stretchesOf(layerSpans(layer, from, to, true), from, to);
}

/** Sums ordered spans of one layer up into stretches over `[from, to)`. */
export function stretchesOf(spans: readonly LayerSpan[], from: number, to: number): readonly Stretch[] {
  const stretches: (Stretch & { to: number })[] = [];
  let next = 0;
  let active: LayerSpan[] = [];
  for (let at = from; at < to; ) {
    active = active.filter((span) => span.to > at);
    while (next < spans.length && spans[next]!.from <= at) {
      active.push(spans[next]!);
      next += 1;
    }
    const end = Math.min(to, spans[next]?.from ?? to, ...active.map((span) => span.to));
    const found = holdersOf(active);
    const last = stretches.at(-1);
    if (last !== undefined && isSameHolders(last, found)) last.to = end;
    else stretches.push({ from: at, to: end, ...found });
    at = end;
  }
  return stretches;
}

/** The people of the spans that lie at one instant, or why there are none. */
export function holdersOf(active: readonly LayerSpan[]): Pick<Stretch, 'users' | 'empty'> {
  const users = new Set<string>();
  let empty: Emptiness = 'restricted';
  for (const span of [...active].sort(comparePlaces)) {
    if (span.kind === 'shift') users.add(span.user);
    else if (span.why !== 'intended') empty = 'gap';
    else if (empty === 'restricted') empty = 'intended';
  }
  return users.size > 0 ? { users: [...users], empty: null } : { users: [], empty };
}

function isSameHolders(a: Pick<Stretch, 'users' | 'empty'>, b: Pick<Stretch, 'users' | 'empty'>): boolean {
  return (
    a.empty === b.empty && a.users.length === b.users.length && a.users.every((u) => b.users.includes(u))
  );
}
