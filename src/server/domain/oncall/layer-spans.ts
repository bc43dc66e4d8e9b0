import { type WallSpan, windowSpans } from '../time/week-window.ts';
import { firstInstant, lastInstant, wallRangeAt } from '../time/zoned.ts';
import { clipSpans, type Span, spansOutside } from './rank-spans.ts';
import type { ReadyLayer } from './ready-schedule.ts';
import { handoffAt, turnAt } from './rotation.ts';
import { coverFor } from './stand-ins.ts';

/** Where in a layer a span belongs; orders spans that lie at one instant, whatever their begins. */
interface Placed extends Span {
  /** Number of the turn; -1 before the first, `Infinity` for an override, which has none. */
  readonly turn: number;
  /** Place of the person within the turn: of a team, the member's. */
  readonly place: number;
}

/** A person on call in a layer. */
export interface ShiftSpan extends Placed {
  readonly kind: 'shift';
  readonly user: string;
  readonly override: string | null;
  /** Whom the override replaces. */
  readonly replaces: readonly string[];
  /** The absence whose stand-in this person is. */
  readonly absence: string | null;
}

/** A place in a layer that nobody fills, and why. */
export interface VacantSpan extends Placed {
  readonly kind: 'vacant';
  readonly why: 'not-started' | 'intended' | 'empty-team' | 'away';
  readonly override: string | null;
  /** Who is away, and by which absence. */
  readonly user: string | null;
  readonly absence: string | null;
}

export type LayerSpan = ShiftSpan | VacantSpan;

/** Order of spans at one instant: by turn, then by place in it. */
export function comparePlaces(a: LayerSpan, b: LayerSpan): number {
  return a.turn === b.turn ? a.place - b.place : a.turn - b.turn;
}

const NOBODY = { kind: 'vacant', place: 0, override: null, user: null, absence: null } as const;

/**
 * Who holds a layer over `[from, to)`, clipped to it and ordered by begin. Where no span lies, the layer's
 * restrictions keep it off. Spans of different people overlap within a team, and while a repeated hour
 * lets two turns meet (ROT3); a person is never there twice at once (ROT5).
 *
 * `mergeTurns` lets turns that are all alike count as one that never ends: quicker, for callers who do not
 * show single turns.
 */
export function layerSpans(
  layer: ReadyLayer,
  from: number,
  to: number,
  mergeTurns = false,
): readonly LayerSpan[] {
  if (from >= to) return [];
  const turns = turnSpans(layer, from, to, mergeTurns);
  const overrides = clipSpans(layer.overrides, from, to);
  if (overrides.length === 0) return dropDoubles(turns);
  const kept = turns.flatMap((span) =>
    spansOutside(overrides, span.from, span.to).map((part) => ({ ...span, ...part })),
  );
  const standing = overrides.flatMap(({ winner, ...span }) =>
    coverFor(winner.user, span.from, span.to, layer.absences).map(({ user, absence, ...part }): LayerSpan => {
      const own = { turn: Number.POSITIVE_INFINITY, place: 0, override: winner.id, absence, ...part };
      return user === null
        ? { kind: 'vacant', why: 'away', user: winner.user, ...own }
        : { kind: 'shift', user, replaces: replacedIn(turns, part, user), ...own };
    }),
  );
  return dropDoubles([...kept, ...standing]);
}

function replacedIn(turns: readonly LayerSpan[], part: Span, by: string): readonly string[] {
  const replaced = new Set<string>();
  for (const span of turns) {
    const meets = span.from < part.to && span.to > part.from;
    if (span.kind === 'shift' && meets && span.user !== by) replaced.add(span.user);
  }
  return [...replaced];
}

/** Turns within their restrictions, teams spelled out, stand-ins in place; overrides not yet. */
function turnSpans(layer: ReadyLayer, from: number, to: number, mergeTurns: boolean): readonly LayerSpan[] {
  const spans: LayerSpan[] = [];
  if (from < layer.startAt) {
    spans.push({ ...NOBODY, why: 'not-started', turn: -1, from, to: Math.min(to, layer.startAt) });
  }
  for (const { turn: n, ...span } of turnPieces(layer, from, to, mergeTurns)) {
    const turn = layer.turns[n % layer.turns.length]!;
    if (turn.people.length === 0) {
      spans.push({ ...NOBODY, why: turn.intended ? 'intended' : 'empty-team', turn: n, ...span });
    }
    turn.people.forEach((named, place) => {
      for (const { user, absence, ...part } of coverFor(named, span.from, span.to, layer.absences)) {
        const own = { turn: n, place, override: null, absence, ...part };
        spans.push(
          user === null
            ? { kind: 'vacant', why: 'away', user: named, ...own }
            : { kind: 'shift', user, replaces: [], ...own },
        );
      }
    });
  }
  return spans;
}

/**
 * Stretches of turns within restrictions that reach into `[from, to)`. Turn and restriction are cut on the
 * wall first and turned into instants after: a window that ends where a turn begins shares nothing with it,
 * also when that time comes twice.
 */
function turnPieces(
  layer: ReadyLayer,
  from: number,
  to: number,
  mergeTurns: boolean,
): readonly (Span & { readonly turn: number })[] {
  const { anchor, period, zone } = layer;
  const pieces: (Span & { turn: number })[] = [];
  const first = wallRangeAt(from, zone).earliest;
  const last = wallRangeAt(to - 1, zone).latest;
  if (last < anchor) return pieces;
  const on = windowSpans(layer.restrictions, first, last + 1, layer.holidays);
  const endless = mergeTurns && layer.uniform;
  const lastTurn = endless ? 0 : turnAt(anchor, period, last);
  let window = 0;
  for (let turn = endless ? 0 : Math.max(0, turnAt(anchor, period, first)); turn <= lastTurn; turn += 1) {
    const begin = handoffAt(anchor, period, turn);
    const end = endless ? Number.POSITIVE_INFINITY : handoffAt(anchor, period, turn + 1);
    while (window < on.length && on[window]!.to <= begin) window += 1;
    for (let i = window; i < on.length && on[i]!.from < end; i += 1) {
      const piece = toInstants(
        { from: Math.max(begin, on[i]!.from), to: Math.min(end, on[i]!.to) },
        zone,
        from,
        to,
      );
      if (piece.from < piece.to) pieces.push({ turn, ...piece });
    }
  }
  return pieces;
}

/** First occurrence of the begin to last occurrence of the end (ROT3), clipped to `[from, to)`. */
function toInstants(span: WallSpan, zone: string, from: number, to: number): Span {
  return {
    from: Math.max(from, firstInstant(span.from, zone)),
    to: Number.isFinite(span.to) ? Math.min(to, lastInstant(span.to, zone)) : to,
  };
}

/** Orders spans by begin, and lets a person who would be there twice at once be there once (ROT5). */
function dropDoubles(spans: readonly LayerSpan[]): readonly LayerSpan[] {
  const kept: LayerSpan[] = [];
  const byUser = new Map<string, ShiftSpan[]>();
  for (const span of spans) {
    if (span.kind === 'vacant') {
      kept.push(span);
      continue;
    }
    const list = byUser.get(span.user);
    if (list === undefined) byUser.set(span.user, [span]);
    else list.push(span);
  }
  for (const list of byUser.values()) {
    list.sort((a, b) => a.from - b.from);
    for (let i = 0; i < list.length; ) {
      const begin = i;
      let end = list[i]!.to;
      for (i += 1; i < list.length && list[i]!.from < end; i += 1) end = Math.max(end, list[i]!.to);
      if (i - begin === 1) kept.push(list[begin]!);
      else kept.push(...shareOut(list.slice(begin, i)));
    }
  }
  return kept.sort((a, b) => a.from - b.from);
}

/**
 * One person's overlapping spans without the overlaps: their own turn counts before standing in, the earlier
 * turn before the later. The rule looks at each instant alone, so that the answer does not depend on where
 * a query begins.
 */
function shareOut(claims: readonly ShiftSpan[]): readonly ShiftSpan[] {
  const ranked = [...claims].sort(
    (a, b) => Number(a.absence !== null) - Number(b.absence !== null) || comparePlaces(a, b),
  );
  const taken: ShiftSpan[] = [];
  for (const claim of ranked) {
    const parts = spansOutside(taken, claim.from, claim.to);
    taken.push(...parts.map((part) => ({ ...claim, ...part })));
    taken.sort((a, b) => a.from - b.from);
  }
  return taken;
}
