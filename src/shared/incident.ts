import { z } from 'zod';
import { actorSchema, reasonSchema } from './reason.ts';
import { severitySchema, statusSchema, urgencySchema } from './words.ts';

/** Instants on the wire are RFC 3339 UTC with milliseconds. */
const at = z.string();

/** What happens next to an incident, when, to whom, by which rule (product rule 8). */
export const nextSchema = z.object({
  /**
   * `step` the next step fires, `repeat` the same step again, `pass` the policy starts over,
   * `final` the last notice, `notify` a delayed personal notice, `fallback` the fallback people are told again,
   * `resume` a snooze or assignment ends, `ackTimeout` an ack runs out, `autoClose` a silent incident closes,
   * `answer` nobody is left to tell: it waits for a person.
   */
  kind: z.enum([
    'step',
    'repeat',
    'pass',
    'final',
    'notify',
    'fallback',
    'resume',
    'ackTimeout',
    'autoClose',
    'answer',
  ]),
  /** Null where no time ends the wait (`answer`). */
  at: at.nullable(),
  /** When the wait began: a countdown's bar runs from here to `at`. */
  since: at,
  /** People who would be told if it happened now. */
  users: z.array(z.string()),
  /** Step, counted from 1, of how many; the pass, of how many. Absent where no policy runs. */
  step: z.number().optional(),
  steps: z.number().optional(),
  pass: z.number().optional(),
  passes: z.number().optional(),
  reason: reasonSchema,
});
export type Next = z.infer<typeof nextSchema>;

/**
 * Where a board shows an incident: `open` not acknowledged; `nobody` nobody answered; `recovered` recovered, unseen;
 * `acked`; `muted` silent, snoozed or waiting without anybody being told; `closed`.
 */
export const bandSchema = z.enum(['nobody', 'open', 'recovered', 'acked', 'muted', 'closed']);
export type Band = z.infer<typeof bandSchema>;

/** An incident as lists and the stream show it. */
export const incidentItemSchema = z.object({
  id: z.string(),
  /** Counts up from 1 over the life of the data folder; what people say aloud. */
  number: z.number(),
  /** Rises with every change; an answer names the version it saw. */
  version: z.number(),
  status: statusSchema,
  urgency: urgencySchema,
  severity: severitySchema.nullable(),
  summary: z.string(),
  service: z.string(),
  /** Null when raised by hand. */
  integration: z.string().nullable(),
  dedupKey: z.string(),
  count: z.number(),
  assignee: z.string().nullable(),
  /** Everybody this incident's runs have told, first told first. */
  responders: z.array(z.string()),
  createdAt: at,
  ackedAt: at.nullable(),
  closedAt: at.nullable(),
  lastEventAt: at,
  /** The tool says it is over, but the incident is held until somebody acks (`onRecovery: hold`). */
  cleared: z.boolean(),
  next: nextSchema.nullable(),
  band: bandSchema,
  /** Nobody answered the whole run (product rule 10). */
  exhausted: z.boolean(),
  /** Closed by recovery, never acked, not yet seen (product rule 5). */
  unseen: z.boolean(),
  /** Handed to a person who has not accepted; the run waits until then. */
  handedTo: z.object({ user: z.string(), until: at }).nullable(),
  snoozedUntil: at.nullable(),
  /** The maintenance that paused its run (product rule 15). */
  maintenance: z.object({ id: z.string(), until: at }).nullable(),
  /** Keys that share it, and how many of them still fire. */
  keys: z.number(),
  firing: z.number(),
  /** When the ack runs out, and when it was last refreshed (product rule 4). */
  ackTimeout: z.object({ since: at, at }).nullable(),
  /** Short marks with their reasons: `re-alarmed`, `still-firing`, `reached-nobody`, `mapping`, `reopened`, `flapping`, `held-before`. */
  marks: z.array(z.object({ mark: z.string(), reason: reasonSchema })),
});
export type IncidentItem = z.infer<typeof incidentItemSchema>;

/** One entry of an incident's timeline: a fact with its reason, never changed later. */
export const timelineEntrySchema = z.object({
  seq: z.number(),
  at,
  /**
   * `created repeated urgency-raised urgency-lowered acked re-alarmed closed cleared seen reopened assigned commented
   * snoozed resumed severity run-started step-fired notified held skipped reached-nobody exhausted fallback-told
   * final waiting paused stopped delivered delivery-failed obsolete overdue clock late-open ack-expiring
   * redacted archived joined key-recovered flapping calm alert-changed`
   */
  kind: z.string(),
  actor: actorSchema,
  reason: reasonSchema,
  /** Facts of the kind: `users`, `contact`, `channel`, `from`, `to`, `text`, `step`, `pass`, `dueAt` … */
  data: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** One message to one contact of one person, and how far it got. */
export const deliverySchema = z.object({
  id: z.string(),
  incident: z.string().nullable(),
  user: z.string().nullable(),
  contact: z.string(),
  channel: z.string(),
  kind: z.string(),
  state: z.enum(['pending', 'sent', 'failed', 'obsolete']),
  attempts: z.number(),
  createdAt: at,
  lastAttemptAt: at.nullable(),
  nextAttemptAt: at.nullable(),
  error: z.string().nullable(),
  /** Id of the one message that carried it, beside those about other incidents; null when it left by itself. */
  bundle: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** What is known about a service, for whoever works on its incidents. */
export const serviceNotesSchema = z.object({
  owner: z.string().nullable(),
  /** An address or a text. */
  runbook: z.string().nullable(),
  contacts: z.array(z.string()),
  /** Ids of services. */
  dependsOn: z.array(z.string()),
  links: z.array(z.object({ text: z.string(), url: z.string() })),
});
export type ServiceNotes = z.infer<typeof serviceNotesSchema>;

/** A file that holds details of an incident, away from the ledger. */
export const archivePartSchema = z.object({
  /** Month of the closing, UTC: `2025-11`. */
  month: z.string(),
  /** Relative to the data folder. */
  file: z.string(),
  /** False when the file was moved away or cannot be read: what it holds is missing from this page. */
  available: z.boolean(),
});
export type ArchivePart = z.infer<typeof archivePartSchema>;

export const incidentDetailSchema = incidentItemSchema.extend({
  timeline: z.array(timelineEntrySchema),
  deliveries: z.array(deliverySchema),
  details: z.record(z.string(), z.unknown()),
  links: z.array(z.object({ text: z.string(), url: z.string() })),
  /** Null for a service that is no longer in the config. */
  serviceNotes: serviceNotesSchema.nullable(),
  resource: z.string().nullable(),
  metric: z.object({
    name: z.string().nullable(),
    value: z.string().nullable(),
    threshold: z.string().nullable(),
  }),
  /** Raw bodies of the first and latest events, responder and up; empty for viewers. */
  raw: z.array(z.object({ at, body: z.string() })),
  /** Where the details lie, null while all are in the ledger; a reopened incident may have `earlier` files too. */
  archived: archivePartSchema.extend({ earlier: z.array(archivePartSchema) }).nullable(),
});
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;

/** One event as the event list shows it (contract: `GET /api/v1/events`). A hot repeat may be one row with a `count`. */
export const eventItemSchema = z.object({
  id: z.string(),
  receivedAt: at,
  /** The sender's own time, as data; null when it gave none that could be read. */
  eventAt: at.nullable(),
  integration: z.string(),
  dedupKey: z.string().nullable(),
  status: z.enum(['open', 'ack', 'close']).nullable(),
  urgency: urgencySchema.nullable(),
  summary: z.string().nullable(),
  outcome: z.enum(['created', 'deduplicated', 'held', 'suppressed', 'updated', 'ignored', 'rejected']),
  reason: reasonSchema,
  incident: z.string().nullable(),
  count: z.number(),
});
export type EventItem = z.infer<typeof eventItemSchema>;
