import { z } from 'zod';
import { conditionSchema } from '../condition.ts';
import { parseDuration, positiveDurationSchema } from '../duration.ts';
import { urgencySchema } from '../words.ts';
import { idSchema } from './common.ts';

const HOUR_MS = 3_600_000;
const upToAnHour = positiveDurationSchema.refine(
  (text) => (parseDuration(text) ?? 0) <= HOUR_MS,
  'expected at most PT1H',
);

/** Name of an event's field, or a path into its details (`details.cluster`). */
export const eventFieldSchema = z.string().min(1).max(200);

/** How a service makes incidents out of events (product rule 6). */
export const creationSchema = z.strictObject({
  /**
   * What makes two events one incident: the tool's `key`, the `summary`, `summary+metric`, the `fields` named below,
   * or nothing at all (`always`: each open is an incident of its own).
   */
  rule: z.enum(['key', 'summary', 'summary+metric', 'fields', 'always']).default('key'),
  /** For `fields`: what must be equal (content grouping). */
  fields: z.array(eventFieldSchema).min(1).max(10).optional(),
  /** One incident at most per this long while one is open: events of other keys join it (SUP2). */
  window: positiveDurationSchema.optional(),
  /** An incident only once the key has repeated more than `moreThan` times `within`; until then its events are held. */
  delay: z.strictObject({ moreThan: z.int().min(1).max(5), within: upToAnHour }).optional(),
});
export type Creation = z.infer<typeof creationSchema>;

/** A key that opens and recovers this often within this long is flapping (SUP20). */
export const flapSchema = z.strictObject({
  changes: z.int().min(3).max(100).default(6),
  within: positiveDurationSchema.default('PT15M'),
  /** Without a change for this long it is calm again. */
  calm: positiveDurationSchema.default('PT15M'),
});
export type Flap = z.infer<typeof flapSchema>;

export const urgencyRuleSchema = z.strictObject({ when: conditionSchema, urgency: urgencySchema });

/** A source incident that mutes events which follow from it (SUP6, SUP7). */
export const inhibitionSchema = z
  .strictObject({
    id: idSchema,
    /** Asked of the event that opened the source incident. */
    source: conditionSchema,
    /** Asked of the event that would be muted. */
    target: conditionSchema,
    /** Fields that must be equal on both; a field neither has counts as equal. */
    equal: z.array(eventFieldSchema).max(10).default([]),
    /** True: only where the target's service depends on the source's, over any number of steps. */
    dependents: z.boolean().default(false),
  })
  .refine(({ equal, dependents }) => equal.length > 0 || dependents, {
    path: ['equal'],
    message: 'expected at least one field, or "dependents": true',
  });
export type Inhibition = z.infer<typeof inhibitionSchema>;
