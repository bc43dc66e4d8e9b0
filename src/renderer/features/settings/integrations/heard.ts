import type { IntegrationView } from '../../../../shared/api/integrations.ts';
import type { SourceHeard } from '../../../../shared/stream.ts';

/** When an integration was last heard: what the stream says, which is never older than what was read. */
export function heardOf(
  view: Pick<IntegrationView, 'id' | 'lastAcceptedAt' | 'lastRefusedAt'>,
  sources: readonly SourceHeard[],
): Pick<SourceHeard, 'lastAcceptedAt' | 'lastRefusedAt'> {
  const live = sources.find((source) => source.integration === view.id);
  return {
    lastAcceptedAt: later(view.lastAcceptedAt, live?.lastAcceptedAt ?? null),
    lastRefusedAt: later(view.lastRefusedAt, live?.lastRefusedAt ?? null),
  };
}

const later = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null ? a : Date.parse(a) >= Date.parse(b) ? a : b;

/** A mark that changes whenever something of these integrations was heard. */
export const heardMark = (sources: readonly SourceHeard[], id?: string): string =>
  sources
    .filter((source) => id === undefined || source.integration === id)
    .map(
      ({ integration, lastAcceptedAt, lastRefusedAt }) => `${integration} ${lastAcceptedAt} ${lastRefusedAt}`,
    )
    .join('\n');

const DAY_MS = 86_400_000;

/** Something to look at: refused within a day, a word nobody knows, or on and never heard. */
export function needsLook(
  view: IntegrationView,
  heard: Pick<SourceHeard, 'lastAcceptedAt' | 'lastRefusedAt'>,
  now: number,
): boolean {
  const isRefused = heard.lastRefusedAt !== null && now - Date.parse(heard.lastRefusedAt) < DAY_MS;
  return view.unknownWords.length > 0 || isRefused || (view.enabled && heard.lastAcceptedAt === null);
}
