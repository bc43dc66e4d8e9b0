import { z } from 'zod';
import { durationSchema, positiveDurationSchema } from '../duration.ts';
import { idSchema, nameSchema } from './common.ts';

/** Whom a step tells. A schedule tells who is on now, who is next, or everybody in it; a team all, or one at random. */
export const targetSchema = z.union([
  z.strictObject({ user: idSchema }),
  z.strictObject({ schedule: idSchema, who: z.enum(['current', 'next', 'all']).default('current') }),
  z.strictObject({ team: idSchema, mode: z.enum(['all', 'random']).default('all') }),
]);
export type Target = z.infer<typeof targetSchema>;

export const stepSchema = z.strictObject({
  targets: z.array(targetSchema).min(1).max(100),
  /** Wait after the step fires, before what comes next. */
  delay: durationSchema,
  /** `{repeat: n}` tells n more times (n + 1 in all), a delay after each, before the next step. */
  // biome-ignore lint/suspicious/noThenProperty: the name is the contract's
  then: z.union([z.literal('next'), z.strictObject({ repeat: z.int().min(1).max(100) })]).default('next'),
  /** Also tell everybody this run has told before. */
  includePrevious: z.boolean().default(false),
});
export type Step = z.infer<typeof stepSchema>;

export const escalationPolicySchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  stopOn: z.enum(['ack', 'close']).default('ack'),
  passes: z.int().min(1).max(9).default(1),
  steps: z.array(stepSchema).min(1).max(20),
  /** A last notice to every responder, `delay` after the last step's own delay, `times` times. */
  final: z.strictObject({ delay: durationSchema, times: z.int().min(1).max(100).default(1) }).optional(),
});
export type EscalationPolicy = z.infer<typeof escalationPolicySchema>;

/** Where a service's incidents go; null is nobody: recorded, visible, silent (product rule 7). */
export const serviceTargetSchema = z.union([
  z.strictObject({ escalation: idSchema }),
  z.strictObject({ schedule: idSchema }),
  z.strictObject({ user: idSchema }),
  z.null(),
]);

/** Time from ack to re-alarm per urgency (product rule 4); null switches one, or all, off. */
export const ackTimeoutSchema = z.union([
  z.null(),
  z.partialRecord(
    z.enum(['highest', 'high', 'medium', 'low', 'lowest', 'none']),
    positiveDurationSchema.nullable(),
  ),
]);
