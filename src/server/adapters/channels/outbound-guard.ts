import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { buildConnector } from 'undici';
import { type AddressPolicy, refuseAddress } from './address-policy.ts';
import type { UrlAuthor } from './channel.ts';
import { WarmConnections } from './warm-connections.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}
/** Addresses of a name; rejects when it has none. */
export type Resolver = (host: string) => Promise<readonly ResolvedAddress[]>;

/** Refused by our own policy: another attempt cannot help, and nothing was sent. */
export class OutboundRefused extends Error {
  override readonly name = 'OutboundRefused';
}

export interface OutboundSettings {
  /** `outbound.allow` of the config, read at each request. */
  readonly allow: () => readonly string[];
  readonly ownPort: () => number | null;
  readonly ownAddresses?: () => readonly string[];
  readonly resolve?: Resolver;
  /** For the whole exchange, name lookup to last byte; 10 s. */
  readonly timeLimitMs?: number;
}

export interface OutboundRequest {
  readonly url: string;
  readonly author: UrlAuthor;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface OutboundResponse {
  readonly status: number;
  readonly retryAfter: string | null;
  /** The first 64 KB at most; what came in time. */
  readonly text: string;
}

/** Sends a request where the policy lets it go. Redirects are answers, never followed (NTF73). */
export type SendOutbound = (request: OutboundRequest) => Promise<OutboundResponse>;

export const MAX_RESPONSE_BYTES = 65_536;
const TIME_LIMIT_MS = 10_000;
/** The machine's own addresses are asked for at most this often: a storm of pages would ask a thousand times a second. */
const ADDRESSES_MS = 1000;

/** Addresses of this machine's interfaces. */
export const machineAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address));

export const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

const resolveBySystem: Resolver = async (host) =>
  (await systemLookup(host, { all: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/**
 * A sender whose every connection is checked on the address it goes to (NTF70), bounded in time and size (NTF74).
 * A connection serves one author and one policy: none made for an admin's URL ever serves a responder's.
 * Rejects with `OutboundRefused` when the policy forbids the address, otherwise with the network's error.
 */
export function createOutbound(settings: OutboundSettings): SendOutbound {
  const ownAddresses = lately(settings.ownAddresses ?? machineAddresses);
  const connections = new WarmConnections();
  return async (request) => {
    const url = new URL(request.url);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new OutboundRefused(`${url.protocol} is refused: expected http or https`);
    }
    const policy: AddressPolicy = {
      author: request.author,
      allow: settings.allow(),
      ownPort: settings.ownPort(),
      ownAddresses: ownAddresses(),
    };
    const response = await connections.request(
      JSON.stringify([url.origin, policy]),
      url.origin,
      () => guardedConnector(url, policy, settings.resolve ?? resolveBySystem),
      {
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: { ...credentialsOf(url), ...request.headers },
        body: request.body,
        signal: AbortSignal.timeout(settings.timeLimitMs ?? TIME_LIMIT_MS),
      },
    );
    const asked = response.headers['retry-after'];
    return {
      status: response.statusCode,
      retryAfter: typeof asked === 'string' ? asked : null,
      text: await readBounded(response.body),
    };
  };
}

/** The answer of at most `ADDRESSES_MS` ago. */
function lately(ask: () => readonly string[]): () => readonly string[] {
  let known: readonly string[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - askedAt >= ADDRESSES_MS) {
      known = ask();
      askedAt = performance.now();
    }
    return known;
  };
}

/** What guards the connections of an admin's URL, for clients of other kinds than `createOutbound` (ING154). */
export function guardAdmin(
  url: URL,
  settings: Pick<OutboundSettings, 'ownPort' | 'ownAddresses' | 'resolve'>,
  tls: object,
) {
  const policy: AddressPolicy = {
    author: 'admin',
    allow: [],
    ownPort: settings.ownPort(),
    ownAddresses: (settings.ownAddresses ?? machineAddresses)(),
  };
  const resolve = settings.resolve ?? resolveBySystem;
  const check = (address: string) =>
    refuseAddress({ host: url.hostname, port: portOf(url), address }, policy);
  return {
    connector: guardedConnector(url, policy, resolve, tls),
    lookup: checkedLookup(resolve, check),
    /** A literal address is never looked up: throws where the policy forbids it. */
    judgeLiteral(): void {
      const literal = url.hostname.replace(/^\[|\]$/g, '');
      const refused = isIP(literal) === 0 ? null : check(literal);
      if (refused !== null) throw new OutboundRefused(refused.text);
    },
  };
}

/** Makes connections where the policy lets them go; `tls` are settings of Node's `tls.connect`. */
function guardedConnector(
  url: URL,
  policy: AddressPolicy,
  resolve: Resolver,
  tls: object = {},
): buildConnector.connector {
  const host = url.hostname;
  const port = portOf(url);
  const check = (address: string) => refuseAddress({ host, port, address }, policy);
  const connect = buildConnector({
    ...tls,
    timeout: TIME_LIMIT_MS,
    autoSelectFamily: true,
    lookup: checkedLookup(resolve, check),
  });
  return (options, callback) => {
    // A literal address is never looked up, so it is judged here.
    const literal = host.replace(/^\[|\]$/g, '');
    const refused = isIP(literal) === 0 ? null : check(literal);
    if (refused !== null) return callback(new OutboundRefused(refused.text), null);
    connect(options, (error, socket) => {
      if (error !== null || socket === null) return callback(error ?? new Error('not connected'), null);
      // The last word has the socket itself, before a byte of the request leaves.
      const late = check(socket.remoteAddress ?? '');
      if (late === null) return callback(null, socket);
      socket.destroy();
      callback(new OutboundRefused(late.text), null);
    });
  };
}

function checkedLookup(
  resolve: Resolver,
  check: (address: string) => { readonly text: string } | null,
): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const open = addresses.filter(({ address }) => check(address) === null);
        const [first] = open;
        if (first === undefined) {
          const refused = addresses.map(({ address }) => check(address)).find((found) => found !== null);
          const error = refused
            ? new OutboundRefused(refused.text)
            : Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' });
          callback(error, '', 0);
        } else if (options.all === true) callback(null, [...open]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}

/** `user:password@` of a URL as Basic credentials, since a request line carries none. */
function credentialsOf(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** The status is known by now: a body that is too long, or stops coming, is cut and spoils nothing. */
async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MAX_RESPONSE_BYTES) break;
    }
  } catch {
    // Cut off by the deadline or the peer.
  }
  return Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString('utf8');
}
