import type { z } from 'zod';
import {
  ACTIONS,
  type ActionName,
  actionBodies,
  bulkResultSchema,
  bulkSchema,
  deliveryPageSchema,
  deliveryQuerySchema,
  eventPageSchema,
  eventQuerySchema,
  incidentFullSchema,
  incidentPageSchema,
  incidentQuerySchema,
  incidentSchema,
  raiseSchema,
  redactSchema,
} from '../../../../shared/api/incidents.ts';
import { eventFullSchema } from '../../../../shared/api/integrations.ts';
import { type Command, type CommandResult, commandSchema } from '../../../../shared/stream.ts';
import { hasRole } from '../../../../shared/words.ts';
import type { Principal } from '../../../runtime/floor.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';

const NO_INCIDENT = problem(404, 'no-such-incident', 'STR45', 'There is no such incident');

const SUMMARIES: Record<ActionName, string> = {
  ack: 'Acknowledge',
  close: 'Close',
  assign: 'Assign to a person; responders to themselves, leads to anybody',
  comment: 'Comment',
  snooze: 'Snooze until an instant, at most seven days',
  shelve: 'Close it and keep its key quiet until an instant, at most seven days',
  reopen: 'Reopen',
  escalate: 'Fire the next step now',
  severity: 'Set or clear the severity',
  seen: 'Take off the recovered, unseen band',
};
/** What a lead decides, product rule 14. */
const actionScope = (action: ActionName) => (action === 'severity' ? 'lead' : 'responder');

type Person = Exclude<Principal, { kind: 'display' }>;

/** Only leads hand an incident to somebody else; automation acts for whom it names. */
function mayAssign(principal: Person, user: string): boolean {
  const self = principal.kind === 'automation' ? principal.onBehalfOf : principal.id;
  return user === self || hasRole(principal.role, 'lead');
}

const answerOf = (result: CommandResult, status = 200): Answer =>
  result.ok
    ? { status, body: result.incident }
    : problem(result.error.status, result.error.code, 'STR45', result.error.message);

const actionRoutes = ACTIONS.map(
  (action): Route =>
    defineRoute({
      method: 'post',
      path: `/api/v1/incidents/{id}/${action}`,
      scope: actionScope(action),
      tag: 'Incidents',
      summary: SUMMARIES[action],
      body: actionBodies[action] as z.ZodType<Record<string, unknown>>,
      answers: answers(incidentSchema, 'The incident as it is now'),
      handler: async ({ deps, principal, params, body }) => {
        if (action === 'assign' && !mayAssign(principal, String(body.user)))
          return problem(403, 'lead-only', 'STR44', 'Assigning to somebody else needs the role lead');
        const command = { type: action, incident: params.id, ...body } as Command;
        return answerOf(await deps.floor.command(principal, command));
      },
    }),
);

export const incidentRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/incidents',
    scope: 'display',
    tag: 'Incidents',
    summary: 'Incidents, newest first, filtered and paged',
    query: incidentQuerySchema,
    answers: answers(incidentPageSchema),
    handler: async ({ deps, query }) => ok(await deps.floor.items(query)),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/incidents',
    scope: 'responder',
    tag: 'Incidents',
    summary: 'Raise an incident by hand',
    body: raiseSchema,
    answers: { 201: { description: 'Raised', schema: incidentSchema } },
    handler: async ({ deps, principal, body }) => answerOf(await deps.floor.raise(principal, body), 201),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/incidents/bulk',
    scope: 'lead',
    tag: 'Incidents',
    summary: 'One action on up to 500 incidents, with a result for each',
    body: bulkSchema,
    answers: answers(bulkResultSchema),
    handler: async ({ deps, principal, body }) => {
      const { ids, action, versions, ...rest } = body;
      const checked = actionBodies[action].safeParse(rest);
      if (!checked.success) {
        const problems = checked.error.issues.map((each) => ({
          path: each.path.join('.') || String((each as { keys?: string[] }).keys?.[0] ?? 'body'),
          message: each.message,
        }));
        return problem(400, 'bad-body', 'STR45', `The fields of ${action} are not right`, { problems });
      }
      const results = await Promise.all(
        [...new Set(ids)].map(async (id) => {
          const version = versions?.[id];
          const command = commandSchema.parse({
            type: action,
            incident: id,
            ...checked.data,
            ...(version === undefined ? {} : { version }),
          });
          const result = await deps.floor.command(principal, command);
          return result.ok
            ? { id, ok: true, incident: result.incident }
            : { id, ok: false, error: result.error };
        }),
      );
      return ok({ results });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/incidents/{id}',
    scope: 'viewer',
    tag: 'Incidents',
    summary: 'One incident with its timeline; raw bodies from responder up',
    answers: answers(incidentFullSchema),
    handler: async ({ deps, principal, params }) => {
      const detail = await deps.floor.detail(params.id!, hasRole(principal.role, 'responder'));
      return detail === null ? NO_INCIDENT : ok(detail);
    },
  }),
  ...actionRoutes,
  defineRoute({
    method: 'post',
    path: '/api/v1/incidents/{id}/redact',
    scope: 'admin',
    tag: 'Incidents',
    summary: 'Take a secret or personal data out of an incident, for good; who did it and why stays',
    body: redactSchema,
    answers: answers(incidentSchema, 'The incident as it is now'),
    handler: async ({ deps, principal, params, body }) =>
      answerOf(await deps.floor.redact(principal, params.id!, body)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/events',
    scope: 'viewer',
    tag: 'Events',
    summary: 'Every event received, with its outcome and the reason',
    query: eventQuerySchema,
    answers: answers(eventPageSchema),
    handler: async ({ deps, query }) => ok(await deps.floor.queries.events(query)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/events/{id}',
    scope: 'viewer',
    tag: 'Events',
    summary: 'One event with its fields, archived ones too; raw bodies from responder up',
    answers: answers(eventFullSchema),
    handler: async ({ deps, principal, params }) => {
      const found = await deps.floor.queries.event(params.id!);
      if (found === null) return problem(404, 'no-such-event', 'STR147', 'There is no such event');
      const mayReadRaw = hasRole(principal.role, 'responder');
      return ok({ ...found.item, fields: found.fields, raw: mayReadRaw ? found.raw : [], mayReadRaw });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/deliveries',
    scope: 'responder',
    tag: 'Events',
    summary: 'Messages to people, and how far each got',
    query: deliveryQuerySchema,
    answers: answers(deliveryPageSchema),
    handler: async ({ deps, query }) => ok(await deps.floor.queries.deliveries(query)),
  }),
];
