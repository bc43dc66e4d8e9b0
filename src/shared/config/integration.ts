import { z } from 'zod';
import { conditionSchema } from '../condition.ts';
import { positiveDurationSchema } from '../duration.ts';
import { urgencySchema } from '../words.ts';
import {
  comparedSecretSchema,
  hashedSecretSchema,
  idSchema,
  instantSchema,
  nameSchema,
  usedSecretSchema,
} from './common.ts';
import { mappingSchema } from './custom-mapping.ts';
import { presetSchema } from './custom-presets.ts';
import { fetchSchema } from './fetch.ts';
import { integrationHeartbeatSchema } from './heartbeat.ts';
import { mailRulesSchema } from './mail-in.ts';

export const routeSchema = z.strictObject({ when: conditionSchema, service: idSchema });

export const integrationSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  /** Name of an adapter in src/server/sources. */
  type: z.string().min(1),
  key: comparedSecretSchema,
  /** The key before the present one, taken until that instant, so that senders can be changed one by one (AUD70). */
  previousKey: z.strictObject({ key: hashedSecretSchema, until: instantSchema }).optional(),
  /** Default service, when no route matches. */
  service: idSchema,
  routes: z.array(routeSchema).max(10_000).default([]),
  /** Integrations with the same domain share their dedup keys (product rule 3). */
  dedupDomain: idSchema.optional(),
  enabled: z.boolean().default(true),
  /** What the tool signs its requests with, where it signs; without one, signatures are not asked for (ING50). */
  secret: usedSecretSchema.optional(),
  /** False: what comes without SNS's signed envelope (raw message delivery, a direct post) is refused (ING56). */
  allowUnsigned: z.boolean().default(true),
  /** How a subscription that a tool asks to confirm (SNS) is confirmed: by a click in the console, or by itself (ING54). */
  confirm: z.enum(['click', 'auto']).default('click'),
  /** Urgency of a tool's own words (`Sev0`, `P1`, `fatal`), before every other mapping (RTE13). */
  urgencies: z.record(z.string().min(1).max(64), urgencySchema).default({}),
  /** Silence after which its incidents close by themselves; null leaves it to the service (SUP30). */
  autoClose: positiveDurationSchema.nullable().default(null),
  /** Where the fields of an event stand in the body, for the type `custom`. */
  mapping: mappingSchema.optional(),
  /** A mapping made ready for a known tool; the own mapping stands in front of it, field by field. */
  preset: presetSchema.optional(),
  /** How subjects of mails become events, for the type `email`. */
  mail: mailRulesSchema.optional(),
  /** What we fetch ourselves, where the tool cannot reach us. */
  fetch: fetchSchema.optional(),
  heartbeat: integrationHeartbeatSchema.optional(),
});
export type Integration = z.infer<typeof integrationSchema>;
