import {
  maintenanceInputSchema,
  maintenanceItemSchema,
  maintenanceListSchema,
  maintenanceMoveSchema,
  quietListSchema,
} from '../../../../shared/api/quiet.ts';
import type { QuietAnswer } from '../../../runtime/quiet-service.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';

const NONE = problem(404, 'not-found', 'STR45', 'There is no such thing');
const GONE = { 204: { description: 'Removed' } };

function answerOf<T>(result: QuietAnswer<T>, done: (value: T) => Answer): Answer {
  if (result.ok) return done(result.value);
  const { status, code, path, message } = result;
  return problem(status, code, 'SUP13', `${path}: ${message}`, { problems: [{ path, message }] });
}

export const quietRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/maintenance',
    scope: 'viewer',
    tag: 'Maintenance',
    summary: 'Maintenance of the config and of people: what is on, what comes, and what it hides',
    answers: answers(maintenanceListSchema),
    handler: ({ deps }) => ok({ items: [...deps.floor.quiet.maintenance()] }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/maintenance',
    scope: 'lead',
    tag: 'Maintenance',
    summary: 'Begin a maintenance now, at a time, or again and again',
    body: maintenanceInputSchema,
    answers: { 201: { description: 'Made', schema: maintenanceItemSchema } },
    handler: async ({ deps, principal, body }) =>
      answerOf(await deps.floor.quiet.addMaintenance(principal, body), (item) => ({
        status: 201,
        body: item,
      })),
  }),
  defineRoute({
    method: 'put',
    path: '/api/v1/maintenance/{id}/end',
    scope: 'lead',
    tag: 'Maintenance',
    summary: 'Move the end of the maintenance that is on: extend it, or end it early',
    body: maintenanceMoveSchema,
    answers: answers(maintenanceItemSchema),
    handler: async ({ deps, principal, params, body }) =>
      answerOf(await deps.floor.quiet.moveEnd(principal, params.id!, Date.parse(body.to)), ok),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/maintenance/{id}/end',
    scope: 'lead',
    tag: 'Maintenance',
    summary: 'End the maintenance that is on now',
    answers: answers(maintenanceItemSchema),
    handler: async ({ deps, principal, params, now }) =>
      answerOf(await deps.floor.quiet.moveEnd(principal, params.id!, now), ok),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/maintenance/{id}',
    scope: 'lead',
    tag: 'Maintenance',
    summary: 'Take a maintenance made at run time back, its repetitions too',
    answers: GONE,
    handler: async ({ deps, principal, params }) =>
      answerOf(await deps.floor.quiet.removeMaintenance(principal, params.id!), () => ({ status: 204 })),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/quiet',
    scope: 'viewer',
    tag: 'Maintenance',
    summary: 'The register: everything that fires and tells nobody now, why, by whom, until when',
    answers: answers(quietListSchema),
    handler: ({ deps }) => ok(deps.floor.quiet.register()),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/shelves/{id}',
    scope: 'responder',
    tag: 'Maintenance',
    summary: 'Take a key off its shelf: what still fires is told',
    answers: GONE,
    handler: async ({ deps, principal, params }) =>
      (await deps.floor.quiet.unshelve(principal, params.id!)) ? { status: 204 } : NONE,
  }),
];
