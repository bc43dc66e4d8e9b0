import type { Integration } from '../../shared/config/integration.ts';
import { reason } from '../../shared/reason.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { matchEndpoint, SOURCES } from '../sources/registry.ts';
import type { Endpoint } from '../sources/source.ts';
import type { LogPort } from './ports.ts';

/** The door that a tool of a type posts its events to; null where a type has none. */
export function doorOf(type: string): Endpoint | null {
  const usual = matchEndpoint('POST', `/integration/${encodeURIComponent(type)}/v1/-`)?.endpoint;
  if (usual !== undefined) return usual;
  const source = SOURCES.find((one) => one.type === type || one.aliases?.includes(type));
  return source?.endpoints.find(({ methods }) => methods.includes('POST')) ?? null;
}

/** What an integration's source makes of a body that was fetched; never throws. */
export function parseAsPosted(
  integration: Integration,
  body: unknown,
  deps: { readonly now: number; readonly newId: () => string; readonly log: Pick<LogPort, 'error'> },
): readonly ParsedEvent[] {
  const { type } = integration;
  const door = doorOf(type);
  try {
    if (door !== null) {
      const request = { body, query: {}, headers: {}, receivedAt: deps.now, newId: deps.newId, integration };
      return door.parse(request);
    }
  } catch (error) {
    deps.log.error({ type, error: String(error) }, 'adapter failed on a fetched body');
  }
  const why = reason('ING30', `body: the ${type} adapter could not read it`, { cause: 'adapter' });
  return [{ ok: false, reason: why }];
}
