import { reason } from '../../shared/reason.ts';
import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { EventLink, ParsedEvent } from '../domain/event.ts';
import { parseBatch } from './batch.ts';
import { MAX_SUMMARY, toKey } from './bounded.ts';
import { copyDetails, findLinks, MAX_LINKS, toLink } from './details.ts';
import { describeFound, isObject, type JsonObject, optionalLine, textOf } from './fields.ts';
import { eventsV1Endpoints, isEventV1, parseEventV1 } from './pagerduty-v1.ts';
import type { EventResult, HttpAnswer, Refusal, Source, SourceRequest } from './source.ts';
import { acceptStandard, refuseStandard, statusOf } from './standard-reply.ts';
import { parseTime } from './times.ts';
import { parsedNotice } from './webhook-source.ts';

/**
 * PagerDuty Events API v2: `POST /v2/enqueue`, the integration's key being `routing_key` (ING12).
 * The same events are taken, singly or as a list, at `/integration/pagerduty/v1/{key}`, and those of v1 too (ING90).
 * Change events (`POST /v2/change/enqueue`) are recorded and page nobody (ING123).
 * Source: PagerDuty's developer documentation, "Events API v2", "Send a change event".
 */
export const pagerDutySource: Source = {
  type: 'pagerduty',
  endpoints: [
    {
      methods: ['POST'],
      path: '/v2/enqueue',
      keyOf: ({ body }) => (isObject(body) ? textOf(body.routing_key) : null),
      parse: (request) => [parseEvent(request.body, request)],
      accept: acceptEvent,
      refuse: refuseEvent,
    },
    {
      methods: ['POST'],
      path: '/v2/change/enqueue',
      keyOf: ({ body, headers }) =>
        headers['x-routing-key'] ?? (isObject(body) ? textOf(body.routing_key) : null),
      parse: ({ body }) => [parseChange(body)],
      accept: () => ({ status: 202, body: { status: 'success', message: 'Change event processed' } }),
      refuse: (refusal) => refuseEvent(refusal, null),
    },
    {
      methods: ['POST'],
      path: '/integration/pagerduty/v1/{key}',
      parse: (request) =>
        Array.isArray(request.body) && request.body.length > 0
          ? parseBatch(request.body, (item) => parseEither(item, request))
          : [parseEither(request.body, request)],
      accept: acceptStandard,
      refuse: refuseStandard,
    },
    ...eventsV1Endpoints,
  ],
};

const STATUS_BY_ACTION: ReadonlyMap<unknown, EventStatus> = new Map([
  ['trigger', 'open'],
  ['acknowledge', 'ack'],
  ['resolve', 'close'],
]);
const URGENCY_BY_SEVERITY: ReadonlyMap<unknown, Urgency> = new Map([
  ['critical', 'highest'],
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'lowest'],
]);
/** PagerDuty's own limit; it refuses longer keys. */
const MAX_DEDUP_KEY = 255;

/** Every fault of a body in PagerDuty's words; empty when it is an event. */
function findErrors(body: unknown): readonly string[] {
  if (!isObject(body)) return [`body: expected an object with event_action, found ${describeFound(body)}`];
  const errors: string[] = [];
  const needText = (value: unknown, name: string) => {
    if (textOf(value)?.trim()) return;
    errors.push(`'${name}' is missing or blank`);
  };
  const action = body.event_action;
  const status = STATUS_BY_ACTION.get(action);
  if (action === undefined || action === null || action === '') needText(action, 'event_action');
  else if (status === undefined) {
    errors.push(
      "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
    );
  }
  const dedupKey = body.dedup_key ?? '';
  const keyText = textOf(dedupKey);
  if (keyText === null) errors.push("'dedup_key' is invalid (must be a string)");
  else if (keyText.length > MAX_DEDUP_KEY) {
    errors.push(`Length of 'dedup_key' is incorrect (should be at most ${MAX_DEDUP_KEY} characters)`);
  } else if (status !== undefined && status !== 'open') needText(dedupKey, 'dedup_key');
  if (status !== 'open') return errors;

  if (!isObject(body.payload)) return [...errors, "'payload' is missing or blank"];
  const { summary, source, severity } = body.payload;
  needText(summary, 'payload.summary');
  needText(source, 'payload.source');
  if (severity === undefined || severity === null || severity === '') needText(severity, 'payload.severity');
  else if (!URGENCY_BY_SEVERITY.has(severity)) {
    errors.push(
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    );
  }
  return errors;
}

const parseEither = (body: unknown, request: SourceRequest): ParsedEvent =>
  isEventV1(body) ? parseEventV1(body, request) : parseEvent(body, request);

function parseEvent(body: unknown, request: SourceRequest): ParsedEvent {
  const errors = findErrors(body);
  const status = isObject(body) ? STATUS_BY_ACTION.get(body.event_action) : undefined;
  if (errors.length > 0 || status === undefined || !isObject(body)) {
    return { ok: false, reason: reason('ING12', errors.join('; ')) };
  }
  // Acknowledge and resolve have no payload of their own.
  const payload = isObject(body.payload) ? body.payload : {};
  const key = textOf(body.dedup_key)?.trim() ? textOf(body.dedup_key) : null;
  const details = describePayload(payload, body);
  const severity = URGENCY_BY_SEVERITY.get(payload.severity) ?? null;
  return {
    ok: true,
    event: {
      status,
      summary: optionalLine(payload.summary, MAX_SUMMARY) ?? optionalLine(`${status} ${key ?? ''}`) ?? status,
      dedupKey: key === null ? request.newId() : toKey(key),
      urgency: severity,
      urgencyWord: optionalLine(payload.severity, 64),
      eventAt: parseTime(payload.timestamp),
      resource: optionalLine(payload.source),
      metricName: optionalLine(payload.class),
      metricValue: null,
      threshold: null,
      eventType: null,
      details,
      links: collectLinks(body, details),
    },
  };
}

/** [ING123] What changed, so that a trouble after it has a neighbour in the log of events; it has no end. */
function parseChange(body: unknown): ParsedEvent {
  const payload = isObject(body) && isObject(body.payload) ? body.payload : null;
  const summary = optionalLine(payload?.summary, MAX_SUMMARY);
  if (!isObject(body) || payload === null || summary === null) {
    const field = payload === null ? 'payload' : 'payload.summary';
    return { ok: false, reason: reason('ING12', `'${field}' is missing or blank`) };
  }
  const details = describePayload(payload, body);
  return parsedNotice(
    {
      status: 'open',
      summary,
      dedupKey: null,
      eventAt: parseTime(payload.timestamp),
      resource: optionalLine(payload.source),
      eventType: 'change',
      details,
      links: collectLinks(body, details),
    },
    'neither',
    'a change event has no end',
  );
}

/** Custom details first: where they name a component of their own, theirs stays. */
function describePayload(payload: JsonObject, body: JsonObject): Record<string, unknown> {
  const details = copyDetails(payload.custom_details);
  for (const [name, value] of [
    ['component', payload.component],
    ['group', payload.group],
    ['client', body.client],
  ] as const) {
    const line = optionalLine(value);
    if (line !== null && !Object.hasOwn(details, name)) details[name] = line;
  }
  return details;
}

function collectLinks(body: JsonObject, details: Readonly<Record<string, unknown>>): readonly EventLink[] {
  const listed = (list: unknown) => (Array.isArray(list) ? list.slice(0, MAX_LINKS).filter(isObject) : []);
  const links = [
    toLink(optionalLine(body.client), body.client_url),
    ...listed(body.links).map((link) => toLink(link.text, link.href)),
    ...listed(body.images).flatMap((image) => [toLink(image.alt, image.src), toLink(image.alt, image.href)]),
  ];
  return [...links.filter((link) => link !== null), ...findLinks(details)].slice(0, MAX_LINKS);
}

/** 202 and the key to acknowledge or resolve by: the sender's own, else the one made for it. */
function acceptEvent(results: readonly EventResult[], { body }: SourceRequest): HttpAnswer {
  const sent = isObject(body) ? textOf(body.dedup_key) : null;
  const dedupKey = sent?.trim() ? sent : (results[0]?.dedupKey ?? '');
  return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: dedupKey } };
}

function refuseEvent(refusal: Refusal, request: SourceRequest | null): HttpAnswer {
  const status = statusOf(refusal.kind);
  if (refusal.kind === 'key') {
    const message = 'Invalid routing key';
    return { status, body: { status: 'invalid event', message, errors: [message] } };
  }
  if (refusal.kind === 'overload') {
    const message = 'Requests for this service are arriving too quickly.  Please retry later.';
    return { status, body: { status: 'throttle exceeded', message }, headers: { 'Retry-After': '1' } };
  }
  if (refusal.kind === 'storage') {
    const message = 'The event could not be stored. Please retry later.';
    return { status, body: { status: 'error', message }, headers: { 'Retry-After': '1' } };
  }
  const found = refusal.kind === 'body' && isObject(request?.body) ? findErrors(request.body) : [];
  const errors = found.length > 0 ? found : [refusal.reason.text];
  return { status, body: { status: 'invalid event', message: 'Event object is invalid', errors } };
}
