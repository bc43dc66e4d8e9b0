import {
  approvePairingSchema,
  claimedPairingSchema,
  claimPairingSchema,
  openedPairingSchema,
  openPairingSchema,
  pairingListSchema,
  waitingPairingSchema,
} from '../../../../shared/api/session.ts';
import { ok } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';
import { refused, tooMany } from './auth-answers.ts';

export const pairingRoutes: readonly Route[] = [
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
    answers: { 204: { description: 'Approved' } },
    handler: async ({ deps, principal, params, body }) => {
      const result = await deps.auth.pairings.approve(principal, params.id!, body.display);
      return result.ok ? { status: 204 } : refused(result);
    },
  }),
];
