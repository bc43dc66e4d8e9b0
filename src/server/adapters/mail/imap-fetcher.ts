import type { ImapFlow } from 'imapflow';
import type { UsedSecret } from '../../../shared/config/common.ts';
import type { ImapFetch } from '../../../shared/config/fetch.ts';
import type { Integration } from '../../../shared/config/integration.ts';
import { durationMs } from '../../../shared/duration.ts';
import type { FetchStatusPort } from '../../runtime/fetch-status.ts';
import type { ClockPort, LogPort, Resource } from '../../runtime/ports.ts';
import { connectMailbox, explain, MailboxError, type ResolveHost } from './imap-connect.ts';
import { fetchRound } from './imap-round.ts';
import type { TakeMail } from './take-mail.ts';

const MAX_RETRY_MS = 300_000;
/** Servers lock users out whose sign-in fails again and again. */
const SIGN_IN_TIMES = 60;
const AGAIN_MS = 500;

export interface FetcherDeps {
  readonly settings: ImapFetch;
  /** As the config has it now; null when it is gone or switched off. */
  readonly integration: () => Integration | null;
  readonly takeMail: TakeMail;
  readonly mark: () => unknown;
  readonly putMark: (record: Resource) => Promise<void>;
  readonly readSecret: (secret: UsedSecret) => string | null;
  readonly status: FetchStatusPort;
  readonly ownPort: () => number | null;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly log: LogPort;
  readonly random: () => number;
  readonly resolve?: ResolveHost;
  /** First delay after a failure. */
  readonly retryMs?: number;
}

export interface Fetcher {
  stop(): Promise<void>;
}

/** Keeps taking a mailbox's new mails until stopped (ING143, ING144). */
export function startImapFetcher(id: string, deps: FetcherDeps): Fetcher {
  const { settings, status, clock, log } = deps;
  const everyMs = durationMs(settings.every);
  let isStopped = false;
  let client: ImapFlow | null = null;
  let wake: () => void = () => undefined;

  /** Until the time is over, or `wake` is called. */
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function connect(): Promise<ImapFlow> {
    const password = deps.readSecret(settings.password);
    if (password === null) throw new MailboxError('the password is not set');
    const made = await connectMailbox(settings, {
      password,
      ownPort: deps.ownPort,
      ...(deps.resolve === undefined ? {} : { resolve: deps.resolve }),
    });
    made.on('exists', () => wake());
    made.on('close', () => wake());
    return made;
  }

  /** One connection from sign-in to its end. Throws what ended it. */
  async function attend(): Promise<void> {
    client = await connect();
    try {
      while (!isStopped) {
        const integration = deps.integration();
        if (integration === null) return;
        let isAnnounced = false;
        const note = () => {
          isAnnounced = true;
        };
        client.on('exists', note);
        const round = await fetchRound(client, {
          takeMail: deps.takeMail,
          integration,
          settings,
          mark: deps.mark,
          putMark: deps.putMark,
          isStopped: () => isStopped,
        });
        client.off('exists', note);
        if (round.problem === null) status.succeeded(id, clock.now());
        else status.failed(id, clock.now(), round.problem);
        if (!client.usable) throw new MailboxError('the server closed the connection');
        // What came while the round ran was perhaps not in its search.
        if (!isStopped && !round.isFull) await wait(isAnnounced ? Math.min(everyMs, AGAIN_MS) : everyMs);
        if (!isStopped && !client.usable) throw new MailboxError('the server closed the connection');
      }
    } finally {
      client.close();
      client = null;
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!isStopped) {
      const before = lastSuccess();
      try {
        await attend();
        if (deps.integration() === null) return;
      } catch (error) {
        if (isStopped) return;
        const { message } = explain(error);
        failures = lastSuccess() === before ? failures + 1 : 1;
        status.failed(id, clock.now(), message);
        log.warn({ integration: id, problem: message }, 'fetching mail failed');
        const firstMs = deps.retryMs ?? 1000;
        const leastMs = message.includes('sign-in') ? firstMs * SIGN_IN_TIMES : 0;
        const delayMs = Math.min(firstMs * 2 ** Math.min(failures - 1, 20), MAX_RETRY_MS);
        await wait(Math.max(leastMs, delayMs) * (1 + deps.random() * 0.2));
      }
    }
  }

  const lastSuccess = () =>
    status.list().find(({ integration }) => integration === id)?.lastSuccessAt ?? null;
  const running = run().catch((error: unknown) => log.error({ err: error }, 'a fetcher ended'));
  return {
    async stop() {
      isStopped = true;
      wake();
      client?.close();
      await running;
    },
  };
}
