import { z } from 'zod';
import { idSchema, nameSchema } from '../config/common.ts';
import { durationSchema, parseDuration } from '../duration.ts';
import { eventItemSchema } from '../incident.ts';
import { reasonSchema } from '../reason.ts';
import { outcomeCountsSchema } from '../stream.ts';
import { urgencySchema } from '../words.ts';
import { listOf } from './query.ts';

const at = z.string();

/** Stands in an address where the key belongs. */
export const KEY_BLANK = '{key}';

/** A type of integration this version has, and where its tools post to. */
export const integrationTypeSchema = z
  .object({
    type: z.string(),
    /** Whole addresses; `{key}` stands where the key belongs. One without it takes the key in the request. */
    addresses: z.array(z.string()),
  })
  .meta({ id: 'IntegrationType' });
export const integrationTypeListSchema = listOf(integrationTypeSchema);

/** A word a tool used for an urgency that nobody knows (RTE9). `count` is of events. */
export const unknownWordSchema = z.object({ word: z.string(), count: z.number(), lastAt: at });
export type UnknownWord = z.infer<typeof unknownWordSchema>;

export const integrationSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    service: z.string(),
    enabled: z.boolean(),
    /** First and last characters of the key, for admins; null for others. */
    keyHint: z.string().nullable(),
    /** The key before, while it is still taken; `usedAt` null when no request came with it since the start. */
    previousKey: z.object({ hint: z.string().nullable(), until: at, usedAt: at.nullable() }).nullable(),
    addresses: z.array(z.string()),
    urgencies: z.record(z.string(), urgencySchema),
    /** How many routes it has; the routes themselves stand in the single one. */
    routeCount: z.number(),
    lastAcceptedAt: at.nullable(),
    lastRefusedAt: at.nullable(),
    /** Events of the last 24 hours (whole quarter hours) by outcome. */
    lastDay: outcomeCountsSchema,
    /** The refusal at `lastRefusedAt`; null where there is none, or it has been archived. */
    lastRefusal: z.object({ event: z.string(), at, reason: reasonSchema }).nullable(),
    /** Words of the last seven days that neither Watchfloor nor its own table knows, most frequent first. */
    unknownWords: z.array(unknownWordSchema),
  })
  .meta({ id: 'Integration' });
export type IntegrationView = z.infer<typeof integrationSchema>;

const owned = {
  /** The config is owned by a file: nothing here can be changed. */
  managedByFile: z.boolean(),
};
export const integrationListSchema = listOf(integrationSchema).extend(owned);
export const integrationFullSchema = integrationSchema
  .extend({
    ...owned,
    /** In order, at most the first 200; `when` as the config has it. */
    routes: z.array(z.object({ when: z.unknown(), service: z.string() })),
  })
  .meta({ id: 'IntegrationDetail' });
export type IntegrationFull = z.infer<typeof integrationFullSchema>;

export const newIntegrationSchema = z.strictObject({
  name: nameSchema,
  type: z.string().min(1).max(64),
  service: idSchema,
  /** Made from the name when absent. */
  id: idSchema.optional(),
});
/** `key` is the secret, shown this once; `addresses` hold it where it belongs. */
export const keyedIntegrationSchema = z
  .object({ integration: integrationSchema, key: z.string(), addresses: z.array(z.string()) })
  .meta({ id: 'KeyedIntegration' });
export type KeyedIntegration = z.infer<typeof keyedIntegrationSchema>;

/** What is left out stays. `urgencies`: the words named are set, null takes one out, others stay. */
export const changeIntegrationSchema = z.strictObject({
  name: nameSchema.optional(),
  service: idSchema.optional(),
  enabled: z.boolean().optional(),
  urgencies: z.record(z.string().trim().min(1).max(64), urgencySchema.nullable()).optional(),
});

const MAX_OVERLAP_MS = 90 * 86_400_000;
export const rotateKeySchema = z.strictObject({
  /** How long the key before is still taken; `PT0S` ends it at once. */
  overlap: durationSchema
    .refine((text) => (parseDuration(text) ?? 0) <= MAX_OVERLAP_MS, 'expected at most P90D')
    .default('PT24H'),
});

/** One event with everything that is kept of it. */
export const eventFullSchema = eventItemSchema
  .extend({
    /** The normalised fields: resource, metric, details, links … as the source read them. */
    fields: z.record(z.string(), z.unknown()),
    /** Bodies kept of this moment: of hot incidents only the first, the latest and a sample are (STO24). */
    raw: z.array(z.object({ at, body: z.string() })),
    /** The caller may see raw bodies. */
    mayReadRaw: z.boolean(),
  })
  .meta({ id: 'EventDetail' });
