import { z } from 'zod';
import { idSchema } from '../config/common.ts';
import { deliverySchema, eventItemSchema, incidentDetailSchema, incidentItemSchema } from '../incident.ts';
import { outcomeSchema, redactPartSchema, severitySchema, statusSchema, urgencySchema } from '../words.ts';
import { instantQuery, listQuery, pageOf, pageQuery, textQuery } from './query.ts';

export const incidentSchema = incidentItemSchema.meta({ id: 'Incident' });
export const incidentFullSchema = incidentDetailSchema.meta({ id: 'IncidentDetail' });
export const incidentPageSchema = pageOf(incidentSchema);

/** `GET /api/v1/incidents`: created in `[from, to)`. */
export const incidentQuerySchema = z.strictObject({
  status: listQuery(statusSchema).optional(),
  urgency: listQuery(urgencySchema).optional(),
  service: listQuery(idSchema).optional(),
  assignee: textQuery.optional(),
  q: textQuery.optional(),
  from: instantQuery.optional(),
  to: instantQuery.optional(),
  ...pageQuery,
});

/** Raising an incident by hand. With a `dedupKey` a tool's later close of the same key ends it. */
export const raiseSchema = z.strictObject({
  service: idSchema,
  summary: z.string().trim().min(1).max(1024),
  urgency: urgencySchema.default('high'),
  severity: severitySchema.nullable().optional(),
  assignee: idSchema.optional(),
  dedupKey: z.string().min(1).max(512).optional(),
});

/** What goes from an incident for good, and why; the reason stays readable in the timeline and the audit log. */
export const redactSchema = z.strictObject({
  parts: z.array(redactPartSchema).min(1),
  reason: z.string().trim().min(1).max(1000),
});

const version = { version: z.int().optional() };
/** Bodies of `POST /api/v1/incidents/{id}/…`, by the action's name. */
export const actionBodies = {
  ack: z.strictObject(version),
  close: z.strictObject({ reason: z.string().max(4000).optional(), ...version }),
  assign: z.strictObject({ user: idSchema, ...version }),
  comment: z.strictObject({ text: z.string().trim().min(1).max(20_000), ...version }),
  snooze: z.strictObject({ until: z.iso.datetime({ offset: true }), ...version }),
  shelve: z.strictObject({
    until: z.iso.datetime({ offset: true }),
    note: z.string().max(2000).optional(),
    ...version,
  }),
  reopen: z.strictObject(version),
  escalate: z.strictObject(version),
  severity: z.strictObject({ severity: severitySchema.nullable(), ...version }),
  seen: z.strictObject(version),
} as const;
export type ActionName = keyof typeof actionBodies;
export const ACTIONS = Object.keys(actionBodies) as ActionName[];

/** One action on many incidents; `versions` names the version seen of each, where one was. */
export const bulkSchema = z
  .looseObject({
    ids: z.array(z.string().min(1).max(100)).min(1).max(500),
    action: z.enum([
      'ack',
      'close',
      'assign',
      'comment',
      'snooze',
      'shelve',
      'severity',
      'seen',
      'escalate',
      'reopen',
    ]),
    versions: z.record(z.string(), z.int()).optional(),
  })
  .meta({ description: 'The fields of the action stand beside `ids` and `action`' });
export const bulkResultSchema = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      ok: z.boolean(),
      incident: incidentSchema.optional(),
      error: z.object({ status: z.number(), code: z.string(), message: z.string() }).optional(),
    }),
  ),
});

/** `GET /api/v1/events`: received in `[from, to)`. */
export const eventQuerySchema = z.strictObject({
  outcome: listQuery(outcomeSchema).optional(),
  integration: listQuery(idSchema).optional(),
  incident: textQuery.optional(),
  from: instantQuery.optional(),
  to: instantQuery.optional(),
  ...pageQuery,
});
export const eventPageSchema = pageOf(eventItemSchema.meta({ id: 'Event' }));

export const deliveryQuerySchema = z.strictObject({ incident: textQuery.optional(), ...pageQuery });
export const deliveryPageSchema = pageOf(deliverySchema.meta({ id: 'Delivery' }));
