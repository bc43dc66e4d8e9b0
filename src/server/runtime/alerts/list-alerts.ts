import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { AlertQuery } from '../../domain/alerts/alert-query.ts';
import { boundsOf, matchesAlert, queryNeedsFacts } from '../../domain/alerts/match-alert.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { QueryPort } from '../query-port.ts';
import type { Alert } from './alert.ts';
import { alertFacts } from './alert-facts.ts';
import { alertSubject } from './alert-subject.ts';

/** Fields a list may be sorted by. */
export const SORTS = [
  'createdAt',
  'updatedAt',
  'lastOccurredAt',
  'tinyId',
  'alias',
  'message',
  'status',
  'acknowledged',
  'isSeen',
  'snoozed',
  'snoozedUntil',
  'count',
  'source',
  'owner',
  'priority',
] as const;
export type AlertSort = (typeof SORTS)[number];

export interface ListPage {
  readonly offset: number;
  readonly limit: number;
  readonly sort: AlertSort;
  readonly order: 'asc' | 'desc';
}

/** `too-many`: the search would walk over more alerts than one request may. */
export type ListedAlerts =
  | { readonly ok: true; readonly items: readonly Alert[]; readonly hasMore: boolean }
  | { readonly ok: false; readonly why: 'too-many' };

export interface Walk {
  readonly queries: Pick<QueryPort, 'incidents' | 'incidentFacts'>;
  readonly config: ConfigDocument;
  /** Integrations whose alerts are walked: those that share their domain of keys. */
  readonly integrations: readonly string[];
  /** As memory has it, which is never older than a row; null for one that is not the tool's. */
  readonly own: (incident: Incident) => Incident | null;
}

/** Alerts one request may walk over (ING120): past that it is refused, never answered with a part. */
export const MAX_WALKED = 10_000;
const STEP = 200;

/** Alerts without facts where a search needs none; `Alert` once they are loaded. */
type Found = { readonly incident: Incident; readonly alert: Alert | null };

async function withFacts(walk: Walk, incidents: readonly Incident[]): Promise<readonly Alert[]> {
  const facts = await walk.queries.incidentFacts(incidents.map(({ id }) => id));
  return incidents.map((incident, index) => ({
    incident,
    facts: alertFacts(incident, facts[index]?.fields ?? {}, facts[index]?.timeline ?? []),
  }));
}

/** Matches newest first, until `enough` says so. Null: too many were walked over. */
async function find(
  walk: Walk,
  query: AlertQuery,
  loadsFacts: boolean,
  enough: (found: number) => boolean,
): Promise<readonly Found[] | null> {
  const { isClosed, from, to } = boundsOf(query);
  const found: Found[] = [];
  let cursor: string | undefined;
  for (let walked = 0; ; walked += STEP) {
    if (walked >= MAX_WALKED) return null;
    const page = await walk.queries.incidents({
      integration: walk.integrations,
      ...(isClosed === undefined
        ? {}
        : { status: isClosed ? (['closed'] as const) : (['open', 'acked'] as const) }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      limit: STEP,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const incidents = page.items.flatMap((one) => walk.own(one) ?? []);
    const alerts = loadsFacts ? await withFacts(walk, incidents) : null;
    incidents.forEach((incident, index) => {
      const alert = alerts?.[index] ?? null;
      if (matchesAlert(query, alertSubject(incident, alert?.facts ?? null, walk.config)))
        found.push({ incident, alert });
    });
    if (page.nextCursor === null || enough(found.length)) return found;
    cursor = page.nextCursor;
  }
}

export async function listAlerts(walk: Walk, query: AlertQuery, page: ListPage): Promise<ListedAlerts> {
  const { offset, limit, sort, order } = page;
  const sortsFacts = sort === 'updatedAt' || sort === 'source';
  // Numbers rise with the time of creation: both orders are the walk's own.
  const isWalkOrder = order === 'desc' && (sort === 'createdAt' || sort === 'tinyId');
  const wanted = offset + limit + 1;
  const found = await find(
    walk,
    query,
    sortsFacts || queryNeedsFacts(query),
    (count) => isWalkOrder && count >= wanted,
  );
  if (found === null) return { ok: false, why: 'too-many' };
  const sorted = isWalkOrder ? found : sortBy(found, sort, order, walk.config);
  const shown = sorted.slice(offset, offset + limit);
  const missing = shown.filter(({ alert }) => alert === null).map(({ incident }) => incident);
  const loaded = new Map((await withFacts(walk, missing)).map((alert) => [alert.incident.id, alert]));
  return {
    ok: true,
    items: shown.flatMap(({ incident, alert }) => alert ?? loaded.get(incident.id) ?? []),
    hasMore: sorted.length > offset + limit,
  };
}

export async function countAlerts(walk: Walk, query: AlertQuery): Promise<number | null> {
  const found = await find(walk, query, queryNeedsFacts(query), () => false);
  return found?.length ?? null;
}

function sortBy(
  found: readonly Found[],
  sort: AlertSort,
  order: ListPage['order'],
  config: ConfigDocument,
): readonly Found[] {
  const keyed = found.map((one) => {
    const [value] =
      sort === 'tinyId'
        ? [one.incident.number]
        : alertSubject(one.incident, one.alert?.facts ?? null, config).values(sort, null);
    return { one, value: value ?? '' };
  });
  const sign = order === 'asc' ? 1 : -1;
  return keyed
    .sort((a, b) => sign * (compare(a.value, b.value) || a.one.incident.number - b.one.incident.number))
    .map(({ one }) => one);
}

function compare(a: string | number | boolean, b: string | number | boolean): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number(a) - Number(b) || 0;
}
