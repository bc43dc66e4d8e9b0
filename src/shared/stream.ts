import { z } from 'zod';
import { incidentItemSchema } from './incident.ts';
import { coverageGapSchema, oncallItemSchema } from './oncall.ts';
import { actorSchema, reasonSchema } from './reason.ts';
import { OUTCOMES, roleSchema, severitySchema, urgencySchema, viewSchema } from './words.ts';

/** Rises when a page of the older protocol must reload. */
export const PROTOCOL = 4;

const at = z.string();

/** Names behind the ids of a stream; never contacts. */
export const directorySchema = z.object({
  users: z.record(z.string(), z.object({ name: z.string(), phone: z.string().optional() })),
  services: z.record(
    z.string(),
    z.object({ name: z.string(), team: z.string().optional(), group: z.string().optional() }),
  ),
  integrations: z.record(z.string(), z.object({ name: z.string(), type: z.string() })),
  schedules: z.record(z.string(), z.object({ name: z.string(), layers: z.record(z.string(), z.string()) })),
  teams: z.record(z.string(), z.object({ name: z.string(), members: z.array(z.string()) })),
});
export type Directory = z.infer<typeof directorySchema>;

export const outcomeCountsSchema = z.object(
  Object.fromEntries(OUTCOMES.map((outcome) => [outcome, z.number()])) as Record<
    (typeof OUTCOMES)[number],
    z.ZodNumber
  >,
);
export const conservationSchema = z.object({ received: z.number(), outcomes: outcomeCountsSchema });
export type Conservation = z.infer<typeof conservationSchema>;

/** Figures of a wall. Durations in milliseconds, null where nothing was measured. */
export const metricsSchema = z.object({
  mttaMs: z.object({ today: z.number().nullable(), week: z.number().nullable() }),
  mttrMs: z.object({ today: z.number().nullable(), week: z.number().nullable() }),
  /** Share 0..1 of today's events that made no incident (product rule 1), null before any. */
  noiseRemoved: z.number().nullable(),
  /** Today's events by outcome, since midnight of the config's zone. */
  today: conservationSchema,
  /** New incidents per ten minutes, oldest first, the last one still running: 24 figures. */
  alarmRate: z.array(z.number()),
  floodThreshold: z.number(),
});
export type Metrics = z.infer<typeof metricsSchema>;

/** Counts over all not-closed incidents that the stream's filter admits, shown or not. */
export const totalsSchema = z.object({
  open: z.number(),
  acked: z.number(),
  recovered: z.number(),
  muted: z.number(),
  byUrgency: z.record(z.string(), z.number()),
  /** Not closed, and outside this display's filter. */
  outside: z.number(),
  /** Admitted, but past the limit of this stream. */
  hidden: z.number(),
  mutedBy: z.record(z.string(), z.number()),
  /** Of what is not acknowledged: the worst urgency, and when the oldest began. Null when there is none. */
  worstOpen: urgencySchema.nullable(),
  oldestOpenAt: at.nullable(),
  /** Since when nothing waits for an answer; null while something does, and where nobody can tell. */
  quietSince: at.nullable(),
});
export type Totals = z.infer<typeof totalsSchema>;

export const sourceSchema = z.object({
  integration: z.string(),
  lastAcceptedAt: at.nullable(),
  lastRefusedAt: at.nullable(),
  /** Late heartbeats of it, the longest late first, not all of them when there are many; absent when none is. */
  late: z
    .object({
      count: z.number(),
      /** `name` is null for the integration's own: nothing at all was heard of it. */
      worst: z.array(z.object({ name: z.string().nullable(), since: at })),
    })
    .optional(),
});
export type SourceHeard = z.infer<typeof sourceSchema>;

/** An audit entry without before/after, fit for a wall. */
export const tickerItemSchema = z.object({
  seq: z.number(),
  at,
  actor: actorSchema,
  action: z.string(),
  target: z.string(),
  incident: z.number().optional(),
  reason: reasonSchema.nullable(),
});
export type TickerItem = z.infer<typeof tickerItemSchema>;

/** Something every screen must say until it ends or a lead dismisses it. */
export const noticeSchema = z.object({
  id: z.string(),
  kind: z.enum([
    'not-receiving',
    'storage-failed',
    'steps-late',
    'config-problem',
    'insecure-bind',
    'database-restored',
    'dry-runs-differ',
  ]),
  from: at,
  to: at.nullable(),
  reason: reasonSchema,
  /** Integrations not heard since, where the kind has them. */
  sources: z.array(z.string()).optional(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** What fires and tells nobody now, besides incidents: keys, and the events they stand for (product rule 15). */
export const quietSchema = z.object({
  maintenance: z.array(
    z.object({
      id: z.string(),
      services: z.array(z.string()),
      until: at,
      note: z.string(),
      keys: z.number(),
      events: z.number(),
    }),
  ),
  inhibited: z.object({ keys: z.number(), events: z.number() }),
  shelved: z.object({ shelves: z.number(), keys: z.number(), events: z.number() }),
  held: z.object({ keys: z.number() }),
});
export type Quiet = z.infer<typeof quietSchema>;

export const displaySettingsSchema = z.object({
  id: z.string(),
  name: z.string(),
  views: z.array(viewSchema),
  rotateEveryMs: z.number().nullable(),
  distance: z.union([z.literal(3), z.literal(5), z.literal(8)]),
  theme: z.enum(['dark', 'light']),
  locale: z.enum(['en', 'ko']),
  sound: z.boolean(),
  timeZone: z.string(),
  /** Words of the filter, for the title; empty when all is shown. */
  filter: z.array(z.string()),
});
export type DisplaySettings = z.infer<typeof displaySettingsSchema>;

export const meSchema = z.object({
  kind: z.enum(['user', 'automation']),
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  /** What the config says of this person; null where it says nothing. */
  locale: z.enum(['en', 'ko']).nullable(),
});
export type Me = z.infer<typeof meSchema>;

/** Parts of a snapshot that a delta replaces whole when they changed. */
export const streamPartsSchema = z.object({
  directory: directorySchema,
  totals: totalsSchema,
  oncall: z.array(oncallItemSchema),
  gaps: z.array(coverageGapSchema),
  metrics: metricsSchema,
  conservation: conservationSchema,
  sources: z.array(sourceSchema),
  notices: z.array(noticeSchema),
  quiet: quietSchema,
});
export type StreamParts = z.infer<typeof streamPartsSchema>;

export const snapshotSchema = streamPartsSchema.extend({
  protocol: z.number(),
  epoch: z.string(),
  seq: z.number(),
  at,
  kind: z.enum(['wall', 'console']),
  timeZone: z.string(),
  /** Set on walls. */
  display: displaySettingsSchema.nullable(),
  /** Set on consoles. */
  me: meSchema.nullable(),
  incidents: z.array(incidentItemSchema),
  /** Newest first, at most 50. */
  audit: z.array(tickerItemSchema),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const deltaSchema = streamPartsSchema.partial().extend({
  seq: z.number(),
  /** The seq before; a page that holds another one has a gap and asks for a resync. */
  from: z.number(),
  at,
  upserts: z.array(incidentItemSchema),
  removes: z.array(z.string()),
  /** New entries only, newest first. */
  audit: z.array(tickerItemSchema).optional(),
});
export type Delta = z.infer<typeof deltaSchema>;

export const heartbeatSchema = z.object({
  epoch: z.string(),
  seq: z.number(),
  at,
  /** When the last transaction reached the disk. */
  committedAt: at.nullable(),
  /** How late the oldest due step is; 0 when none is. */
  oldestOverdueMs: z.number(),
  storage: z.enum(['ok', 'failed']),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

export const SOUNDS = ['new', 're-alarm', 'recovered', 'stale', 'none'] as const;
export const annunciateSchema = z.object({
  kind: z.enum(['created', 're-alarmed', 'escalated', 'recovered', 'nobody-answered', 'test', 'page']),
  incident: z.string().nullable(),
  sound: z.enum(SOUNDS),
  /** Set for a page of one person: only consoles where they are signed in get it. */
  user: z.string().optional(),
  urgency: urgencySchema.optional(),
});
export type Annunciate = z.infer<typeof annunciateSchema>;

const answer = { incident: z.string().min(1), version: z.int().optional() };
/** What people ask of one incident, the same over REST and stream. */
export const commandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ack'), ...answer }),
  z.strictObject({ type: z.literal('close'), ...answer, reason: z.string().max(4000).optional() }),
  z.strictObject({ type: z.literal('assign'), ...answer, user: z.string().min(1) }),
  z.strictObject({ type: z.literal('comment'), ...answer, text: z.string().trim().min(1).max(20_000) }),
  z.strictObject({ type: z.literal('snooze'), ...answer, until: z.iso.datetime({ offset: true }) }),
  /** Closes it, and keeps its key quiet until then: no longer than a snooze (SUP15). */
  z.strictObject({
    type: z.literal('shelve'),
    ...answer,
    until: z.iso.datetime({ offset: true }),
    note: z.string().max(2000).optional(),
  }),
  z.strictObject({ type: z.literal('reopen'), ...answer }),
  z.strictObject({ type: z.literal('escalate'), ...answer }),
  z.strictObject({ type: z.literal('severity'), ...answer, severity: severitySchema.nullable() }),
  /** Takes an incident off the recovered, unseen band. */
  z.strictObject({ type: z.literal('seen'), ...answer }),
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandType = Command['type'];

/** Answer to a command: what came of it, or a problem a person can read. */
export type CommandResult =
  | { readonly ok: true; readonly incident: z.infer<typeof incidentItemSchema> }
  | {
      readonly ok: false;
      readonly error: {
        readonly status: 400 | 403 | 404 | 409 | 503;
        readonly code: string;
        readonly message: string;
      };
    };
