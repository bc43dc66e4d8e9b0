import type { QuietItem } from '../../../shared/api/quiet.ts';

/** Why something is quiet, as the register sorts its chips: what people did first, then what rules do. */
export const QUIET_KINDS = [
  'maintenance',
  'paused',
  'shelf',
  'snoozed',
  'inhibition',
  'held',
  'flapping',
  'silent',
] as const satisfies readonly QuietItem['kind'][];
export type QuietKind = QuietItem['kind'];

/** Kinds of a query, `maintenance,paused`; what it does not name, or names wrongly, is all. */
export function kindsOf(text: string): ReadonlySet<QuietKind> {
  const named = text.split(',');
  const found = QUIET_KINDS.filter((kind) => named.includes(kind));
  return new Set(found.length === 0 ? QUIET_KINDS : found);
}

/** The query after a click on a chip: from all to this one alone, then one more or one less. */
export function toggleKind(text: string, kind: QuietKind): string {
  const named = QUIET_KINDS.filter((each) => text.split(',').includes(each));
  const next = named.includes(kind) ? named.filter((each) => each !== kind) : [...named, kind];
  return next.length === QUIET_KINDS.length ? '' : next.join(',');
}

export function countKinds(items: readonly QuietItem[]): ReadonlyMap<QuietKind, number> {
  const counts = new Map<QuietKind, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
