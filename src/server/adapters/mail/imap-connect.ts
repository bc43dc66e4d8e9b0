import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ImapFlow } from 'imapflow';
import type { ImapFetch } from '../../../shared/config/fetch.ts';
import { refuseAddress } from '../channels/address-policy.ts';
import { machineAddresses } from '../channels/outbound-guard.ts';

/** Largest mail fetched whole; of a longer one the beginning is kept with its refusal. */
export const MAX_FETCH_BYTES = 10 * 1024 * 1024;
const CONNECT_MS = 15_000;
const SILENCE_MS = 120_000;
/** Between the last command and the server telling by itself. */
const IDLE_AFTER_MS = 1000;

/** Why no connection was made, in words for people; never with what the server answered to a password. */
export class MailboxError extends Error {
  override readonly name = 'MailboxError';
}

export type ResolveHost = (host: string) => Promise<readonly string[]>;

const resolveBySystem: ResolveHost = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

export interface ConnectDeps {
  readonly password: string;
  readonly ownPort: () => number | null;
  readonly resolve?: ResolveHost;
}

/**
 * A signed-in connection to a mailbox's server (ING145): the host is looked up here and the address judged is the
 * address connected to, so that a name cannot lead elsewhere in between.
 */
export async function connectMailbox(settings: ImapFetch, deps: ConnectDeps): Promise<ImapFlow> {
  const { host, port } = settings;
  const address = await judgedAddress(settings, deps);
  const isLocal = address === '::1' || address.startsWith('127.');
  const client = new ImapFlow({
    host: address,
    port,
    secure: settings.secure,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    // A password never leaves this machine in the clear.
    ...(settings.secure || isLocal ? {} : { doSTARTTLS: true }),
    tls: { rejectUnauthorized: !isLocal },
    auth: { user: settings.user, pass: deps.password },
    logger: false,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    autoIdleDelay: IDLE_AFTER_MS,
    maxIdleTime: SILENCE_MS / 2,
    maxLiteralSize: MAX_FETCH_BYTES + 65_536,
    maxResponseSize: MAX_FETCH_BYTES + 1_048_576,
    maxLineLength: 1_048_576,
  });
  // What is said here is said again by whatever was waiting; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    throw explain(error);
  }
}

async function judgedAddress({ host, port }: ImapFetch, deps: ConnectDeps): Promise<string> {
  const addresses = isIP(host) !== 0 ? [host] : await (deps.resolve ?? resolveBySystem)(host);
  let refused = `${host} has no address`;
  for (const address of addresses) {
    const why = refuseAddress(
      { host, port, address },
      { author: 'admin', allow: [], ownPort: deps.ownPort(), ownAddresses: machineAddresses() },
    );
    if (why === null) return address;
    refused = why.text;
  }
  throw new MailboxError(refused);
}

/** Words for what went wrong. Replies to a sign-in may hold what was sent: only that it was refused is said. */
export function explain(error: unknown): MailboxError {
  if (error instanceof MailboxError) return error;
  if (!(error instanceof Error)) return new MailboxError('unknown error');
  if ('authenticationFailed' in error && error.authenticationFailed === true)
    return new MailboxError('the sign-in was refused');
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  const said =
    'responseText' in error && typeof error.responseText === 'string' ? ` (${error.responseText})` : '';
  return new MailboxError(`${code}${error.message}${said}`.replace(/\s+/g, ' ').slice(0, 200));
}
