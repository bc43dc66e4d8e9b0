import type { IncidentItem } from '../../../shared/incident.ts';
import type { Directory } from '../../../shared/stream.ts';
import { URGENCIES, type Urgency } from '../../../shared/words.ts';

export const SORT_KEYS = [
  'worst',
  'urgency',
  'number',
  'summary',
  'service',
  'assignee',
  'count',
  'createdAt',
  'lastEventAt',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/**
 * What an operator reads an incident as, and what the server counts (`Totals`): every incident stands under exactly
 * one of these, so that a count and its list agree.
 */
export const STANDINGS = ['open', 'recovered', 'acked', 'muted', 'closed'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What nobody answered is open. */
export const standingOf = ({ band }: Pick<IncidentItem, 'band'>): Standing =>
  band === 'nobody' ? 'open' : band;

/** What the incident list shows; the whole of it stands in the URL, so that a link is a saved filter. */
export interface IncidentFilter {
  readonly standings: readonly Standing[];
  readonly urgencies: readonly Urgency[];
  readonly services: readonly string[];
  /** Only what the signed-in person has, was told of, or was handed. */
  readonly mine: boolean;
  readonly text: string;
  /** Created on these local dates, both included (`2026-11-22`); null is open-ended. */
  readonly from: string | null;
  readonly to: string | null;
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Ask the server instead of the worst ones at hand. */
  readonly everything: boolean;
}

export const DEFAULT_FILTER: IncidentFilter = {
  standings: ['open', 'recovered', 'acked', 'muted'],
  urgencies: [],
  services: [],
  mine: false,
  text: '',
  from: null,
  to: null,
  sort: 'worst',
  descending: false,
  everything: false,
};

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const list = (query: URLSearchParams, key: string): string[] =>
  (query.get(key) ?? '').split(',').filter((part) => part !== '');
const date = (text: string | null): string | null =>
  text !== null && DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? text : null;

/** The filter a query names; what it does not name, or names wrongly, is the default. */
export function parseFilter(query: URLSearchParams): IncidentFilter {
  const standings = STANDINGS.filter((standing) => list(query, 'status').includes(standing));
  const [sort = '', direction] = (query.get('sort') ?? '').split('.');
  const sortKey = SORT_KEYS.find((key) => key === sort);
  return {
    standings: standings.length > 0 ? standings : DEFAULT_FILTER.standings,
    urgencies: URGENCIES.filter((urgency) => list(query, 'urgency').includes(urgency)),
    services: query.getAll('service').filter((id) => id !== ''),
    mine: query.get('mine') === '1',
    text: query.get('q') ?? '',
    from: date(query.get('from')),
    to: date(query.get('to')),
    sort: sortKey ?? DEFAULT_FILTER.sort,
    descending: sortKey !== undefined && direction === 'desc',
    everything: query.get('all') === '1',
  };
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value) => b.includes(value));

/** The query of a filter, without what is the default; `rest` holds parameters of others, which stay. */
export function filterQuery(filter: IncidentFilter, rest = new URLSearchParams()): URLSearchParams {
  const query = new URLSearchParams(rest);
  for (const key of ['status', 'urgency', 'service', 'mine', 'q', 'from', 'to', 'sort', 'all'])
    query.delete(key);
  if (!sameList(filter.standings, DEFAULT_FILTER.standings)) query.set('status', filter.standings.join(','));
  if (filter.urgencies.length > 0) query.set('urgency', filter.urgencies.join(','));
  for (const service of filter.services) query.append('service', service);
  if (filter.mine) query.set('mine', '1');
  if (filter.text !== '') query.set('q', filter.text);
  if (filter.from !== null) query.set('from', filter.from);
  if (filter.to !== null) query.set('to', filter.to);
  if (filter.sort !== DEFAULT_FILTER.sort)
    query.set('sort', `${filter.sort}.${filter.descending ? 'desc' : 'asc'}`);
  if (filter.everything) query.set('all', '1');
  return query;
}

/** True when the filter leaves anything out beyond the standings. */
export const isNarrowed = (filter: IncidentFilter): boolean =>
  filter.urgencies.length > 0 ||
  filter.services.length > 0 ||
  filter.mine ||
  filter.text.trim() !== '' ||
  filter.from !== null ||
  filter.to !== null;

/** What a text search looks through, kept per item: items are replaced, never changed. */
const haystacks = new WeakMap<IncidentItem, string>();
function haystack(item: IncidentItem, directory: Directory): string {
  const kept = haystacks.get(item);
  if (kept !== undefined) return kept;
  const text = [
    `#${item.number}`,
    item.summary,
    directory.services[item.service]?.name ?? '',
    item.service,
    item.assignee === null ? '' : (directory.users[item.assignee]?.name ?? item.assignee),
    item.dedupKey,
  ]
    .join('\n')
    .toLowerCase();
  haystacks.set(item, text);
  return text;
}

/** `from` and `to`: the filter's dates as instants (epoch ms), half-open. */
export interface FilterContext {
  readonly me: string | null;
  readonly directory: Directory;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** A test for items, made once per filter so that ten thousand rows stay cheap. */
export function matcher(filter: IncidentFilter, context: FilterContext): (item: IncidentItem) => boolean {
  const { me, directory, fromMs, toMs } = context;
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const standings = new Set(filter.standings);
  const urgencies = new Set(filter.urgencies);
  const services = new Set(filter.services);
  return (item) => {
    if (!standings.has(standingOf(item))) return false;
    if (urgencies.size > 0 && !urgencies.has(item.urgency)) return false;
    if (services.size > 0 && !services.has(item.service)) return false;
    if (filter.mine && !isMine(item, me)) return false;
    if (fromMs !== null || toMs !== null) {
      const created = Date.parse(item.createdAt);
      if (fromMs !== null && created < fromMs) return false;
      if (toMs !== null && created >= toMs) return false;
    }
    if (words.length === 0) return true;
    const text = haystack(item, directory);
    return words.every((word) => text.includes(word));
  };
}

const isMine = (item: IncidentItem, me: string | null): boolean =>
  me !== null &&
  (item.assignee === me ||
    item.handedTo?.user === me ||
    (item.status === 'open' && item.responders.includes(me)));
