import { z } from 'zod';
import { idSchema, instantSchema } from '../config/common.ts';
import { absenceSchema, coverageGapSchema, oncallItemSchema, shiftSchema } from '../oncall.ts';
import { instantQuery, listOf } from './query.ts';

export const oncallQuerySchema = z.strictObject({ at: instantQuery.optional() });
export const oncallListSchema = listOf(oncallItemSchema.meta({ id: 'OnCall' }));
/** A span `[from, to)`; from now on, for `defaultDays`, when not said. */
export const spanQuerySchema = z.strictObject({ from: instantQuery.optional(), to: instantQuery.optional() });
export const shiftListSchema = listOf(shiftSchema.meta({ id: 'Shift' }));
export const gapListSchema = listOf(coverageGapSchema.meta({ id: 'CoverageGap' }));

const span = { from: instantSchema, to: instantSchema };
const isForward = (value: { from: string; to: string }) => Date.parse(value.from) < Date.parse(value.to);
const FORWARD = { message: 'expected an instant after "from"', path: ['to'] };

/** An override made at run time, in instants. */
export const overrideInputSchema = z
  .strictObject({
    schedule: idSchema,
    layers: z.union([z.literal('all'), z.array(idSchema).min(1).max(50)]).default('all'),
    user: idSchema,
    ...span,
  })
  .refine(isForward, FORWARD);
export const runtimeOverrideSchema = z
  .object({
    id: z.string(),
    schedule: z.string(),
    layers: z.union([z.literal('all'), z.array(z.string())]),
    user: z.string(),
    from: z.string(),
    to: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: 'Override' });
export const overrideListSchema = listOf(runtimeOverrideSchema);

export const absenceInputSchema = z
  .strictObject({ user: idSchema, standIn: idSchema.nullable().default(null), ...span })
  .refine(isForward, FORWARD);
export const absenceItemSchema = absenceSchema.meta({ id: 'Absence' });
export const absenceListSchema = listOf(absenceItemSchema);
