import { type FetcherItem, fetcherListSchema } from '../../../../shared/api/fetchers.ts';
import { ok } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';

const iso = (at: number) => new Date(at).toISOString();

/** What we fetch ourselves, and how it is doing (ING168). */
export const fetcherRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/fetchers',
    scope: 'admin',
    tag: 'Fetchers',
    summary: 'Integrations whose events or state we fetch, with their last success and last error',
    answers: answers(fetcherListSchema),
    handler: ({ deps }) =>
      ok({
        items: deps.fetchers().map(
          ({ integration, kind, lastSuccessAt, lastError, failures }): FetcherItem => ({
            integration,
            kind,
            lastSuccessAt: lastSuccessAt === null ? null : iso(lastSuccessAt),
            lastError: lastError && { at: iso(lastError.at), text: lastError.text },
            failures,
          }),
        ),
      }),
  }),
];
