import { verify } from 'node:crypto';
import type { SignatureFault } from './hmac-schemes.ts';
import type { SnsCertificates } from './sns-certificates.ts';

/** What is signed, in this order; `Subject` only where the message has one. Source: the SNS developer guide. */
const SIGNED_OF: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['Notification', ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']],
  [
    'SubscriptionConfirmation',
    ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  ],
  [
    'UnsubscribeConfirmation',
    ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  ],
]);
const ALGORITHM_OF: ReadonlyMap<unknown, string> = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
]);
/** SNS tries for an hour at most, with the time of the first try (ING51). */
const WINDOW_MS = 65 * 60_000;
const MARKS = ['Signature', 'SignatureVersion', 'SigningCertURL', 'SigningCertUrl'];

/**
 * Whether a body is an SNS message or passes for one, also in a list. Asked widely on purpose: what a source might
 * unwrap must have been verified.
 */
export function isSnsEnvelope(body: unknown): boolean {
  if (Array.isArray(body)) return body.some(isSnsEnvelope);
  if (typeof body !== 'object' || body === null) return false;
  return MARKS.some((mark) => Object.hasOwn(body, mark)) || SIGNED_OF.has((body as { Type?: unknown }).Type);
}

/** The text that is signed, or null where a part is missing or no text. */
function canonicalText(message: Readonly<Record<string, unknown>>): string | null {
  const names = SIGNED_OF.get(message.Type);
  if (names === undefined) return null;
  let text = '';
  for (const name of names) {
    const value = Object.hasOwn(message, name) ? message[name] : undefined;
    if (name === 'Subject' && (value === undefined || value === null)) continue;
    if (typeof value !== 'string') return null;
    text += `${name}\n${value}\n`;
  }
  return text;
}

/** What is wrong with an envelope's signature; `unreachable`: its certificate could not be fetched just now. */
export async function checkSnsEnvelope(
  body: unknown,
  certificates: SnsCertificates,
  now: number,
): Promise<SignatureFault | 'unreachable'> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'wrong';
  const message = body as Readonly<Record<string, unknown>>;
  const { Signature: given, SigningCertURL: address, Timestamp: at } = message;
  if (typeof given !== 'string' || typeof address !== 'string') return 'missing';
  const algorithm = ALGORITHM_OF.get(message.SignatureVersion);
  const text = canonicalText(message);
  const signature = Buffer.from(given, 'base64');
  if (algorithm === undefined || text === null || signature.toString('base64') !== given) return 'wrong';
  const found = await certificates(address, now);
  if (!found.ok) return found.why === 'unreachable' ? 'unreachable' : 'wrong';
  if (!verify(algorithm, Buffer.from(text), found.key, signature)) return 'wrong';
  return Math.abs(now - Date.parse(at as string)) <= WINDOW_MS ? null : 'stale';
}
