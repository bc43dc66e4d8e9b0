import { isIP } from 'node:net';
import { createTransport, type Transporter } from 'nodemailer';
import type { UsedSecret } from '../../../shared/config/common.ts';
import type { EmailChannel } from '../../../shared/config/document.ts';
import type { Contact } from '../../../shared/config/user.ts';
import { cleanLine, shorten } from '../../domain/notify/clean-text.ts';
import type { DeliveryResult } from '../../runtime/ports.ts';
import { type Channel, delivered, failed } from './channel.ts';
import { emailMessage } from './email-message.ts';

/** Value of a secret named in the config, null when it is not set. */
export type ReadSecret = (secret: UsedSecret) => string | null | Promise<string | null>;

export interface EmailTimeLimits {
  readonly connectMs: number;
  /** Longest silence of the server within a conversation. */
  readonly idleMs: number;
  /** For one mail, from connect to the server's last word. */
  readonly wholeMs: number;
}
const LIMITS: EmailTimeLimits = { connectMs: 10_000, idleMs: 15_000, wholeMs: 30_000 };

/** A page of which a refused sign-in is repeated waits for an admin, not for the next second. */
const AUTH_RETRY_MS = 60_000;

interface Relay {
  readonly key: string;
  readonly transport: Transporter;
}

/**
 * Mails over one SMTP relay, connections kept and shared. The settings are read at every mail: a changed
 * config or password opens new connections.
 * A password travels over verified TLS, or to this machine itself, never in the clear (NTF53).
 */
export function createEmailChannel(options: {
  readonly settings: () => EmailChannel | undefined;
  readonly readSecret: ReadSecret;
  readonly limits?: EmailTimeLimits;
}): Channel<Extract<Contact, { channel: 'email' }>> {
  const limits = options.limits ?? LIMITS;
  let relay: Relay | null = null;

  const relayFor = (settings: EmailChannel, password: string | null): Relay => {
    const key = JSON.stringify([settings, password]);
    if (relay?.key === key) return relay;
    relay?.transport.close();
    relay = { key, transport: createTransport(transportOptions(settings, password, limits)) };
    return relay;
  };

  return {
    name: 'email',
    async deliver(input) {
      const settings = options.settings();
      if (settings === undefined) return failed('E-mail is not set up: channels.email is missing', false);
      try {
        const password = settings.password ? await options.readSecret(settings.password) : null;
        if (settings.password && password === null) {
          return failed('The SMTP password is not set', true, AUTH_RETRY_MS);
        }
        const { transport } = relayFor(settings, password);
        const info = await transport.sendMail({
          ...emailMessage(input, settings.from),
          signal: AbortSignal.timeout(limits.wholeMs),
        });
        return delivered(said(info.response));
      } catch (error) {
        return smtpFailure(error);
      }
    },
    async close() {
      relay?.transport.close();
      relay = null;
    },
  };
}

function transportOptions(settings: EmailChannel, password: string | null, limits: EmailTimeLimits) {
  const { host, port, secure, user } = settings;
  const hasPassword = user !== null && password !== null;
  return {
    pool: true as const,
    maxConnections: 2,
    maxMessages: 100,
    // Once, for a kept connection that died meanwhile; further attempts are the outbox's.
    maxRequeues: 1,
    host,
    port,
    secure,
    requireTLS: hasPassword && !secure && !isThisMachine(host),
    // STARTTLS without a password only shuts out listeners, as between relays: whoever could show a wrong
    // certificate could as well hide STARTTLS. A relay with its own certificate must not stop pages.
    tls: { rejectUnauthorized: (hasPassword || secure) && !isThisMachine(host) },
    ...(hasPassword ? { auth: { user, pass: password } } : {}),
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    dnsTimeout: limits.connectMs,
    socketTimeout: limits.idleMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

const isThisMachine = (host: string): boolean =>
  host.toLowerCase() === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** What an SMTP error means for another attempt (NTF51): a 5xx is final, a refused sign-in waits, all else may pass. */
function smtpFailure(error: unknown): DeliveryResult {
  if (!(error instanceof Error)) return failed('Unknown error', true);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const status =
    'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  const response = 'response' in error && typeof error.response === 'string' ? error.response : '';
  // Replies to a sign-in may hold what was sent; only its code is kept.
  if (code === 'EAUTH') return failed(`SMTP sign-in refused (${status ?? code})`, true, AUTH_RETRY_MS);
  if (status !== null) return failed(said(response) || `SMTP ${status}`, status < 500);
  if (code === 'EENVELOPE') return failed('The address is not one a mail can go to', false);
  if (code === 'EABORT' || code === 'ETIMEDOUT' || code === 'TimeoutError') {
    return failed('The mail server did not answer in time', true);
  }
  return failed(`Mail server not reached: ${code}`, true);
}

const said = (response: unknown): string => shorten(cleanLine(String(response ?? '')), 160);
