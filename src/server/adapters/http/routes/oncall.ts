import {
  absenceInputSchema,
  absenceItemSchema,
  absenceListSchema,
  gapListSchema,
  oncallListSchema,
  oncallQuerySchema,
  overrideInputSchema,
  overrideListSchema,
  runtimeOverrideSchema,
  shiftListSchema,
  spanQuerySchema,
} from '../../../../shared/api/oncall.ts';
import type { RuntimeOverride } from '../../../runtime/ports.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { answers, defineRoute, type Route } from '../route.ts';

const DAY_MS = 86_400_000;
const MAX_SPAN_MS = 400 * DAY_MS;

/** The span asked for, `days` from now when not said, or why it is none. */
function spanOf(query: { from?: number | undefined; to?: number | undefined }, now: number, days: number) {
  const from = query.from ?? now;
  const to = query.to ?? from + days * DAY_MS;
  if (to <= from)
    return problem(400, 'bad-query', 'STR45', 'to: expected an instant after from', { parameter: 'to' });
  if (to - from > MAX_SPAN_MS)
    return problem(400, 'bad-query', 'STR45', 'to: expected at most 400 days after from', {
      parameter: 'to',
    });
  return { from, to };
}

const overrideItem = (override: RuntimeOverride) => ({
  ...override,
  from: new Date(override.from).toISOString(),
  to: new Date(override.to).toISOString(),
  createdAt: new Date(override.createdAt).toISOString(),
});
const unknown = (path: string, what: string): Answer =>
  problem(422, 'unknown-reference', 'STR45', `${path}: there is no such ${what}`, {
    problems: [{ path, message: `expected the id of a ${what}` }],
  });
const NONE = problem(404, 'not-found', 'STR45', 'There is no such thing');
const GONE = { 204: { description: 'Removed' } };

export const oncallRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/oncall',
    scope: 'display',
    tag: 'On call',
    summary: 'Who is on call, now or at an instant',
    query: oncallQuerySchema,
    answers: answers(oncallListSchema),
    handler: ({ deps, query, now }) => ok({ items: deps.floor.oncall(query.at ?? now) }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/schedules/{id}/shifts',
    scope: 'display',
    tag: 'On call',
    summary: 'Shifts of a schedule in [from, to); the next 14 days when not said',
    query: spanQuerySchema,
    answers: answers(shiftListSchema),
    handler: ({ deps, query, params, now }) => {
      const span = spanOf(query, now, 14);
      if ('status' in span) return span;
      const items = deps.floor.shifts(params.id!, span.from, span.to);
      return items === null
        ? problem(404, 'no-such-schedule', 'STR45', 'There is no such schedule')
        : ok({ items });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/gaps',
    scope: 'display',
    tag: 'On call',
    summary: 'Spans in which a schedule has nobody; the next 30 days when not said',
    query: spanQuerySchema,
    answers: answers(gapListSchema),
    handler: ({ deps, query, now }) => {
      const span = spanOf(query, now, 30);
      return 'status' in span ? span : ok({ items: deps.floor.gaps(span.from, span.to) });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/overrides',
    scope: 'viewer',
    tag: 'On call',
    summary: 'Overrides made at run time',
    answers: answers(overrideListSchema),
    handler: ({ deps }) => ok({ items: deps.floor.overrides().map(overrideItem) }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/overrides',
    scope: 'lead',
    tag: 'On call',
    summary: 'Let a person stand in, in some or all layers',
    body: overrideInputSchema,
    answers: { 201: { description: 'Made', schema: runtimeOverrideSchema } },
    handler: async ({ deps, principal, body }) => {
      const { schedules, users } = deps.config();
      const schedule = schedules.find((each) => each.id === body.schedule);
      if (schedule === undefined) return unknown('schedule', 'schedule');
      if (!users.some((each) => each.id === body.user)) return unknown('user', 'user');
      const layers = new Set(schedule.layers.map((layer) => layer.id));
      if (body.layers !== 'all') {
        const index = body.layers.findIndex((layer) => !layers.has(layer));
        if (index >= 0) return unknown(`layers[${index}]`, 'layer of this schedule');
      }
      const input = { ...body, from: Date.parse(body.from), to: Date.parse(body.to) };
      return { status: 201, body: overrideItem(await deps.floor.addOverride(principal, input)) };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/overrides/{id}',
    scope: 'lead',
    tag: 'On call',
    summary: 'Take an override back',
    answers: GONE,
    handler: async ({ deps, principal, params }) =>
      (await deps.floor.removeResource(principal, 'override', params.id!)) ? { status: 204 } : NONE,
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/absences',
    scope: 'viewer',
    tag: 'On call',
    summary: 'People away, with their stand-ins',
    answers: answers(absenceListSchema),
    handler: ({ deps }) => ok({ items: deps.floor.absences() }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/absences',
    scope: 'lead',
    tag: 'On call',
    summary: 'Somebody is away; a stand-in takes their turns everywhere',
    body: absenceInputSchema,
    answers: { 201: { description: 'Made', schema: absenceItemSchema } },
    handler: async ({ deps, principal, body }) => {
      const { users } = deps.config();
      if (!users.some((each) => each.id === body.user)) return unknown('user', 'user');
      if (body.standIn !== null && !users.some((each) => each.id === body.standIn))
        return unknown('standIn', 'user');
      return { status: 201, body: await deps.floor.addAbsence(principal, body) };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/absences/{id}',
    scope: 'lead',
    tag: 'On call',
    summary: 'Take an absence back',
    answers: GONE,
    handler: async ({ deps, principal, params }) =>
      (await deps.floor.removeResource(principal, 'absence', params.id!)) ? { status: 204 } : NONE,
  }),
];
