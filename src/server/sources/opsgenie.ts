import { reason } from '../../shared/reason.ts';
import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { parseBatch } from './batch.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { findLinks } from './details.ts';
import {
  describeFound,
  firstLine,
  isObject,
  type JsonObject,
  optionalLine,
  refuseField,
  textOf,
} from './fields.ts';
import { acceptAlert, acceptWebhook, alertErrors, genieKeyOf, refuseAlert } from './opsgenie-answer.ts';
import { packDetails } from './opsgenie-details.ts';
import type { Source, SourceRequest } from './source.ts';
import { acceptStandard, refuseStandard } from './standard-reply.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice } from './webhook-source.ts';

const keyOfHeader = ({ headers }: SourceRequest) => genieKeyOf(headers);
const create = {
  methods: ['POST'],
  keyOf: keyOfHeader,
  parse: ({ body }: SourceRequest) => [parseCreate(body)],
  accept: acceptAlert,
  refuse: refuseAlert,
} as const;
const webhook = {
  methods: ['POST'],
  keyOf: ({ query }: SourceRequest) => query.apiKey ?? null,
  parse: ({ body }: SourceRequest) => [parseWebhook(body)],
  accept: acceptWebhook,
  refuse: refuseAlert,
} as const;

/**
 * Opsgenie's Alert API v2, creating (ING110); everything else of that API is an HTTP adapter of its own, which acts on
 * what was created. The successor's path is taken too. What Opsgenie's outgoing webhook posts is read at our own door.
 * Source: docs.opsgenie.com "Alert API", "Webhook integration".
 */
export const opsgenieSource: Source = {
  type: 'opsgenie',
  endpoints: [
    { ...create, path: '/v2/alerts' },
    { ...create, path: '/jsm/ops/integration/v2/alerts' },
    {
      methods: ['POST'],
      path: '/integration/opsgenie/v1/{key}',
      parse: ({ body }) =>
        Array.isArray(body) && body.length > 0 ? parseBatch(body, parsePosted) : [parsePosted(body)],
      accept: acceptStandard,
      refuse: refuseStandard,
    },
    // Tools that we have a source of go to it (opsgenie-tools.ts); these take the others.
    { ...webhook, path: '/v1/json/integrations/webhooks/{tool}' },
    { ...webhook, path: '/v1/json/{tool}' },
  ],
};

/** P1 is the worst. The common table would put P1 and P2 one step apart from ours. */
export const URGENCY_BY_PRIORITY: ReadonlyMap<string, Urgency> = new Map([
  ['P1', 'highest'],
  ['P2', 'high'],
  ['P3', 'medium'],
  ['P4', 'low'],
  ['P5', 'lowest'],
]);

/** An alert to create, or what Opsgenie's own outgoing webhook tells of one. */
const parsePosted = (body: unknown): ParsedEvent =>
  isObject(body) && isObject(body.alert) ? parseOutgoing(body, body.alert) : parseCreate(body);

function parseCreate(body: unknown): ParsedEvent {
  const [fault] = Object.entries(alertErrors(body));
  if (fault !== undefined || !isObject(body)) {
    const [field, problem] = fault ?? ['body', 'Expected an object.'];
    return { ok: false, reason: reason('ING112', `${field}: ${problem}`, { field }) };
  }
  return parsedEvent({ ...alertParts(body), status: 'open' });
}

/** [ING111] The alias is the key; without one every alert is its own. */
function alertParts(body: JsonObject, key: unknown = body.alias) {
  const word = optionalLine(body.priority, 64);
  const details = packDetails(body);
  return {
    summary: optionalLine(body.message, MAX_SUMMARY) ?? '',
    dedupKey: textOf(key),
    urgency: word === null ? ('medium' as const) : (URGENCY_BY_PRIORITY.get(word.toUpperCase()) ?? null),
    urgencyWord: word,
    resource: firstLine([body.entity, body.source]),
    details,
    links: findLinks(details),
  };
}

const OUTGOING: ReadonlyMap<string, EventStatus> = new Map([
  ['create', 'open'],
  ['acknowledge', 'ack'],
  ['close', 'close'],
  ['delete', 'close'],
]);

/** [ING125] `{action, alert, source, integrationName, …}`; other actions than these are no trouble and no end of one. */
function parseOutgoing(body: JsonObject, alert: JsonObject): ParsedEvent {
  const action = textOf(body.action)?.trim() ?? '';
  if (action === '')
    return refuseField('ING2', 'action', `expected a text, found ${describeFound(body.action)}`);
  const key = textOf(alert.alias)?.trim() || textOf(alert.alertId)?.trim() || '';
  if (key === '')
    return refuseField('ING2', 'alert.alias', `expected a text, found ${describeFound(alert.alias)}`);
  const parts = {
    ...alertParts({ ...alert, user: alert.username }, key),
    eventAt: parseTime(alert.updatedAt) ?? parseTime(alert.createdAt),
  };
  const status = OUTGOING.get(action.toLowerCase());
  return status === undefined
    ? parsedNotice({ ...parts, status: 'open' }, 'neither', `${action} neither opens nor ends an alert`)
    : parsedEvent({ ...parts, status });
}

const OVER =
  /^(?:close[sd]?|resolve[sd]?|recover(?:y|ed)?|ok|okay|up|clear(?:ed)?|normal|success|inactive)$/i;
const TAKEN = /^ack(?:nowledged?)?$/i;

/**
 * [ING122] A body for an endpoint of Opsgenie's that names a tool we have no source of: an alert as one would create it,
 * else read by the names that most tools use.
 */
function parseWebhook(body: unknown): ParsedEvent {
  if (!isObject(body)) return refuseField('ING2', 'body', `expected an object, found ${describeFound(body)}`);
  if (isObject(body.alert)) return parsePosted(body);
  const word = firstLine([body.status, body.state, body.action, body.event], 64) ?? '';
  const status: EventStatus = OVER.test(word) ? 'close' : TAKEN.test(word) ? 'ack' : 'open';
  const message = firstLine(
    [body.message, body.title, body.summary, body.subject, body.name, body.text, body.description],
    MAX_SUMMARY,
  );
  if (message === null)
    return refuseField('ING2', 'message', `expected a text, found ${describeFound(body.message)}`);
  const host = firstLine([body.entity, body.host, body.hostname, body.service, body.source]);
  const name = firstLine([body.name, body.check, body.alertName, body.title]);
  const own = firstLine([body.alias, body.id, body.alertId, body.alert_id, body.incident_id, body.key]);
  const key = own ?? (name === null ? null : [host, name].filter((part) => part !== null).join('/'));
  if (key === null && status !== 'open')
    return refuseField('ING7', 'alias', 'expected the key of what is over, found nothing');
  const priority = firstLine([body.priority, body.severity, body.urgency, body.level], 64);
  const parts = alertParts({ ...body, message, entity: host, details: body.details ?? body }, key);
  const byTable = URGENCY_BY_PRIORITY.get(priority?.toUpperCase() ?? '');
  const { urgency: _, ...rest } = parts;
  return parsedEvent({
    ...rest,
    status,
    urgencyWord: priority,
    ...(byTable === undefined ? {} : { urgency: byTable }),
  });
}
