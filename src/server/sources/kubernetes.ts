import type { Urgency } from '../../shared/words.ts';
import type { EventLink, ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, MAX_LINKS, toLink } from './details.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { parseBotkube, parseKubernetesEvent } from './kubernetes-event.ts';
import { joinKey, keyText } from './pick.ts';
import type { Source } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * What happens in a Kubernetes cluster, told apart by content: Robusta's webhook sink (which knows the end), Botkube's
 * webhook sink, and plain Events of an exporter (which do not) (ING84, ING89).
 * Source: `sinks/webhook` of robusta-dev/robusta; `pkg/sink/webhook.go` of kubeshop/botkube; the Events API.
 */
export const kubernetesSource: Source = webhookSource({
  type: 'kubernetes',
  parse: ({ body }) => [parseKubernetes(body)],
});

function parseKubernetes(body: unknown): ParsedEvent {
  if (!isObject(body)) return refuseField('ING2', 'body', `expected an object, found ${describeFound(body)}`);
  if (isObject(body.data)) return parseBotkube(body.data);
  const about = body.involvedObject ?? body.regarding;
  return isObject(about) ? parseKubernetesEvent(body, about) : parseFinding(body);
}

/** Robusta's severities; the other words are everybody's. */
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([['DEBUG', 'none']]);
const RESOLVED = '[RESOLVED]';

function parseFinding(body: JsonObject): ParsedEvent {
  const title = optionalLine(body.title, MAX_SUMMARY);
  if (title === null)
    return refuseField(
      'ING2',
      'title',
      `expected a text (or data, or involvedObject), found ${describeFound(body.title)}`,
    );
  const subject = isObject(body.subject) ? body.subject : {};
  const key = keyOf(body, subject);
  if (key === null)
    return refuseField(
      'ING2',
      'fingerprint',
      `expected a text (or aggregation_key), found ${describeFound(body.fingerprint)}`,
    );
  if (body.failure !== undefined && typeof body.failure !== 'boolean')
    return refuseField('ING2', 'failure', `expected true or false, found ${describeFound(body.failure)}`);
  const severity = optionalLine(body.severity, 64);
  const endsAt = parseTime(body.ends_at);
  const isOver = endsAt !== null || title.startsWith(RESOLVED);
  const isIssue = body.finding_type === undefined || body.finding_type === 'ISSUE';
  const parts = {
    status: isOver || body.failure === false ? ('close' as const) : ('open' as const),
    summary: title,
    dedupKey: key,
    urgency: URGENCIES.get(severity ?? '') ?? null,
    urgencyWord: severity,
    eventAt: endsAt ?? parseTime(body.starts_at),
    resource: optionalLine(subject.name),
    metricName: optionalLine(body.aggregation_key),
    eventType: optionalLine(body.finding_type),
    details: copyDetails(body),
    links: collectLinks(body),
  };
  // A change of a configuration, or a report: it went well, and nothing was broken before it.
  return body.failure === false && !isOver && !isIssue
    ? parsedNotice(parts, 'neither', `${body.finding_type} is neither trouble nor its end`)
    : parsedEvent(parts);
}

/** Robusta leaves out the last fields of a long body, never the first ones. */
function keyOf(body: JsonObject, subject: JsonObject): string | null {
  const fingerprint = keyText(body.fingerprint);
  if (fingerprint !== null) return fingerprint;
  if (keyText(body.aggregation_key) === null) return null;
  return joinKey(
    [body.cluster_name, subject.namespace, subject.kind, subject.name, body.aggregation_key],
    '/',
  );
}

function collectLinks(body: JsonObject): readonly EventLink[] {
  const listed = Array.isArray(body.links) ? body.links.slice(0, MAX_LINKS) : [];
  const links = listed.map((link: unknown) => (isObject(link) ? toLink(link.name, link.url) : null));
  return [toLink('Robusta', firstLine([body.investigate_uri], 2000)), ...links]
    .filter((link) => link !== null)
    .slice(0, MAX_LINKS);
}
