import { previewBodySchema, previewSchema } from '../../../../shared/api/preview.ts';
import { checkIntegration, previewBody, refusedPreview } from '../../../runtime/preview.ts';
import { parseContent } from '../parse-content.ts';
import { ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';
import { DEFAULT_BODY_LIMIT, MAX_DEPTH } from '../settings.ts';

/** How a body would be read, before any tool sends it. */
export const previewRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/api/v1/integrations/preview',
    scope: 'admin',
    tag: 'Config',
    summary: 'How an integration would read a body, field by field; nothing is recorded',
    body: previewBodySchema,
    // A body in a text is longer by its quotes.
    bodyLimit: 4 * DEFAULT_BODY_LIMIT,
    answers: answers(previewSchema),
    handler: async ({ body: { body, text, ...asked }, now }) => {
      const checked = checkIntegration(asked);
      if (!checked.ok) {
        const detail = `${checked.problems.length} mistakes in the integration`;
        return problem(422, 'invalid', 'ING102', detail, { problems: checked.problems });
      }
      if (text === undefined) return ok(previewBody(checked.integration, body, now));
      const content = await parseContent(Buffer.from(text), '', MAX_DEPTH);
      return ok(
        content.ok ? previewBody(checked.integration, content.value, now) : refusedPreview(content.reason),
      );
    },
  }),
];
