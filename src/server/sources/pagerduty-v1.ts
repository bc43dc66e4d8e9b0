import { reason } from '../../shared/reason.ts';
import type { EventStatus } from '../../shared/words.ts';
import type { EventLink, ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, findLinks, MAX_LINKS, toLink } from './details.ts';
import { describeFound, isObject, type JsonObject, optionalLine, textOf } from './fields.ts';
import type { Endpoint, EventResult, HttpAnswer, Refusal, SourceRequest } from './source.ts';
import { statusOf } from './standard-reply.ts';
import { parsedEvent } from './webhook-source.ts';

/**
 * PagerDuty Events API v1, which old agents and scripts still speak: the integration's key is `service_key` (ING90).
 * Success is exactly 200, and "too fast" is 403.
 * Source: PagerDuty's developer documentation, "Events API v1".
 */
export const eventsV1Endpoints: readonly Endpoint[] = [
  '/generic/2010-04-15/create_event.json',
  '/api/generic/2010-04-15/create_event.json',
].map((path) => ({
  methods: ['POST'],
  path,
  keyOf: ({ body }) => (isObject(body) ? textOf(body.service_key) : null),
  parse: (request) => [parseEventV1(request.body, request)],
  accept: acceptEvent,
  refuse: refuseEvent,
}));

const STATUSES: ReadonlyMap<unknown, EventStatus> = new Map([
  ['trigger', 'open'],
  ['acknowledge', 'ack'],
  ['resolve', 'close'],
]);
/** PagerDuty's own limit. */
const MAX_INCIDENT_KEY = 255;

/** A body of v1, told from v2 by what it names its action. */
export const isEventV1 = (body: unknown): boolean =>
  isObject(body) && body.event_type !== undefined && body.event_action === undefined;

/** Every fault of a body in PagerDuty's words; empty when it is an event. */
function findErrors(body: unknown): readonly string[] {
  if (!isObject(body)) return [`body: expected an object with event_type, found ${describeFound(body)}`];
  const errors: string[] = [];
  const status = STATUSES.get(body.event_type);
  if (status === undefined) {
    errors.push(
      textOf(body.event_type)?.trim()
        ? 'event_type is invalid (must be one of: trigger acknowledge resolve)'
        : 'event_type is missing or blank',
    );
  }
  const key = textOf(body.incident_key ?? '');
  if (key === null) errors.push('incident_key is invalid (must be a string)');
  else if (key.length > MAX_INCIDENT_KEY) {
    errors.push(`incident_key is too long (maximum is ${MAX_INCIDENT_KEY} characters)`);
  } else if (status !== undefined && status !== 'open' && key.trim() === '') {
    errors.push('incident_key is missing or blank');
  }
  if (status === 'open' && optionalLine(body.description) === null) {
    errors.push('description is missing or blank');
  }
  return errors;
}

/** One event of v1, wherever it was posted. A trigger without a key gets one. */
export function parseEventV1(body: unknown, request: SourceRequest): ParsedEvent {
  const errors = findErrors(body);
  const status = isObject(body) ? STATUSES.get(body.event_type) : undefined;
  if (errors.length > 0 || status === undefined || !isObject(body)) {
    return { ok: false, reason: reason('ING90', errors.join('; ')) };
  }
  const sent = textOf(body.incident_key) ?? '';
  const key = sent.trim() === '' ? request.newId() : sent;
  const details = copyDetails(body.details);
  const client = optionalLine(body.client);
  if (client !== null && !Object.hasOwn(details, 'client')) details.client = client;
  return parsedEvent({
    status,
    summary: optionalLine(body.description, MAX_SUMMARY) ?? `${status} ${key}`,
    dedupKey: key,
    details,
    links: collectLinks(body, details),
  });
}

function collectLinks(body: JsonObject, details: Readonly<Record<string, unknown>>): readonly EventLink[] {
  const contexts = Array.isArray(body.contexts) ? body.contexts.slice(0, MAX_LINKS).filter(isObject) : [];
  const links = [
    toLink(optionalLine(body.client), body.client_url),
    ...contexts.flatMap(({ href, src, text, alt }) => [toLink(text ?? alt, href), toLink(alt ?? text, src)]),
  ];
  return [...links.filter((link) => link !== null), ...findLinks(details)].slice(0, MAX_LINKS);
}

/** 200 and the key to acknowledge or resolve by: the sender's own, else the one made for it. */
function acceptEvent(results: readonly EventResult[], { body }: SourceRequest): HttpAnswer {
  const sent = isObject(body) ? textOf(body.incident_key) : null;
  const key = sent?.trim() ? sent : (results[0]?.dedupKey ?? '');
  return { status: 200, body: { status: 'success', message: 'Event processed', incident_key: key } };
}

function refuseEvent(refusal: Refusal, request: SourceRequest | null): HttpAnswer {
  const retry = { 'Retry-After': '1' };
  if (refusal.kind === 'key') {
    const message = 'Invalid service key';
    return { status: statusOf('key'), body: { status: 'invalid event', message, errors: [message] } };
  }
  if (refusal.kind === 'overload') {
    const message = 'Requests for this service are arriving too quickly.  Please retry later.';
    return { status: 403, body: { status: 'throttle exceeded', message }, headers: retry };
  }
  if (refusal.kind === 'storage') {
    const message = 'The event could not be stored. Please retry later.';
    return { status: statusOf('storage'), body: { status: 'error', message }, headers: retry };
  }
  const found = refusal.kind === 'body' && isObject(request?.body) ? findErrors(request.body) : [];
  const errors = found.length > 0 ? found : [refusal.reason.text];
  const message = 'Event object is invalid';
  return { status: statusOf(refusal.kind), body: { status: 'invalid event', message, errors } };
}
