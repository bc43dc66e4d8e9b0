import { z } from 'zod';
import { positiveDurationSchema } from '../duration.ts';
import { urgencySchema, viewSchema } from '../words.ts';
import { comparedSecretSchema, httpUrlSchema, idSchema, nameSchema } from './common.ts';
import { creationSchema, flapSchema, urgencyRuleSchema } from './noise.ts';
import { ackTimeoutSchema, serviceTargetSchema } from './policy.ts';

export const serviceSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  target: serviceTargetSchema.default(null),
  creation: creationSchema.default({ rule: 'key' }),
  onRecovery: z.enum(['close', 'hold']).default('close'),
  ackTimeout: ackTimeoutSchema.optional(),
  /** Silence after which an open incident closes by itself, for tools that never say it is over; null never does. */
  autoClose: positiveDurationSchema.nullable().default(null),
  flap: flapSchema.nullable().default(null),
  /** How long an assignment waits for its person before the run goes on (product rule 12). */
  assignTimeout: positiveDurationSchema.default('PT5M'),
  urgency: z
    .strictObject({
      /** Urgency of an event whose tool names none or an unknown word; null means `high` for unknown words. */
      default: urgencySchema.nullable().default(null),
      /** Asked in order once the service is known; the first that holds gives the event its urgency (RTE14). */
      rules: z.array(urgencyRuleSchema).max(1000).default([]),
    })
    .default({ default: null, rules: [] }),
  team: idSchema.optional(),
  group: z.string().max(200).optional(),
  category: z.string().max(200).optional(),
  owner: z.string().max(500).optional(),
  runbook: z.string().max(2000).optional(),
  contacts: z.array(z.string().max(500)).default([]),
  links: z.array(z.strictObject({ text: nameSchema, url: httpUrlSchema })).default([]),
  /** Services this one cannot work without: shown on the incident page, and asked by inhibitions (SUP7). */
  dependsOn: z.array(idSchema).default([]),
});
export type Service = z.infer<typeof serviceSchema>;

export const EXTENSION_EVENTS = ['created', 'escalated', 'assigned', 'acked', 'closed'] as const;

export const extensionSchema = z.strictObject({
  id: idSchema,
  type: z.literal('webhook'),
  /** Services it speaks for; none means all. */
  services: z.array(idSchema).default([]),
  events: z.array(z.enum(EXTENSION_EVENTS)).min(1),
  url: httpUrlSchema,
  method: z.enum(['POST', 'PUT', 'PATCH', 'GET']).default('POST'),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string().max(4000)).default({}),
  /** Percent-encode the values put into the body, for form bodies. */
  urlEncode: z.boolean().default(false),
  body: z.string().max(65_536),
});
export type Extension = z.infer<typeof extensionSchema>;

export const displaySchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  /** Token a wall signs in with; a display without one is paired by code. */
  token: comparedSecretSchema.optional(),
  views: z.array(viewSchema).min(1).default(['board']),
  /** Time per view; null holds the first. */
  rotateEvery: positiveDurationSchema.nullable().default('PT30S'),
  /** Viewing distance in metres; scales type (wall design). */
  distance: z.union([z.literal(3), z.literal(5), z.literal(8)]).default(5),
  theme: z.enum(['dark', 'light']).default('dark'),
  locale: z.enum(['en', 'ko']).optional(),
  sound: z.boolean().default(true),
  filter: z
    .strictObject({
      services: z.array(idSchema).optional(),
      teams: z.array(idSchema).optional(),
      groups: z.array(z.string()).optional(),
      urgency: z.array(urgencySchema).optional(),
    })
    .default({}),
});
export type Display = z.infer<typeof displaySchema>;
