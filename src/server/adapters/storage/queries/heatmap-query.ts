import type { DatabaseSync } from 'node:sqlite';
import { urgencyRank } from '../../../../shared/words.ts';
import type { HeatmapReport, ReportFilter } from '../../../runtime/query-port.ts';
import { QUARTER_MS } from '../ledger/write-events.ts';
import { all, inList, type Where, where } from './where.ts';
import { clockChanges, localHours } from './zone-time.ts';

type HeatmapFilter = ReportFilter & { readonly of: HeatmapReport['of'] };

/** A table to count: rows whose `at` lies in an hour, each counting `weight`. `at` is in units of `unitMs`. */
interface Counted {
  readonly from: string;
  readonly at: string;
  readonly unitMs: number;
  readonly weight: string;
  readonly where: Where;
}

/**
 * What happened in each hour of the week, by the wall clock of a zone. Counts everything that happened:
 * the filters for silent and auto-closed incidents concern times to answer, not load (REP4).
 */
export function heatmap(db: DatabaseSync, filter: HeatmapFilter): HeatmapReport {
  const { from, to, zone } = filter;
  const counted = countedRows(filter);
  const hours = localHours(from, to, zone);
  const counts = countHours(db, counted, hours);
  const cells = Array.from({ length: 7 * 24 }, (_, cell) => ({
    weekday: Math.floor(cell / 24),
    hour: cell % 24,
    count: 0,
  }));
  let total = 0;
  for (const [index, { weekday, hour }] of hours.entries()) {
    const count = counts[index] ?? 0;
    cells[weekday * 24 + hour]!.count += count;
    total += count;
  }
  const [before = 0] = countHours(db, counted, [{ from: from - (to - from), to: from }]);
  return { of: filter.of, cells, total, before, clockChanges: clockChanges(from, to, zone) };
}

/** One indexed range count per hour, in one statement. */
function countHours(
  db: DatabaseSync,
  { from, at, unitMs, weight, where: condition }: Counted,
  hours: readonly { readonly from: number; readonly to: number }[],
): readonly number[] {
  // A row of a coarser unit belongs to the hour that its unit starts in.
  const bounds = hours.map((hour) => [Math.ceil(hour.from / unitMs), Math.ceil(hour.to / unitMs)]);
  const sum = weight === '1' ? 'count(*)' : `coalesce(sum(${weight}), 0)`;
  return db
    .prepare(`SELECT (SELECT ${sum} FROM ${from}
        WHERE ${at} >= json_extract(hour.value, '$[0]') AND ${at} < json_extract(hour.value, '$[1]')
          AND ${condition.sql}) AS count FROM json_each(?) hour ORDER BY hour.key`)
    .all(...condition.params, JSON.stringify(bounds))
    .map((row) => Number(row.count));
}

function countedRows(filter: HeatmapFilter): Counted {
  const byIncident = [
    ...inList('i.service', filter.service),
    ...inList('i.urgency', filter.urgency?.map(urgencyRank)),
    ...inList('i.integration', filter.integration),
  ];
  switch (filter.of) {
    case 'incidents':
      return { from: 'incidents i', at: 'i.created_at', unitMs: 1, weight: '1', where: all(byIncident) };
    case 'notifications': {
      const sent = where(`o.state = 'sent' AND o.recipient = 'person'`);
      const join = byIncident.length > 0 ? ' JOIN incidents i ON i.number = o.incident' : '';
      const from = `outbox o${join}`;
      return { from, at: 'o.last_attempt_at', unitMs: 1, weight: '1', where: all([sent, ...byIncident]) };
    }
    case 'events': {
      const integrations = inList('q.integration', filter.integration);
      if (filter.service === undefined && filter.urgency === undefined) {
        const at = { at: 'q.quarter', unitMs: QUARTER_MS, weight: 'q.count' };
        return { from: 'outcome_quarters q', ...at, where: all(integrations) };
      }
      // Counters know no service: rows are counted, and hot repeats in the hour of their row's first event.
      const from = 'events e JOIN event_heat h ON h.seq = e.seq JOIN incidents i ON i.number = e.incident';
      return { from, at: 'e.received_at', unitMs: 1, weight: 'h.count', where: all(byIncident) };
    }
  }
}
