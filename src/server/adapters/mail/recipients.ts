import ipaddr from 'ipaddr.js';
import type { Integration } from '../../../shared/config/integration.ts';

/** Finds an integration by its key, at the same cost for every text; see the key ring of the HTTP side. */
export type FindByKey = (key: string | null, types: readonly string[]) => Integration | null;

const TYPES = ['email'];

/**
 * The integration a recipient means (ING131): its local part is the key, or the integration's id, `+` and the key.
 * Both readings are tried each time, so that a wrong address costs what a right one costs.
 */
export function createRecipients(findByKey: FindByKey, domain: string | undefined) {
  const wanted = domain?.toLowerCase();
  return (address: string): Integration | null => {
    const at = address.lastIndexOf('@');
    const local = at < 0 ? address : address.slice(0, at);
    const plus = local.indexOf('+');
    const whole = findByKey(local, TYPES);
    const tagged = findByKey(plus < 0 ? local : local.slice(plus + 1), TYPES);
    const isOurs = wanted === undefined || address.slice(at + 1).toLowerCase() === wanted;
    const isTagged = tagged !== null && plus >= 0 && local.slice(0, plus) === tagged.id;
    if (!isOurs) return null;
    return whole ?? (isTagged ? tagged : null);
  };
}

/** Whether an address lies in one of the ranges; an IPv4 address inside an IPv6 one counts as itself. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  const bare = address.replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return false;
  const sender = ipaddr.process(bare);
  return ranges.some((range) => {
    const [network, bits] = ipaddr.parseCIDR(range);
    return network.kind() === sender.kind() && (sender as ipaddr.IPv6).match(network as ipaddr.IPv6, bits);
  });
}
