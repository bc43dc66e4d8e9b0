import type { IncidentItem } from '../../../../shared/incident.ts';
import type { Directory, Quiet, Totals } from '../../../../shared/stream.ts';
import { isEnding } from '../../../format/ending.ts';
import { serviceName } from '../names.ts';

/** One reason why something tells nobody: how much of it, whose, until when. */
export interface QuietPart {
  readonly kind: 'ending' | 'maintenance' | 'snoozed' | 'inhibited' | 'shelved' | 'held' | 'silent';
  /** Keys and open incidents. */
  readonly count: number;
  /** Services of the maintenance that ends first, the first of them and how many more windows and services there are. */
  readonly name: string | null;
  readonly more: number;
  /** The nearest end, where one is known. */
  readonly until: string | null;
}

/** What stands in the muted band: all together, and each reason that has something, the most pressing first. */
export interface QuietBand {
  readonly total: number;
  readonly parts: readonly QuietPart[];
}

/**
 * The muted band in numbers (SUP14). A maintenance within ten minutes of its end stands first and by itself: what it hides
 * will be told soon. `muted` are the incidents at hand, which know when the nearest snooze ends.
 */
export function quietBand(
  totals: Pick<Totals, 'muted' | 'mutedBy'>,
  quiet: Quiet,
  muted: readonly Pick<IncidentItem, 'snoozedUntil' | 'maintenance'>[],
  directory: Directory,
  now: number,
): QuietBand {
  const by = (reason: string) => totals.mutedBy[reason] ?? 0;
  const windows = [...quiet.maintenance].sort((a, b) => a.until.localeCompare(b.until));
  const part = (kind: QuietPart['kind'], count: number, until: string | null = null): QuietPart[] =>
    count > 0 ? [{ kind, count, name: null, more: 0, until }] : [];
  const ofWindows = (kind: 'ending' | 'maintenance', some: Quiet['maintenance'], waiting: number) => {
    const [first] = some;
    if (first === undefined) return part(kind, waiting);
    const services = new Set(some.flatMap((window) => window.services));
    const keys = some.reduce((sum, window) => sum + window.keys, 0);
    const name = serviceName(directory, first.services[0] ?? first.id);
    return [{ kind, count: keys + waiting, name, more: services.size - 1, until: first.until }];
  };
  const ending = windows.filter(({ until }) => isEnding(until, now));
  const others = windows.filter(({ until }) => !isEnding(until, now));
  // Incidents that wait: those at hand are known by their window, the rest are counted with the longer ones.
  const endingIds = new Set(ending.map(({ id }) => id));
  const atHand = muted.filter(({ maintenance }) => maintenance && endingIds.has(maintenance.id)).length;
  const waitsForEnding = others.length === 0 ? by('maintenance') : Math.min(atHand, by('maintenance'));
  const snoozes = muted.flatMap(({ snoozedUntil }) => snoozedUntil ?? []).sort();
  const parts = [
    ...(ending.length > 0 ? ofWindows('ending', ending, waitsForEnding) : []),
    ...ofWindows('maintenance', others, by('maintenance') - (ending.length > 0 ? waitsForEnding : 0)),
    ...part('snoozed', by('snoozed'), snoozes[0] ?? null),
    ...part('inhibited', quiet.inhibited.keys),
    ...part('shelved', Math.max(quiet.shelved.shelves, quiet.shelved.keys)),
    ...part('held', quiet.held.keys),
    ...part('silent', by('silent')),
  ];
  return { total: parts.reduce((sum, { count }) => sum + count, 0), parts };
}
