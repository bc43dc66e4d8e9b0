import { z } from 'zod';
import { urgencySchema } from '../words.ts';
import { listOf } from './query.ts';

const at = z.string();

export const heartbeatItemSchema = z
  .object({
    /** Its name, or `integration:ID` of an integration's own. */
    id: z.string(),
    name: z.string().nullable(),
    /** Its name, or that of its integration. */
    label: z.string(),
    integration: z.string(),
    service: z.string(),
    urgency: urgencySchema,
    every: z.string(),
    grace: z.string(),
    note: z.string(),
    madeBy: z.enum(['config', 'integration', 'api']),
    /** Switched off at run time; one that is off without this is off in the config, or its integration is. */
    switchedOff: z.boolean(),
    /** `waiting`: never heard yet. */
    state: z.enum(['off', 'waiting', 'on-time', 'late']),
    lastBeatAt: at.nullable(),
    /** When it will be late unless it is heard; null while it is late, off, or awaits its first ping. */
    dueAt: at.nullable(),
    lateSince: at.nullable(),
    /** Its incident that is not closed. */
    incident: z.object({ id: z.string(), number: z.number() }).nullable(),
  })
  .meta({ id: 'Heartbeat' });
export type HeartbeatItem = z.infer<typeof heartbeatItemSchema>;
export const heartbeatListSchema = listOf(heartbeatItemSchema);

/** What a ping is answered with: enough for a script's log. */
export const heartbeatPingSchema = heartbeatItemSchema
  .pick({ id: true, state: true, lastBeatAt: true, dueAt: true })
  .meta({ id: 'HeartbeatPing' });
export const heartbeatPingQuerySchema = z.strictObject({
  key: z
    .string()
    .max(256)
    .optional()
    .meta({ description: 'Key of the integration, for senders that cannot set a header' }),
});
