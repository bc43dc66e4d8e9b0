import type { Actor, Reason } from '../../shared/reason.ts';
import type { Conservation, SourceHeard } from '../../shared/stream.ts';
import type { EventStatus, Outcome, Urgency } from '../../shared/words.ts';
import type { NewEntry, OutboxMessage } from '../domain/incident/decision.ts';
import type { Incident, Instant } from '../domain/incident/incident.ts';
import type { Redaction } from '../domain/incident/redact.ts';
import type { ArchiveStep } from './archive-port.ts';

/** Wall clock in epoch ms, and elapsed time in ms from an arbitrary start that never jumps and counts suspend. */
export interface ClockPort {
  now(): Instant;
  elapsed(): number;
}

export interface LogPort {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A new event row. `repeatOf`: add `count` to the row of this id instead (hot repeats). */
export interface NewEvent {
  readonly id: string;
  readonly receivedAt: Instant;
  readonly eventAt: Instant | null;
  readonly integration: string;
  readonly dedupKey: string | null;
  readonly status: EventStatus | null;
  readonly urgency: Urgency | null;
  readonly summary: string | null;
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly incident: string | null;
  readonly count: number;
  /** Everything else of the normalised event: details, links, resource, metric. Null for repeats and rejects. */
  readonly fields: Readonly<Record<string, unknown>> | null;
  /** Raw body, kept for the first, the latest and a bounded sample; null when not kept. */
  readonly raw: string | null;
}

/** Adds to an existing event row of hot repeats: `count` more, the latest at `receivedAt`. */
export interface EventRepeat {
  readonly id: string;
  readonly count: number;
  readonly receivedAt: Instant;
  readonly raw: string | null;
}

export interface NewAuditEntry {
  readonly at: Instant;
  readonly actor: Actor;
  /** Verb with its noun: `incident.ack`, `config.change`, `token.create`. */
  readonly action: string;
  /** `incident:ID`, `config`, `token:ID` … */
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: Reason | null;
}

/**
 * Run-time facts with a life of their own: `override`, `absence`, `token`, `link`, `pin`, `pairing`, `notice`,
 * `revision`, `subscription`, `fetched`.
 */
export interface Resource {
  readonly kind: string;
  readonly id: string;
  readonly value: unknown;
}

export interface OutboxRow {
  readonly message: OutboxMessage;
  readonly state: 'pending' | 'sent' | 'failed' | 'obsolete';
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly lastAttemptAt: Instant | null;
  readonly nextAttemptAt: Instant | null;
  readonly error: string | null;
}

/** Everything one turn of the runner decided; committed whole or not at all. */
export interface Batch {
  /** Full states, last one wins per id. */
  readonly incidents: readonly Incident[];
  /** Hot repeats: only count and lastEventAt changed. */
  readonly touches: readonly { readonly id: string; readonly count: number; readonly lastEventAt: Instant }[];
  readonly entries: readonly (NewEntry & { readonly incident: string })[];
  readonly events: readonly NewEvent[];
  readonly repeats: readonly EventRepeat[];
  /** Added to the counters of the hour that holds `at`. */
  readonly outcomes: readonly {
    readonly at: Instant;
    readonly integration: string;
    readonly outcome: Outcome;
    readonly count: number;
  }[];
  /** Inserted when the id is new, replaced otherwise. */
  readonly outbox: readonly OutboxRow[];
  readonly audit: readonly NewAuditEntry[];
  readonly heard: readonly SourceHeard[];
  readonly resources: readonly Resource[];
  readonly removed: readonly { readonly kind: string; readonly id: string }[];
  readonly meta: Readonly<Record<string, string>>;
  /** Done after everything else of the batch: words of these incidents that any row holds, older or of this batch. */
  readonly redactions?: readonly Redaction[];
  /** Steps of archiving, done before the redactions. */
  readonly archiving?: readonly ArchiveStep[];
}

/** What a start needs from the ledger. */
export interface LedgerState {
  readonly open: readonly Incident[];
  /** Closed but still in a band (recovered, unseen). */
  readonly unseen: readonly Incident[];
  readonly lastNumber: number;
  readonly outbox: readonly OutboxRow[];
  readonly resources: readonly Resource[];
  readonly heard: readonly SourceHeard[];
  readonly conservation: Conservation;
  /** Event row that collects hot repeats, per open incident. */
  readonly repeatRows: readonly { readonly incident: string; readonly event: string }[];
  readonly meta: Readonly<Record<string, string>>;
}

/** The one writer's storage. Synchronous on purpose: a commit is one fsync, and its caller batches. */
export interface LedgerPort {
  load(): LedgerState;
  /** Durable when it returns. Returns audit entries with their numbers. Throws `StorageError` when nothing was written. */
  commit(batch: Batch): { readonly audit: readonly { readonly seq: number }[] };
  /** A closed incident by id, or the latest closed one of a key; null when there is none. */
  findIncident(id: string): Incident | null;
  findLatestClosed(domain: string, dedupKey: string): Incident | null;
  close(): void;
}

/** Thrown by `commit` when the disk refused: full, read-only, gone. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** Overrides and absences made at run time, beside those of the config document. */
export interface RuntimeOverride {
  readonly id: string;
  readonly schedule: string;
  readonly layers: 'all' | readonly string[];
  readonly user: string;
  /** Instants. */
  readonly from: Instant;
  readonly to: Instant;
  readonly createdAt: Instant;
}

/** What a channel is given: the message with everything resolved, or null where the contact is gone. */
export interface DeliveryResult {
  readonly ok: boolean;
  /** On failure: whether another attempt can help. */
  readonly retryable: boolean;
  /** What the other side said, shortened, without secrets. */
  readonly detail: string;
  /** Earliest next attempt the other side asked for, ms from now. */
  readonly retryAfterMs?: number;
}

/** Secrets by name, in a file only its owner reads. Durable when a call returns. */
export interface SecretsPort {
  names(): readonly string[];
  set(name: string, value: string): void;
  remove(name: string): boolean;
}
