import { z } from 'zod';
import { zoneSchema } from '../condition.ts';
import { idSchema, instantSchema } from '../config/common.ts';
import { atEndSchema, repeatSchema } from '../config/maintenance.ts';
import { positiveDurationSchema } from '../duration.ts';
import { actorSchema, reasonSchema } from '../reason.ts';
import { urgencySchema } from '../words.ts';
import { listOf } from './query.ts';

const at = z.string();

/** Beginning a maintenance: at once for a time, or from and to; repeated by the calendar of a zone. */
export const maintenanceInputSchema = z
  .strictObject({
    services: z.array(idSchema).min(1).max(1000),
    /** Now when absent. */
    from: instantSchema.optional(),
    /** Either this or `for`. */
    to: instantSchema.optional(),
    for: positiveDurationSchema.optional(),
    repeat: repeatSchema.nullable().default(null),
    /** Whose calendar a repetition follows; the document's zone when absent. */
    timeZone: zoneSchema.optional(),
    breakThrough: z.array(urgencySchema).default([]),
    atEnd: atEndSchema.default('reprocess'),
    note: z.string().max(2000).default(''),
  })
  .refine((input) => (input.to === undefined) !== (input.for === undefined), {
    path: ['to'],
    message: 'expected either "to" or "for"',
  });
export type MaintenanceInput = z.infer<typeof maintenanceInputSchema>;

export const maintenanceMoveSchema = z.strictObject({ to: instantSchema });

const hidden = { keys: z.number(), events: z.number() };
export const maintenanceItemSchema = z
  .object({
    id: z.string(),
    /** `config`: of the document; `run-time`: made by a person. */
    origin: z.enum(['config', 'run-time']),
    state: z.enum(['active', 'scheduled', 'over']),
    services: z.array(z.string()),
    /** Of the occurrence that is on, else of the next, else of the last. */
    from: at,
    to: at,
    repeat: repeatSchema.nullable(),
    timeZone: z.string(),
    breakThrough: z.array(urgencySchema),
    atEnd: atEndSchema,
    note: z.string(),
    by: actorSchema.nullable(),
    /** Keys that fire and are kept quiet now, and their events. */
    hidden: z.object(hidden),
    /** Open incidents whose run it pauses. */
    paused: z.number(),
  })
  .meta({ id: 'Maintenance' });
export type MaintenanceItem = z.infer<typeof maintenanceItemSchema>;
export const maintenanceListSchema = listOf(maintenanceItemSchema);

/** One thing that fires and tells nobody now: what, why, by whom, until when, and how much of it (product rule 15). */
export const quietItemSchema = z
  .object({
    kind: z.enum(['maintenance', 'inhibition', 'shelf', 'held', 'snoozed', 'paused', 'silent', 'flapping']),
    /** Of a shelf: what ends it. */
    id: z.string(),
    service: z.string(),
    integration: z.string().nullable(),
    summary: z.string(),
    urgency: urgencySchema,
    reason: reasonSchema,
    by: z.string().nullable(),
    since: at,
    until: at.nullable(),
    events: z.number(),
    /** Where it is an incident, or stands behind one. */
    incident: z.string().nullable(),
    number: z.number().nullable(),
  })
  .meta({ id: 'QuietItem' });
export type QuietItem = z.infer<typeof quietItemSchema>;
export const quietListSchema = z.object({
  items: z.array(quietItemSchema),
  /** All there are; `items` holds the newest 1,000. */
  total: z.number(),
});
export type QuietList = z.infer<typeof quietListSchema>;
