import { parseAlertQuery } from '../../../domain/alerts/alert-query.ts';
import type { Alert, AlertRef, AlertResult } from '../../../runtime/alerts/alert.ts';
import { type AlertSort, MAX_WALKED, SORTS } from '../../../runtime/alerts/list-alerts.ts';
import { WILL_BE_PROCESSED } from '../../../sources/opsgenie-answer.ts';
import { type AlertCall, alertCallOf, DELETE_ALERT, noteOf, speakerOf } from './alert-actions.ts';
import { alertShape, fullAlertShape, logShape, noteShape, pageOfLines } from './alert-shape.ts';
import {
  type Call,
  type CallDeps,
  comeAgain,
  data,
  notFound,
  type Reply,
  reply,
  unprocessable,
} from './call.ts';

const TYPES: ReadonlyMap<string, AlertRef['type']> = new Map([
  ['id', 'id'],
  ['tiny', 'tiny'],
  ['alias', 'alias'],
]);
const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 20;
const MAX_OFFSET = 20_000;

/** Everything under `/v2/alerts` but creating, which is a source's (ING110). */
export async function answerAlertCall(call: Call, deps: CallDeps): Promise<Reply> {
  const { method, segments } = call;
  const [first = '', ...others] = segments;
  if (method === 'GET') {
    if (segments.length === 0) return listed(call, deps);
    if (first === 'count' && others.length === 0) return counted(call, deps);
    if (first === 'requests' && others.length === 1) return requestStatus(call, deps, others[0]!);
    const last = segments.at(-1);
    if (segments.length > 1 && (last === 'notes' || last === 'logs')) return lines(call, deps, last);
    return one(call, deps);
  }
  const action = segments.length > 1 ? alertCallOf(method, segments.at(-1)!) : null;
  if (action !== null) return act(call, deps, action, segments.slice(0, -1).join('/'));
  if (method === 'DELETE' && segments.length > 0) return act(call, deps, DELETE_ALERT, segments.join('/'));
  return reply(segments.length > 1 ? 422 : 405, {
    message: `${method} of ${segments.at(-1) ?? 'alerts'} is not supported here`,
  });
}

/** The alert that a path names; an alias may hold slashes, which clients send unencoded. */
function refOf({ query }: Call, identifier: string): AlertRef | Reply {
  const type = TYPES.get((query.identifierType ?? 'id').toLowerCase());
  return type === undefined
    ? unprocessable({ identifierType: 'should be one of [ id, tiny, alias ]' })
    : { type, value: identifier };
}

async function found(call: Call, deps: CallDeps, identifier: string): Promise<Alert | Reply> {
  const ref = refOf(call, identifier);
  if ('status' in ref) return ref;
  const alert = await deps.desk.find(call.integration.id, ref);
  return alert ?? notFound(`Alert with ${ref.type} [${identifier.slice(0, 200)}] does not exist`);
}

async function one(call: Call, deps: CallDeps): Promise<Reply> {
  const alert = await found(call, deps, call.segments.join('/'));
  return 'status' in alert ? alert : data(fullAlertShape(alert, deps.desk.config()));
}

/** [ING113] Decided now; the 202 says only that it was, the request's status how. */
async function act(call: Call, deps: CallDeps, action: AlertCall, identifier: string): Promise<Reply> {
  const ref = refOf(call, identifier);
  if ('status' in ref) return ref;
  const fields = call.method === 'DELETE' ? { ...call.query, ...call.body } : call.body;
  const read = action.read(fields);
  if ('errors' in read) return unprocessable(read.errors);
  const request = { action: read.action, note: noteOf(fields), by: speakerOf(fields) };
  const result = await deps.desk.act(call.integration.id, ref, request);
  if (!result.ok && (result.why === 'overload' || result.why === 'storage')) return comeAgain(result.why);
  deps.book.note({
    requestId: call.requestId,
    integration: call.integration.id,
    action: action.name,
    processedAt: call.now,
    isSuccess: result.ok,
    status: result.ok ? action.done : failureOf(result),
    alertId: result.incident?.id ?? '',
    alias: result.incident?.dedupKey ?? '',
  });
  return reply(202, { result: WILL_BE_PROCESSED });
}

/** In words that senders look for: `Alert is already …` ends their waiting. */
function failureOf({ why, message }: Extract<AlertResult, { ok: false }>): string {
  switch (why) {
    case 'missing':
      return 'Alert does not exist';
    case 'closed':
      return 'Alert is already closed';
    case 'already':
      return 'Alert is already acknowledged';
    case 'no-user':
      return 'User does not exist';
    default:
      return message;
  }
}

function requestStatus({ integration }: Call, { book }: CallDeps, id: string): Reply {
  const record = book.find(integration.id, id);
  if (record === null) return notFound('Request not found. It might not be processed, yet.');
  const { action, isSuccess, status, alertId, alias } = record;
  return data({
    success: isSuccess,
    action,
    processedAt: new Date(record.processedAt).toISOString(),
    integrationId: integration.id,
    isSuccess,
    status,
    alertId,
    alias,
  });
}

function wholeNumber(text: string | undefined, unset: number, min: number, max: number): number | null {
  if (text === undefined || text === '') return unset;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  return value >= min && value <= max ? value : null;
}

const orderOf = (text: string | undefined): 'asc' | 'desc' | null =>
  text === undefined || text === '' ? 'desc' : text === 'asc' || text === 'desc' ? text : null;

/** [ING119] The search of a list or a count, or why it cannot be asked. */
function searchOf({ query }: Call) {
  if (query.searchIdentifier !== undefined)
    return unprocessable({ searchIdentifier: 'saved searches are not kept here' });
  const parsed = parseAlertQuery(query.query ?? '');
  return parsed.ok ? parsed.query : unprocessable({ query: parsed.message });
}

const TOO_MANY = unprocessable({
  query: `reaches over more than ${MAX_WALKED} alerts: narrow it with status or createdAt`,
});

/** [ING120] */
async function listed(call: Call, deps: CallDeps): Promise<Reply> {
  const { query } = call;
  const search = searchOf(call);
  if ('status' in search) return search;
  const limit = wholeNumber(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  const offset = wholeNumber(query.offset, 0, 0, MAX_OFFSET);
  const order = orderOf(query.order);
  const sort = (query.sort ?? '') === '' ? 'createdAt' : SORTS.find((name) => name === query.sort);
  if (limit === null) return unprocessable({ limit: `expected 1 to ${MAX_LIMIT}` });
  if (offset === null) return unprocessable({ offset: `expected 0 to ${MAX_OFFSET}` });
  if (order === null) return unprocessable({ order: 'should be one of [ asc, desc ]' });
  if (sort === undefined) return unprocessable({ sort: `should be one of [ ${SORTS.join(', ')} ]` });
  const page = await deps.desk.list(call.integration.id, search, { limit, offset, order, sort });
  if (!page.ok) return TOO_MANY;
  const link = (at: number) =>
    listLink(deps.baseUrl(), { limit, order, sort, offset: at, query: query.query });
  const config = deps.desk.config();
  return reply(200, {
    data: page.items.map((alert) => alertShape(alert, config)),
    paging: {
      first: link(0),
      ...(offset === 0 ? {} : { prev: link(Math.max(0, offset - limit)) }),
      ...(page.hasMore ? { next: link(offset + limit) } : {}),
    },
  });
}

function listLink(
  baseUrl: string,
  page: {
    readonly limit: number;
    readonly offset: number;
    readonly order: string;
    readonly sort: AlertSort;
    readonly query: string | undefined;
  },
): string {
  const { query, limit, offset, order, sort } = page;
  const search = new URLSearchParams({ limit: String(limit), sort, offset: String(offset), order });
  if (query !== undefined && query !== '') search.set('query', query);
  return `${baseUrl}/v2/alerts?${search}`;
}

async function counted(call: Call, deps: CallDeps): Promise<Reply> {
  const search = searchOf(call);
  if ('status' in search) return search;
  const count = await deps.desk.count(call.integration.id, search);
  return count === null ? TOO_MANY : data({ count });
}

async function lines(call: Call, deps: CallDeps, kind: 'notes' | 'logs'): Promise<Reply> {
  const { query, segments } = call;
  const limit = wholeNumber(query.limit, MAX_LIMIT, 1, MAX_LIMIT);
  const order = orderOf(query.order);
  const direction = query.direction === undefined || query.direction === 'next' ? 'next' : query.direction;
  if (limit === null) return unprocessable({ limit: `expected 1 to ${MAX_LIMIT}` });
  if (order === null) return unprocessable({ order: 'should be one of [ asc, desc ]' });
  if (direction !== 'next' && direction !== 'prev')
    return unprocessable({ direction: 'should be one of [ next, prev ]' });
  const identifier = segments.slice(0, -1).join('/');
  const alert = await found(call, deps, identifier);
  if ('status' in alert) return alert;
  const all = kind === 'notes' ? alert.facts.notes : alert.facts.log;
  const { shown, next } = pageOfLines(all, { limit, order, direction, offset: query.offset ?? null });
  const path = `${deps.baseUrl()}/v2/alerts/${encodeURIComponent(identifier)}/${kind}`;
  const link = (offset: string) =>
    `${path}?${new URLSearchParams({
      ...(query.identifierType === undefined ? {} : { identifierType: query.identifierType }),
      limit: String(limit),
      order,
      direction,
      ...(offset === '' ? {} : { offset }),
    })}`;
  return reply(200, {
    data: shown.map((line) => (kind === 'notes' ? noteShape(line) : logShape(line))),
    paging: { first: link(''), ...(next === null ? {} : { next: link(next) }) },
  });
}
