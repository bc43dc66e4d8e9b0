import type { SavedInput } from '../../../shared/api/dry-run.ts';
import type { Integration } from '../../../shared/config/integration.ts';
import { reason } from '../../../shared/reason.ts';
import type { ParsedEvent } from '../../domain/event.ts';
import type { Instant } from '../../domain/incident/incident.ts';
import { copyDetails, findLinks } from '../../sources/details.ts';
import { SOURCES } from '../../sources/registry.ts';
import type { SourceRequest } from '../../sources/source.ts';
import { parsedEvent } from '../../sources/webhook-source.ts';

/** Events of one payload that are looked at (RTE51). */
export const MAX_EVENTS = 50;

/** What arrives, as far as a source needs it: a body as its content spelled it, or an event's own fields. */
export type DryInput = Pick<SavedInput, 'event' | 'payload' | 'query'>;

/** [RTE43] Reads the events as the integration's source would; nothing ever throws. */
export function readEvents(
  input: DryInput,
  integration: Integration,
  at: Instant,
): { readonly events: readonly ParsedEvent[]; readonly door: string | null } {
  if (input.event !== undefined) return { events: [fromFields(input.event, integration)], door: null };
  const source = SOURCES.find(
    ({ type, aliases }) => type === integration.type || aliases?.includes(integration.type),
  );
  let ids = 0;
  const request: SourceRequest = {
    body: input.payload ?? null,
    query: input.query ?? {},
    headers: {},
    receivedAt: at,
    newId: () => `dry-event-${++ids}`,
    integration,
  };
  let first: { readonly events: readonly ParsedEvent[]; readonly door: string } | null = null;
  const own = `/${integration.type}/`;
  const doors = (source?.endpoints ?? []).toSorted(
    (a, b) => Number(b.path.includes(own)) - Number(a.path.includes(own)),
  );
  // A tool with several doors: the first that makes an event of it.
  for (const { path, parse } of doors) {
    const read = { events: parsed(parse, request, integration.type), door: path };
    if (read.events.some(({ ok }) => ok)) return read;
    first ??= read;
  }
  return first ?? { events: [], door: null };
}

function parsed(
  parse: (request: SourceRequest) => readonly ParsedEvent[],
  request: SourceRequest,
  type: string,
): readonly ParsedEvent[] {
  try {
    return parse(request);
  } catch {
    const why = reason('ING30', `body: the ${type} adapter could not read it`, { cause: 'adapter' });
    return [{ ok: false, reason: why }];
  }
}

function fromFields(fields: NonNullable<DryInput['event']>, { type }: Integration): ParsedEvent {
  const { urgency, details: given, ...rest } = fields;
  const details = copyDetails(given);
  return parsedEvent({
    ...rest,
    details,
    links: findLinks(details),
    ...(urgency === null ? {} : { urgencyWord: urgency }),
    // The Standard integration's own default, as its source has it (ING9).
    ...(urgency === null && type === 'standard' ? { urgencyUnset: 'none' as const } : {}),
  });
}
