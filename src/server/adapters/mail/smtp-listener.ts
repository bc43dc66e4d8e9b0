import type { AddressInfo } from 'node:net';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Integration } from '../../../shared/config/integration.ts';
import type { SmtpSettings } from '../../../shared/config/mail-in.ts';
import type { Reason } from '../../../shared/reason.ts';
import type { ClockPort, LogPort } from '../../runtime/ports.ts';
import { createRecipients, type FindByKey, isInRanges } from './recipients.ts';
import type { TakeMail } from './take-mail.ts';

export interface SmtpLimits {
  readonly sessions: number;
  readonly sessionsOfAddress: number;
  readonly mailsPerMinute: number;
  /** Of all mails being received. */
  readonly bufferedBytes: number;
  readonly idleMs: number;
  /** For one mail, from DATA to its end. */
  readonly wholeMs: number;
}
const LIMITS: SmtpLimits = {
  sessions: 100,
  sessionsOfAddress: 20,
  mailsPerMinute: 1200,
  bufferedBytes: 64 * 1024 * 1024,
  idleMs: 60_000,
  wholeMs: 300_000,
};
/** Unknown recipients of one session before it is ended. */
const MAX_UNKNOWN = 10;
/** A mail this many times too long is not read to its end. */
const CUT_OFF_TIMES = 10;
/** Of a mail that is too long, as it is kept with its refusal. */
const HEAD_BYTES = 65_536;
const CLOSE_MS = 150;

export interface SmtpListenerDeps {
  readonly settings: SmtpSettings;
  /** PEM texts for STARTTLS. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly findByKey: FindByKey;
  readonly takeMail: TakeMail;
  /** `integration` null: an unknown recipient (ING28). */
  readonly suspicion: (address: string, integration: string | null, now: number) => void;
  /** A session or a mail was told to come again later (ING149). */
  readonly onTurnedAway: () => void;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly log: LogPort;
  readonly limits?: Partial<SmtpLimits>;
}

export interface SmtpListener {
  /** The real one. */
  readonly port: number;
  close(): Promise<void>;
}

interface Talk {
  readonly address: string;
  unknown: number;
}

/** What came of a mail's DATA. */
interface Received {
  /** All of it, or its beginning where it was too long. */
  readonly bytes: Buffer;
  readonly why: 'whole' | 'too-large' | 'overload';
}

const say = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });
const UNKNOWN = say(550, '5.1.1 no such recipient here');
const LATER = say(451, '4.3.2 not stored, please try again later');

/** Mail by SMTP for the integrations of type `email` (ING130–ING134, ING141). Rejects where it cannot listen. */
export function openSmtpListener(deps: SmtpListenerDeps): Promise<SmtpListener> {
  const { settings, takeMail, log, clock } = deps;
  const limits = { ...LIMITS, ...deps.limits };
  const recipientOf = createRecipients(deps.findByKey, settings.domain);
  const talks = new Map<string, Talk>();
  const perMinute = new RateLimiterMemory({ points: limits.mailsPerMinute, duration: 60 });
  let buffered = 0;
  const later = (answer: Error): Error => {
    deps.onTurnedAway();
    return answer;
  };

  const server = new SMTPServer({
    name: settings.domain ?? 'watchfloor',
    banner: 'Watchfloor',
    size: settings.maxBytes,
    ...(deps.tls === null ? {} : deps.tls),
    disabledCommands: deps.tls === null ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    maxClients: limits.sessions,
    socketTimeout: limits.idleMs,
    closeTimeout: CLOSE_MS,
    onConnect(session, done) {
      const address = session.remoteAddress;
      if (!isInRanges(address, settings.allow)) {
        log.warn({ address }, 'a mail sender that is not allowed was refused');
        return done(say(554, '5.7.1 not allowed from here'));
      }
      const same = [...talks.values()].filter((talk) => talk.address === address).length;
      if (same >= limits.sessionsOfAddress)
        return done(later(say(421, '4.7.0 too many sessions from your address')));
      talks.set(session.id, { address, unknown: 0 });
      done();
    },
    onClose(session) {
      talks.delete(session.id);
    },
    onMailFrom(_address, session, done) {
      perMinute.consume(session.remoteAddress).then(
        () => done(),
        () => done(later(say(451, '4.7.0 too many mails a minute, please try again later'))),
      );
    },
    onRcptTo({ address }, session, done) {
      if (session.envelope.rcptTo.length >= settings.maxRecipients)
        return done(say(452, '4.5.3 too many recipients'));
      if (recipientOf(address) !== null) return done();
      deps.suspicion(session.remoteAddress, null, clock.now());
      const talk = talks.get(session.id);
      if (talk !== undefined) talk.unknown += 1;
      done(UNKNOWN);
      if ((talk?.unknown ?? 0) >= MAX_UNKNOWN) setImmediate(() => cut(session));
    },
    onData(stream, session, done) {
      receive(stream, session)
        .then((received) => (received === null ? undefined : store(received, session)))
        .then(
          (problem) => done(problem ?? null, 'OK: stored'),
          (error: unknown) => {
            log.error({ err: error }, 'a mail was not stored');
            done(later(LATER));
          },
        );
    },
  });
  server.on('error', (error) => log.debug({ err: error }, 'a mail session failed'));

  function cut(session: SMTPServerSession): void {
    for (const connection of server.connections) if (connection.id === session.id) connection.close();
  }

  /** Null where the sender went away. Keeps at most `maxBytes`; of a longer mail, and under overload, only the head. */
  function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Received | null> {
    return new Promise((resolve) => {
      let chunks: Buffer[] = [];
      let kept = 0;
      let size = 0;
      let why: Received['why'] = 'whole';
      const timer = setTimeout(() => cut(session), limits.wholeMs).unref();
      const shed = (cause: 'too-large' | 'overload') => {
        why = cause;
        const head = Buffer.concat(chunks).subarray(0, HEAD_BYTES);
        buffered -= kept - head.length;
        kept = head.length;
        chunks = [head];
      };
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (why === 'whole') {
          chunks.push(chunk);
          kept += chunk.length;
          buffered += chunk.length;
          if (size > settings.maxBytes) shed('too-large');
          else if (buffered > limits.bufferedBytes) shed('overload');
        } else if (size > settings.maxBytes) {
          why = 'too-large';
          if (size > settings.maxBytes * CUT_OFF_TIMES) cut(session);
        }
      });
      let isOver = false;
      const finish = (received: () => Received | null) => {
        if (isOver) return;
        isOver = true;
        clearTimeout(timer);
        const result = received();
        buffered -= kept;
        resolve(result);
      };
      stream.on('end', () => finish(() => ({ bytes: Buffer.concat(chunks, kept), why })));
      stream.on('error', () => finish(() => null));
      stream.on('close', () => finish(() => null));
    });
  }

  /** Null when every recipient has it on disk; otherwise what the sender is told. */
  async function store({ bytes, why }: Received, session: SMTPServerSession): Promise<Error | null> {
    if (why === 'overload') return later(LATER);
    const { mailFrom, rcptTo } = session.envelope;
    const integrations = new Map<string, Integration>();
    for (const { address } of rcptTo) {
      const found = recipientOf(address);
      if (found !== null) integrations.set(found.id, found);
    }
    // Its key was changed since RCPT.
    if (integrations.size === 0) return UNKNOWN;
    const read =
      why === 'too-large' ? null : await takeMail.read(bytes, mailFrom === false ? null : mailFrom.address);
    const refusals: (Reason | null)[] = [];
    for (const integration of integrations.values()) {
      const taken =
        read === null
          ? await takeMail.refuseSize(settings.maxBytes, bytes, integration)
          : await takeMail.commit(read, bytes, integration);
      // What is stored already is a repeat when the sender comes again.
      if (!taken.ok) return later(LATER);
      if (taken.refusal !== null) deps.suspicion(session.remoteAddress, integration.id, clock.now());
      refusals.push(taken.refusal);
    }
    const refused = refusals.find((refusal) => refusal !== null);
    if (refused === undefined || refused === null || refusals.includes(null)) return null;
    const text = refused.text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
    return read === null ? say(552, `5.3.4 ${text}`) : say(554, `5.6.0 ${text}`);
  }

  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(settings.port, settings.host, () => {
      server.server.off('error', reject);
      resolve({
        port: (server.server.address() as AddressInfo).port,
        close: () => new Promise<void>((closed) => server.close(closed)),
      });
    });
  });
}
