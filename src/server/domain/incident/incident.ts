import type { EscalationPolicy } from '../../../shared/config/policy.ts';
import type { Actor, Reason } from '../../../shared/reason.ts';
import type { Severity, Status, Urgency } from '../../../shared/words.ts';
import type { Flapping } from '../noise/flap.ts';
import type { Group } from '../noise/group.ts';
import type { Inhibits } from '../noise/inhibit.ts';

/** Epoch milliseconds, wall clock. */
export type Instant = number;

/** Where a run is: what fires next and when. */
export interface RunPosition {
  /** Counted from 1. */
  readonly pass: number;
  /** Index into the policy's steps, or the final notice. */
  readonly step: number | 'final';
  /** Counted from 1: the time this step (or final notice) is told in this pass. */
  readonly repetition: number;
}

/** One execution of an escalation policy for one incident (product rule 8). */
export interface Run {
  /** Counts up from 1 over the incident's life. */
  readonly number: number;
  /** As it was when the run started; edits of the config do not change it. */
  readonly policy: EscalationPolicy;
  /** What fires next; null when nothing of the policy is left. */
  readonly position: RunPosition | null;
  /** When `position` is due (elapsed time), and when that wait began. Null while paused, stopped or done. */
  readonly dueAt: Instant | null;
  readonly waitingSince: Instant | null;
  /** Everybody this run has told, first told first. */
  readonly told: readonly string[];
  /** True once a step of the present pass reached somebody (ESC9). */
  readonly passReached: boolean;
  /** `passReached` as it was before the latest firing: what is left of it when every message of that one fails. */
  readonly reachedBefore: boolean;
  /** Set after a pass that reached nobody: later steps keep their delays though they reach nobody (ESC10). */
  readonly keepsDelays: boolean;
  /** The latest firing, and what it planned, by idempotency key; `failed` when it cannot be delivered any more. */
  readonly firing: Firing | null;
  /** Everybody that firing was meant for. */
  readonly people: readonly string[];
  readonly planned: readonly { readonly key: string; readonly failed: boolean }[];
  /** When the fallback people are told again (ESC12). */
  readonly fallbackAt: Instant | null;
  /** How often the fallback people have been told. */
  readonly fallbackTold: number;
  readonly state: 'running' | 'paused' | 'exhausted' | 'stopped';
  /** Time left to the next step when it was paused. */
  readonly remainingMs: number | null;
  /** When it was paused, and the personal notices that waited then: they go on with what was left of their wait. */
  readonly pausedAt: Instant | null;
  readonly heldNotices: readonly PendingNotice[];
}

/** A personal notice that waits: a rule's delay, or quiet hours (product rule 9, people). */
export interface PendingNotice {
  /** Idempotency key: incident, run, pass, step or final, repetition, person, rule, contact (product rule 2). */
  readonly key: string;
  readonly user: string;
  readonly contact: string;
  readonly dueAt: Instant;
  readonly since: Instant;
  /** `delay` elapsed time; `quiet` wall time, the end of quiet hours. */
  readonly wait: 'delay' | 'quiet';
  readonly firing: Firing;
  readonly reason: Reason;
}

/** Which firing of which run a notice belongs to. */
export interface Firing {
  readonly run: number;
  readonly pass: number;
  readonly step: number | 'final' | 'fallback' | 'assign';
  readonly repetition: number;
}

/** Why a run waits although nobody acked. */
export type Pause =
  | { readonly kind: 'assigned'; readonly user: string; readonly since: Instant; readonly until: Instant }
  | {
      readonly kind: 'maintenance';
      /** Id of the window. */
      readonly maintenance: string;
      readonly since: Instant;
      readonly until: Instant;
    }
  | { readonly kind: 'snoozed'; readonly since: Instant; readonly until: Instant; readonly by: Actor };

export interface Mark {
  readonly mark:
    | 're-alarmed'
    | 'still-firing'
    | 'reached-nobody'
    | 'mapping'
    | 'reopened'
    | 'recovered-while-held'
    | 'flapping'
    | 'held-before';
  readonly reason: Reason;
}

/**
 * The state of one incident: everything a decision about it needs.
 * Timeline, raw bodies and details live in the ledger; this stays small, since all open ones are in memory.
 */
export interface Incident {
  readonly id: string;
  readonly number: number;
  /**
   * Rises when an answer given before would mean something else: status, urgency, owner, pause, cleared.
   * Steps, deliveries, comments, severity and repeats leave it, so that an ack never loses a race against a page.
   */
  readonly version: number;
  readonly status: Status;
  /** The highest any event named. */
  readonly urgency: Urgency;
  /** What the latest event named; shown, and never stops anything. */
  readonly latestUrgency: Urgency;
  readonly severity: Severity | null;
  readonly summary: string;
  readonly service: string;
  readonly integration: string | null;
  /** Domain within which `dedupKey` is unique while not closed: an integration's id, or its dedupDomain. */
  readonly domain: string;
  readonly dedupKey: string;
  readonly count: number;
  readonly createdAt: Instant;
  readonly createdBy: Actor;
  readonly lastEventAt: Instant;
  readonly firstAckedAt: Instant | null;
  readonly ackedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly closedBy: 'sender' | 'person' | 'silence' | 'maintenance' | null;
  /** The sender's own time of its close (product rule 3). */
  readonly closeEventAt: Instant | null;
  /** Opens set aside against that close (DED5); absent before the first. */
  readonly lateOpens?: number;
  readonly assignee: string | null;
  readonly responders: readonly string[];
  /** Contacts that were really told, for the "recovered" and "acked by" follow-ups (product rule 5). */
  readonly toldContacts: readonly { readonly user: string; readonly contact: string }[];
  readonly cleared: boolean;
  readonly unseen: boolean;
  readonly exhausted: boolean;
  /** Its service has no target: recorded, visible, silent. */
  readonly silent: boolean;
  readonly run: Run | null;
  readonly runs: number;
  readonly pause: Pause | null;
  readonly ackTimer: {
    readonly since: Instant;
    readonly warnAt: Instant | null;
    readonly dueAt: Instant;
  } | null;
  readonly autoCloseAt: Instant | null;
  /** Silence after which it closes by itself; absent where only one that tells nobody does (SUP30, RTE12). */
  readonly autoCloseMs?: number;
  /** Keys that share it; absent while its own is the only one (SUP1). */
  readonly group?: Group;
  /** Of a service that makes each open an incident of its own: the domain whose acks and closes it hears (SUP5). */
  readonly shares?: string;
  /** How its key went to and fro; absent where its service does not ask (SUP20). */
  readonly flap?: Flapping;
  /** What it mutes while it is open (SUP6). */
  readonly inhibits?: readonly Inhibits[];
  /** A person woke it in a maintenance: no maintenance pauses it again (SUP11). */
  readonly wakesThrough?: true;
  readonly notices: readonly PendingNotice[];
  readonly marks: readonly Mark[];
}
