import type { Actor, Reason } from '../../../shared/reason.ts';
import type { Urgency } from '../../../shared/words.ts';
import type { Firing, Incident, Instant } from './incident.ts';

/** A fact for the timeline; the ledger numbers it. */
export interface NewEntry {
  readonly at: Instant;
  readonly kind: string;
  readonly actor: Actor;
  readonly reason: Reason;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What a message to a person says. */
export type MessageKind =
  | 'page'
  | 'final'
  | 'fallback'
  | 'assigned'
  | 'recovered'
  | 'acked'
  | 'ack-expiring'
  | 'handoff'
  | 'maintenance-ending'
  | 'test';

/** A message decided, to be sent after the commit (transactional outbox, product rule 2). */
export interface PersonMessage {
  readonly to: 'person';
  /** Idempotency key; the same key is never sent twice by us on purpose. */
  readonly id: string;
  readonly kind: MessageKind;
  readonly incident: string | null;
  readonly user: string;
  readonly contact: string;
  readonly firing: Firing | null;
  readonly urgency: Urgency;
  /** What a receiver needs, fixed when decided, so that a message resent says the same. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The bundle that carries it: it does not leave by itself, and ends as the bundle ends (NTF10). */
  readonly bundle?: string;
  /** Of a bundle: ids of the messages it carries, one per incident it names, worst first. */
  readonly members?: readonly string[];
}

/** A message of an extension (outgoing webhook with template variables). */
export interface ExtensionMessage {
  readonly to: 'extension';
  readonly id: string;
  readonly extension: string;
  readonly event: 'created' | 'escalated' | 'assigned' | 'acked' | 'closed';
  readonly incident: string;
  /** Values of the template's variables. */
  readonly variables: Readonly<Record<string, string>>;
}
export type OutboxMessage = PersonMessage | ExtensionMessage;

/** Something every console should sound or flash. */
export interface Annunciation {
  readonly kind: 'created' | 're-alarmed' | 'escalated' | 'recovered' | 'nobody-answered' | 'page';
  readonly incident: string;
  readonly user?: string;
}

/** What a decision about one incident comes to. Applied in one transaction, or not at all. */
export interface Decision {
  readonly incident: Incident;
  readonly entries: readonly NewEntry[];
  readonly messages: readonly OutboxMessage[];
  /** Ids (prefixes) of messages no longer worth sending, when not yet sent. */
  readonly obsolete: boolean;
  readonly annunciations: readonly Annunciation[];
}
