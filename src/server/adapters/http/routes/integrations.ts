import {
  changeIntegrationSchema,
  integrationFullSchema,
  integrationListSchema,
  integrationSchema,
  integrationTypeListSchema,
  keyedIntegrationSchema,
  newIntegrationSchema,
  rotateKeySchema,
} from '../../../../shared/api/integrations.ts';
import type { ConfigDocument } from '../../../../shared/config/document.ts';
import {
  integrationSchema as configSchema,
  type Integration,
} from '../../../../shared/config/integration.ts';
import { durationMs } from '../../../../shared/duration.ts';
import { idFrom } from '../../../../shared/id-from.ts';
import { hasRole } from '../../../../shared/words.ts';
import { newKey } from '../../../runtime/auth/secret.ts';
import type { ConfigNote, Principal } from '../../../runtime/floor.ts';
import { mapWords, retireKey, rotateKey, withIntegration } from '../../../runtime/integration-changes.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { type ApiDeps, answers, defineRoute, type Route, type RouteContext } from '../route.ts';
import { changeRefused } from './config.ts';
import { addressesOf, viewsOf, withKey } from './integration-view.ts';

const NO_INTEGRATION = problem(404, 'no-such-integration', 'STR146', 'There is no such integration');
/** What a type needs from the start: a custom tool is read by the usual names until somebody maps its own. */
const FIRST_OF: Readonly<Record<string, object>> = {
  custom: {
    mapping: {
      summary: { path: ['summary', 'title', 'message', 'text'] },
      key: { path: ['key', 'id', 'event_id'] },
      status: {
        path: ['status', 'state'],
        default: 'open',
        ignoreCase: true,
        values: { firing: 'open', problem: 'open', ok: 'close', resolved: 'close', recovered: 'close' },
      },
      urgency: { path: ['urgency', 'severity', 'priority', 'level'] },
    },
  },
};
const MAX_ROUTES = 200;
/** Somebody else's change in between is taken over, not overwritten; one who never stops is refused. */
const TRIES = 5;

type Edit = { readonly document: ConfigDocument; readonly note: ConfigNote } | Answer;

/** Applies an edit to the config in force; the answer of `done`, or why nothing changed (AUD71). */
async function change(
  deps: ApiDeps,
  principal: Principal,
  edit: (document: ConfigDocument) => Edit,
  done: () => Promise<Answer> | Answer,
): Promise<Answer> {
  for (let tried = 1; ; tried++) {
    const { document, etag, managedByFile } = deps.floor.config();
    if (managedByFile) return changeRefused({ ok: false, kind: 'managed-by-file' });
    const edited = edit(document);
    if ('status' in edited) return edited;
    const result = await deps.floor.replaceConfig(principal, edited.document, etag, edited.note);
    if (result.ok) return done();
    if (result.kind !== 'stale' || tried === TRIES) return changeRefused(result);
  }
}

const find = (document: ConfigDocument, id: string) => document.integrations.find((each) => each.id === id);
const inForce = (deps: ApiDeps, id: string) => find(deps.floor.config().document, id);

/** Changes one integration; 404 where there is none. */
const changeOne = (
  { deps, principal, params }: RouteContext<'admin'>,
  note: Omit<ConfigNote, 'target'>,
  edit: (integration: Integration) => Integration,
  done: () => Promise<Answer> | Answer,
): Promise<Answer> =>
  change(
    deps,
    principal,
    (document) => {
      const id = params.id!;
      if (!find(document, id)) return NO_INTEGRATION;
      const target = `integration:${id}`;
      return { document: withIntegration(document, id, edit), note: { ...note, target } };
    },
    done,
  );

/** The integration as it is now, with 200 unless said. */
async function shown(deps: ApiDeps, id: string, now: number, key?: string): Promise<Answer> {
  const integration = inForce(deps, id);
  if (!integration) return NO_INTEGRATION;
  const [view] = await viewsOf(deps, [integration], now, true);
  if (key === undefined) return ok(view);
  const addresses = view!.addresses.map((address) => withKey(address, key));
  return { status: 201, body: { integration: view, key, addresses } };
}

export const integrationRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/integration-types',
    scope: 'viewer',
    tag: 'Integrations',
    summary: 'Types of integrations this version has, and where their tools post to',
    answers: answers(integrationTypeListSchema),
    handler: ({ deps }) =>
      ok({
        items: deps
          .adapterTypes()
          .map((type) => ({ type, addresses: addressesOf(type, deps.doors(), deps.baseUrl()) })),
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/integrations',
    scope: 'viewer',
    tag: 'Integrations',
    summary: 'Integrations with when each was last heard, what became of its events, and words nobody knows',
    answers: answers(integrationListSchema),
    handler: async ({ deps, principal, now }) => {
      const { document, managedByFile } = deps.floor.config();
      const isAdmin = hasRole(principal.role, 'admin');
      return ok({ items: await viewsOf(deps, document.integrations, now, isAdmin), managedByFile });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/integrations',
    scope: 'admin',
    tag: 'Integrations',
    summary: 'Make an integration; the key is shown this once',
    body: newIntegrationSchema,
    answers: { 201: { description: 'Made', schema: keyedIntegrationSchema } },
    handler: ({ deps, principal, body, now }) => {
      const key = newKey(body.type);
      let id = '';
      return change(
        deps,
        principal,
        (document) => {
          const taken = document.integrations.map((each) => each.id);
          if (body.id !== undefined && taken.includes(body.id))
            return problem(409, 'id-taken', 'AUD71', `There is an integration ${body.id} already`);
          id = body.id ?? idFrom(body.name, taken, body.type);
          const { name, type, service } = body;
          const made = configSchema.parse({ id, name, type, service, key, ...FIRST_OF[type] });
          return {
            document: { ...document, integrations: [...document.integrations, made] },
            note: {
              ...{ action: 'integration.create', target: `integration:${id}` },
              after: { name, type, service },
            },
          };
        },
        () => shown(deps, id, now, key),
      );
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/integrations/{id}',
    scope: 'viewer',
    tag: 'Integrations',
    summary: 'One integration, with its routes',
    answers: answers(integrationFullSchema),
    handler: async ({ deps, principal, params, now }) => {
      const { document, managedByFile } = deps.floor.config();
      const integration = find(document, params.id!);
      if (!integration) return NO_INTEGRATION;
      const [view] = await viewsOf(deps, [integration], now, hasRole(principal.role, 'admin'));
      return ok({ ...view, managedByFile, routes: integration.routes.slice(0, MAX_ROUTES) });
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/integrations/{id}',
    scope: 'admin',
    tag: 'Integrations',
    summary: 'Rename, switch on or off, give to another service, map words to urgencies',
    body: changeIntegrationSchema,
    answers: answers(integrationSchema, 'The integration as it is now'),
    handler: (context) => {
      const { urgencies, ...rest } = context.body;
      return changeOne(
        context,
        { action: 'integration.change', after: context.body },
        (integration) => ({
          ...integration,
          ...rest,
          ...(urgencies === undefined ? {} : { urgencies: mapWords(integration.urgencies, urgencies) }),
        }),
        () => shown(context.deps, context.params.id!, context.now),
      );
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/integrations/{id}',
    scope: 'admin',
    tag: 'Integrations',
    summary: 'Remove an integration: its key is no longer taken, its events and incidents stay',
    answers: { 204: { description: 'Removed' } },
    handler: ({ deps, principal, params }) =>
      change(
        deps,
        principal,
        (document) => {
          const found = find(document, params.id!);
          if (!found) return NO_INTEGRATION;
          return {
            document: { ...document, integrations: document.integrations.filter((each) => each !== found) },
            note: {
              ...{ action: 'integration.remove', target: `integration:${found.id}` },
              after: { name: found.name, type: found.type },
            },
          };
        },
        () => ({ status: 204 }),
      ),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/integrations/{id}/rotate',
    scope: 'admin',
    tag: 'Integrations',
    summary: 'Make a new key, shown this once; the one before is taken until the overlap ends',
    body: rotateKeySchema,
    answers: { 201: { description: 'Made', schema: keyedIntegrationSchema } },
    handler: (context) => {
      const { deps, body, now } = context;
      const id = context.params.id!;
      const key = newKey(inForce(deps, id)?.type ?? '');
      const overlapMs = durationMs(body.overlap);
      return changeOne(
        context,
        { action: 'integration.rotate', after: { overlap: body.overlap } },
        (integration) => rotateKey(integration, key, now, overlapMs),
        () => shown(deps, id, now, key),
      );
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/integrations/{id}/previous-key',
    scope: 'admin',
    tag: 'Integrations',
    summary: 'End the overlap now: only the present key is taken',
    answers: answers(integrationSchema, 'The integration as it is now'),
    handler: (context) =>
      changeOne(context, { action: 'integration.retire' }, retireKey, () =>
        shown(context.deps, context.params.id!, context.now),
      ),
  }),
];
