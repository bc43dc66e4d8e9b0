import { z } from 'zod';
import { idSchema } from '../../../../shared/config/common.ts';
import { ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';

const secretNamesSchema = z.object({ items: z.array(z.object({ name: z.string() })) });
const secretValueSchema = z.strictObject({ value: z.string().min(1).max(10_000) });

const noName = () =>
  problem(400, 'bad-name', 'STR45', 'name: expected an id of letters, digits, ".", "_" or "-"', {
    parameter: 'name',
  });

/** Values that a config names as `{"secret": "name"}`: written here, kept in `secrets.json`, never shown (STR54). */
export const secretRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/secrets',
    scope: 'admin',
    tag: 'Config',
    summary: 'Names of the secrets that are set; values are never shown',
    answers: answers(secretNamesSchema),
    handler: ({ deps }) => ok({ items: deps.floor.secretNames().map((name) => ({ name })) }),
  }),
  defineRoute({
    method: 'put',
    path: '/api/v1/secrets/{name}',
    scope: 'admin',
    tag: 'Config',
    summary: 'Set a secret',
    body: secretValueSchema,
    answers: { 204: { description: 'Set' } },
    handler: async ({ deps, principal, params, body }) => {
      if (!idSchema.safeParse(params.name).success) return noName();
      await deps.floor.setSecret(principal, params.name!, body.value);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/secrets/{name}',
    scope: 'admin',
    tag: 'Config',
    summary: 'Remove a secret',
    answers: { 204: { description: 'Removed' } },
    handler: async ({ deps, principal, params }) => {
      const isRemoved = await deps.floor.removeSecret(principal, params.name!);
      return isRemoved
        ? { status: 204 }
        : problem(404, 'no-such-secret', 'STR45', 'There is no secret of this name');
    },
  }),
];
