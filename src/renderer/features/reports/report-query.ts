import { queryOf } from '../shell/use-api.ts';
import { isZone } from '../shell/zone-select.tsx';
import { addDays, dateStartMs, instantText, localDate } from '../shell/zoned.ts';

/** What a report is about, as its URL names it; dates are local and both included. */
export const REPORT_DEFAULTS = {
  from: '',
  to: '',
  zone: '',
  service: '',
  urgency: '',
  auto: '',
  silent: '',
  by: 'day',
  of: 'incidents',
};
export type ReportQuery = typeof REPORT_DEFAULTS;

export interface ReportSpan {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The span a query asks for: the last `days` days up to today where it names none. */
export function reportSpan(query: ReportQuery, floorZone: string, now: number, days: number): ReportSpan {
  const zone = query.zone !== '' && isZone(query.zone) ? query.zone : floorZone;
  const today = localDate(now, zone);
  const to = DATE.test(query.to) ? query.to : today;
  const wanted = DATE.test(query.from) ? query.from : addDays(to, 1 - days);
  // A start after the end is the end: one day.
  const [from = to] = [wanted, to].sort();
  return { from, to, zone, fromMs: dateStartMs(from, zone), toMs: dateStartMs(to, zone, 1) };
}

/** The API's query of a report. */
export const reportParams = (query: ReportQuery, span: ReportSpan): Record<string, string | boolean> => ({
  from: instantText(span.fromMs),
  to: instantText(span.toMs),
  tz: span.zone,
  service: query.service,
  urgency: query.urgency,
  includeAutoClosed: query.auto === '1',
  includeSilent: query.silent === '1',
});

export const reportPath = (path: string, params: Record<string, string | boolean>): string =>
  `${path}${queryOf(params)}`;
