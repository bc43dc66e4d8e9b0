import { z } from 'zod';
import { zoneSchema } from '../condition.ts';
import { daySchema, urgencySchema } from '../words.ts';
import { idSchema, localTimeSchema } from './common.ts';
import { periodSchema } from './schedule.ts';

/** What becomes of what still fires when a maintenance ends (product rule 15). */
export const atEndSchema = z.enum(['reprocess', 'close', 'nothing']);
export type AtEnd = z.infer<typeof atEndSchema>;

export const repeatSchema = z.strictObject({
  /** Each occurrence begins this long after the one before, by the calendar. */
  every: periodSchema,
  /** Only occurrences that begin on one of these days. */
  days: z.array(daySchema).min(1).optional(),
  /** No occurrence begins at or after it. */
  until: localTimeSchema.optional(),
});

/** A maintenance window of the config: local times of its zone, `[from, to)`. */
export const maintenanceWindowSchema = z.strictObject({
  id: idSchema,
  /** Services it mutes. */
  services: z.array(idSchema).min(1),
  from: localTimeSchema,
  to: localTimeSchema,
  /** The document's zone when absent. */
  timeZone: zoneSchema.optional(),
  repeat: repeatSchema.nullable().default(null),
  /** Urgencies that are told all the same. */
  breakThrough: z.array(urgencySchema).default([]),
  atEnd: atEndSchema.default('reprocess'),
  note: z.string().max(2000).default(''),
});
export type MaintenanceWindow = z.infer<typeof maintenanceWindowSchema>;

export const maintenanceSchema = z.array(maintenanceWindowSchema).max(1000);
