import type { IncidentItem } from '../../../../shared/incident.ts';
import { urgencyRank } from '../../../../shared/words.ts';
import { foldGroups, type Group } from './flood.ts';

/** One place of band 1: an incident, or many folded in a flood. */
export type Card =
  | { readonly kind: 'incident'; readonly id: string; readonly item: IncidentItem }
  | { readonly kind: 'group'; readonly id: string; readonly group: Group };

/** The bands of the board, each in the order it is read. */
export interface BoardModel {
  readonly cards: readonly Card[];
  readonly recovered: readonly IncidentItem[];
  readonly acked: readonly IncidentItem[];
  readonly muted: readonly IncidentItem[];
}

/** Worst first, then oldest; the number settles ties, so that equal ones never swap places. */
export const byWorst = (a: IncidentItem, b: IncidentItem): number =>
  urgencyRank(a.urgency) - urgencyRank(b.urgency) ||
  a.createdAt.localeCompare(b.createdAt) ||
  a.number - b.number;

const nobodyFirst = (a: IncidentItem, b: IncidentItem): number =>
  Number(b.band === 'nobody') - Number(a.band === 'nobody') || byWorst(a, b);

/** Sorts the stream's incidents into the board's bands; folds band 1 where `isFlood`. */
export function boardModel(incidents: Iterable<IncidentItem>, isFlood: boolean): BoardModel {
  const bands: Record<'cards' | 'recovered' | 'acked' | 'muted', IncidentItem[]> = {
    cards: [],
    recovered: [],
    acked: [],
    muted: [],
  };
  for (const item of incidents) {
    if (item.band === 'open' || item.band === 'nobody') bands.cards.push(item);
    else if (item.band !== 'closed') bands[item.band].push(item);
  }
  const open = bands.cards.sort(nobodyFirst);
  return {
    cards: isFlood ? foldGroups(open) : open.map((item) => ({ kind: 'incident', id: item.id, item })),
    recovered: bands.recovered.sort(byWorst),
    acked: bands.acked.sort(byWorst),
    muted: bands.muted,
  };
}

/**
 * Keeps the places of what is already on the board and puts newcomers where they belong:
 * before the first shown one that sorts after them. A full sort may follow a second later.
 */
export function holdOrder<T extends { readonly id: string }>(
  shown: readonly string[],
  sorted: readonly T[],
): readonly T[] {
  const rank = new Map(sorted.map((item, i) => [item.id, i]));
  const result = shown.flatMap((id) => sorted[rank.get(id) ?? -1] ?? []);
  const known = new Set(result.map((item) => item.id));
  sorted.forEach((item, i) => {
    if (known.has(item.id)) return;
    const place = result.findIndex((other) => (rank.get(other.id) ?? 0) > i);
    result.splice(place === -1 ? result.length : place, 0, item);
  });
  return result;
}

/** Something at `high` or above that nobody has: views hold, the board stays. */
export function hasUrgentUnacked(incidents: Iterable<IncidentItem>): boolean {
  for (const { band, urgency } of incidents) {
    if ((band === 'open' || band === 'nobody') && urgencyRank(urgency) <= 1) return true;
  }
  return false;
}
