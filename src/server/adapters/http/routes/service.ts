import { z } from 'zod';
import { problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';

const readinessSchema = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.string()) });

/** What probes and Prometheus ask; the OpenAPI document describes itself in the table's own file. */
export const serviceRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/healthz',
    scope: 'public',
    tag: 'Service',
    summary: 'The process answers',
    answers: answers(z.object({ status: z.literal('ok') })),
    handler: () => ({ status: 200, body: { status: 'ok' } }),
  }),
  defineRoute({
    method: 'get',
    path: '/readyz',
    scope: 'public',
    tag: 'Service',
    summary: 'Fit to be sent alerts: started, and the disk takes writes',
    answers: { ...answers(readinessSchema), 503: { description: 'Not fit', schema: readinessSchema } },
    handler: ({ deps }) => {
      const readiness = deps.readiness();
      return { status: readiness.ready ? 200 : 503, body: readiness };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/metrics',
    scope: 'public',
    tag: 'Service',
    summary: "Prometheus metrics; from other machines with a token, a display's will do",
    answers: { 200: { description: 'Metrics', type: 'text/plain' } },
    handler: async ({ deps, principal, isLoopback }) =>
      principal === null && !isLoopback
        ? problem(401, 'token', 'STR44', 'Expected a token', {}, { 'www-authenticate': 'Bearer' })
        : { status: 200, type: deps.metrics.contentType, body: await deps.metrics.text() },
  }),
];
