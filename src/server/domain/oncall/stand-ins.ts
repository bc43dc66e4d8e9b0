import type { Away } from './oncall-env.ts';
import { clipSpans, resolveOverlaps, type Span, spansOutside, type Won } from './rank-spans.ts';

/** Who really comes for somebody over a stretch. */
export interface Cover extends Span {
  /** Null: the person is off and nobody stands in. */
  readonly user: string | null;
  /** The named person's own absence, when that is why somebody else (or nobody) comes. */
  readonly absence: string | null;
}

/** When each person is away, overlaps resolved. */
export type AbsenceBook = ReadonlyMap<string, readonly Won<Away>[]>;

export function bookAbsences(absences: readonly Away[]): AbsenceBook {
  const byUser = new Map<string, Away[]>();
  for (const absence of absences) {
    const list = byUser.get(absence.user);
    if (list === undefined) byUser.set(absence.user, [absence]);
    else list.push(absence);
  }
  return new Map([...byUser].map(([user, list]) => [user, resolveOverlaps(list)]));
}

/**
 * Who comes for a person over `[from, to)`, in order of time and without holes (ROT9, ROT10).
 * Stand-ins who are away themselves are followed to theirs; a loop ends in nobody.
 */
export function coverFor(user: string, from: number, to: number, book: AbsenceBook): readonly Cover[] {
  const own = book.get(user);
  if (own === undefined) return [{ user, absence: null, from, to }];
  const away = clipSpans(own, from, to);
  if (away.length === 0) return [{ user, absence: null, from, to }];
  const present = spansOutside(away, from, to).map((span) => ({ user, absence: null, ...span }));
  const covered = away.flatMap((span) =>
    followStandIn(span.winner, span.from, span.to, book, new Set([user])).map((found) => ({
      ...found,
      absence: span.winner.id,
    })),
  );
  return [...present, ...covered].sort((a, b) => a.from - b.from);
}

function followStandIn(
  absence: Away,
  from: number,
  to: number,
  book: AbsenceBook,
  asked: ReadonlySet<string>,
): readonly { readonly user: string | null; readonly from: number; readonly to: number }[] {
  const { standIn } = absence;
  if (standIn === null || asked.has(standIn)) return [{ user: null, from, to }];
  const away = clipSpans(book.get(standIn) ?? [], from, to);
  const now = new Set([...asked, standIn]);
  return [
    ...spansOutside(away, from, to).map((span) => ({ user: standIn, ...span })),
    ...away.flatMap((span) => followStandIn(span.winner, span.from, span.to, book, now)),
  ];
}
