import type { EventLink, ParsedEvent } from '../domain/event.ts';
import { mapUrgencyWord } from '../domain/matching/urgency-words.ts';
import { parseBatch } from './batch.ts';
import { MAX_KEY, MAX_SUMMARY, toKey } from './bounded.ts';
import { copyDetails, findLinks, MAX_LINKS, setOwn, toLink } from './details.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Endpoint, HttpAnswer, Refusal, Source, SourceRequest } from './source.ts';
import { acceptStandard, messageOf, refuseStandardRetrying, statusOf } from './standard-reply.ts';
import { parseTime } from './times.ts';

/**
 * Prometheus: Alertmanager's webhook (version 4, and 3, which has no fingerprints), and what Prometheus
 * itself pushes to an Alertmanager (`POST …/api/v2/alerts`; `api/v1` from old versions) (ING10).
 * Source: `notify/webhook/webhook.go` and `api/v2/openapi.yaml` of prometheus/alertmanager.
 */
export const alertmanagerSource: Source = {
  type: 'alertmanager',
  aliases: ['prometheus'],
  endpoints: ['alertmanager', 'prometheus'].flatMap(makeDoors),
};

function makeDoors(type: string): readonly Endpoint[] {
  const path = `/integration/${type}/v1/{key}`;
  return [
    { methods: ['POST'], path, parse: parseWebhook, accept: acceptStandard, refuse: refuseStandardRetrying },
    {
      methods: ['POST'],
      path: `${path}/api/v2/alerts`,
      parse: parsePushed,
      accept: () => ({ status: 200 }),
      refuse: (refusal) => answerRefusal(refusal, messageOf(refusal)),
    },
    {
      methods: ['POST'],
      path: `${path}/api/v1/alerts`,
      parse: parsePushed,
      accept: () => ({ status: 200, body: { status: 'success' } }),
      refuse: (refusal) =>
        answerRefusal(refusal, {
          status: 'error',
          errorType: refusal.kind === 'overload' || refusal.kind === 'storage' ? 'server_error' : 'bad_data',
          error: messageOf(refusal),
        }),
    },
  ];
}

/** Prometheus and Alertmanager drop what got a 4xx, 429 included, so overload is a 503 here. */
function answerRefusal(refusal: Refusal, body: unknown): HttpAnswer {
  const status = refusal.kind === 'overload' ? 503 : statusOf(refusal.kind);
  return status === 503 ? { status, body, headers: { 'Retry-After': '1' } } : { status, body };
}

function parseWebhook(request: SourceRequest): readonly ParsedEvent[] {
  const { body, receivedAt } = request;
  if (Array.isArray(body)) return parsePushed(request);
  if (!isObject(body)) {
    return [refuseField('ING2', 'body', `expected an object with alerts, found ${describeFound(body)}`)];
  }
  if (!Array.isArray(body.alerts)) {
    return [refuseField('ING2', 'alerts', `expected a list of alerts, found ${describeFound(body.alerts)}`)];
  }
  return parseBatch(body.alerts, (alert) => parseAlert(alert, body, receivedAt));
}

function parsePushed({ body, receivedAt }: SourceRequest): readonly ParsedEvent[] {
  if (Array.isArray(body)) return parseBatch(body, (alert) => parseAlert(alert, null, receivedAt));
  return [refuseField('ING2', 'body', `expected a list of alerts, found ${describeFound(body)}`)];
}

/** One alert; `envelope` is the webhook's body around it, null for a pushed alert. */
function parseAlert(alert: unknown, envelope: JsonObject | null, receivedAt: number): ParsedEvent {
  if (!isObject(alert))
    return refuseField('ING2', 'alert', `expected an object, found ${describeFound(alert)}`);
  const labels = readLabels(alert.labels);
  if (labels === null) return refuseField('ING2', 'labels', 'expected an object of texts');
  const fingerprint = envelope === null ? null : optionalLine(alert.fingerprint, MAX_KEY);
  if (fingerprint === null && Object.keys(labels).length === 0) {
    return refuseField('ING2', 'labels', 'expected at least one label');
  }
  const endsAt = parseTime(alert.endsAt);
  const status = envelope === null ? undefined : alert.status;
  if (status !== undefined && status !== 'firing' && status !== 'resolved') {
    return refuseField('ING6', 'status', `expected firing or resolved, found ${describeFound(status)}`);
  }
  // A pushed alert has no status: it is resolved once its end has passed. The status around a webhook's
  // alerts says "firing" while any of them fires, so it says nothing about one of them.
  const isResolved = status === undefined ? endsAt !== null && endsAt <= receivedAt : status === 'resolved';
  const annotations = isObject(alert.annotations) ? alert.annotations : {};
  const word = firstLine([labels.severity, labels.priority, labels.urgency], 64);
  return {
    ok: true,
    event: {
      status: isResolved ? 'close' : 'open',
      summary: describeAlert(labels, annotations),
      dedupKey: toKey(fingerprint ?? fingerprintOf(labels)),
      urgency: word === null ? null : mapUrgencyWord(word),
      urgencyWord: word,
      eventAt: isResolved ? endsAt : parseTime(alert.startsAt),
      resource: firstLine([labels.instance, labels.pod, labels.node, labels.host]),
      metricName: firstLine([labels.alertname, labels.__name__]),
      metricValue: optionalLine(annotations.value),
      threshold: optionalLine(annotations.threshold),
      eventType: null,
      details: copyDetails({ labels, annotations, ...describeEnvelope(envelope) }),
      links: collectLinks(alert, annotations, envelope),
    },
  };
}

/** Own properties with a text (or number, or truth value) each; null when there is anything else. */
export function readLabels(value: unknown): Record<string, string> | null {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) return null;
  const labels: Record<string, string> = {};
  for (const name of Object.keys(value)) {
    const label = value[name];
    if (typeof label === 'string') setOwn(labels, name, label);
    else if (typeof label === 'number' || typeof label === 'boolean') setOwn(labels, name, String(label));
    else return null;
  }
  return labels;
}

function describeAlert(labels: Readonly<Record<string, string>>, annotations: JsonObject): string {
  const { summary, title, description, message } = annotations;
  const said = firstLine([summary, title, description, message, labels.alertname], MAX_SUMMARY);
  if (said !== null) return said;
  const pairs = Object.entries(labels).slice(0, 20);
  return (
    optionalLine(pairs.map(([name, value]) => `${name}=${value}`).join(' '), MAX_SUMMARY) ??
    'an alert without a name'
  );
}

/** What the webhook says around its alerts; alerts left out there may include a "resolved". */
function describeEnvelope(envelope: JsonObject | null): Record<string, unknown> {
  if (envelope === null) return {};
  const { receiver, truncatedAlerts } = envelope;
  return {
    ...(typeof receiver === 'string' ? { receiver } : {}),
    ...(typeof truncatedAlerts === 'number' && truncatedAlerts > 0 ? { truncatedAlerts } : {}),
  };
}

function collectLinks(
  alert: JsonObject,
  annotations: JsonObject,
  envelope: JsonObject | null,
): readonly EventLink[] {
  const own = [toLink('Prometheus', alert.generatorURL), toLink('Alertmanager', envelope?.externalURL)];
  return [...own.filter((link) => link !== null), ...findLinks(annotations)].slice(0, MAX_LINKS);
}
