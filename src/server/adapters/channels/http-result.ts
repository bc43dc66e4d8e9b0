import { cleanLine, shorten } from '../../domain/notify/clean-text.ts';
import { MAX_RETRY_AFTER_MS } from '../../domain/notify/retry.ts';
import type { DeliveryResult } from '../../runtime/ports.ts';
import { delivered, failed } from './channel.ts';
import { OutboundRefused, type OutboundRequest, type SendOutbound } from './outbound-guard.ts';

/** Other statuses that say "not now" rather than "not like this". */
const TRY_AGAIN = new Set([408, 425, 429]);

/**
 * Sends a request and says what became of it (NTF61): 2xx is delivered; 408, 425, 429, 5xx, time-outs and
 * network errors may be tried again; a redirect, any other status and a refused address may not.
 */
export async function sendForResult(
  send: SendOutbound,
  request: OutboundRequest,
  now: () => number,
): Promise<DeliveryResult> {
  try {
    const { status, retryAfter, text } = await send(request);
    if (status >= 200 && status < 300) return delivered(`HTTP ${status}`);
    if (status >= 300 && status < 400) return failed(`HTTP ${status}: redirects are not followed`, false);
    const said = withoutSecrets(shorten(cleanLine(text), 160), request);
    const detail = said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`;
    if (!TRY_AGAIN.has(status) && status < 500) return failed(detail, false);
    return failed(detail, true, retryAfterMs(retryAfter, now()));
  } catch (error) {
    return networkFailure(error);
  }
}

/** Milliseconds of a `Retry-After` header, seconds or a date, between 0 and an hour (NTF33); undefined when unreadable. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

function networkFailure(error: unknown): DeliveryResult {
  if (error instanceof OutboundRefused) return failed(error.message, false);
  if (!(error instanceof Error)) return failed('Unknown error', true);
  if (error.cause instanceof OutboundRefused) return failed(error.cause.message, false);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (error.name === 'TimeoutError' || code.endsWith('TIMEOUT')) return failed('No answer in time', true);
  // An invalid header or URL stays invalid.
  if (code === 'UND_ERR_INVALID_ARG' || code === 'ERR_INVALID_URL') {
    return failed('The request is invalid: check its URL and headers', false);
  }
  return failed(`Not reached: ${code}`, true);
}

/** A peer may echo what it was sent; header values and the URL's query stay out of the timeline. */
function withoutSecrets(text: string, request: OutboundRequest): string {
  const url = new URL(request.url);
  const secrets = [...Object.values(request.headers), ...url.searchParams.values(), url.password];
  return secrets
    .filter((secret) => secret.length >= 8)
    .reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}
