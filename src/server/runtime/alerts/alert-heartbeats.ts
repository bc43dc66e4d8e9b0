import type { Urgency } from '../../../shared/words.ts';
import type { Instant } from '../../domain/incident/incident.ts';

/** A heartbeat as the emulated API shows it. */
export interface HeartbeatView {
  readonly name: string;
  readonly description: string;
  /** How often it must be heard, ms. */
  readonly everyMs: number;
  readonly enabled: boolean;
  /** Not heard in time. */
  readonly expired: boolean;
  readonly lastPingAt: Instant | null;
  readonly alertMessage: string;
  readonly alertTags: readonly string[];
  /** Urgency of the incident that its silence opens. */
  readonly alertUrgency: Urgency;
}

/** What may be said of a heartbeat; absent leaves it as it is, or at its default. */
export interface HeartbeatInput {
  readonly description?: string;
  readonly everyMs?: number;
  readonly enabled?: boolean;
  readonly alertMessage?: string;
  readonly alertTags?: readonly string[];
  readonly alertUrgency?: Urgency;
}

/**
 * `unknown`: no heartbeat of that name belongs to the integration. `refused`: known, but not done, `message` says why
 * (the configuration owns it, the name is taken).
 */
export type HeartbeatRefusal =
  | { readonly ok: false; readonly reason: 'unknown' }
  | { readonly ok: false; readonly reason: 'refused'; readonly message: string };
export type HeartbeatResult = { readonly ok: true; readonly heartbeat: HeartbeatView } | HeartbeatRefusal;

/** Heartbeats of one integration, by name; names are case-sensitive. */
export interface AlertHeartbeats {
  ping(
    integration: string,
    name: string,
    now: Instant,
  ): Promise<
    { readonly ok: true; readonly lastPingAt: Instant } | { readonly ok: false; readonly reason: 'unknown' }
  >;
  get(integration: string, name: string): Promise<HeartbeatView | null>;
  list(integration: string): Promise<readonly HeartbeatView[]>;
  create(integration: string, name: string, input: HeartbeatInput): Promise<HeartbeatResult>;
  update(integration: string, name: string, input: HeartbeatInput): Promise<HeartbeatResult>;
  enable(integration: string, name: string, isOn: boolean): Promise<HeartbeatResult>;
}

const UNKNOWN = { ok: false, reason: 'unknown' } as const;

/** Where no heartbeats are kept: every name is unknown, and none can be made (ING121). */
export const noHeartbeats: AlertHeartbeats = {
  ping: async () => UNKNOWN,
  get: async () => null,
  list: async () => [],
  create: async () => ({ ok: false, reason: 'refused', message: 'heartbeats are made in the configuration' }),
  update: async () => UNKNOWN,
  enable: async () => UNKNOWN,
};
