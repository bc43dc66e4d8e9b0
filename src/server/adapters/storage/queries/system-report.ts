import type { DatabaseSync } from 'node:sqlite';
import { assertNever, URGENCIES, urgencyRank } from '../../../../shared/words.ts';
import type { ReportFilter, Spread, SystemGroup, SystemReportRow } from '../../../runtime/query-port.ts';
import { AUTO_CLOSED } from './auto-closed.ts';
import { all, inList, type Where, where } from './where.ts';
import { localSpans } from './zone-time.ts';

export type SystemReportFilter = ReportFilter & { readonly by?: SystemGroup };

/** Times in ms of one incident; NULL where it has none. A clock set back never makes one negative. */
const TIMES = {
  tta: 'max(i.acked_at - i.created_at, 0)',
  at_least: `CASE WHEN i.acked_at IS NOT NULL THEN max(i.acked_at - i.created_at, 0)
    WHEN i.status <> 'closed' THEN max(:now - i.created_at, 0) END`,
  from_ack: 'max(i.closed_at - i.acked_at, 0)',
  from_created: 'max(i.closed_at - i.created_at, 0)',
} as const;
type Time = keyof typeof TIMES;

const spreadColumns = (Object.keys(TIMES) as Time[])
  .map(
    (time) => `count(${time}) AS ${time}_count, avg(${time}) AS ${time}_mean,
      percentile(${time}, 50) AS ${time}_p50, percentile(${time}, 95) AS ${time}_p95`,
  )
  .join(', ');

/** Incidents created in the span that the filter admits, with their times. */
function cohort(group: string, condition: string): string {
  const times = Object.entries(TIMES).map(([name, sql]) => `${sql} AS ${name}`);
  return `SELECT ${group} AS name, i.status, i.acked_at, i.closed_at, h.count AS event_count, ${times.join(', ')}
    FROM incidents i JOIN incident_heat h ON h.number = i.number
    WHERE i.created_at >= :from AND i.created_at < :to AND ${condition}`;
}

/**
 * Figures of the incidents created in `[from, to)` (product rule 16): a row per group in order, then `total`.
 * Days, weeks and months without incidents have their row; an empty group name is "nobody" or "by hand".
 * `now` is what open ones are counted up to. `events` are all events those incidents collected.
 */
export function systemReport(
  db: DatabaseSync,
  filter: SystemReportFilter,
  now: number,
): readonly SystemReportRow[] {
  const condition = all(admitted(filter));
  const query: RunQuery = (group, from, to) =>
    db
      .prepare(`SELECT name, count(*) AS created, count(acked_at) AS acked, count(closed_at) AS closed,
          count(*) FILTER (WHERE status <> 'closed') AS open,
          count(*) FILTER (WHERE closed_at IS NOT NULL AND acked_at IS NULL) AS never_acked_closed,
          coalesce(sum(event_count), 0) AS events, ${spreadColumns}
        FROM (${cohort(group, condition.sql)}) GROUP BY name ORDER BY name`)
      .all({ from, to, now }, ...condition.params)
      .map(reportRow);

  const [total = emptyRow('total')] = query(`'total'`, filter.from, filter.to);
  return [...groupRows(filter, query), total];
}

type RunQuery = (group: string, from: number, to: number) => readonly SystemReportRow[];

function groupRows({ from, to, zone, by }: SystemReportFilter, query: RunQuery): readonly SystemReportRow[] {
  switch (by) {
    case undefined:
      return [];
    case 'day':
    case 'week':
    case 'month':
      return localSpans(from, to, zone, by).map((span) => ({
        ...(query(`''`, span.from, span.to)[0] ?? emptyRow('')),
        group: span.name,
      }));
    case 'urgency':
      return query('i.urgency', from, to).map((row) => ({
        ...row,
        group: URGENCIES[Number(row.group)] ?? row.group,
      }));
    case 'service':
      return query('i.service', from, to);
    case 'integration':
      return query(`coalesce(i.integration, '')`, from, to);
    case 'assignee':
      return query(`coalesce(i.assignee, '')`, from, to);
    default:
      return assertNever(by);
  }
}

function admitted(filter: ReportFilter): Where[] {
  return [
    ...inList('i.service', filter.service),
    ...inList('i.urgency', filter.urgency?.map(urgencyRank)),
    ...inList('i.integration', filter.integration),
    ...(filter.includeAutoClosed ? [] : [where(`coalesce(i.closed_by, '') NOT IN ${AUTO_CLOSED}`)]),
    ...(filter.includeSilent ? [] : [where('i.silent = 0')]),
  ];
}

function spread(row: Readonly<Record<string, unknown>>, time: Time): Spread {
  const orNull = (value: unknown) => (value === null ? null : Math.round(Number(value)));
  return {
    count: Number(row[`${time}_count`]),
    mean: orNull(row[`${time}_mean`]),
    p50: orNull(row[`${time}_p50`]),
    p95: orNull(row[`${time}_p95`]),
  };
}

function reportRow(row: Readonly<Record<string, unknown>>): SystemReportRow {
  return {
    group: String(row.name),
    created: Number(row.created),
    acked: Number(row.acked),
    closed: Number(row.closed),
    open: Number(row.open),
    neverAckedClosed: Number(row.never_acked_closed),
    mtta: spread(row, 'tta'),
    mttaAtLeast: spread(row, 'at_least'),
    mttrFromAck: spread(row, 'from_ack'),
    mttrFromCreated: spread(row, 'from_created'),
    events: Number(row.events),
  };
}

function emptyRow(group: string): SystemReportRow {
  const none: Spread = { count: 0, mean: null, p50: null, p95: null };
  const counts = { created: 0, acked: 0, closed: 0, open: 0, neverAckedClosed: 0, events: 0 };
  return { group, ...counts, mtta: none, mttaAtLeast: none, mttrFromAck: none, mttrFromCreated: none };
}
