import { z } from 'zod';
import { weekWindowSchema, zoneSchema } from '../condition.ts';
import { idSchema, localTimeSchema, nameSchema } from './common.ts';

/** Length of a turn: hours (`PT12H`), days, weeks or months. Days and longer advance by the calendar. */
export const periodSchema = z
  .string()
  .regex(/^(?:P[1-9]\d{0,3}[DWM]|PT[1-9]\d{0,3}[HM])$/, 'expected a period such as PT12H, P1D, P1W or P1M');

/** One turn: a person, a team, or nobody on purpose. */
export const turnSchema = z.union([idSchema, z.strictObject({ team: idSchema }), z.null()]);
export type Turn = z.infer<typeof turnSchema>;

export const layerSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  users: z.array(turnSchema).min(1).max(500),
  rotation: z.strictObject({ start: localTimeSchema, every: periodSchema }),
  /** Times in which the layer is on; none means always. */
  restrictions: z.array(weekWindowSchema).default([]),
});
export type Layer = z.infer<typeof layerSchema>;

/** A person standing in, on for its whole span `[from, to)`, also where the layer is empty (product rule 13). */
export const overrideSchema = z.strictObject({
  id: idSchema,
  layers: z.union([z.literal('all'), z.array(idSchema).min(1)]).default('all'),
  user: idSchema,
  /** Local to the schedule's zone. */
  from: localTimeSchema,
  to: localTimeSchema,
});

export const scheduleSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  timeZone: zoneSchema,
  layers: z.array(layerSchema).min(1).max(50),
  overrides: z.array(overrideSchema).default([]),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** Dates on which the day `holiday` holds, beside the weekday they are. */
export const calendarSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  dates: z.array(z.iso.date()).default([]),
});
