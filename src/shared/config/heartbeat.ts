import { z } from 'zod';
import { durationSchema, positiveDurationSchema } from '../duration.ts';
import { urgencySchema } from '../words.ts';
import { idSchema } from './common.ts';

/** Name of a heartbeat: what a script pings. Never a colon, which ids of integrations' own heartbeats have. */
export const heartbeatNameSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,98}[\p{L}\p{N}._-])?$/u,
    'expected a name of letters, digits, blanks, ".", "_" or "-", at most 100',
  );

const expectation = {
  /** Longest time between two signs of life. */
  every: positiveDurationSchema,
  /** How much later one may still come before its silence is an incident. */
  grace: durationSchema.default('PT1M'),
  /** Where its incident goes; the integration's service when absent. */
  service: idSchema.optional(),
  /** Of its incident; the service's default, else `high`, when absent. */
  urgency: urgencySchema.optional(),
};

/** Of an integration: every event it has accepted is a sign of life (ING171). */
export const integrationHeartbeatSchema = z.strictObject(expectation);

/** A named heartbeat that a script pings: `POST /api/v1/heartbeats/{name}/ping`. Names are unique overall. */
export const heartbeatSchema = z.strictObject({
  name: heartbeatNameSchema,
  /** Whose key may ping it. */
  integration: idSchema,
  ...expectation,
  enabled: z.boolean().default(true),
  note: z.string().max(1000).default(''),
});

export const heartbeatsSchema = z.array(heartbeatSchema).max(10_000);
