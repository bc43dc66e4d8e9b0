import type { Band, IncidentItem } from '../../../shared/incident.ts';
import type { Directory } from '../../../shared/stream.ts';
import { urgencyRank } from '../../../shared/words.ts';
import type { IncidentFilter, SortKey } from './incident-filter.ts';

const BANDS: Readonly<Record<Band, number>> = {
  nobody: 0,
  open: 1,
  recovered: 2,
  acked: 3,
  muted: 4,
  closed: 5,
};

type Compare = (a: IncidentItem, b: IncidentItem) => number;
const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareBy(key: SortKey, directory: Directory): Compare {
  const service = (item: IncidentItem) => directory.services[item.service]?.name ?? item.service;
  const person = (item: IncidentItem) =>
    // Nobody sorts last: what has an owner is looked up by the owner.
    item.assignee === null ? '\uffff' : (directory.users[item.assignee]?.name ?? item.assignee);
  switch (key) {
    case 'worst':
      return (a, b) =>
        BANDS[a.band] - BANDS[b.band] ||
        urgencyRank(a.urgency) - urgencyRank(b.urgency) ||
        text(a.createdAt, b.createdAt);
    case 'urgency':
      return (a, b) => urgencyRank(a.urgency) - urgencyRank(b.urgency);
    case 'number':
      return (a, b) => a.number - b.number;
    case 'summary':
      return (a, b) => text(a.summary, b.summary);
    case 'service':
      return (a, b) => text(service(a), service(b));
    case 'assignee':
      return (a, b) => text(person(a), person(b));
    case 'count':
      return (a, b) => b.count - a.count;
    case 'createdAt':
      return (a, b) => text(a.createdAt, b.createdAt);
    case 'lastEventAt':
      return (a, b) => text(b.lastEventAt, a.lastEventAt);
  }
}

/** The order a filter asks for; the incident number settles ties, so that equal rows never swap. */
export function comparator(filter: IncidentFilter, directory: Directory): Compare {
  const by = compareBy(filter.sort, directory);
  const sign = filter.descending ? -1 : 1;
  return (a, b) => sign * by(a, b) || a.number - b.number;
}

/**
 * Ids of the matching items in order. Starting from the order before makes a refresh nearly linear:
 * few rows move between two looks.
 */
export function orderIncidents(
  items: ReadonlyMap<string, IncidentItem>,
  matches: (item: IncidentItem) => boolean,
  compare: Compare,
  previous: readonly string[],
): string[] {
  const known = new Set<string>();
  const rows: IncidentItem[] = [];
  for (const id of previous) {
    const item = items.get(id);
    known.add(id);
    if (item !== undefined && matches(item)) rows.push(item);
  }
  for (const item of items.values()) if (!known.has(item.id) && matches(item)) rows.push(item);
  return rows.sort(compare).map((item) => item.id);
}

/** What a reader sees while a row has the focus: nothing moves, what is new waits above. */
export interface HeldOrder {
  readonly ids: readonly string[];
  /** Listed by the fresh order, not shown yet. */
  readonly waiting: number;
  /** Shown, but the fresh order has them no more: drawn faded until the reader lets go. */
  readonly gone: ReadonlySet<string>;
}

/** The order to show: the fresh one, or, while held, the one before with what changed counted. */
export function holdOrder(shown: readonly string[], fresh: readonly string[], held: boolean): HeldOrder {
  if (!held || shown.length === 0) return { ids: fresh, waiting: 0, gone: new Set() };
  const freshIds = new Set(fresh);
  const shownIds = new Set(shown);
  const gone = new Set(shown.filter((id) => !freshIds.has(id)));
  return { ids: shown, waiting: fresh.filter((id) => !shownIds.has(id)).length, gone };
}

/** The row to move to from `current`; past an end it stays, without a current row it starts at the end it came from. */
export function stepRow(ids: readonly string[], current: string | null, step: 1 | -1): string | null {
  if (ids.length === 0) return null;
  const index = current === null ? -1 : ids.indexOf(current);
  if (index === -1) return (step === 1 ? ids[0] : ids[ids.length - 1]) ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, index + step))] ?? null;
}
