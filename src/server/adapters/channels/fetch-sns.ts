import type { FetchSns } from '../../runtime/sns-url.ts';
import { snsUrl } from '../../runtime/sns-url.ts';
import { createOutbound, OutboundRefused, type OutboundSettings } from './outbound-guard.ts';

/** SNS waits 15 s for our answer, and asks us to fetch its certificate meanwhile. */
const TIME_LIMIT_MS = 5000;

/**
 * Fetches from Amazon SNS alone (ING53, ING55): the address was written by whoever posted it, so it must be of SNS by
 * name, and lead to a public address whatever `outbound.allow` says. Rejects with `OutboundRefused` before anything
 * is looked up or connected to.
 */
export function createSnsFetch(
  settings: Pick<OutboundSettings, 'ownPort' | 'ownAddresses' | 'resolve'>,
): FetchSns {
  const send = createOutbound({ ...settings, allow: () => [], timeLimitMs: TIME_LIMIT_MS });
  return async (url) => {
    if (snsUrl(url) === null) throw new OutboundRefused('not an address of Amazon SNS');
    const { status, text } = await send({ url, author: 'responder', method: 'GET', headers: {}, body: null });
    return { status, text };
  };
}
