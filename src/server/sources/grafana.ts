import type { EventLink, ParsedEvent } from '../domain/event.ts';
import { readLabels } from './alertmanager.ts';
import { parseBatch } from './batch.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, findLinks, MAX_LINKS, toLink } from './details.ts';
import { describeFound, firstLine, isObject, type JsonObject, refuseField } from './fields.ts';
import { fingerprintOf } from './fingerprint.ts';
import { parseGrafanaLegacy } from './grafana-legacy.ts';
import { keyText } from './pick.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Grafana: unified alerting (9 and later) with a list of alerts, each with its own status and fingerprint, and the
 * dashboard alerts of versions up to 8, told apart by content (ING81). Its notifier never tries a 4xx again.
 * Source: Grafana documentation, "Webhook notifier"; `receivers/webhook` of grafana/alerting.
 */
export const grafanaSource: Source = webhookSource({
  type: 'grafana',
  methods: ['POST', 'PUT'],
  signature: 'grafana',
  retriesOnly5xx: true,
  parse: parseGrafana,
});

function parseGrafana({ body }: SourceRequest): readonly ParsedEvent[] {
  if (!isObject(body))
    return [refuseField('ING2', 'body', `expected an object with alerts, found ${describeFound(body)}`)];
  if (Array.isArray(body.alerts)) return parseBatch(body.alerts, (alert) => parseAlert(alert, body));
  if (body.alerts === undefined && body.ruleId !== undefined) return [parseGrafanaLegacy(body)];
  return [refuseField('ING2', 'alerts', `expected a list (or ruleId), found ${describeFound(body.alerts)}`)];
}

function parseAlert(alert: unknown, envelope: JsonObject): ParsedEvent {
  if (!isObject(alert))
    return refuseField('ING2', 'alert', `expected an object, found ${describeFound(alert)}`);
  const labels = readLabels(alert.labels);
  if (labels === null) return refuseField('ING2', 'labels', 'expected an object of texts');
  const fingerprint = keyText(alert.fingerprint);
  if (fingerprint === null && Object.keys(labels).length === 0)
    return refuseField('ING2', 'labels', 'expected at least one label');
  if (alert.status !== 'firing' && alert.status !== 'resolved')
    return refuseField('ING6', 'status', `expected firing or resolved, found ${describeFound(alert.status)}`);
  const isResolved = alert.status === 'resolved';
  const annotations = isObject(alert.annotations) ? alert.annotations : {};
  const values = isObject(alert.values) ? alert.values : null;
  // DatasourceNoData and DatasourceError are alerts of their own about a rule.
  const rule = firstLine([labels.rulename, labels.alertname]);
  const parts = {
    status: isResolved ? ('close' as const) : ('open' as const),
    summary:
      firstLine(
        [
          annotations.summary,
          annotations.title,
          annotations.description,
          annotations.message,
          rule,
          envelope.title,
        ],
        MAX_SUMMARY,
      ) ?? 'an alert without a name',
    dedupKey: fingerprint ?? fingerprintOf(labels),
    urgencyWord: firstLine([labels.severity, labels.priority, labels.urgency], 64),
    eventAt: isResolved ? parseTime(alert.endsAt) : parseTime(alert.startsAt),
    resource: firstLine([labels.instance, labels.host, labels.pod, labels.node, labels.zone]),
    metricName: rule,
    metricValue: firstNumber(values) ?? valueIn(alert.valueString),
    details: copyDetails({
      labels,
      annotations,
      ...(values === null ? {} : { values }),
      ...describeEnvelope(envelope),
    }),
    links: collectLinks(alert, annotations),
  };
  return isTest(labels, envelope)
    ? parsedNotice(parts, 'test', 'Grafana tests its contact point')
    : parsedEvent(parts);
}

/** What the Test button sends: its own labels, which a person may change, and a group no real one is named like. */
const isTest = (labels: Readonly<Record<string, string>>, envelope: JsonObject): boolean =>
  (labels.alertname === 'TestAlert' && labels.instance === 'Grafana') ||
  (typeof envelope.groupKey === 'string' && envelope.groupKey.startsWith('test-'));

/** `values` has one number for each query or expression, the measured one first. */
function firstNumber(values: JsonObject | null): string | null {
  if (values === null) return null;
  for (const name in values) if (typeof values[name] === 'number') return String(values[name]);
  return null;
}

const VALUE = /\bvalue=(-?[\d.]{1,40}(?:e[+-]?\d{1,4})?)/;

/** `[ var='B' labels={host=db01} value=44.2 ]`, all there is before version 9.1. */
const valueIn = (text: unknown): string | null =>
  typeof text === 'string' ? (VALUE.exec(text.slice(0, 4096))?.[1] ?? null) : null;

function describeEnvelope({ receiver, orgId, truncatedAlerts }: JsonObject): Record<string, unknown> {
  return {
    ...(typeof receiver === 'string' ? { receiver } : {}),
    ...(typeof orgId === 'number' ? { orgId } : {}),
    ...(typeof truncatedAlerts === 'number' && truncatedAlerts > 0 ? { truncatedAlerts } : {}),
  };
}

function collectLinks(alert: JsonObject, annotations: JsonObject): readonly EventLink[] {
  const own = [
    toLink('Grafana', alert.generatorURL),
    toLink('dashboard', alert.dashboardURL),
    toLink('panel', alert.panelURL),
    toLink('silence', alert.silenceURL),
    toLink('image', alert.imageURL),
  ].filter((link) => link !== null);
  return [...own, ...findLinks(annotations)].slice(0, MAX_LINKS);
}
