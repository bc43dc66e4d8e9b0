import {
  dryRunBodySchema,
  dryRunResultSchema,
  MAX_SAVED_PAYLOAD,
  savedDryRunBodySchema,
  savedDryRunListSchema,
  savedDryRunSchema,
} from '../../../../shared/api/dry-run.ts';
import type { DryAnswer } from '../../../runtime/dry-run/dry-runner.ts';
import { readDryRun, readPayload } from '../dry-run-input.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';
import { CONFIG_BODY_LIMIT } from '../settings.ts';

const NONE = problem(404, 'not-found', 'STR45', 'There is no such dry run');

function answerOf<T>(result: DryAnswer<T>, done: (value: T) => Answer): Answer {
  if (result.ok) return done(result.value);
  const { status, code, path, message } = result;
  return problem(status, code, 'RTE51', `${path}: ${message}`, { problems: [{ path, message }] });
}

export const dryRunRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/api/v1/dry-run',
    scope: 'responder',
    tag: 'Dry run',
    summary: 'What would come of an event at a time: trace, people and channels; nothing is written or sent',
    body: dryRunBodySchema,
    // Another document comes along; a payload is held to its own limit.
    bodyLimit: CONFIG_BODY_LIMIT,
    answers: answers(dryRunResultSchema),
    handler: async ({ deps, principal, body, now }) => {
      const { config } = body;
      if (config !== undefined && principal.role !== 'admin')
        return problem(403, 'forbidden', 'STR44', 'Another document needs the role admin');
      const checked = config === undefined ? null : deps.floor.checkConfig(config);
      if (checked !== null && !checked.ok)
        return problem(422, 'invalid', 'STR52', `${checked.problems.length} mistakes in the document`, {
          problems: checked.problems,
        });
      const input = await readDryRun(body, deps.floor, now);
      if ('status' in input) return input;
      return answerOf(await deps.floor.dryRuns.run(input.value, checked?.config), ok);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/dry-runs',
    scope: 'responder',
    tag: 'Dry run',
    summary: 'Saved dry runs, and whether the config in force still answers them as expected',
    answers: answers(savedDryRunListSchema),
    handler: ({ deps }) => ok({ items: [...deps.floor.dryRuns.saved()] }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/dry-runs',
    scope: 'lead',
    tag: 'Dry run',
    summary: 'Save a dry run: what it says now is expected from now on',
    body: savedDryRunBodySchema,
    answers: { 201: { description: 'Saved', schema: savedDryRunSchema } },
    handler: async ({ deps, principal, body }) => {
      const input = await readPayload(body.input, MAX_SAVED_PAYLOAD);
      if ('status' in input) return input;
      const saved = await deps.floor.dryRuns.save(principal, { ...body, input: input.value });
      return answerOf(saved, (one) => ({ status: 201, body: one }));
    },
  }),
  defineRoute({
    method: 'put',
    path: '/api/v1/dry-runs/{id}',
    scope: 'lead',
    tag: 'Dry run',
    summary: 'Replace a saved dry run; what it says now is expected from now on',
    body: savedDryRunBodySchema,
    answers: answers(savedDryRunSchema),
    handler: async ({ deps, principal, params, body }) => {
      const input = await readPayload(body.input, MAX_SAVED_PAYLOAD);
      if ('status' in input) return input;
      return answerOf(
        await deps.floor.dryRuns.replace(principal, params.id!, { ...body, input: input.value }),
        ok,
      );
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/dry-runs/{id}/accept',
    scope: 'lead',
    tag: 'Dry run',
    summary: 'Accept what a saved dry run says now as what is expected',
    answers: answers(savedDryRunSchema),
    handler: async ({ deps, principal, params }) =>
      answerOf(await deps.floor.dryRuns.accept(principal, params.id!), ok),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/dry-runs/{id}',
    scope: 'lead',
    tag: 'Dry run',
    summary: 'Remove a saved dry run',
    answers: { 204: { description: 'Removed' } },
    handler: async ({ deps, principal, params }) =>
      (await deps.floor.dryRuns.remove(principal, params.id!)) ? { status: 204 } : NONE,
  }),
];
