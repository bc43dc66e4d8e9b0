import type { IncidentItem } from '../../../../shared/incident.ts';
import type { Urgency } from '../../../../shared/words.ts';
import type { Card } from './board-model.ts';

const WINDOW_MS = 600_000;

/** New incidents in the last ten minutes: those on the page, or the server's running figure where that is higher. */
export function newInWindow(
  incidents: Iterable<IncidentItem>,
  alarmRate: readonly number[],
  now: number,
): number {
  let fresh = 0;
  for (const { createdAt } of incidents) if (now - Date.parse(createdAt) < WINDOW_MS) fresh += 1;
  return Math.max(fresh, alarmRate.at(-1) ?? 0);
}

/** Folds above the threshold, unfolds below half of it; in between it stays as it is. */
export const nextFlood = (isFlood: boolean, rate: number, threshold: number): boolean =>
  isFlood ? rate >= threshold / 2 : rate > threshold;

/** Incidents of one service folded in a flood. */
export interface Group {
  readonly service: string;
  /** The earliest: where it probably began. */
  readonly firstOut: IncidentItem;
  readonly count: number;
  readonly worst: Urgency;
  readonly byUrgency: Readonly<Partial<Record<Urgency, number>>>;
  /** What all summaries begin with, whole words only; empty when nothing. */
  readonly shared: string;
}

/**
 * Folds band 1 by service. `items` come worst first and groups stand where their worst one stood.
 * An unacknowledged `highest`, one that nobody answered, and a service with a single incident are never folded.
 */
export function foldGroups(items: readonly IncidentItem[]): readonly Card[] {
  const services = new Map<string, IncidentItem[]>();
  for (const item of items) {
    if (item.urgency === 'highest' || item.band === 'nobody') continue;
    const group = services.get(item.service);
    if (group) group.push(item);
    else services.set(item.service, [item]);
  }
  const done = new Set<string>();
  return items.flatMap((item): readonly Card[] => {
    const members = services.get(item.service) ?? [];
    const isAlone = item.urgency === 'highest' || item.band === 'nobody' || members.length === 1;
    if (isAlone) return [{ kind: 'incident', id: item.id, item }];
    if (done.has(item.service)) return [];
    done.add(item.service);
    return [{ kind: 'group', id: `service:${item.service}`, group: groupOf(item.service, members) }];
  });
}

function groupOf(service: string, members: readonly IncidentItem[]): Group {
  const byUrgency: Partial<Record<Urgency, number>> = {};
  for (const { urgency } of members) byUrgency[urgency] = (byUrgency[urgency] ?? 0) + 1;
  const firstOut = members.reduce((first, item) =>
    item.createdAt < first.createdAt || (item.createdAt === first.createdAt && item.number < first.number)
      ? item
      : first,
  );
  const worst = (members[0] as IncidentItem).urgency;
  return {
    service,
    firstOut,
    count: members.length,
    worst,
    byUrgency,
    shared: sharedStart(members.map((m) => m.summary)),
  };
}

/** Words that every text begins with. */
export function sharedStart(texts: readonly string[]): string {
  const [first = '', ...rest] = texts.map((text) => text.split(/\s+/));
  const words = first as readonly string[];
  let n = words.length;
  for (const other of rest) {
    let i = 0;
    while (i < n && other[i] === words[i]) i += 1;
    n = i;
  }
  return words.slice(0, n).join(' ');
}
