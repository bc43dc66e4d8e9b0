import {
  approvePairingSchema,
  claimedPairingSchema,
  claimPairingSchema,
  createdTokenSchema,
  linkSchema,
  meItemSchema,
  newTokenSchema,
  openedPairingSchema,
  openPairingSchema,
  pairingListSchema,
  setPinSchema,
  setupSchema,
  signedInSchema,
  signInSchema,
  switchSchema,
  tokenListSchema,
  waitingPairingSchema,
} from '../../../../shared/api/session.ts';
import { actorOf } from '../../../runtime/auth/actor.ts';
import type { SignedIn } from '../../../runtime/auth/links.ts';
import { meOf } from '../../../runtime/auth/me.ts';
import type { AuthRefusal } from '../../../runtime/auth/refusal.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';

function refused(refusal: AuthRefusal): Answer {
  const retry: Record<string, string> =
    refusal.retryAfterMs === undefined
      ? {}
      : { 'retry-after': String(Math.ceil(refusal.retryAfterMs / 1000)) };
  return problem(refusal.status, refusal.code, refusal.rule, refusal.detail, {}, retry);
}
const tooMany = (ms: number): Answer =>
  refused({
    ok: false,
    status: 429,
    code: 'too-many-tries',
    rule: 'AUD31',
    detail: 'Too many tries from this address; wait a moment',
    retryAfterMs: ms,
  });
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
    path: '/api/v1/setup',
    scope: 'public',
    tag: 'Session',
    summary: "Make the first admin with the link of the ready line; from the server's own machine",
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
  defineRoute({
    method: 'post',
    path: '/api/v1/pairings',
    scope: 'public',
    tag: 'Displays',
    summary: 'A screen without a token asks to be approved; it shows the code',
    body: openPairingSchema,
    answers: { 201: { description: 'Waiting for ten minutes', schema: openedPairingSchema } },
    handler: async ({ deps, body, address }) => {
      const wait = await deps.limits.openPairing(address);
      if (wait !== null) return tooMany(wait);
      const opened = await deps.auth.pairings.open(body.display ?? null);
      if (!opened.ok) return refused(opened);
      const { id, code, secret, expiresAt } = opened;
      return { status: 201, body: { id, code, secret, expiresAt: new Date(expiresAt).toISOString() } };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/pairings/claim',
    scope: 'public',
    tag: 'Displays',
    summary: 'The screen fetches its token once it was approved',
    body: claimPairingSchema,
    answers: {
      200: { description: 'Approved; the token is shown this once', schema: claimedPairingSchema },
      202: { description: 'Still waiting', schema: waitingPairingSchema },
    },
    handler: async ({ deps, body, address }) => {
      const wait = await deps.limits.claimPairing(address);
      if (wait !== null) return tooMany(wait);
      const claimed = await deps.auth.pairings.claim(body.secret);
      if (!claimed.ok) return refused(claimed);
      if (claimed.waiting) return { status: 202, body: { waiting: true } };
      return ok({ token: claimed.token, display: claimed.display });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/pairings',
    scope: 'lead',
    tag: 'Displays',
    summary: 'Screens that wait to be approved',
    answers: answers(pairingListSchema),
    handler: ({ deps }) => ok({ items: deps.auth.pairings.list() }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/pairings/{id}/approve',
    scope: 'lead',
    tag: 'Displays',
    summary: 'Let a waiting screen be a display; one the config does not know shows the whole board',
    body: approvePairingSchema,
    answers: NOTHING,
    handler: async ({ deps, principal, params, body }) => {
      const result = await deps.auth.pairings.approve(principal, params.id!, body.display);
      return result.ok ? { status: 204 } : refused(result);
    },
  }),
];
