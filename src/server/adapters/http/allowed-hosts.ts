import { networkInterfaces } from 'node:os';
import type { GateSettings } from './gate.ts';
import type { HttpSettings } from './settings.ts';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'] as const;

const isLoopbackAddress = (address: string): boolean =>
  address === 'localhost' || address === '::1' || address === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(address);

/** True when only this machine can reach a server bound to `host`. */
export const isLoopbackBind = isLoopbackAddress;

/** True for the peer address of a connection from this machine, IPv4-mapped ones included. */
export const isLoopbackPeer = (address: string | undefined): boolean =>
  address !== undefined && isLoopbackAddress(address.startsWith('::ffff:') ? address.slice(7) : address);

/** Addresses of this machine as a `Host` header spells them, `[…]` around IPv6. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address, family }) => (family === 'IPv6' ? `[${address.split('%')[0]}]` : address));
}

/**
 * The exact Hosts allowed for a server that listens on `port` (STR40): loopback names with the actual port,
 * what `--allowed-host` and `--public-url` name, and the machine's addresses where it is reachable from outside.
 * An allowed host without a port is allowed on this port and, for a proxy in front, on the scheme's own.
 */
export function gateSettings(
  settings: HttpSettings,
  port: number,
  addresses: () => readonly string[] = ownAddresses,
): GateSettings {
  const hosts = new Map<string, Set<string>>();
  const scheme = settings.tls === null ? 'http' : 'https';
  const defaultPort = settings.tls === null ? 80 : 443;
  const allow = (host: string, schemes: readonly string[]) => {
    const origins = hosts.get(host) ?? new Set<string>();
    for (const each of schemes) origins.add(`${each}://${host.toLowerCase()}`);
    hosts.set(host, origins);
  };
  const onThisPort = (name: string) => {
    allow(`${name}:${port}`, [scheme]);
    if (port === defaultPort) allow(name, [scheme]);
  };
  for (const name of LOOPBACK_NAMES) onThisPort(name);
  if (!isLoopbackBind(settings.host)) for (const address of addresses()) onThisPort(address);
  else if (!LOOPBACK_NAMES.includes(settings.host as 'localhost') && settings.host !== '::1')
    onThisPort(settings.host);
  for (const named of settings.allowedHosts) {
    for (const form of new Set([named, named.toLowerCase()])) {
      if (/:\d+$/.test(form)) allow(form, ['http', 'https']);
      else {
        allow(form, ['http', 'https']);
        allow(`${form}:${port}`, ['http', 'https']);
      }
    }
  }
  if (settings.publicUrl !== null) {
    const { protocol, host } = new URL(settings.publicUrl);
    allow(host, [protocol.slice(0, -1)]);
  }
  return { hosts };
}
