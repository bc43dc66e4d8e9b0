import { isIP } from 'node:net';
import type { Reason } from '../../../shared/reason.ts';
import { refuseAddress } from './address-policy.ts';
import { machineAddresses, type OutboundSettings, portOf } from './outbound-guard.ts';

/**
 * Why a URL that a responder writes would be refused at each connection (NTF70–NTF72, NTF75), as far as the URL itself
 * says: an address or `localhost`. Null where it may be reached, or where only its name's addresses can tell.
 */
export function createUrlCheck(settings: Pick<OutboundSettings, 'allow' | 'ownPort' | 'ownAddresses'>) {
  return (text: string): Reason | null => {
    const url = URL.parse(text);
    if (!url) return null;
    const host = url.hostname;
    const bare = host.replace(/^\[|\]$/g, '');
    const isLocal = bare === 'localhost' || bare.endsWith('.localhost');
    if (!isLocal && isIP(bare) === 0) return null;
    return refuseAddress(
      { host, port: portOf(url), address: isLocal ? '127.0.0.1' : bare },
      {
        author: 'responder',
        allow: settings.allow(),
        ownPort: settings.ownPort(),
        ownAddresses: (settings.ownAddresses ?? machineAddresses)(),
      },
    );
  };
}
