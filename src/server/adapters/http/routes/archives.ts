import { archivesSchema } from '../../../../shared/api/archives.ts';
import { ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';

export const archiveRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/archives',
    scope: 'lead',
    tag: 'Service',
    summary: 'Retention: the policy, the size of the database, the archive files, the last run, what waits',
    answers: answers(archivesSchema),
    handler: async ({ deps }) => {
      const archives = await deps.floor.archives();
      return archives === null
        ? problem(404, 'not-found', 'STR45', 'Nothing is archived here')
        : ok(archives);
    },
  }),
];
