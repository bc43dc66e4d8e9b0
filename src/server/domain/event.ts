import type { Reason } from '../../shared/reason.ts';
import type { EventStatus, Urgency } from '../../shared/words.ts';

export interface EventLink {
  readonly text: string;
  readonly url: string;
}

/**
 * One notice of a tool, normalised by its source. Immutable; never notifies by itself.
 * Texts are already bounded and free of control characters (sources/bounded.ts).
 */
export interface SourceEvent {
  readonly status: EventStatus;
  readonly summary: string;
  /** The tool's own key, or null when it gave none: then every event is its own. */
  readonly dedupKey: string | null;
  /** Mapped urgency; null when the tool named none, or a word nobody knows (then `urgencyWord` holds it). */
  readonly urgency: Urgency | null;
  readonly urgencyWord: string | null;
  /** What the protocol says an event without urgency has, where its service says nothing; `high` when absent. */
  readonly urgencyUnset?: Urgency;
  /** The sender's clock, epoch milliseconds; data only, null when absent or unreadable. */
  readonly eventAt: number | null;
  readonly resource: string | null;
  readonly metricName: string | null;
  readonly metricValue: string | null;
  readonly threshold: string | null;
  readonly eventType: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly links: readonly EventLink[];
  /** Why it is here although the tool sent nothing: its state was read (ING160, ING161). */
  readonly origin?: Reason;
}

/** What a notice asks of us besides being recorded. */
export type EventEffect = {
  /** A topic asks whether we want its messages: its address is fetched after a click, or by itself (ING54). */
  readonly kind: 'confirm-subscription';
  readonly topic: string;
  readonly url: string;
};

/**
 * An element of a request: an event, or why it is none. Good elements are kept when others are bad (rule 1).
 * `setAside` says why an event is only recorded, as `ignored`: a test message of the tool, or a notice that is neither
 * trouble nor its end (ING16). It never opens, acks or closes anything.
 */
export type ParsedEvent =
  | {
      readonly ok: true;
      readonly event: SourceEvent;
      readonly setAside?: Reason;
      readonly effect?: EventEffect;
    }
  | { readonly ok: false; readonly reason: Reason };
