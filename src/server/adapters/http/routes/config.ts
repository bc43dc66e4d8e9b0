import {
  configAnswerSchema,
  configBodySchema,
  configChangedSchema,
  configCheckSchema,
  displayListSchema,
} from '../../../../shared/api/config.ts';
import { listOf } from '../../../../shared/api/query.ts';
import { personListSchema } from '../../../../shared/api/session.ts';
import type { ConfigDocument } from '../../../../shared/config/document.ts';
import { noticeSchema } from '../../../../shared/stream.ts';
import { assertNever } from '../../../../shared/words.ts';
import type { ConfigChange } from '../../../runtime/floor.ts';
import { storedSecret } from '../../../runtime/integration-changes.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';
import { CONFIG_BODY_LIMIT } from '../settings.ts';

/** The document as it may be shown: secrets that are only compared stand as hash and hint (contract: Secrets). */
export function redactConfig(document: ConfigDocument): ConfigDocument {
  return {
    ...document,
    integrations: document.integrations.map((each) => ({ ...each, key: storedSecret(each.key) })),
    displays: document.displays.map((each) =>
      each.token === undefined ? each : { ...each, token: storedSecret(each.token) },
    ),
  };
}

/** `If-Match` as the floor compares it; `*` asks for nothing. */
const ifMatchOf = (header: string | undefined): string | null =>
  header === undefined || header.trim() === '*' ? null : header.trim();

/** Why a change of the config did not happen, as an answer (STR52). */
export function changeRefused(change: Extract<ConfigChange, { ok: false }>): Answer {
  switch (change.kind) {
    case 'invalid': {
      const { problems } = change;
      const detail = `${problems.length} mistakes in the document; nothing changed`;
      return problem(422, 'invalid', 'STR52', detail, { problems });
    }
    case 'managed-by-file':
      return problem(409, 'managed-by-file', 'STR52', 'The config is owned by the file named with --config');
    case 'stale':
      return problem(412, 'stale', 'STR52', 'Somebody changed the config since; read it again');
    case 'storage':
      return problem(503, 'storage', 'STR52', 'The disk refused; nothing changed');
    default:
      return assertNever(change);
  }
}

export const configRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/config',
    scope: 'admin',
    tag: 'Config',
    summary: 'The config document, with its ETag',
    answers: answers(configAnswerSchema),
    handler: ({ deps }) => {
      const { document, etag, managedByFile } = deps.floor.config();
      return ok(redactConfig(document), { etag, 'x-managed-by-file': String(managedByFile) });
    },
  }),
  defineRoute({
    method: 'put',
    path: '/api/v1/config',
    scope: 'admin',
    tag: 'Config',
    summary: 'Replace the config document; with If-Match only when nobody changed it since',
    body: configBodySchema,
    bodyLimit: CONFIG_BODY_LIMIT,
    answers: answers(configChangedSchema),
    handler: async ({ deps, principal, body, headers }) => {
      const change = await deps.floor.replaceConfig(principal, body, ifMatchOf(headers['if-match']));
      if (change.ok) {
        const { revision, etag } = change;
        return ok({ revision, etag }, { etag });
      }
      return changeRefused(change);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/config/check',
    scope: 'admin',
    tag: 'Config',
    summary:
      'Every mistake of a document and every saved dry run it would answer otherwise, without taking it',
    body: configBodySchema,
    bodyLimit: CONFIG_BODY_LIMIT,
    answers: answers(configCheckSchema),
    handler: async ({ deps, body }) => {
      const result = deps.floor.checkConfig(body);
      if (!result.ok) return ok({ ok: false, problems: result.problems, dryRuns: null });
      return ok({ ok: true, problems: [], dryRuns: await deps.floor.dryRuns.check(result.config) });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/displays',
    scope: 'viewer',
    tag: 'Displays',
    summary: 'Displays of the config, without their tokens',
    answers: answers(displayListSchema),
    handler: ({ deps }) =>
      ok({
        items: deps
          .config()
          .displays.map(({ token, ...rest }) => ({ ...rest, hasToken: token !== undefined })),
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/users',
    scope: 'viewer',
    tag: 'Session',
    summary: 'People of the config, without their contacts',
    answers: answers(personListSchema),
    handler: ({ deps }) =>
      ok({ items: deps.config().users.map(({ id, name, role }) => ({ id, name, role })) }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/notices',
    scope: 'display',
    tag: 'Notices',
    summary: 'What every screen says until it ends or a lead dismisses it',
    answers: answers(listOf(noticeSchema.meta({ id: 'Notice' }))),
    handler: ({ deps }) => ok({ items: deps.floor.notices() }),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/notices/{id}',
    scope: 'lead',
    tag: 'Notices',
    summary: 'Dismiss a notice',
    answers: { 204: { description: 'Dismissed' } },
    handler: async ({ deps, principal, params }) =>
      (await deps.floor.removeResource(principal, 'notice', params.id!))
        ? { status: 204 }
        : problem(404, 'no-such-notice', 'STR45', 'There is no such notice'),
  }),
];
