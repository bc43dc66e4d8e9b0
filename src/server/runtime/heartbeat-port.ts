import type { Urgency } from '../../shared/words.ts';

/** A heartbeat as a script that made it through an API sees it. */
export interface HeartbeatView {
  readonly name: string;
  readonly description: string;
  /** ISO 8601 duration. */
  readonly every: string;
  readonly enabled: boolean;
  readonly expired: boolean;
  readonly lastPingAt: string | null;
  readonly message: string;
  readonly tags: readonly string[];
  readonly urgency: Urgency;
}

/** What may be said of one besides how often it is heard; absent leaves it as it is. */
export interface HeartbeatChanges {
  readonly every?: string;
  readonly description?: string;
  readonly enabled?: boolean;
  readonly message?: string;
  readonly tags?: readonly string[];
  readonly urgency?: Urgency;
}

/**
 * Heartbeats of one integration, for doors that speak another product's words. Null and false: there is no such
 * heartbeat of that integration, or it is the config's and cannot be changed from outside (ING178).
 */
export interface HeartbeatPort {
  ping(integration: string, name: string): Promise<HeartbeatView | null>;
  get(integration: string, name: string): HeartbeatView | null;
  list(integration: string): readonly HeartbeatView[];
  create(
    integration: string,
    input: HeartbeatChanges & { readonly name: string; readonly every: string },
  ): Promise<HeartbeatView | { readonly error: string }>;
  update(integration: string, name: string, changes: HeartbeatChanges): Promise<HeartbeatView | null>;
  setEnabled(integration: string, name: string, on: boolean): Promise<HeartbeatView | null>;
  remove(integration: string, name: string): Promise<boolean>;
}
