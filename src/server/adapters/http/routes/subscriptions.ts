import {
  type SubscriptionItem,
  subscriptionConfirmedSchema,
  subscriptionListSchema,
} from '../../../../shared/api/subscriptions.ts';
import { actorOf } from '../../../runtime/auth/actor.ts';
import type { WaitingSubscription } from '../../../runtime/subscriptions.ts';
import { ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';

const NONE = problem(404, 'no-such-subscription', 'ING54', 'No subscription of this id waits');
const iso = (at: number) => new Date(at).toISOString();
const shown = ({ id, integration, topic, at, failed }: WaitingSubscription): SubscriptionItem => ({
  id,
  integration,
  topic,
  requestedAt: iso(at),
  failed: failed && { at: iso(failed.at), detail: failed.detail },
});

/** Topics of Amazon SNS that asked to be confirmed (ING54). */
export const subscriptionRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/subscriptions',
    scope: 'admin',
    tag: 'Subscriptions',
    summary: 'Topics that wait for a confirmation, the oldest first',
    answers: answers(subscriptionListSchema),
    handler: ({ deps }) => ok({ items: deps.subscriptions.list().map(shown) }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/subscriptions/{id}/confirm',
    scope: 'admin',
    tag: 'Subscriptions',
    summary: 'Tell SNS that we want the messages of a topic',
    answers: {
      ...answers(subscriptionConfirmedSchema, 'SNS took it'),
      404: { description: 'It does not wait (any more)' },
      502: { description: 'SNS refused or did not answer; it still waits' },
    },
    handler: async ({ deps, principal, params }) => {
      const result = await deps.subscriptions.confirm(actorOf(principal), params.id!);
      if (result.ok) return ok({ topic: result.topic });
      if (result.kind === 'unknown') return NONE;
      return problem(502, 'not-confirmed', 'ING54', `SNS did not confirm it: ${result.detail}`);
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/subscriptions/{id}',
    scope: 'admin',
    tag: 'Subscriptions',
    summary: 'Forget a request; SNS forgets it too after three days',
    answers: { 204: { description: 'Forgotten' }, 404: { description: 'It does not wait (any more)' } },
    handler: async ({ deps, principal, params }) =>
      (await deps.subscriptions.dismiss(actorOf(principal), params.id!)) ? { status: 204 } : NONE,
  }),
];
