import type { IncomingMessage } from 'node:http';
import type { Express, Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { idSchema } from '../../../shared/config/common.ts';
import { formatPath } from '../../../shared/config/validate.ts';
import { hasRole } from '../../../shared/words.ts';
import { roleOf } from '../../runtime/auth/actor.ts';
import type { Principal } from '../../runtime/floor.ts';
import type { ClockPort, LogPort } from '../../runtime/ports.ts';
import { isLoopbackPeer } from './allowed-hosts.ts';
import { exceedsDepth } from './json-depth.ts';
import { type Answer, problem } from './problem.ts';
import { drain, readBody } from './read-body.ts';
import type { ApiDeps, Route, RouteContext, Scope } from './route.ts';
import { MAX_DEPTH } from './settings.ts';

export interface ApiOptions {
  readonly deps: ApiDeps;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly bodyLimit: number;
}

/** The bearer token of a request, or null. */
export function bearerOf(headers: IncomingMessage['headers']): string | null {
  const found = /^Bearer +([^\s]+)$/i.exec(headers.authorization ?? '');
  return found?.[1] ?? null;
}

const NOT_JSON = problem(415, 'not-json', 'STR43', 'Expected the content type application/json');
const NO_TOKEN = problem(
  401,
  'token',
  'STR44',
  'Expected a valid bearer token',
  {},
  { 'www-authenticate': 'Bearer' },
);

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
  const body = route.body === undefined ? undefined : await parseBody(route, route.body, req, options);
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

/** Automation may name the person it acts for; both are audited (AUD37). */
function actingFor(
  principal: Principal | null,
  named: string | string[] | undefined,
): Principal | Answer | null {
  if (named === undefined || principal?.kind !== 'automation') return principal;
  const id = idSchema.safeParse(decodeName(String(named)));
  if (id.success) return { ...principal, onBehalfOf: id.data };
  return problem(400, 'bad-header', 'AUD37', 'X-On-Behalf-Of: expected the id of a person', {
    parameter: 'X-On-Behalf-Of',
  });
}

/** Header values arrive as Latin-1; ids may be any letters, sent as UTF-8 or percent-encoded. */
function decodeName(named: string): string {
  const text = Buffer.from(named, 'latin1').toString('utf8');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Null when `principal` may use a route of this scope (STR44). */
function denial(scope: Scope, principal: Principal | null): Answer | null {
  if (scope === 'public') return null;
  if (principal === null) return NO_TOKEN;
  if (scope === 'display') return null;
  const role = roleOf(principal);
  if (role !== null && hasRole(role, scope)) return null;
  const detail = role === null ? 'A display only watches' : `This needs the role ${scope}`;
  return problem(403, 'scope', 'STR44', detail, { needs: scope });
}

type Parsed = { readonly value: unknown } | Answer;

function parseQuery(schema: z.ZodObject, url: string): Parsed {
  const mark = url.indexOf('?');
  const given = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1))) {
    const before = given.get(name);
    given.set(name, before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]);
  }
  // An empty parameter is one a form left blank.
  const parsed = schema.safeParse(Object.fromEntries([...given].filter(([, value]) => value !== '')));
  if (parsed.success) return { value: parsed.data };
  const issue = parsed.error.issues[0]!;
  const parameter = issue.code === 'unrecognized_keys' ? issue.keys[0]! : String(issue.path[0] ?? 'query');
  const message = issue.code === 'unrecognized_keys' ? 'unknown parameter' : issue.message;
  return problem(400, 'bad-query', 'STR45', `${parameter}: ${message}`, { parameter });
}

async function parseBody(
  route: Route,
  schema: z.ZodType,
  req: Request,
  options: ApiOptions,
): Promise<Parsed> {
  const limit = route.bodyLimit ?? options.bodyLimit;
  const read = await readBody(req, limit);
  if (!read.ok) {
    if (read.why === 'too-large') return problem(413, 'too-large', 'STR46', `Over ${limit} bytes`);
    return problem(400, 'bad-body', 'STR46', 'The body does not arrive or unpack as its headers say');
  }
  if (exceedsDepth(read.bytes, MAX_DEPTH))
    return problem(400, 'too-deep', 'STR46', `Nested deeper than ${MAX_DEPTH}`);
  let value: unknown;
  try {
    // Fatal: a half-cut character is refused, a byte order mark is dropped.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(read.bytes);
    value = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return problem(400, 'bad-body', 'STR45', 'The body is not JSON in UTF-8');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: formatPath([...issue.path, key]), message: 'unknown field' }))
      : [{ path: formatPath(issue.path) || '(body)', message: issue.message }],
  );
  const detail = problems.map((each) => `${each.path}: ${each.message}`).join('; ');
  return problem(400, 'bad-body', 'STR45', detail.slice(0, 1000), { problems });
}

function failure(error: unknown, route: Route, log: LogPort): Answer {
  const { name, message } = error as Error;
  if (message === 'bad cursor')
    return problem(400, 'bad-query', 'STR45', 'cursor: expected one that a page before gave', {
      parameter: 'cursor',
    });
  if (name === 'StorageError')
    return problem(503, 'storage', 'STR45', 'The disk refused; nothing was changed');
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
