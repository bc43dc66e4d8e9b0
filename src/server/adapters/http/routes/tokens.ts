import { createdTokenSchema, newTokenSchema, tokenListSchema } from '../../../../shared/api/session.ts';
import { actorOf } from '../../../runtime/auth/actor.ts';
import { ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';
import { refused } from './auth-answers.ts';

export const tokenRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/tokens',
    scope: 'viewer',
    tag: 'Tokens',
    summary: "One's own sessions and tokens; an admin sees everybody's",
    answers: answers(tokenListSchema),
    handler: ({ deps, principal }) => ok({ items: deps.auth.tokens.list(principal) }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/tokens',
    scope: 'admin',
    tag: 'Tokens',
    summary: 'Make a token; the secret is shown this once',
    body: newTokenSchema,
    answers: { 201: { description: 'Made', schema: createdTokenSchema } },
    handler: async ({ deps, principal, body }) => {
      const { users, displays } = deps.config();
      const subject = body.subject ?? principal.id;
      const isKnown =
        body.kind === 'display'
          ? displays.some((display) => display.id === subject)
          : users.some((user) => user.id === subject) || (body.kind === 'api' && subject === 'automation');
      if (!isKnown)
        return problem(422, 'unknown-reference', 'STR45', 'subject: nobody of this id', {
          problems: [{ path: 'subject', message: 'expected the id of a user or display of the config' }],
        });
      const expiresAt = body.expiresAt == null ? null : Date.parse(body.expiresAt);
      const made = await deps.auth.tokens.create(actorOf(principal), { ...body, subject, expiresAt });
      return { status: 201, body: { ...made.info, token: made.secret } };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/tokens/{id}',
    scope: 'viewer',
    tag: 'Tokens',
    summary: "Revoke a token: one's own, or as an admin anybody's",
    answers: { 204: { description: 'Revoked' } },
    handler: async ({ deps, principal, params }) => {
      const result = await deps.auth.tokens.revoke(principal, params.id!);
      return result.ok ? { status: 204 } : refused(result);
    },
  }),
];
