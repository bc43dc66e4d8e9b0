import { z } from 'zod';
import { zoneSchema } from '../condition.ts';
import { retentionPeriodSchema } from '../duration.ts';
import { idSchema, usedSecretSchema } from './common.ts';
import { heartbeatsSchema } from './heartbeat.ts';
import { integrationSchema } from './integration.ts';
import { mailInSchema } from './mail-in.ts';
import { maintenanceSchema } from './maintenance.ts';
import { inhibitionSchema } from './noise.ts';
import { escalationPolicySchema } from './policy.ts';
import { calendarSchema, scheduleSchema } from './schedule.ts';
import { displaySchema, extensionSchema, serviceSchema } from './service.ts';
import { teamSchema, userSchema } from './user.ts';

export const emailChannelSchema = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.int().min(1).max(65_535).default(25),
  /** True: TLS from the first byte; false: STARTTLS where the server offers it. */
  secure: z.boolean().default(false),
  user: z.string().max(320).nullable().default(null),
  password: usedSecretSchema.nullable().optional(),
  from: z.string().min(3).max(320),
});
export type EmailChannel = z.infer<typeof emailChannelSchema>;

const listOf = <T extends z.ZodType>(schema: T) => z.array(schema).default([]);

/**
 * The config document: what `config.json`, import, export and `PUT /api/v1/config` hold.
 * References between its parts are checked by `validateConfig`.
 */
export const configDocumentSchema = z.strictObject({
  version: z.literal(1),
  timeZone: zoneSchema.default('UTC'),
  /** Language of walls, toasts and mails where a display or person names none. */
  locale: z.enum(['en', 'ko']).default('en'),
  channels: z.strictObject({ email: emailChannelSchema.optional() }).default({}),
  calendars: listOf(calendarSchema),
  outbound: z
    .strictObject({
      /** Hosts, `host:port`s or CIDR ranges that URLs written by responders may reach besides public addresses. */
      allow: z.array(z.string().min(1).max(255)).default([]),
    })
    .default({ allow: [] }),
  users: listOf(userSchema),
  teams: listOf(teamSchema),
  schedules: listOf(scheduleSchema),
  escalationPolicies: listOf(escalationPolicySchema),
  /** Told when nobody else can be (product rules 9 and 10). */
  fallback: z.strictObject({ users: z.array(idSchema).default([]) }).default({ users: [] }),
  services: listOf(serviceSchema),
  integrations: listOf(integrationSchema),
  /** Source incidents that mute what follows from them. */
  inhibitions: listOf(inhibitionSchema),
  maintenance: maintenanceSchema.default([]),
  extensions: listOf(extensionSchema),
  heartbeats: heartbeatsSchema.default([]),
  /** Mail that arrives. */
  mailIn: mailInSchema.optional(),
  displays: listOf(displaySchema),
  settings: z
    .strictObject({
      /** New incidents in ten minutes above which a board folds into groups. */
      floodThreshold: z.int().min(2).max(100_000).default(10),
    })
    .default({ floodThreshold: 10 }),
  /**
   * `details`: how long after its closing the details of an incident stay in the database before they are moved to the
   * archive; null, the default, archives nothing.
   */
  retention: z
    .strictObject({ details: retentionPeriodSchema.nullable().default(null) })
    .default({ details: null }),
});
export type ConfigDocument = z.infer<typeof configDocumentSchema>;
export type ConfigInput = z.input<typeof configDocumentSchema>;

export const EMPTY_CONFIG: ConfigDocument = configDocumentSchema.parse({ version: 1 });
