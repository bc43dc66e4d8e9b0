/** How the server listens and by which names it may be called. */
export interface HttpSettings {
  /** Address bound to; the gate allows the machine's own addresses when it is not a loopback one. */
  readonly host: string;
  /** Address people use, for links; its host is allowed. Null: none was set. */
  readonly publicUrl: string | null;
  /** Further hosts, `name` or `name:port`, as the setting `--allowed-host` gives them. */
  readonly allowedHosts: readonly string[];
  /** PEM texts; null serves plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Largest body in bytes, as sent and after decompression. 1 MiB when absent. */
  readonly bodyLimit?: number;
  /** Ingestion requests under way above which senders are told to try again. 10,000 when absent. */
  readonly maxInFlight?: number;
}

export const DEFAULT_BODY_LIMIT = 1024 * 1024;
/** A config document with thousands of routes is larger than any alert. */
export const CONFIG_BODY_LIMIT = 16 * 1024 * 1024;
export const MAX_DEPTH = 64;

/**
 * Time and connection limits (STR48). Headers within 10 s, the whole request within 15 s, looked after every
 * 2 s, so a slow sender is cut within 20 s. One address may not take every connection; loopback may, since
 * everything on the machine shares it.
 */
export const LIMITS = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  checkEveryMs: 2_000,
  keepAliveMs: 30_000,
  /** Silence on a socket, either way; an upgraded one is the stream's own business. */
  idleMs: 20_000,
  maxConnections: 12_000,
  maxPerAddress: 6_000,
  maxHeaders: 200,
  /** Calls of the emulated Opsgenie API at once: fewer than a query thread lets wait. */
  opsgenieCalls: 300,
} as const;
