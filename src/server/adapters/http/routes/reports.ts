import type { z } from 'zod';
import {
  auditPageSchema,
  auditQuerySchema,
  auditVerifySchema,
  floodProposalSchema,
  heatmapQuerySchema,
  heatmapReportSchema,
  systemQuerySchema,
  systemReportSchema,
} from '../../../../shared/api/reports.ts';
import { conservationSchema } from '../../../../shared/stream.ts';
import {
  FLOOD_LOOK_BACK_DAYS,
  FLOOD_SPAN_MS,
  proposeFloodThreshold,
} from '../../../domain/flood/propose-threshold.ts';
import type { ReportFilter, SystemReportRow } from '../../../runtime/query-port.ts';
import { csvAnswer } from '../csv.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { type ApiDeps, answers, defineRoute, type Route, type RouteContext } from '../route.ts';

const DAY_MS = 86_400_000;
const CSV: Route['answers'] = { 200: { description: 'Comma-separated values', type: 'text/csv' } };

type SystemQuery = z.output<typeof systemQuerySchema>;
type HeatmapQuery = z.output<typeof heatmapQuerySchema>;

function filterOf(
  deps: ApiDeps,
  query: SystemQuery | HeatmapQuery,
  now: number,
  days: number,
): ReportFilter | Answer {
  const { tz, from: asked, to: askedTo, ...rest } = query;
  const to = askedTo ?? (asked === undefined ? now : Math.max(now, asked + 1));
  const from = asked ?? to - days * DAY_MS;
  if (to <= from)
    return problem(400, 'bad-query', 'STR45', 'to: expected an instant after from', { parameter: 'to' });
  return { ...rest, from, to, zone: tz ?? deps.config().timeZone };
}

const spanWords = (filter: ReportFilter) => ({
  from: new Date(filter.from).toISOString(),
  to: new Date(filter.to).toISOString(),
  tz: filter.zone,
});

async function system(
  { deps, query, now }: RouteContext<'viewer', SystemQuery>,
  asCsv: boolean,
): Promise<Answer> {
  const filter = filterOf(deps, query, now, 7);
  if ('status' in filter) return filter;
  const items = await deps.floor.queries.systemReport(filter);
  if (!asCsv) return ok({ ...spanWords(filter), by: query.by ?? null, items });
  return csvAnswer('system', SYSTEM_COLUMNS, items.map(systemCells));
}

const SPREADS = ['mtta', 'mttaAtLeast', 'mttrFromAck', 'mttrFromCreated'] as const;
const SYSTEM_COLUMNS = [
  'group',
  'created',
  'acked',
  'closed',
  'open',
  'neverAckedClosed',
  ...SPREADS.flatMap((name) => [`${name}.count`, `${name}.meanMs`, `${name}.p50Ms`, `${name}.p95Ms`]),
  'events',
];
const systemCells = (row: SystemReportRow) => [
  row.group,
  row.created,
  row.acked,
  row.closed,
  row.open,
  row.neverAckedClosed,
  ...SPREADS.flatMap((name) => [row[name].count, row[name].mean, row[name].p50, row[name].p95]),
  row.events,
];

async function heatmap(
  { deps, query, now }: RouteContext<'display', HeatmapQuery>,
  asCsv: boolean,
): Promise<Answer> {
  const { by: _, ...asked } = query;
  const filter = filterOf(deps, asked, now, 30);
  if ('status' in filter) return filter;
  const report = await deps.floor.queries.heatmap({ ...filter, of: query.of });
  if (!asCsv) return ok({ ...report, ...spanWords(filter) });
  const rows = report.cells.map((cell) => [cell.weekday, cell.hour, cell.count]);
  return csvAnswer('heatmap', ['weekday', 'hour', 'count'], rows);
}

async function floodProposal({ deps, now }: RouteContext<'admin'>): Promise<Answer> {
  const current = deps.config().settings.floodThreshold;
  // Whole spans only: the one that runs is not over yet.
  const to = Math.floor(now / FLOOD_SPAN_MS) * FLOOD_SPAN_MS;
  const spans = await deps.floor.queries.alarmSpans(to - FLOOD_LOOK_BACK_DAYS * DAY_MS, to);
  const { managedByFile } = deps.floor.config();
  return ok({ current, ...proposeFloodThreshold({ to, ...spans }, current), managedByFile });
}

/** What a wall's ticker may see: no search and no states before and after, which hold people's words and addresses. */
const DISPLAY_AUDIT = new Set(['from', 'to', 'limit', 'cursor']);

export const reportRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/conservation',
    scope: 'display',
    tag: 'Reports',
    summary: 'Events received and what became of each: received is the sum of the outcomes',
    answers: answers(conservationSchema),
    handler: ({ deps }) => ok(deps.floor.conservation()),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/reports/system',
    scope: 'viewer',
    tag: 'Reports',
    summary: 'Incidents, MTTA and MTTR of a span, in groups',
    query: systemQuerySchema,
    answers: answers(systemReportSchema),
    handler: (context) => system(context, false),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/reports/system.csv',
    scope: 'viewer',
    tag: 'Reports',
    summary: 'The system report as CSV; durations in milliseconds',
    query: systemQuerySchema,
    answers: CSV,
    handler: (context) => system(context, true),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/reports/heatmap',
    scope: 'display',
    tag: 'Reports',
    summary: 'Counts by weekday and hour, beside the span before',
    query: heatmapQuerySchema,
    answers: answers(heatmapReportSchema),
    handler: (context) => heatmap(context, false),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/reports/heatmap.csv',
    scope: 'display',
    tag: 'Reports',
    summary: 'The heat map as CSV',
    query: heatmapQuerySchema,
    answers: CSV,
    handler: (context) => heatmap(context, true),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/flood-threshold',
    scope: 'admin',
    tag: 'Reports',
    summary: 'The flood threshold in use, and the one that 30 days of this floor suggest',
    answers: answers(floodProposalSchema),
    handler: floodProposal,
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/audit',
    scope: 'display',
    tag: 'Audit',
    summary: 'Who changed what; for a display without the states before and after, and without search',
    query: auditQuerySchema,
    answers: answers(auditPageSchema),
    handler: async ({ deps, principal, query }) => {
      if (principal.kind !== 'display') return ok(await deps.floor.queries.audit(query));
      const asked = Object.entries(query).find(
        ([name, value]) => value !== undefined && !DISPLAY_AUDIT.has(name),
      );
      if (asked !== undefined)
        return problem(403, 'display', 'STR50', 'A display reads the audit unfiltered', {
          parameter: asked[0],
        });
      const page = await deps.floor.queries.audit(query);
      return ok({ ...page, items: page.items.map((item) => ({ ...item, before: null, after: null })) });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/audit/verify',
    scope: 'viewer',
    tag: 'Audit',
    summary: 'Checks the chain: an edit or a hole shows; keep the head elsewhere to show cuts',
    answers: answers(auditVerifySchema),
    handler: async ({ deps }) => ok(await deps.floor.queries.verifyAudit()),
  }),
];
