import type { UsedSecret } from '../../../shared/config/common.ts';
import type { Integration } from '../../../shared/config/integration.ts';
import { reason } from '../../../shared/reason.ts';
import { createFetchStatus, type FetchStatusPort } from '../../runtime/fetch-status.ts';
import type { Floor } from '../../runtime/floor.ts';
import type { FloorCore } from '../../runtime/floor-core.ts';
import { type Fetcher, startImapFetcher } from './imap-fetcher.ts';
import { FETCHED } from './imap-round.ts';
import { createTakeMail } from './take-mail.ts';

/** Failures in a row after which the wall says so. */
const FAILURES_SHOWN = 3;

export interface MailFetchDeps {
  readonly core: Pick<
    FloorCore,
    'catalog' | 'onChange' | 'setLiveNotice' | 'clock' | 'log' | 'random' | 'resources' | 'change'
  >;
  readonly floor: Pick<Floor, 'ingest'>;
  readonly readSecret: (secret: UsedSecret) => string | null;
  readonly ownPort: () => number | null;
  readonly retryMs?: number;
}

export interface MailFetch {
  readonly status: FetchStatusPort;
  stop(): Promise<void>;
}

/** Keeps one fetcher for each integration that the config gives a mailbox, anew when its settings change (ING143). */
export function startMailFetch({ core, floor, readSecret, ownPort, retryMs }: MailFetchDeps): MailFetch {
  const { clock, log } = core;
  const takeMail = createTakeMail({ floor, clock, log });
  const running = new Map<string, { readonly settings: string; readonly fetcher: Fetcher }>();
  let work: Promise<void> = Promise.resolve();
  let isStopped = false;
  const shown = new Set<string>();

  const status = createFetchStatus((integration, now) => {
    const id = `fetch-failed:${integration}`;
    if (now === null || now.failures === 0) {
      if (shown.delete(id)) core.setLiveNotice(id, null);
      return;
    }
    if (now.failures < FAILURES_SHOWN || shown.has(id)) return;
    shown.add(id);
    const problem = now.lastError?.text ?? '';
    const why = reason('ING144', `fetching for ${integration} fails: ${problem}`, { integration, problem });
    const from = new Date(clock.now()).toISOString();
    core.setLiveNotice(id, { id, kind: 'config-problem', from, to: null, reason: why });
  });

  const wanted = (id: string): Integration | null => {
    const found = core.catalog().integrations.get(id)?.integration;
    return found?.enabled && found.type === 'email' && found.fetch?.kind === 'imap' ? found : null;
  };

  async function apply(): Promise<void> {
    for (const [id, { settings, fetcher }] of running) {
      if (!isStopped && JSON.stringify(wanted(id)?.fetch) === settings) continue;
      running.delete(id);
      await fetcher.stop();
      status.forget(id);
    }
    if (isStopped) return;
    for (const id of core.catalog().integrations.keys()) {
      const settings = wanted(id)?.fetch;
      if (settings?.kind !== 'imap' || running.has(id)) continue;
      const fetcher = startImapFetcher(id, {
        settings,
        integration: () => wanted(id),
        takeMail,
        mark: () => core.resources.get(FETCHED, id),
        putMark: (record) => core.change(FETCHED, (turn) => turn.put(record)),
        readSecret,
        status,
        ownPort,
        clock,
        log,
        random: core.random,
        ...(retryMs === undefined ? {} : { retryMs }),
      });
      running.set(id, { settings: JSON.stringify(settings), fetcher });
    }
  }

  const schedule = (): void => {
    work = work.then(apply).catch((error: unknown) => log.error({ err: error }, 'mail fetchers failed'));
  };
  const unsubscribe = core.onChange(({ parts }) => {
    if (parts.includes('config')) schedule();
  });
  schedule();
  return {
    status,
    async stop() {
      isStopped = true;
      unsubscribe();
      schedule();
      await work;
    },
  };
}
