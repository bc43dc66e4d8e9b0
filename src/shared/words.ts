import { z } from 'zod';

/** Urgencies, worst first. The index is the rank: 0 is the worst. */
export const URGENCIES = ['highest', 'high', 'medium', 'low', 'lowest', 'none'] as const;
export const urgencySchema = z.enum(URGENCIES);
export type Urgency = z.infer<typeof urgencySchema>;

/** Rank of an urgency: 0 (`highest`) … 5 (`none`). */
export const urgencyRank = (urgency: Urgency): number => URGENCIES.indexOf(urgency);

/** True when `a` is worse (more urgent) than `b`. */
export const isMoreUrgent = (a: Urgency, b: Urgency): boolean => urgencyRank(a) < urgencyRank(b);

export const STATUSES = ['open', 'acked', 'closed'] as const;
export const statusSchema = z.enum(STATUSES);
export type Status = z.infer<typeof statusSchema>;

export const SEVERITIES = ['SEV1', 'SEV2', 'SEV3'] as const;
export const severitySchema = z.enum(SEVERITIES);
export type Severity = z.infer<typeof severitySchema>;

/** What a tool's event asks for. */
export const EVENT_STATUSES = ['open', 'ack', 'close'] as const;
export const eventStatusSchema = z.enum(EVENT_STATUSES);
export type EventStatus = z.infer<typeof eventStatusSchema>;

/** What became of an event (product rule 1). Every received event gets exactly one. */
export const OUTCOMES = [
  'created',
  'deduplicated',
  'held',
  'suppressed',
  'updated',
  'ignored',
  'rejected',
] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

export const ROLES = ['viewer', 'responder', 'lead', 'admin'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** True when `role` may do what `needed` may do; roles are ordered. */
export const hasRole = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/**
 * What an admin may take out of an incident for good: its summary, the details of its events, their raw bodies,
 * what people wrote (comments and reasons of a close).
 */
export const REDACT_PARTS = ['summary', 'details', 'raw', 'comments'] as const;
export const redactPartSchema = z.enum(REDACT_PARTS);
export type RedactPart = z.infer<typeof redactPartSchema>;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** A weekday, or `holiday`: a date listed in any of the document's calendars. */
export const daySchema = z.enum([...WEEKDAYS, 'holiday']);
export type Day = z.infer<typeof daySchema>;

/** What a wall can show; `bignumber` is the count of what nobody has answered, as large as the screen. */
export const VIEWS = ['board', 'bignumber', 'heatmap', 'oncall', 'metrics', 'audit'] as const;
export const viewSchema = z.enum(VIEWS);
export type View = z.infer<typeof viewSchema>;

/** Closes a switch over a union: a new member is a type error at the switch. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
