import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { EventLink, ParsedEvent } from '../domain/event.ts';
import { isOldAlert, parseOldAlert } from './azure-old.ts';
import { MAX_SUMMARY, toLine } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { firstId, firstObject, presentLinks, wordOf } from './rendered.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Azure Monitor's action groups: the common alert schema, and the shapes of before (`azure-old.ts`).
 * Source: Azure Monitor documentation, "Common alert schema".
 */
export const azureSource: Source = webhookSource({
  type: 'azure',
  parse: ({ body }: SourceRequest) => [parseAlert(body)],
});

const CONDITIONS: ReadonlyMap<string, EventStatus> = new Map([
  ['fired', 'open'],
  ['resolved', 'close'],
]);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['sev0', 'highest'],
  ['sev1', 'high'],
  ['sev2', 'medium'],
  ['sev3', 'low'],
  ['sev4', 'lowest'],
]);
/** Ids of the samples that the "Test action group" page sends. */
const TEST_ALERT = /\/(?:12345678-1234-1234-1234-1234567890ab|1234abcd5678efgh[0-9a-h]*)$/i;

function parseAlert(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with data, found ${describeFound(body)}`);
  if (isOldAlert(body)) return parseOldAlert(body);
  const { data } = body;
  if (!isObject(data)) return refuseField('ING2', 'data', `expected an object, found ${describeFound(data)}`);
  const { essentials } = data;
  if (!isObject(essentials))
    return refuseField('ING2', 'data.essentials', `expected an object, found ${describeFound(essentials)}`);
  return parseCommon(essentials, isObject(data.alertContext) ? data.alertContext : {}, data.customProperties);
}

function parseCommon(essentials: JsonObject, context: JsonObject, custom: unknown): ParsedEvent {
  const id = firstId([essentials.alertId, essentials.originAlertId]);
  if (id === null)
    return refuseField(
      'ING2',
      'data.essentials.alertId',
      `expected a text, found ${describeFound(essentials.alertId)}`,
    );
  const condition = CONDITIONS.get(wordOf(essentials.monitorCondition));
  if (condition === undefined)
    return refuseField(
      essentials.monitorCondition === undefined ? 'ING2' : 'ING6',
      'data.essentials.monitorCondition',
      `expected Fired or Resolved, found ${describeFound(essentials.monitorCondition)}`,
    );
  const health = readHealth(essentials, context);
  const measured = readMeasured(context);
  const resource = firstLine([
    health.resource,
    firstOf(essentials.configurationItems),
    lastTarget(essentials),
  ]);
  const rule = optionalLine(essentials.alertRule) ?? 'Azure alert';
  const told = firstLine(
    [health.title, firstObject(context.annotations).summary, essentials.description],
    MAX_SUMMARY,
  );
  const status = health.isOver ? 'close' : condition;
  const parts = {
    status,
    summary: [resource === null ? rule : `${rule} on ${resource}`, told]
      .filter((part) => part !== null)
      .join(': '),
    dedupKey: health.key ?? id,
    urgency: URGENCIES.get(wordOf(essentials.severity)) ?? null,
    urgencyWord: essentials.severity,
    eventAt:
      (status === 'close' ? parseTime(essentials.resolvedDateTime) : null) ??
      parseTime(context.eventTimestamp) ??
      parseTime(essentials.firedDateTime),
    resource,
    metricName: measured.name,
    metricValue: measured.value,
    threshold: measured.threshold,
    eventType: firstLine([essentials.monitoringService, essentials.signalType]),
    details: copyDetails({
      description: essentials.description,
      alertId: id,
      alertContext: context,
      customProperties: custom,
    }),
    links: linksOf(essentials, context, id),
  };
  if (TEST_ALERT.test(id)) return parsedNotice(parts, 'test', `${rule}: a test of the action group`);
  return parsedEvent(parts);
}

/** What a Service Health or Resource Health notice says of its own course, whose every step is a new alert. */
interface Health {
  /** Azure's own id of the course; null: the alert's id is the key. */
  readonly key: string | null;
  readonly isOver: boolean;
  readonly title: unknown;
  readonly resource: unknown;
}

/** [ING76] Their alerts never resolve: a later one says that it is over, by the same tracking id or resource. */
function readHealth(essentials: JsonObject, context: JsonObject): Health {
  const service = wordOf(essentials.monitoringService).replaceAll(' ', '');
  const properties = isObject(context.properties) ? context.properties : {};
  if (service === 'servicehealth') {
    const state = wordOf(properties.stage) || wordOf(context.status);
    return {
      key: firstId([properties.trackingId]),
      isOver: state === 'resolved' || state === 'complete' || state === 'completed',
      title: properties.title,
      resource: properties.service,
    };
  }
  if (service === 'resourcehealth') {
    const target = firstId([firstOf(essentials.alertTargetIDs), context.resourceId]);
    return {
      key: target === null ? null : `resourcehealth|${target.toLowerCase()}`,
      isOver: wordOf(properties.currentHealthStatus) === 'available' || wordOf(context.status) === 'resolved',
      title: properties.title,
      resource: null,
    };
  }
  return { key: null, isOver: false, title: null, resource: null };
}

interface Measured {
  readonly name: string | null;
  readonly value: string | null;
  readonly threshold: string | null;
}

/** Metric, log (both APIs), Prometheus and activity log; a rule may have several conditions, of which the first speaks. */
function readMeasured(context: JsonObject): Measured {
  const condition = firstObject(firstObject(context.condition).allOf);
  return {
    name: firstLine([
      condition.metricName,
      condition.metricMeasureColumn,
      condition.searchQuery,
      context.SearchQuery,
      context.expression,
      context.operationName,
    ]),
    value: firstLine([condition.metricValue, context.ResultCount, context.expressionValue]),
    threshold: firstLine([condition.threshold, context.Threshold]),
  };
}

function linksOf(essentials: JsonObject, context: JsonObject, id: string): EventLink[] {
  const condition = firstObject(firstObject(context.condition).allOf);
  const portal = id.startsWith('/subscriptions/')
    ? `https://portal.azure.com/#view/Microsoft_Azure_Monitoring_Alerts/AlertDetails.ReactView/alertId~/${encodeURIComponent(toLine(id, 500))}`
    : null;
  return presentLinks([
    toLink('Investigation', essentials.investigationLink),
    toLink(
      'Search results',
      condition.linkToFilteredSearchResultsUI ??
        condition.linkToSearchResultsUI ??
        context.LinkToSearchResults,
    ),
    toLink('Azure portal', portal),
  ]);
}

const firstOf = (list: unknown): unknown => (Array.isArray(list) ? list[0] : null);

function lastTarget(essentials: JsonObject): string | null {
  const target = optionalLine(firstOf(essentials.alertTargetIDs));
  return target === null ? null : optionalLine(target.slice(target.lastIndexOf('/') + 1));
}
