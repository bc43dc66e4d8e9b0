import type { Integration } from '../../shared/config/integration.ts';
import type { Reason } from '../../shared/reason.ts';
import type { Outcome } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';

/** What a sender's request looks like to a source, after the gate: bounded in size and depth. */
export interface SourceRequest {
  /** Body parsed by content (JSON, else form, else query), or null when it was none of them. */
  readonly body: unknown;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch milliseconds of arrival. */
  readonly receivedAt: number;
  /** Ids for events whose tool gives no key; an input, so that a run replays. */
  readonly newId: () => string;
  /** The integration whose key it came with, for sources that its config can teach; null before the key was judged. */
  readonly integration: Integration | null;
}

/**
 * How a tool signs what it sends. A source names the scheme; the HTTP adapter checks it over the raw bytes in constant
 * time before `parse`, where the integration has a `secret` (ING50). An SNS envelope needs no secret and is always
 * checked, by its certificate (ING53); a body that is no envelope is taken at its key, unless the integration says
 * `allowUnsigned: false` (ING56).
 */
export type SignatureScheme =
  | 'sns'
  | 'github'
  | 'jira'
  | 'sentry'
  | 'grafana'
  | 'zendesk'
  | 'honeycomb'
  | 'pagerduty';

/** What became of one element, as a sender may be told. */
export interface EventResult {
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** Id of the incident it created or touched. */
  readonly incident: string | null;
  readonly dedupKey: string | null;
}

export interface HttpAnswer {
  readonly status: number;
  /** Sent as JSON; undefined sends an empty body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request refused as a whole. `code` is the HTTP meaning; each protocol words it in its own shape. */
export interface Refusal {
  readonly kind: 'key' | 'signature' | 'body' | 'too-large' | 'overload' | 'storage' | 'method';
  readonly reason: Reason;
}

/**
 * One door of a source: a path and the protocol spoken there.
 * `{key}` in the path is the integration's key; a door without it finds the key in the request.
 */
export interface Endpoint {
  readonly methods: readonly ('POST' | 'PUT' | 'GET')[];
  /** For example `/integration/standard/v1/{key}`. A segment in braces other than `{key}` stands for anything. */
  readonly path: string;
  /** Where the key is not in the path. Null: there is none, which is a wrong key. */
  readonly keyOf?: (request: SourceRequest) => string | null;
  readonly signature?: SignatureScheme;
  readonly parse: (request: SourceRequest) => readonly ParsedEvent[];
  /** The answer when at least one element was an event (or the body was an empty batch). */
  readonly accept: (results: readonly EventResult[], request: SourceRequest) => HttpAnswer;
  /** The answer when no element was one, or the request was refused before. */
  readonly refuse: (refusal: Refusal, request: SourceRequest | null) => HttpAnswer;
}

/** One tool that posts to us: pure, one file, registered in registry.ts. Never throws on any JSON value. */
export interface Source {
  /** Type as the config names it. */
  readonly type: string;
  readonly aliases?: readonly string[];
  readonly endpoints: readonly Endpoint[];
}
