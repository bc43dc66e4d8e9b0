import type { UsedSecret } from '../../../shared/config/common.ts';
import type { FetchTls } from '../../../shared/config/fetch-tls.ts';
import type { Integration } from '../../../shared/config/integration.ts';
import type { FetchStatusPort } from '../../runtime/fetch-status.ts';
import type { Floor } from '../../runtime/floor.ts';
import type { FloorCore } from '../../runtime/floor-core.ts';
import type { Resolver } from '../channels/outbound-guard.ts';

/** What keeps taking what one integration's tool cannot bring. */
export interface Fetcher {
  stop(): Promise<void>;
}

/** What fetchers of every kind work with. */
export interface FetcherContext {
  readonly core: FloorCore;
  readonly floor: Pick<Floor, 'ingest'>;
  readonly status: FetchStatusPort;
  /** As the config has it now; null when it is gone, switched off, or fetches otherwise. */
  readonly integration: () => Integration | null;
  readonly readSecret: (secret: UsedSecret) => string | null;
  readonly ownPort: () => number | null;
  readonly resolve?: Resolver;
  /** First delay after a failure. */
  readonly retryMs?: number;
}

/** Why nothing was fetched, in words for people; never with what the other side answered to a secret. */
export class FetchFailed extends Error {
  override readonly name = 'FetchFailed';
}

/** One line for the wall and the log. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  // Several addresses were tried: the first failure says as much as all of them.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const { name, message } = first instanceof Error ? first : error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : name;
  const isNamed = /^(?:Error|FetchFailed|OutboundRefused|UndoneError)$/.test(code) || message.includes(code);
  return `${isNamed ? '' : `${code}: `}${message}`.replace(/\s+/g, ' ').slice(0, 200);
}

/** A secret's value; throws where it is not set. */
export function needSecret({ readSecret }: Pick<FetcherContext, 'readSecret'>, secret: UsedSecret): string {
  const value = readSecret(secret);
  if (value === null)
    throw new FetchFailed(`the secret ${'env' in secret ? secret.env : secret.secret} is not set`);
  return value;
}

/** Settings of `tls.connect`; `readFile` is asked for a CA that is no PEM text. */
export function tlsOptions(tls: FetchTls | undefined, readFile: (path: string) => string): object {
  if (tls === undefined) return {};
  const { ca, insecure } = tls;
  return {
    ...(ca === undefined ? {} : { ca: ca.includes('-----BEGIN') ? ca : readFile(ca) }),
    ...(insecure ? { rejectUnauthorized: false } : {}),
  };
}
