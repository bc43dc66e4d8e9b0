import type { IncomingHttpHeaders } from 'node:http';
import {
  heartbeatItemSchema,
  heartbeatListSchema,
  heartbeatPingQuerySchema,
  heartbeatPingSchema,
} from '../../../../shared/api/heartbeats.ts';
import { hasRole } from '../../../../shared/words.ts';
import { actorOf, roleOf } from '../../../runtime/auth/actor.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route, type RouteContext } from '../route.ts';

const NONE = problem(404, 'no-such-heartbeat', 'ING177', 'There is no such heartbeat');
/** The same for every name, so that nobody without a key learns which there are. */
const NO_KEY = problem(
  401,
  'key',
  'ING177',
  'Expected the key of the integration, or a bearer token',
  {},
  { 'www-authenticate': 'Bearer, GenieKey' },
);
const NOT_ALLOWED = problem(403, 'role', 'ING177', 'A ping needs the role responder', { needs: 'responder' });

/** The key of an integration as scripts and Opsgenie's clients send it, or null. */
function keyOf(headers: IncomingHttpHeaders, query: string | undefined): string | null {
  const scheme = /^(?:GenieKey|Key) +([^\s]+)$/i.exec(headers.authorization ?? '');
  const header = headers['x-integration-key'];
  return scheme?.[1] ?? (typeof header === 'string' ? header : (query ?? null));
}

/** [ING177] Whose heartbeats may be pinged: of one integration, of all (null), or why of none. */
function pingerOf({
  deps,
  principal,
  headers,
  query,
}: Pick<RouteContext<'public', { key?: string | undefined }>, 'deps' | 'principal' | 'headers' | 'query'>):
  | { readonly integration: string | null }
  | Answer {
  if (principal !== null) {
    const role = roleOf(principal);
    return role !== null && hasRole(role, 'responder') ? { integration: null } : NOT_ALLOWED;
  }
  const integration = deps.integrationOf(keyOf(headers, query.key));
  return integration ? { integration: integration.id } : NO_KEY;
}

const pingRoute = (method: 'get' | 'post'): Route =>
  defineRoute({
    method,
    path: '/api/v1/heartbeats/{name}/ping',
    scope: 'public',
    tag: 'Heartbeats',
    summary:
      'A sign of life, durable when answered. With the key of its integration (`Authorization: GenieKey …`, `X-Integration-Key`, `?key=`) or a token of a responder',
    query: heartbeatPingQuerySchema,
    answers: {
      ...answers(heartbeatPingSchema, 'Heard'),
      401: { description: 'No right key or token' },
      404: { description: 'No heartbeat of this name, or of another integration' },
    },
    handler: async (context) => {
      const pinger = pingerOf(context);
      if ('status' in pinger) return pinger;
      const item = await context.deps.floor.heartbeats.beat(context.params.name!, pinger.integration);
      if (!item) return NONE;
      const { id, state, lastBeatAt, dueAt } = item;
      return ok({ id, state, lastBeatAt, dueAt });
    },
  });

const switchRoute = (verb: 'enable' | 'disable'): Route =>
  defineRoute({
    method: 'post',
    path: `/api/v1/heartbeats/{name}/${verb}`,
    scope: 'lead',
    tag: 'Heartbeats',
    summary:
      verb === 'enable'
        ? 'Expect it again; one that the config has off stays off'
        : 'Expect nothing of it until it is enabled again',
    answers: answers(heartbeatItemSchema),
    handler: async ({ deps, principal, params }) => {
      const on = verb === 'enable';
      const item = await deps.floor.heartbeats.switchTo(actorOf(principal), params.name!, on);
      return item ? ok(item) : NONE;
    },
  });

export const heartbeatRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/heartbeats',
    scope: 'viewer',
    tag: 'Heartbeats',
    summary: 'Every heartbeat that is expected, with its state and when it is due',
    answers: answers(heartbeatListSchema),
    handler: ({ deps }) => ok({ items: deps.floor.heartbeats.items() }),
  }),
  pingRoute('post'),
  pingRoute('get'),
  switchRoute('enable'),
  switchRoute('disable'),
  defineRoute({
    method: 'delete',
    path: '/api/v1/heartbeats/{name}',
    scope: 'lead',
    tag: 'Heartbeats',
    summary: 'Take back a heartbeat that was made through an API',
    answers: { 204: { description: 'Removed' }, 409: { description: 'It is of the config' } },
    handler: async ({ deps, principal, params }) => {
      const done = await deps.floor.heartbeats.takeBack(actorOf(principal), params.name!);
      if (done === 'none') return NONE;
      if (done === 'removed') return { status: 204 };
      return problem(409, 'of-config', 'ING178', 'It is of the config: change it there, or disable it');
    },
  }),
];
