import type { SourceEvent } from '../../src/server/domain/event.ts';
import { matchEndpoint } from '../../src/server/sources/registry.ts';
import type { Endpoint, EventResult, Refusal, SourceRequest } from '../../src/server/sources/source.ts';
import { reason } from '../../src/shared/reason.ts';

export const KEY = 'k-0123456789abcdef0123456789abcdef0123';
export const RECEIVED_AT = Date.UTC(2026, 10, 22, 9);

/** A request as the gate hands it to a source, with ids `id-1`, `id-2` … */
export function requestOf(body: unknown, changes: Partial<SourceRequest> = {}): SourceRequest {
  let ids = 0;
  return {
    body,
    query: {},
    headers: {},
    receivedAt: RECEIVED_AT,
    integration: null,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    ...changes,
  };
}

export function doorAt(path: string): Endpoint {
  const found = matchEndpoint('POST', path);
  if (found === null) throw new Error(`no door at ${path}`);
  return found.endpoint;
}

/** The one event of a body; a refusal fails the test with its reason. */
export function eventOf(door: Endpoint, body: unknown, changes: Partial<SourceRequest> = {}): SourceEvent {
  const [parsed, ...others] = door.parse(requestOf(body, changes));
  if (parsed === undefined || others.length > 0)
    throw new Error(`expected one element, got ${others.length + 1}`);
  if (!parsed.ok) throw new Error(`refused: ${parsed.reason.text}`);
  return parsed.event;
}

/** The reason why the one element of a body is no event. */
export function refusalOf(door: Endpoint, body: unknown): string {
  const [parsed, ...others] = door.parse(requestOf(body));
  if (parsed === undefined || others.length > 0)
    throw new Error(`expected one element, got ${others.length + 1}`);
  if (parsed.ok) throw new Error('expected a refusal, got an event');
  return `${parsed.reason.code} ${parsed.reason.text}`;
}

export const createdResult: EventResult = {
  outcome: 'created',
  reason: reason('DED1', 'a new incident'),
  incident: 'inc-1',
  dedupKey: 'id-1',
};

export const refusal = (kind: Refusal['kind'], text = 'some reason'): Refusal => ({
  kind,
  reason: reason('ING2', text),
});
