import type { DatabaseSync } from 'node:sqlite';
import { urgencyRank } from '../../../../shared/words.ts';
import type { HeatmapReport, ReportFilter } from '../../../runtime/query-port.ts';
import { QUARTER_MS } from '../ledger/write-events.ts';
import { all, inList, type Where, where } from './where.ts';
import { clockChanges, localHours } from './zone-time.ts';

type HeatmapFilter = ReportFilter & { readonly of: HeatmapReport['of'] };

/**
 * A table to count: rows whose `at` lies in an hour, each counting `weight`. Counters hold quarter hours; rows counted
 * beside them are cut at whole quarters as well, so that nothing changes when they become a count (STO84).
 */
interface Counted {
  readonly from: string;
  readonly at: string;
  /** `at` is an instant cut at the hour's own ends, an instant cut at whole quarters, or a quarter. */
  readonly cut: 'exact' | 'row' | 'quarter';
  readonly weight: string;
  readonly where: Where;
}

/**
 * What happened in each hour of the week, by the wall clock of a zone. Counts everything that happened:
 * the filters for silent and auto-closed incidents concern times to answer, not load (REP4).
 */
export function heatmap(db: DatabaseSync, filter: HeatmapFilter): HeatmapReport {
  const { from, to, zone } = filter;
  const counted = countedTables(filter);
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

/** One indexed range count per hour and table, in one statement. */
function countHours(
  db: DatabaseSync,
  tables: readonly Counted[],
  hours: readonly { readonly from: number; readonly to: number }[],
): readonly number[] {
  const bounds = hours.map((hour) => [Math.ceil(hour.from / QUARTER_MS), Math.ceil(hour.to / QUARTER_MS)]);
  const isExact = tables.every(({ cut }) => cut === 'exact');
  const exact = hours.map((hour) => [hour.from, hour.to]);
  const counts = tables.map(({ from, at, cut, weight, where: condition }) => {
    const sum = weight === '1' ? 'count(*)' : `coalesce(sum(${weight}), 0)`;
    const unit = cut === 'row' ? ` * ${QUARTER_MS}` : '';
    return `(SELECT ${sum} FROM ${from}
        WHERE ${at} >= json_extract(hour.value, '$[0]')${unit} AND ${at} < json_extract(hour.value, '$[1]')${unit}
          AND ${condition.sql})`;
  });
  return db
    .prepare(`SELECT ${counts.join(' + ')} AS count FROM json_each(?) hour ORDER BY hour.key`)
    .all(...tables.flatMap(({ where: { params } }) => params), JSON.stringify(isExact ? exact : bounds))
    .map((row) => Number(row.count));
}

function countedTables(filter: HeatmapFilter): readonly Counted[] {
  const by = (service: string, urgency: string, integration: string) => [
    ...inList(service, filter.service),
    ...inList(urgency, filter.urgency?.map(urgencyRank)),
    ...inList(integration, filter.integration),
  ];
  const byIncident = by('i.service', 'i.urgency', 'i.integration');
  /** What archiving took out of the tables, under the service and urgency that its incident had then. */
  const archived = (kind: string): Counted => ({
    from: 'archived_counts c',
    at: 'c.quarter',
    cut: 'quarter',
    weight: 'c.count',
    where: all([where('c.kind = ?', kind), ...by('c.service', 'c.urgency', 'c.integration')]),
  });
  switch (filter.of) {
    case 'incidents':
      return [{ from: 'incidents i', at: 'i.created_at', cut: 'exact', weight: '1', where: all(byIncident) }];
    case 'notifications': {
      const sent = where(`o.state = 'sent' AND o.recipient = 'person'`);
      const join = byIncident.length > 0 ? ' JOIN incidents i ON i.number = o.incident' : '';
      const from = `outbox o${join}`;
      return [
        { from, at: 'o.last_attempt_at', cut: 'row', weight: '1', where: all([sent, ...byIncident]) },
        archived('notifications'),
      ];
    }
    case 'events': {
      if (filter.service === undefined && filter.urgency === undefined) {
        const integrations = all(inList('q.integration', filter.integration));
        return [
          {
            from: 'outcome_quarters q',
            at: 'q.quarter',
            cut: 'quarter',
            weight: 'q.count',
            where: integrations,
          },
        ];
      }
      // Counters know no service: rows are counted, and hot repeats in the quarter of their row's first event.
      const from = 'events e JOIN event_heat h ON h.seq = e.seq JOIN incidents i ON i.number = e.incident';
      return [
        { from, at: 'e.received_at', cut: 'row', weight: 'h.count', where: all(byIncident) },
        archived('events'),
      ];
    }
  }
}
