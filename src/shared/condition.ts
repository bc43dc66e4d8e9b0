import { z } from 'zod';
import { daySchema } from './words.ts';

/** Comparison operators of a condition's leaf (product rule 7). */
export const OPERATORS = [
  'equals',
  'notEquals',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'notContains',
  'startsWith',
  'notStartsWith',
  'endsWith',
  'notEndsWith',
  'matches',
] as const;
export const operatorSchema = z.enum(OPERATORS);
export type Operator = z.infer<typeof operatorSchema>;

/** Wall-clock time `HH:MM`, `24:00` allowed as an end. */
export const clockTimeSchema = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time such as 09:00');

/** An IANA time zone the runtime knows. */
export const zoneSchema = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'expected an IANA time zone such as Asia/Seoul');

/**
 * A weekly window in wall-clock time. `days` name the day the window begins; when `to` is not after
 * `from` it ends on the next day (product rule 13). No `days` means every day.
 */
export const weekWindowSchema = z.strictObject({
  days: z.array(daySchema).min(1).optional(),
  from: clockTimeSchema,
  to: clockTimeSchema,
});
export type WeekWindow = z.infer<typeof weekWindowSchema>;

const fieldLeafSchema = z.strictObject({
  field: z.string().min(1).max(200),
  op: operatorSchema,
  value: z.union([z.string().max(4000), z.number(), z.boolean()]),
});
const timeLeafSchema = z.strictObject({
  timeOfWeek: weekWindowSchema.extend({ zone: zoneSchema.optional() }),
});

export type FieldLeaf = z.infer<typeof fieldLeafSchema>;
export type TimeLeaf = z.infer<typeof timeLeafSchema>;
export type Condition =
  | FieldLeaf
  | TimeLeaf
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

/**
 * A condition: `{all}`, `{any}`, `{not}` around leaves `{field, op, value}` and `{timeOfWeek}`.
 * `{all: []}` holds always, `{any: []}` never.
 */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.unknown().transform((value, context): Condition => {
    const schema = pickBranch(value);
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data as Condition;
    for (const issue of parsed.error.issues) {
      context.addIssue({ code: 'custom', message: issue.message, path: issue.path });
    }
    return z.NEVER;
  }),
);

/** One branch is chosen by the keys present, so that an error names the real path, not a union. */
function pickBranch(value: unknown): z.ZodType {
  const has = (key: string) => typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  if (has('all')) return z.strictObject({ all: z.array(conditionSchema).max(1000) });
  if (has('any')) return z.strictObject({ any: z.array(conditionSchema).max(1000) });
  if (has('not')) return z.strictObject({ not: conditionSchema });
  if (has('timeOfWeek')) return timeLeafSchema;
  return fieldLeafSchema;
}
