import ipaddr from 'ipaddr.js';
import { type Reason, reason } from '../../../shared/reason.ts';
import type { UrlAuthor } from './channel.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Where a connection would go: the host as the URL says it, and the address it came to. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

export interface AddressPolicy {
  readonly author: UrlAuthor;
  /** `outbound.allow` of the config: `host`, `host:port`, address or CIDR. */
  readonly allow: readonly string[];
  /** Our own listening port, null when we do not listen. */
  readonly ownPort: number | null;
  /** Addresses of this machine's interfaces. */
  readonly ownAddresses: readonly string[];
}

/** Addresses of cloud metadata services outside the link-local ranges. */
const METADATA = ['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254'].map(
  (text) => ipaddr.parse(text).toNormalizedString(),
);
/** Nobody's URL leads there (NTF71). */
const NEVER = new Set([
  'linkLocal',
  'unspecified',
  'multicast',
  'broadcast',
  'deprecatedSiteLocal',
  'discard',
]);
/** IPv6 forms that carry an IPv4 address, and the byte it starts at. */
const CARRIERS: readonly (readonly [string, number])[] = [
  ['::ffff:0:0/96', 12],
  ['::ffff:0:0:0/96', 12],
  ['::/96', 12],
  ['64:ff9b::/96', 12],
  ['2002::/16', 2],
];
const LOCAL_NAT64 = ipaddr.parseCIDR('64:ff9b:1::/48');
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3');

/**
 * Why a connection may not be made, or null when it may (NTF70–NTF72, NTF75).
 * Judges the address really connected to; the name counts only for `allow` entries.
 */
export function refuseAddress(destination: Destination, policy: AddressPolicy): Reason | null {
  const parsed = parseAddress(destination.address);
  if (parsed === null) return refusal('NTF71', destination, 'not an address');
  const forms = carriedForms(parsed);
  for (const form of forms) {
    const range = form.range();
    if (NEVER.has(range)) return refusal('NTF71', destination, `${range} address`);
    if (METADATA.includes(form.toNormalizedString())) {
      return refusal('NTF71', destination, 'metadata address');
    }
    if (destination.port === policy.ownPort && isOwnAddress(form, policy.ownAddresses)) {
      return refusal('NTF75', destination, "Watchfloor's own port");
    }
  }
  if (policy.author === 'admin' || isAllowed(destination, forms, policy.allow)) return null;
  const hidden = forms.find((form) => !isPublic(form, forms.length > 1));
  return hidden === undefined
    ? null
    : refusal('NTF72', destination, `${hidden.range()} address, not in outbound.allow`);
}

function refusal(code: string, { host, port }: Destination, why: string): Reason {
  return reason(code, `${host}:${port} is refused: ${why}`, { host, port, why });
}

function parseAddress(text: string): Address | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  // Only the plain four-part form is IPv4 here: what the system's resolver and URL parsing give.
  if (ipaddr.IPv4.isValidFourPartDecimal(bare) || bare.includes(':')) {
    return ipaddr.isValid(bare) ? ipaddr.parse(bare) : null;
  }
  return null;
}

/** The address, and the IPv4 address inside it where it carries one; all must pass. A mapped one is IPv4 only. */
function carriedForms(address: Address): readonly Address[] {
  if (address instanceof ipaddr.IPv4) return [address];
  const bytes = address.toByteArray();
  const isNoAddress = bytes.slice(0, 15).every((byte) => byte === 0);
  if (isNoAddress) return [address]; // `::` and `::1` are themselves, not carriers of 0.0.0.x
  for (const [range, at] of CARRIERS) {
    if (!address.match(ipaddr.parseCIDR(range) as [ipaddr.IPv6, number])) continue;
    const inner = new ipaddr.IPv4(bytes.slice(at, at + 4));
    return range === '::ffff:0:0/96' ? [inner] : [address, inner];
  }
  return [address];
}

function isPublic(address: Address, isCarrier: boolean): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
  if (address.match(LOCAL_NAT64 as [ipaddr.IPv6, number])) return false;
  // NAT64 is judged by the address inside; the older carriers are no way for a page.
  if (isCarrier) return address.range() === 'rfc6052';
  return address.range() === 'unicast' && address.match(GLOBAL_V6 as [ipaddr.IPv6, number]);
}

function isOwnAddress(address: Address, own: readonly string[]): boolean {
  if (address.range() === 'loopback') return true;
  const text = address.toNormalizedString();
  return own.some((candidate) => {
    const parsed = parseAddress(candidate);
    return parsed !== null && carriedForms(parsed).some((form) => form.toNormalizedString() === text);
  });
}

function isAllowed(
  { host, port }: Destination,
  forms: readonly Address[],
  allow: readonly string[],
): boolean {
  return allow.some((entry) => {
    const text = entry.trim().toLowerCase();
    if (text.includes('/')) return isInRange(forms, text);
    const { name, port: wanted } = splitPort(text);
    if (wanted !== null && wanted !== port) return false;
    const address = parseAddress(name);
    if (address === null) return plainHost(host) === plainHost(name);
    const wantedForms = carriedForms(address).map((form) => form.toNormalizedString());
    return forms.some((form) => wantedForms.includes(form.toNormalizedString()));
  });
}

function isInRange(forms: readonly Address[], cidr: string): boolean {
  if (!ipaddr.isValidCIDR(cidr)) return false;
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return forms.some(
    (form) => form.kind() === network.kind() && (form as ipaddr.IPv6).match(network as ipaddr.IPv6, bits),
  );
}

/** `host:8080` and `[::1]:8080` have a port; `::1` is an address with none. */
function splitPort(text: string): { readonly name: string; readonly port: number | null } {
  const found = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[^:]+))(?::(?<port>\d{1,5}))?$/.exec(text);
  if (found?.groups === undefined) return { name: text, port: null };
  const { v6, name, port } = found.groups;
  return { name: v6 ?? name ?? text, port: port === undefined ? null : Number(port) };
}

const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '');
