import type { Actor, Reason } from '../../shared/reason.ts';
import type { SourceHeard } from '../../shared/stream.ts';
import type { Outcome } from '../../shared/words.ts';
import type { Annunciation, Decision, NewEntry, OutboxMessage } from '../domain/incident/decision.ts';
import { obsoleteEntry } from '../domain/incident/delivery-result.ts';
import type { Incident, Instant } from '../domain/incident/incident.ts';
import type { Redaction } from '../domain/incident/redact.ts';
import type { Bundle } from '../domain/notify/bundle.ts';
import type { ArchiveStep } from './archive-port.ts';
import { IncidentIndex } from './incident-index.ts';
import { type OutcomeCount, OutcomeCounts } from './outcome-counts.ts';
import type { Batch, EventRepeat, NewAuditEntry, NewEvent, OutboxRow, Resource } from './ports.ts';
import { shrinkBundle } from './shrink-bundle.ts';
import type { FloorState } from './state.ts';

/** Kinds of message that an answer makes pointless while they wait. */
const PAGES = new Set(['page', 'final', 'fallback', 'assigned', 'ack-expiring', 'handoff']);

/** Messages that have not left for good, as they were before the turn. */
export interface PendingRows {
  /** Of an incident. An attempt under way counts: its receiver may be told already. */
  of(incident: string): Iterable<OutboxRow>;
  get(id: string): OutboxRow | undefined;
  isUnderWay(row: OutboxRow): boolean;
}

/**
 * One turn of the runner: decisions pile up here against the state of before, and become real together,
 * when the ledger has them. Nothing outside sees a turn that failed.
 */
export class Turn {
  readonly at: Instant;
  readonly #state: FloorState;
  readonly #pending: PendingRows;
  readonly incidents = new Map<string, Incident>();
  readonly #openKeys = new Map<string, string | null>();
  readonly #index = new IncidentIndex();
  readonly touches = new Map<string, { id: string; count: number; lastEventAt: Instant }>();
  readonly entries: (NewEntry & { incident: string })[] = [];
  readonly events: NewEvent[] = [];
  readonly repeats = new Map<
    string,
    { id: string; count: number; receivedAt: Instant; raw: string | null }
  >();
  readonly newRepeatRows = new Map<string, string>();
  readonly #outcomes = new OutcomeCounts();
  readonly outbox = new Map<string, OutboxRow>();
  readonly audit: NewAuditEntry[] = [];
  readonly heard = new Map<
    string,
    { integration: string; lastAcceptedAt: string | null; lastRefusedAt: string | null }
  >();
  readonly resources = new Map<string, Resource>();
  readonly removed = new Map<string, { kind: string; id: string }>();
  readonly meta: Record<string, string> = {};
  readonly annunciations: Annunciation[] = [];
  readonly redactions: Redaction[] = [];
  readonly archiving: ArchiveStep[] = [];
  nextNumber: number;
  /** By how much the wall clock was set just before this turn (ESC15). */
  clockSetByMs = 0;

  constructor(at: Instant, state: FloorState, nextNumber: number, pending: PendingRows) {
    this.at = at;
    this.#state = state;
    this.nextNumber = nextNumber;
    this.#pending = pending;
  }

  get(id: string): Incident | undefined {
    const staged = this.incidents.get(id) ?? this.#state.get(id);
    const touch = this.touches.get(id);
    return staged && touch ? { ...staged, count: touch.count, lastEventAt: touch.lastEventAt } : staged;
  }

  findOpen(domain: string, dedupKey: string): Incident | undefined {
    const staged = this.#openKeys.get(`${domain}\u0000${dedupKey}`);
    if (staged === null) return undefined;
    if (staged !== undefined) return this.get(staged);
    const found = this.#state.findOpen(domain, dedupKey);
    return found && this.get(found.id);
  }

  /** Open incidents that share a key, each its own (SUP5). */
  sharing(domain: string, dedupKey: string): Incident[] {
    const ids = [this.#state.index.sharing(domain, dedupKey), this.#index.sharing(domain, dedupKey)];
    return [...new Set(this.#open(...ids))];
  }

  /** Open incidents that mute by a rule of inhibition; what has recovered mutes nothing (SUP6). */
  *muting(slot: string): Generator<Incident> {
    const ids = [this.#state.index.muting(slot), this.#index.muting(slot)];
    for (const incident of this.#open(...ids)) if (!incident.cleared) yield incident;
  }

  *#open(...lists: readonly Iterable<string>[]): Generator<Incident> {
    for (const ids of lists) {
      for (const id of ids) {
        const incident = this.get(id);
        if (incident && incident.status !== 'closed') yield incident;
      }
    }
  }

  /** The incident of a key that this very turn closed, which the ledger does not have yet. */
  findClosed(domain: string, dedupKey: string): Incident | null {
    let found: Incident | null = null;
    if (this.#openKeys.get(`${domain}\u0000${dedupKey}`) !== null) return null;
    for (const incident of this.incidents.values()) {
      const isOfKey = incident.domain === domain && incident.dedupKey === dedupKey;
      if (isOfKey && incident.status === 'closed' && incident.number > (found?.number ?? 0)) found = incident;
    }
    return found;
  }

  /** Takes what a decision changed: state, timeline, messages and what they make obsolete. */
  apply(decision: Decision): void {
    const { incident } = decision;
    this.incidents.set(incident.id, incident);
    this.touches.delete(incident.id);
    this.#noteKey(incident);
    this.#index.follow(incident);
    for (const entry of decision.entries) this.entries.push({ ...entry, incident: incident.id });
    const untold = decision.obsolete ? this.#dropWaiting(incident.id) : new Set<string>();
    for (const message of decision.messages) {
      const isFollowUp =
        message.to === 'person' && (message.kind === 'recovered' || message.kind === 'acked');
      // A person whose page never left is not told that it is over.
      if (isFollowUp && message.to === 'person' && untold.has(`${message.user} ${message.contact}`)) continue;
      this.send(message);
    }
    this.annunciations.push(...decision.annunciations);
  }

  /** A closed incident frees its key only when it held it: what is said of an older one leaves the newer its key (DED1). */
  #noteKey(incident: Incident): void {
    const slot = `${incident.domain}\u0000${incident.dedupKey}`;
    if (incident.status !== 'closed') {
      this.#openKeys.set(slot, incident.id);
      return;
    }
    const staged = this.#openKeys.get(slot);
    const holder =
      staged === undefined ? this.#state.findOpen(incident.domain, incident.dedupKey)?.id : staged;
    if (holder === incident.id) this.#openKeys.set(slot, null);
  }

  send(message: OutboxMessage): void {
    this.outbox.set(message.id, {
      message,
      state: 'pending',
      attempts: 0,
      createdAt: this.at,
      lastAttemptAt: null,
      nextAttemptAt: this.at,
      error: null,
    });
  }

  /** [NTF10] One message that leaves, and those it carries, which share its end. */
  sendBundle({ message, members }: Bundle): void {
    this.send(message);
    for (const member of members) this.send(member);
  }

  /** A row as it is by now; null once an answer made its message pointless, though an attempt was under way. */
  waitingRow(id: string): OutboxRow | null {
    const row = this.outbox.get(id) ?? this.#pending.get(id);
    return row?.state === 'pending' ? row : null;
  }

  /** Makes pages that have not left yet obsolete; returns whom they would have told. */
  #dropWaiting(incident: string): Set<string> {
    const untold = new Set<string>();
    const bundles = new Set<string>();
    const rows = new Map([...this.#pending.of(incident)].map((row) => [row.message.id, row]));
    // What this turn has already made of a row counts: a delivery recorded a moment ago stays delivered.
    for (const [id, row] of this.outbox) if (row.message.incident === incident) rows.set(id, row);
    for (const row of rows.values()) {
      const { message } = row;
      if (row.state !== 'pending' || message.to !== 'person' || !PAGES.has(message.kind)) continue;
      this.outbox.set(message.id, { ...row, state: 'obsolete', nextAttemptAt: null });
      // What is under way says itself how it ended.
      if (!this.#pending.isUnderWay(row))
        this.entries.push({ ...obsoleteEntry(message, row.attempts, this.at), incident });
      if (message.bundle !== undefined) bundles.add(message.bundle);
      if (row.attempts === 0 && message.kind !== 'handoff') untold.add(`${message.user} ${message.contact}`);
    }
    for (const bundle of bundles) shrinkBundle(this, bundle);
    return untold;
  }

  /** [DED2] A repeat that changes nothing else. */
  touch(incident: Incident): void {
    this.touches.set(incident.id, { id: incident.id, count: incident.count + 1, lastEventAt: this.at });
  }

  repeat(row: string, raw: string | null): void {
    const known = this.repeats.get(row);
    if (known) {
      known.count += 1;
      known.receivedAt = this.at;
      known.raw = raw ?? known.raw;
    } else {
      this.repeats.set(row, { id: row, count: 1, receivedAt: this.at, raw });
    }
  }

  countOutcome(integration: string, outcome: Outcome): void {
    this.#outcomes.add(this.at, integration, outcome);
  }

  outcomes(): IterableIterator<OutcomeCount> {
    return this.#outcomes.values();
  }

  hear(integration: string, isAccepted: boolean, before: SourceHeard | undefined): void {
    const known = this.heard.get(integration) ?? {
      lastAcceptedAt: null,
      lastRefusedAt: null,
      ...before,
      integration,
    };
    const at = new Date(this.at).toISOString();
    this.heard.set(
      integration,
      isAccepted ? { ...known, lastAcceptedAt: at } : { ...known, lastRefusedAt: at },
    );
  }

  record(
    actor: Actor,
    action: string,
    target: string,
    change: { before?: unknown; after?: unknown; reason?: Reason | null },
  ): void {
    this.audit.push({
      at: this.at,
      actor,
      action,
      target,
      before: change.before ?? null,
      after: change.after ?? null,
      reason: change.reason ?? null,
    });
  }

  put(resource: Resource): void {
    const slot = `${resource.kind}\u0000${resource.id}`;
    this.resources.set(slot, resource);
    this.removed.delete(slot);
  }

  remove(kind: string, id: string): void {
    const slot = `${kind}\u0000${id}`;
    this.resources.delete(slot);
    this.removed.set(slot, { kind, id });
  }

  /** What this turn has made of a resource; undefined while it has not touched it, `value` undefined once removed. */
  stagedResource(kind: string, id: string): { readonly value: unknown } | undefined {
    const slot = `${kind}\u0000${id}`;
    if (this.removed.has(slot)) return { value: undefined };
    const staged = this.resources.get(slot);
    return staged && { value: staged.value };
  }

  isEmpty(): boolean {
    return (
      this.incidents.size + this.touches.size + this.events.length + this.repeats.size + this.outbox.size ===
        0 &&
      this.entries.length + this.audit.length + this.heard.size + this.resources.size + this.removed.size ===
        0 &&
      Object.keys(this.meta).length === 0 &&
      this.archiving.length === 0 &&
      this.#outcomes.size === 0
    );
  }

  batch(): Batch {
    const repeats: EventRepeat[] = [...this.repeats.values()];
    return {
      incidents: [...this.incidents.values()],
      touches: [...this.touches.values()],
      entries: this.entries,
      events: this.events,
      repeats,
      outcomes: [...this.#outcomes.values()],
      outbox: [...this.outbox.values()],
      audit: this.audit,
      heard: [...this.heard.values()],
      resources: [...this.resources.values()],
      removed: [...this.removed.values()],
      meta: this.meta,
      redactions: this.redactions,
      archiving: this.archiving,
    };
  }
}
