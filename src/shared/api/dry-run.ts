import { z } from 'zod';
import { zoneSchema } from '../condition.ts';
import { idSchema, instantSchema, localTimeSchema, nameSchema } from '../config/common.ts';
import { parseDuration, positiveDurationSchema } from '../duration.ts';
import { reasonSchema } from '../reason.ts';
import { eventStatusSchema, outcomeSchema, statusSchema, urgencySchema } from '../words.ts';
import { normalisedEventSchema } from './preview.ts';
import { listOf } from './query.ts';

/** How far ahead a dry run may look, and how often its events may come again (RTE51). */
export const MAX_HORIZON_MS = 7 * 86_400_000;
export const MAX_REPEATS = 20;
/** Characters of a payload, as JSON. */
export const MAX_PAYLOAD = 262_144;
/** Of one that is saved: all of them are in memory. */
export const MAX_SAVED_PAYLOAD = 65_536;

const spanUpTo = (limit: number, text: string) =>
  positiveDurationSchema.refine((span) => (parseDuration(span) ?? 0) <= limit, `expected at most ${text}`);
const text = z.string().max(4000);

/** An event by its fields, as a source would have read it. */
const eventFieldsSchema = z.strictObject({
  status: eventStatusSchema.default('open'),
  summary: z.string().trim().min(1).max(1024),
  dedupKey: z.string().max(512).nullable().default(null),
  /** Our word, or the tool's own. */
  urgency: z.string().max(64).nullable().default(null),
  resource: text.nullable().default(null),
  metricName: text.nullable().default(null),
  metricValue: text.nullable().default(null),
  threshold: text.nullable().default(null),
  eventType: text.nullable().default(null),
  details: z.record(z.string(), z.unknown()).default({}),
});

/** Wall-clock time in a zone; of a time that comes twice the second where `occurrence` says so (RTE52). */
export const wallTimeSchema = z.strictObject({
  wall: localTimeSchema,
  zone: zoneSchema,
  occurrence: z.enum(['first', 'second']).default('first'),
});
export type WallTime = z.infer<typeof wallTimeSchema>;

const inputFields = {
  integration: idSchema.optional(),
  event: eventFieldsSchema.optional(),
  /** Body as the tool posts it: JSON as text or as it is, or a form as text. */
  payload: z.unknown().optional(),
  contentType: z.string().max(200).optional(),
  query: z.record(z.string().max(200), z.string().max(4000)).optional(),
  /** The same again so many times, so far apart: shows delayed creation and repeats. */
  repeats: z
    .strictObject({ count: z.int().min(1).max(MAX_REPEATS), every: spanUpTo(3_600_000, 'PT1H') })
    .optional(),
  horizon: spanUpTo(MAX_HORIZON_MS, 'P7D').optional(),
};

const hasOneSource = (input: {
  event?: unknown;
  payload?: unknown;
  eventId?: unknown;
  integration?: unknown;
}) =>
  [input.event, input.payload, input.eventId].filter((one) => one !== undefined).length === 1 &&
  (input.eventId !== undefined || input.integration !== undefined);
const ONE_SOURCE = {
  path: ['event'],
  message: 'expected "integration" with either "event" or "payload", or "eventId" alone',
};

/** `POST /api/v1/dry-run`: what would come of it, at `at` (now when absent). */
export const dryRunBodySchema = z
  .strictObject({
    ...inputFields,
    /** A recorded event: its raw body where that was kept, else its fields. */
    eventId: z.string().min(1).max(100).optional(),
    at: z.union([instantSchema, wallTimeSchema]).optional(),
    /** What is open now, and what is kept quiet, counts too. */
    open: z.boolean().default(false),
    /** Another document instead of the one in force; for admins. */
    config: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(hasOneSource, ONE_SOURCE);
export type DryRunBody = z.infer<typeof dryRunBodySchema>;

const at = z.string();
const urgency = urgencySchema.nullable();

const leafSchema = z.object({
  holds: z.boolean(),
  /** `all`, `any`, `not`, `field` or `time`; how deep it stands, 0 for the condition itself. */
  kind: z.enum(['all', 'any', 'not', 'field', 'time']),
  depth: z.number(),
  text: z.string(),
});

/** One line of the trace: what was asked, the answer, and why. */
export const traceLineSchema = z
  .object({
    /** Which of the payload's events, counted from 0; null for what holds for all. */
    event: z.number().nullable(),
    stage: z.enum([
      'source',
      'urgency',
      'key',
      'route',
      'service',
      'creation',
      'maintenance',
      'shelf',
      'inhibition',
      'delay',
      'outcome',
      'policy',
      'oncall',
      'rules',
      'quiet',
    ]),
    verdict: z.enum(['yes', 'no', 'info']),
    reason: reasonSchema,
    /** The part of a condition that decided. */
    because: reasonSchema.optional(),
    /** The whole condition, where it has several parts. */
    condition: z.array(leafSchema).optional(),
  })
  .meta({ id: 'DryRunLine' });
export type TraceLine = z.infer<typeof traceLineSchema>;
export type TraceLeaf = z.infer<typeof leafSchema>;

/** Somebody told, an extension told, or an entry of the incident's timeline; `offsetMs` counts from the arrival. */
export const momentSchema = z
  .object({
    at,
    offsetMs: z.number(),
    /** Number of the incident among those of this dry run, counted from 1. */
    incident: z.number().nullable(),
    what: z.enum(['told', 'extension', 'entry']),
    /** Of a message: `page`, `final`, `fallback`, `recovered` …; of an entry: its kind; of an extension: its event. */
    kind: z.string(),
    user: z.string().nullable(),
    contact: z.string().nullable(),
    /** Never an address. */
    channel: z.string().nullable(),
    /** Counted from 1, or `final`, `fallback`. */
    step: z.union([z.number(), z.string()]).nullable(),
    pass: z.number().nullable(),
    /** Number of the personal rule, `all` where none matched. */
    rule: z.string().nullable(),
    reason: reasonSchema,
    /** Facts of an entry. */
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'DryRunMoment' });
export type Moment = z.infer<typeof momentSchema>;

export const dryRunResultSchema = z
  .object({
    at,
    /** What the wall clock shows at `at` in `timeZone`, and its distance from UTC. */
    wall: z.string(),
    timeZone: z.string(),
    utcOffsetMinutes: z.number(),
    revision: z.number().nullable(),
    /** What was read: each an event, or why it is none. */
    events: z.array(
      z.object({
        event: normalisedEventSchema.nullable(),
        refusal: reasonSchema.nullable(),
        setAside: reasonSchema.nullable(),
      }),
    ),
    /** What became of each arrival, repeats included. */
    outcomes: z.array(
      z.object({
        at,
        event: z.number(),
        outcome: outcomeSchema,
        reason: reasonSchema,
        incident: z.number().nullable(),
        service: z.string().nullable(),
        urgency,
      }),
    ),
    incidents: z.array(
      z.object({
        number: z.number(),
        summary: z.string(),
        service: z.string(),
        urgency: urgencySchema,
        status: statusSchema,
        /** Number of the open incident of the floor that it is; null for one this dry run made. */
        known: z.number().nullable(),
      }),
    ),
    trace: z.array(traceLineSchema),
    timeline: z.array(momentSchema),
    /** Moments beyond what is shown. */
    omitted: z.number(),
    end: z.object({ at, reason: reasonSchema }),
  })
  .meta({ id: 'DryRun' });
export type DryRunResult = z.infer<typeof dryRunResultSchema>;

/** A saved dry run: a test that runs on every change of the config (RTE52, RTE53). */
const savedInputSchema = z
  .strictObject({ ...inputFields, time: wallTimeSchema })
  .refine(hasOneSource, ONE_SOURCE);
export type SavedInput = z.infer<typeof savedInputSchema>;
export const savedDryRunBodySchema = z.strictObject({ name: nameSchema, input: savedInputSchema });
export type SavedDryRunBody = z.infer<typeof savedDryRunBodySchema>;

const expectedOutcomeSchema = z.object({
  event: z.number(),
  outcome: outcomeSchema,
  service: z.string().nullable(),
  urgency,
});
const expectedMessageSchema = z.object({
  offsetMs: z.number(),
  /** A person, or `extension/` and an extension. */
  to: z.string(),
  contact: z.string().nullable(),
  channel: z.string().nullable(),
  kind: z.string(),
});

/** What a saved dry run holds to: what became of each event, who was told when and through what. */
export const expectationSchema = z.object({
  outcomes: z.array(expectedOutcomeSchema),
  told: z.array(expectedMessageSchema),
});
export type Expectation = z.infer<typeof expectationSchema>;

/** One line of a difference: `-` was expected, `+` is so now. `text` is English; the console words the parts. */
const differenceSchema = z.object({
  sign: z.enum(['-', '+']),
  text: z.string(),
  outcome: expectedOutcomeSchema.optional(),
  told: expectedMessageSchema.optional(),
});
export type Difference = z.infer<typeof differenceSchema>;

export const savedStateSchema = z.object({
  state: z.enum(['same', 'differs', 'broken']),
  diff: z.array(differenceSchema),
  /** Why it cannot run any more, where it is broken. */
  problem: z.string().nullable(),
  checkedAt: at,
  revision: z.number(),
});
export type SavedState = z.infer<typeof savedStateSchema>;

export const savedDryRunSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    input: savedInputSchema,
    expected: expectationSchema,
    by: z.string(),
    createdAt: at,
    state: savedStateSchema,
  })
  .meta({ id: 'SavedDryRun' });
export type SavedDryRun = z.infer<typeof savedDryRunSchema>;
export const savedDryRunListSchema = listOf(savedDryRunSchema);

/** Saved dry runs that another document would answer otherwise. */
export const documentCheckSchema = z.object({
  checked: z.number(),
  /** Saved ones that were not reached in the time there is. */
  unchecked: z.number(),
  differing: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.enum(['differs', 'broken']),
      diff: z.array(differenceSchema),
      problem: z.string().nullable(),
    }),
  ),
});
export type DocumentCheck = z.infer<typeof documentCheckSchema>;
