import {
  linkSchema,
  meItemSchema,
  setPinSchema,
  setupChoiceSchema,
  setupLookSchema,
  setupSchema,
  signedInSchema,
  signInSchema,
  switchSchema,
} from '../../../../shared/api/session.ts';
import type { SignedIn } from '../../../runtime/auth/links.ts';
import { meOf } from '../../../runtime/auth/me.ts';
import type { AuthRefusal } from '../../../runtime/auth/refusal.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';
import { refused, tooMany } from './auth-answers.ts';

const signedIn = (result: SignedIn | AuthRefusal): Answer =>
  result.ok ? ok({ token: result.token, me: result.me }) : refused(result);

/** How a session is listed when nobody named it: the browser's own words, shortened. */
const sessionName = (named: string | undefined, agent: string | undefined): string =>
  named ??
  (agent === undefined || agent === '' ? 'Session' : agent.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 80));
const PEOPLE_ONLY = problem(403, 'people-only', 'STR44', 'Only a signed-in person can do this');
const NOTHING = { 204: { description: 'Done' } };

export const sessionRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/me',
    scope: 'viewer',
    tag: 'Session',
    summary: 'Who is signed in',
    answers: answers(meItemSchema),
    handler: ({ deps, principal }) => ok(meOf(principal, deps.config())),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/sign-in',
    scope: 'public',
    tag: 'Session',
    summary: 'Sign in with a one-time code',
    body: signInSchema,
    answers: answers(signedInSchema, 'Signed in; the token is shown this once'),
    handler: async ({ deps, body, address, headers }) => {
      const wait = await deps.limits.signIn(address);
      if (wait !== null) return tooMany(wait);
      return signedIn(await deps.auth.links.signIn(body.code, sessionName(body.name, headers['user-agent'])));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/setup/look',
    scope: 'public',
    tag: 'Session',
    summary: "What the link of the ready line offers, without spending it; from the server's own machine",
    body: setupLookSchema,
    answers: answers(setupChoiceSchema),
    handler: async ({ deps, body, address, isLoopback }) => {
      const wait = await deps.limits.signIn(address);
      if (wait !== null) return tooMany(wait);
      const choice = deps.auth.setup.look(body.setup, isLoopback);
      if (!choice.ok) return refused(choice);
      const { admins, mayCreate, expiresAt } = choice;
      return ok({ admins, mayCreate, expiresAt: new Date(expiresAt).toISOString() });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/setup',
    scope: 'public',
    tag: 'Session',
    summary:
      "Sign in as an admin of the config, or make the first, with the link of the ready line; from the server's own machine",
    body: setupSchema,
    answers: answers(signedInSchema, 'Made and signed in'),
    handler: async ({ deps, body, address, isLoopback, headers }) => {
      const wait = await deps.limits.signIn(address);
      if (wait !== null) return tooMany(wait);
      const session = { isLoopback, name: sessionName(undefined, headers['user-agent']) };
      return signedIn(await deps.auth.setup.use(body, session));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/switch',
    scope: 'viewer',
    tag: 'Session',
    summary: 'Another person takes over a shared console by PIN; lasts twelve hours at most',
    body: switchSchema,
    answers: answers(signedInSchema),
    handler: async ({ deps, principal, body, headers }) => {
      if (principal.kind !== 'user') return PEOPLE_ONLY;
      const name = sessionName(body.name, headers['user-agent']);
      return signedIn(await deps.auth.pins.switchTo(principal, body.user, body.pin, name));
    },
  }),
  defineRoute({
    method: 'put',
    path: '/api/v1/me/pin',
    scope: 'viewer',
    tag: 'Session',
    summary: "Set one's own PIN",
    body: setPinSchema,
    answers: NOTHING,
    handler: async ({ deps, principal, body }) => {
      if (principal.kind !== 'user') return PEOPLE_ONLY;
      await deps.auth.pins.set(principal, body.pin);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/sign-out',
    scope: 'viewer',
    tag: 'Session',
    summary: 'End this session, and those switched to from it',
    answers: NOTHING,
    handler: async ({ deps, principal }) => {
      if (principal.kind !== 'user') return PEOPLE_ONLY;
      const result = await deps.auth.tokens.revoke(principal, principal.token, 'session.end');
      return result.ok ? { status: 204 } : refused(result);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/users/{id}/link',
    scope: 'admin',
    tag: 'Session',
    summary: 'A one-time code and link by which a person signs in within 15 minutes',
    answers: answers(linkSchema),
    handler: async ({ deps, principal, params }) => {
      const issued = await deps.auth.links.issue(principal, params.id!);
      if (!issued.ok) return refused(issued);
      const expiresAt = new Date(issued.expiresAt).toISOString();
      return ok({ link: `${deps.baseUrl()}${issued.path}`, code: issued.code, expiresAt });
    },
  }),
];
