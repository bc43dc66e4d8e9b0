import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { decodeBase64 } from './base64.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, MAX_LINKS, toLink } from './details.ts';
import { parseEmbedded } from './embedded-json.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { firstId, firstObject, firstRendered, presentLinks, wordOf } from './rendered.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Google Cloud Monitoring's webhook (schema 1.1 and 1.2), also as a push of a Pub/Sub topic in between. Incidents open
 * and close by `incident_id`; "Test connection" is a body of version `test`.
 * Source: Google Cloud documentation, "Create and manage notification channels, Webhooks, Pub/Sub".
 */
export const gcpSource: Source = webhookSource({
  type: 'gcp',
  parse: ({ body }: SourceRequest) => [parseBody(body)],
});

const STATUSES: ReadonlyMap<string, EventStatus> = new Map([
  ['open', 'open'],
  ['closed', 'close'],
]);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['critical', 'highest'],
  ['error', 'high'],
  ['warning', 'medium'],
  ['no severity', 'none'],
]);

function parseBody(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with incident, found ${describeFound(body)}`);
  if (body.incident === undefined && isObject(body.message)) return parsePushed(body.message);
  return parseIncident(body);
}

function parsePushed({ data }: JsonObject): ParsedEvent {
  const text = typeof data === 'string' ? decodeBase64(data) : null;
  const body = text === null ? undefined : parseEmbedded(text);
  if (!isObject(body))
    return refuseField('ING2', 'message.data', `expected an object in base64, found ${describeFound(data)}`);
  return parseIncident(body);
}

function parseIncident(body: JsonObject): ParsedEvent {
  const { incident } = body;
  if (!isObject(incident))
    return refuseField('ING2', 'incident', `expected an object, found ${describeFound(incident)}`);
  const id = firstId([incident.incident_id]);
  if (id === null)
    return refuseField(
      'ING2',
      'incident.incident_id',
      `expected a text, found ${describeFound(incident.incident_id)}`,
    );
  const status = STATUSES.get(wordOf(incident.state));
  if (status === undefined)
    return refuseField(
      incident.state === undefined ? 'ING2' : 'ING6',
      'incident.state',
      `expected open or closed, found ${describeFound(incident.state)}`,
    );
  const condition = firstObject(incident.condition);
  const metric = firstObject(incident.metric);
  const word = severityOf(incident);
  const parts = {
    status,
    summary: firstLine([incident.summary, incident.condition_name, incident.policy_name], MAX_SUMMARY) ?? id,
    dedupKey: id,
    urgencyWord: word,
    urgency: URGENCIES.get(wordOf(word)) ?? null,
    eventAt: (status === 'close' ? parseTime(incident.ended_at) : null) ?? parseTime(incident.started_at),
    resource: firstLine([incident.resource_display_name, incident.resource_name, incident.resource_id]),
    metricName: firstLine([metric.displayName, metric.type]),
    metricValue: optionalLine(incident.observed_value),
    threshold: firstLine([
      incident.threshold_value,
      firstObject(condition.conditionThreshold).thresholdValue,
    ]),
    eventType: firstLine([incident.resource_type_display_name, firstObject(incident.resource).type]),
    details: copyDetails(incident),
    links: linksOf(incident),
  };
  if (wordOf(body.version) === 'test') return parsedNotice(parts, 'test', 'a test of the channel');
  return parsedEvent(parts);
}

/** Without a severity of its own, a policy may carry one as a label. */
function severityOf(incident: JsonObject): string | null {
  const word = optionalLine(incident.severity, 64);
  const label = firstRendered([firstObject(incident.policy_user_labels).severity], 64);
  return word === null || wordOf(word) === 'no severity' ? (label ?? word) : word;
}

function linksOf(incident: JsonObject) {
  const { links } = firstObject(incident.documentation);
  const documented = Array.isArray(links) ? links.filter(isObject) : [];
  return presentLinks([
    toLink('Google Cloud', incident.url),
    ...documented
      .slice(0, MAX_LINKS - 1)
      // A variable that stayed as it was written leads nowhere.
      .filter(({ url }) => typeof url === 'string' && !url.includes('${'))
      .map(({ displayName, url }) => toLink(displayName, url)),
  ]);
}
