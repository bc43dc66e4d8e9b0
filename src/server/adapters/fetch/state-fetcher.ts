import type { StateFetch } from '../../../shared/config/fetch-state.ts';
import { durationMs } from '../../../shared/duration.ts';
import { parseAsPosted } from '../../runtime/parse-as-posted.ts';
import { createStateSync, type SyncRules } from '../../runtime/state-sync.ts';
import { createCallApi } from './call-api.ts';
import type { Fetcher, FetcherContext } from './fetcher.ts';
import { keepTrying } from './keep-trying.ts';
import { readState } from './read-state.ts';

/** A slow reading, and a delay of the next one. */
const READING_MS = 60_000;

/** Reads a tool's active alerts at once and then again and again (ING167), and brings its incidents to them. */
export function startStateFetcher(id: string, settings: StateFetch, context: FetcherContext): Fetcher {
  const { core, ownPort, resolve } = context;
  const sync = createStateSync(core, id);
  const everyMs = durationMs(settings.every);
  const rules: SyncRules = {
    graceMs: settings.resolveMissing ? durationMs(settings.grace) : null,
    maxGapMs: 2 * everyMs + READING_MS,
    // Another site of the same installation may post to the same integration.
    owns: settings.kind === 'checkmk' ? (key) => key.startsWith(`${settings.site}|`) : () => true,
  };

  async function round(signal: AbortSignal) {
    const call = createCallApi(
      { tls: settings.tls, ownPort, ...(resolve === undefined ? {} : { resolve }) },
      signal,
    );
    const alerts = await readState(settings, call, context);
    const integration = context.integration();
    if (integration !== null && !signal.aborted) {
      const deps = { now: core.clock.now(), newId: core.newId, log: core.log };
      const active = alerts.map(({ body, isQuiet }) => ({
        events: parseAsPosted(integration, body, deps),
        raw: JSON.stringify(body),
        isQuiet,
      }));
      await sync.take(active, rules);
    }
    return { waitMs: everyMs, problem: null };
  }

  return keepTrying(id, context, round, sync.failed);
}
