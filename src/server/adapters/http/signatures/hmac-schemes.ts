import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { SignatureScheme } from '../../../sources/source.ts';

/** What is wrong with a signature; null when it is right. `stale`: right, and from another time (ING51). */
export type SignatureFault = 'missing' | 'wrong' | 'stale' | null;

export interface Signed {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body as sent, unpacked. */
  readonly bytes: Buffer;
  readonly secret: string;
  /** Epoch ms. */
  readonly now: number;
}
type Scheme = (signed: Signed) => SignatureFault;

/** How far a signed time may be from ours (ING51). */
const WINDOW_MS = 300_000;
/** PagerDuty sends one signature for each secret in use, two while one is being replaced. */
const MAX_SIGNATURES = 20;

const digest = (
  secret: string,
  encoding: 'hex' | 'base64',
  ...parts: readonly (string | Buffer)[]
): string => {
  const mac = createHmac('sha256', secret);
  for (const part of parts) mac.update(part);
  return mac.digest(encoding);
};

/** Letter by letter, so that no other spelling of the same bytes passes; in a time that does not tell where they differ. */
function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const isFresh = (at: number, now: number): boolean => Math.abs(now - at) <= WINDOW_MS;

/** A header that holds the hex HMAC-SHA256 of the body behind `prefix`. */
const hexOfBody =
  (header: string, prefix: string): Scheme =>
  ({ headers, bytes, secret }) => {
    const given = headers[header];
    if (given === undefined) return 'missing';
    return isSame(given, prefix + digest(secret, 'hex', bytes)) ? null : 'wrong';
  };

/** Source: grafana/alerting, `http/hmac.go`. The time is signed where a header for it is configured. */
const grafana: Scheme = ({ headers, bytes, secret, now }) => {
  const given = headers['x-grafana-alerting-signature'];
  const at = headers['x-grafana-alerting-timestamp'];
  if (given === undefined) return 'missing';
  if (at === undefined) return isSame(given, digest(secret, 'hex', bytes)) ? null : 'wrong';
  if (!isSame(given, digest(secret, 'hex', `${at}:`, bytes))) return 'wrong';
  return /^\d{1,12}$/.test(at) && isFresh(Number(at) * 1000, now) ? null : 'stale';
};

/** Base64 of the HMAC over the time (RFC 3339, as it stands in its header) and the body. */
const zendesk: Scheme = ({ headers, bytes, secret, now }) => {
  const given = headers['x-zendesk-webhook-signature'];
  const at = headers['x-zendesk-webhook-signature-timestamp'];
  if (given === undefined || at === undefined) return 'missing';
  if (!isSame(given, digest(secret, 'base64', at, bytes))) return 'wrong';
  return isFresh(Date.parse(at), now) ? null : 'stale';
};

/** No signature but a token in a header; compared by its hash, so that its length is not told either. */
const honeycomb: Scheme = ({ headers, secret }) => {
  const given = headers['x-honeycomb-webhook-token'];
  if (given === undefined) return 'missing';
  const isRight = timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', secret, 'buffer'));
  return isRight ? null : 'wrong';
};

/** `v1=<hex>,v1=<hex>`: one of them must be right; versions we do not know are passed over. */
const pagerduty: Scheme = ({ headers, bytes, secret }) => {
  const given = headers['x-pagerduty-signature'];
  if (given === undefined) return 'missing';
  const expected = `v1=${digest(secret, 'hex', bytes)}`;
  const isRight = given
    .split(',', MAX_SIGNATURES)
    .map((each) => isSame(each.trim(), expected))
    .includes(true);
  return isRight ? null : 'wrong';
};

/** Every scheme that works with a secret both sides know. */
export const HMAC_SCHEMES: Readonly<Record<Exclude<SignatureScheme, 'sns'>, Scheme>> = {
  github: hexOfBody('x-hub-signature-256', 'sha256='),
  jira: hexOfBody('x-hub-signature', 'sha256='),
  sentry: hexOfBody('sentry-hook-signature', ''),
  grafana,
  zendesk,
  honeycomb,
  pagerduty,
};
