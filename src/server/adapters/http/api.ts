import type { Express, Request, RequestHandler, Response } from 'express';
import type { ClockPort, LogPort } from '../../runtime/ports.ts';
import type { UndoneError } from '../../runtime/runner.ts';
import { isLoopbackPeer } from './allowed-hosts.ts';
import { actingFor, bearerOf, denial } from './caller.ts';
import { parseBody, parseQuery } from './parse-request.ts';
import { type Answer, problem } from './problem.ts';
import { drain } from './read-body.ts';
import type { ApiDeps, Route, RouteContext } from './route.ts';

export interface ApiOptions {
  readonly deps: ApiDeps;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly bodyLimit: number;
}

const NOT_JSON = problem(415, 'not-json', 'STR43', 'Expected the content type application/json');
/** Puts every row of the table on an Express app; other methods of a known path are 405. */
export function mountRoutes(app: Express, routes: readonly Route[], options: ApiOptions): void {
  const methods = new Map<string, Set<string>>();
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    methods.set(path, (methods.get(path) ?? new Set()).add(route.method.toUpperCase()));
    app[route.method](path, serve(route, options));
  }
  for (const [path, allowed] of methods)
    app.all(path, (req, res) => {
      drain(req);
      const allow = [...allowed].join(', ');
      write(res, problem(405, 'method', 'STR45', `Expected ${allow}`, {}, { allow }));
    });
}

function serve(route: Route, options: ApiOptions): RequestHandler {
  return async (req, res) => {
    const started = options.clock.elapsed();
    let answer: Answer;
    try {
      answer = await answerOf(route, req, options);
    } catch (error) {
      answer = failure(error, route, options.log);
    }
    drain(req);
    write(res, answer);
    options.deps.metrics.observe(req.method, route.path, answer.status, options.clock.elapsed() - started);
  };
}

/** In the gate's order: JSON only → token → scope → query → size → depth → parse → shape (STR43–STR46). */
async function answerOf(route: Route, req: Request, options: ApiOptions): Promise<Answer> {
  const { deps } = options;
  const type = req.headers['content-type'];
  const hasBody =
    req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  const mayChange = route.method !== 'get';
  if (mayChange && (type !== undefined || hasBody) && !/^application\/json *(?:;|$)/i.test(type ?? ''))
    return NOT_JSON;

  const bearer = bearerOf(req.headers);
  const known = bearer === null ? null : deps.auth.principalOf(bearer);
  const principal = actingFor(known, req.headers['x-on-behalf-of']);
  if (principal !== null && 'status' in principal) return principal;
  const denied = denial(route.scope, principal);
  if (denied !== null) return denied;

  const query = route.query === undefined ? undefined : parseQuery(route.query, req.url);
  if (query !== undefined && 'status' in query) return query;
  const body =
    route.body === undefined
      ? undefined
      : await parseBody(route.body, req, route.bodyLimit ?? options.bodyLimit);
  if (body !== undefined && 'status' in body) return body;
  const context: RouteContext = {
    deps,
    principal: principal as RouteContext['principal'],
    params: req.params as Readonly<Record<string, string>>,
    query: query?.value,
    body: body?.value,
    headers: req.headers,
    address: req.socket.remoteAddress ?? 'unknown',
    isLoopback: isLoopbackPeer(req.socket.remoteAddress),
    now: options.clock.now(),
  };
  return route.handler(context);
}

function failure(error: unknown, route: Route, log: LogPort): Answer {
  const { name, message } = error as Error;
  if (message === 'bad cursor')
    return problem(400, 'bad-query', 'STR45', 'cursor: expected one that a page before gave', {
      parameter: 'cursor',
    });
  if (name === 'StorageError')
    return problem(503, 'storage', 'STR45', 'The disk refused; nothing was changed');
  const { undone } = error as Partial<UndoneError>;
  if (name === 'UndoneError' && undone !== undefined && undone !== 'internal')
    return problem(503, undone, 'STR45', `${message}; nothing was changed`, {}, { 'retry-after': '1' });
  log.error({ route: `${route.method} ${route.path}`, error: String(error) }, 'a route failed');
  return problem(500, 'failed', 'STR45', 'The server failed on this request; it is in its log');
}

/** Writes an answer; nothing of the API is kept by caches. */
export function write(res: Response, answer: Answer): void {
  if (res.headersSent || res.destroyed) return;
  const { body, type } = answer;
  const text =
    body === undefined ? '' : typeof body === 'string' && type !== undefined ? body : JSON.stringify(body);
  res.writeHead(answer.status, {
    'cache-control': 'no-store',
    ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
    ...(answer.status === 204 ? {} : { 'content-length': Buffer.byteLength(text) }),
    ...answer.headers,
  });
  res.end(text);
}
