import { suitsType } from '../../../shared/config/check-fetch.ts';
import type { FetchKind } from '../../../shared/config/fetch.ts';
import type { Integration } from '../../../shared/config/integration.ts';
import { reason } from '../../../shared/reason.ts';
import { createFetchStatus, type FetchStatus, type FetchStatusPort } from '../../runtime/fetch-status.ts';
import { startImapFetcher } from '../mail/imap-fetcher.ts';
import { FETCHED } from '../mail/imap-round.ts';
import { createTakeMail } from '../mail/take-mail.ts';
import type { Fetcher, FetcherContext } from './fetcher.ts';
import { startSqsFetcher } from './sqs-fetcher.ts';
import { startStateFetcher } from './state-fetcher.ts';

/** Failures in a row after which the wall says so. */
const FAILURES_SHOWN = 3;

export type FetchersDeps = Omit<FetcherContext, 'status' | 'integration'>;

export interface Fetchers {
  readonly status: FetchStatusPort;
  /** Every integration that fetches, in the config's order; one that has not looked yet has nulls (ING168). */
  list(): readonly (FetchStatus & { readonly kind: FetchKind })[];
  stop(): Promise<void>;
}

/** Keeps one fetcher for each integration that the config gives one, anew when its settings change (ING143). */
export function startFetchers(deps: FetchersDeps): Fetchers {
  const { core } = deps;
  const { clock, log } = core;
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
    return found?.enabled && found.fetch && suitsType(found.fetch.kind, found.type) ? found : null;
  };

  function start(id: string, settings: NonNullable<Integration['fetch']>): Fetcher {
    const context: FetcherContext = { ...deps, status, integration: () => wanted(id) };
    switch (settings.kind) {
      case 'imap':
        return startImapFetcher(id, {
          settings,
          integration: context.integration,
          readSecret: deps.readSecret,
          ownPort: deps.ownPort,
          status,
          takeMail: createTakeMail({ floor: deps.floor, clock, log }),
          mark: () => core.resources.get(FETCHED, id),
          putMark: (record) => core.change(FETCHED, (turn) => turn.put(record)),
          clock,
          log,
          random: core.random,
          ...(deps.retryMs === undefined ? {} : { retryMs: deps.retryMs }),
        });
      case 'sqs':
        return startSqsFetcher(id, settings, context);
      default:
        return startStateFetcher(id, settings, context);
    }
  }

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
      if (settings === undefined || running.has(id)) continue;
      running.set(id, { settings: JSON.stringify(settings), fetcher: start(id, settings) });
    }
  }

  const schedule = (): void => {
    work = work.then(apply).catch((error: unknown) => log.error({ err: error }, 'fetchers failed'));
  };
  const unsubscribe = core.onChange(({ parts }) => {
    if (parts.includes('config')) schedule();
  });
  schedule();
  return {
    status,
    list() {
      const known = new Map(status.list().map((one) => [one.integration, one]));
      return core.catalog().config.integrations.flatMap(({ id, fetch }) => {
        if (fetch === undefined || wanted(id) === null) return [];
        const none = { integration: id, lastSuccessAt: null, lastError: null, failures: 0 };
        return [{ ...(known.get(id) ?? none), kind: fetch.kind }];
      });
    },
    async stop() {
      isStopped = true;
      unsubscribe();
      schedule();
      await work;
    },
  };
}
