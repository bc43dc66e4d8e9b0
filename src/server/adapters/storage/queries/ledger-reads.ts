import type { DatabaseSync } from 'node:sqlite';
import type { QueryPort } from '../../../runtime/query-port.ts';
import { type ArchiveReads, createArchiveReads } from '../archive/archive-reads.ts';
import { quickCheck } from '../check-database.ts';
import { alarmSpans } from './alarm-spans.ts';
import { createAuditQueries } from './audit-queries.ts';
import { createEventDetail } from './event-detail.ts';
import { createEventQueries } from './event-queries.ts';
import { heatmap } from './heatmap-query.ts';
import { createIncidentQueries } from './incident-queries.ts';
import { integrationFigures } from './integration-figures.ts';
import { lastAnswered } from './last-answered.ts';
import { metrics } from './metrics-query.ts';
import { type SystemReportFilter, systemReport } from './system-report.ts';

/** The query port's methods, answered at once on one connection. */
type Synchronous = {
  readonly [Name in Exclude<keyof QueryPort, 'close'>]: (
    ...args: Parameters<QueryPort[Name]>
  ) => Awaited<ReturnType<QueryPort[Name]>>;
};
export interface LedgerReads extends Synchronous {
  /** Checks every page; throws `DatabaseCorruptError` with what is wrong. */
  readonly quickCheck: () => null;
}
export type ReadName = keyof LedgerReads;

/**
 * Every read there is, over a connection that may be read-only. `now` is asked where a report counts up to it;
 * `archives` hold what the ledger gave away.
 */
export function createLedgerReads(
  db: DatabaseSync,
  now: () => number,
  archives: ArchiveReads = createArchiveReads(db, null),
): LedgerReads {
  return {
    ...createIncidentQueries(db, archives),
    ...createEventQueries(db, archives),
    event: createEventDetail(db, archives),
    integrationFigures: (filter) => integrationFigures(db, filter),
    ...createAuditQueries(db),
    systemReport: (filter: SystemReportFilter) => systemReport(db, filter, now()),
    heatmap: (filter) => heatmap(db, filter),
    metrics: (at, zone) => metrics(db, at, zone),
    lastAnswered: (filter) => lastAnswered(db, filter),
    alarmSpans: (from, to) => alarmSpans(db, from, to),
    quickCheck: () => {
      quickCheck(db);
      return null;
    },
  };
}
