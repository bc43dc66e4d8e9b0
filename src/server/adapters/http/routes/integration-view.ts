import { type IntegrationView, KEY_BLANK } from '../../../../shared/api/integrations.ts';
import type { Integration } from '../../../../shared/config/integration.ts';
import type { SourceHeard } from '../../../../shared/stream.ts';
import { liveKeyBefore, storedSecret } from '../../../runtime/integration-changes.ts';
import type { IntegrationFigures } from '../../../runtime/query-port.ts';
import type { Door } from '../openapi.ts';
import type { ApiDeps } from '../route.ts';

const DAY_MS = 86_400_000;
const WORD_DAYS = 7;

/** Whole addresses that a type posts to, the one under its own name first; `{key}` where the key belongs. */
export function addressesOf(type: string, doors: readonly Door[], baseUrl: string): readonly string[] {
  const own = doors.filter((door) => door.type === type || door.aliases?.includes(type));
  // Doors of the source's other names work as well, but would only confuse.
  const named = own.filter(({ path }) => !path.startsWith('/integration/') || isNamed(path, type));
  return [...(named.length === 0 ? own : named)]
    .toSorted((a, b) => Number(isNamed(b.path, type)) - Number(isNamed(a.path, type)))
    .map(({ path }) => `${baseUrl}${path}`)
    .filter((address, index, all) => all.indexOf(address) === index);
}

const isNamed = (path: string, type: string): boolean => path.startsWith(`/integration/${type}/`);

/** An address with the key in its place. */
export const withKey = (address: string, key: string): string =>
  address.replace(KEY_BLANK, encodeURIComponent(key));

/** A word as the table of an integration is asked for it: without case. */
const foldWord = (word: string): string => word.trim().toLowerCase();

/** [STR146] Integrations as pages and programs see them, with what they sent lately. */
export async function viewsOf(
  deps: ApiDeps,
  integrations: readonly Integration[],
  now: number,
  isAdmin: boolean,
): Promise<readonly IntegrationView[]> {
  const heard = new Map(deps.floor.sources().map((source) => [source.integration, source]));
  const refusedAt = (source: SourceHeard | undefined) =>
    source?.lastRefusedAt == null ? null : Date.parse(source.lastRefusedAt);
  const figures = await deps.floor.queries.integrationFigures({
    from: now - DAY_MS,
    wordsFrom: now - WORD_DAYS * DAY_MS,
    integrations: integrations.map(({ id }) => ({ id, refusedAt: refusedAt(heard.get(id)) })),
  });
  return integrations.map((integration) =>
    viewOf(deps, integration, heard.get(integration.id), figures[integration.id]!, now, isAdmin),
  );
}

function viewOf(
  deps: ApiDeps,
  integration: Integration,
  heard: SourceHeard | undefined,
  figures: IntegrationFigures,
  now: number,
  isAdmin: boolean,
): IntegrationView {
  const { id, name, type, service, enabled, urgencies, routes } = integration;
  const before = liveKeyBefore(integration, now);
  const own = new Set(Object.keys(urgencies).map(foldWord));
  const usedAt = deps.previousKeyUsedAt?.(id) ?? null;
  return {
    id,
    name,
    type,
    service,
    enabled,
    keyHint: isAdmin ? storedSecret(integration.key).hint : null,
    previousKey: before && {
      hint: isAdmin ? before.key.hint : null,
      until: before.until,
      usedAt: usedAt === null ? null : new Date(usedAt).toISOString(),
    },
    addresses: [...addressesOf(type, deps.doors(), deps.baseUrl())],
    urgencies,
    routeCount: routes.length,
    lastAcceptedAt: heard?.lastAcceptedAt ?? null,
    lastRefusedAt: heard?.lastRefusedAt ?? null,
    lastDay: figures.outcomes,
    lastRefusal: figures.lastRefusal,
    unknownWords: figures.unknownWords.filter(({ word }) => !own.has(foldWord(word))),
  };
}
