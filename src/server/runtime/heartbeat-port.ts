/** A heartbeat as a script that made it through an API sees it. */
export interface HeartbeatView {
  readonly name: string;
  readonly description: string;
  /** ISO 8601 duration. */
  readonly every: string;
  readonly enabled: boolean;
  readonly expired: boolean;
  readonly lastPingAt: string | null;
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
    input: {
      readonly name: string;
      readonly every: string;
      readonly description?: string;
      readonly enabled?: boolean;
    },
  ): Promise<HeartbeatView | { readonly error: string }>;
  update(
    integration: string,
    name: string,
    changes: { readonly every?: string; readonly description?: string; readonly enabled?: boolean },
  ): Promise<HeartbeatView | null>;
  setEnabled(integration: string, name: string, on: boolean): Promise<HeartbeatView | null>;
  remove(integration: string, name: string): Promise<boolean>;
}
