import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { copyDetails, toLink } from './details.ts';
import {
  describeFound,
  firstLine,
  isObject,
  type JsonObject,
  optionalLine,
  refuseField,
  textOf,
} from './fields.ts';
import { firstId, firstObject, presentLinks, wordOf } from './rendered.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice } from './webhook-source.ts';

/**
 * What Azure Monitor sends where the common alert schema is not switched on: near real time metric alerts
 * (`AzureMonitorMetricAlert`), activity log alerts (`Microsoft.Insights/activityLogs`), log alerts, and classic alerts
 * (`{status, context}`).
 * Source: Azure Monitor documentation, "Non-common alert schema definitions" and "Classic metric alert webhook".
 */
export function parseOldAlert(body: JsonObject): ParsedEvent {
  const data = isObject(body.data) ? body.data : body;
  if (data.AlertRuleName !== undefined) return parseLogAlert(data);
  const path = data === body ? '' : 'data.';
  const { context } = data;
  if (!isObject(context))
    return refuseField('ING2', `${path}context`, `expected an object, found ${describeFound(context)}`);
  if (isObject(context.activityLog)) return parseActivity(context.activityLog);
  return parseMetric(data.status, context, path);
}

export const isOldAlert = (body: JsonObject): boolean => {
  const data = isObject(body.data) ? body.data : body;
  return data.essentials === undefined && (data.context !== undefined || data.AlertRuleName !== undefined);
};

const STATUSES: ReadonlyMap<string, EventStatus> = new Map([
  ['activated', 'open'],
  ['deactivated', 'close'],
  ['resolved', 'close'],
]);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['0', 'highest'],
  ['1', 'high'],
  ['2', 'medium'],
  ['3', 'low'],
  ['4', 'lowest'],
  ['critical', 'highest'],
  ['error', 'high'],
  ['warning', 'medium'],
  ['informational', 'lowest'],
]);
/** Subscription and rules of the samples that the "Test action group" page sends. */
const isTest = (subscription: unknown, rule: string): boolean =>
  subscription === '11111111-1111-1111-1111-111111111111' && rule.startsWith('test-');

/** By rule, resource and dimensions, as one rule watches many series. */
function parseMetric(state: unknown, context: JsonObject, path: string): ParsedEvent {
  const id = firstId([context.id]);
  if (id === null)
    return refuseField('ING2', `${path}context.id`, `expected a text, found ${describeFound(context.id)}`);
  const status = STATUSES.get(wordOf(state));
  if (status === undefined)
    return refuseField(
      state === undefined ? 'ING2' : 'ING6',
      `${path}status`,
      `expected Activated, Deactivated or Resolved, found ${describeFound(state)}`,
    );
  const outer = firstObject(context.condition);
  const condition = Array.isArray(outer.allOf) ? firstObject(outer.allOf) : outer;
  const dimensions = Array.isArray(condition.dimensions)
    ? condition.dimensions.filter(isObject).slice(0, 30)
    : [];
  const series = dimensions.map(({ name, value }) => `${textOf(name)}=${textOf(value)}`);
  const name = optionalLine(context.name) ?? id;
  const resource = firstLine([context.resourceName, context.resourceId]);
  const parts = {
    status,
    summary: [resource === null ? name : `${name} on ${resource}`, optionalLine(context.description)]
      .filter((part) => part !== null)
      .join(': '),
    dedupKey: [id, textOf(context.resourceId) ?? '', ...series].join('|'),
    ...urgencyOf(context.severity),
    eventAt: parseTime(context.timestamp),
    resource,
    metricName: optionalLine(condition.metricName),
    metricValue: optionalLine(condition.metricValue),
    threshold: optionalLine(condition.threshold),
    eventType: optionalLine(context.conditionType),
    details: copyDetails(context),
    links: presentLinks([toLink('Azure portal', context.portalLink)]),
  };
  if (isTest(context.subscriptionId, name))
    return parsedNotice(parts, 'test', `${name}: a test of the action group`);
  return parsedEvent(parts);
}

/** Never resolved by Azure, except what Service Health and Resource Health say of themselves (ING76). */
function parseActivity(log: JsonObject): ParsedEvent {
  const properties = isObject(log.properties) ? log.properties : {};
  const source = wordOf(log.eventSource);
  const resourceId = firstId([log.resourceId]);
  const tracked =
    source === 'resourcehealth' && resourceId !== null
      ? `resourcehealth|${resourceId.toLowerCase()}`
      : firstId([properties.trackingId, log.correlationId, log.eventDataId]);
  if (tracked === null)
    return refuseField(
      'ING2',
      'data.context.activityLog.correlationId',
      `expected a text, found ${describeFound(log.correlationId)}`,
    );
  const operation = optionalLine(log.operationName);
  const isHealth = source === 'resourcehealth' || source === 'servicehealth';
  const isOver =
    isHealth &&
    (wordOf(properties.currentHealthStatus) === 'available' ||
      wordOf(properties.stage) === 'resolved' ||
      wordOf(log.status) === 'resolved');
  const title = firstLine([properties.title, log.description, operation]) ?? 'Azure activity';
  const parts = {
    status: isOver ? ('close' as const) : ('open' as const),
    summary: isHealth ? title : `${title}: ${firstLine([log.status, log.level]) ?? ''}`,
    dedupKey: tracked,
    ...urgencyOf(log.level),
    eventAt: parseTime(log.eventTimestamp),
    resource: firstLine([
      resourceId?.slice(resourceId.lastIndexOf('/') + 1),
      properties.service,
      log.resourceGroupName,
    ]),
    metricName: operation,
    eventType: optionalLine(log.eventSource),
    details: copyDetails(log),
  };
  if (title.startsWith('Test Action Group')) return parsedNotice(parts, 'test', title);
  return parsedEvent(parts);
}

/** A log search alert, which never resolves; by subscription and rule. */
function parseLogAlert(data: JsonObject): ParsedEvent {
  const rule = optionalLine(data.AlertRuleName);
  if (rule === null)
    return refuseField(
      'ING2',
      'AlertRuleName',
      `expected a text, found ${describeFound(data.AlertRuleName)}`,
    );
  const parts = {
    status: 'open' as const,
    summary: [rule, optionalLine(data.Description)].filter((part) => part !== null).join(': '),
    dedupKey: `${textOf(data.SubscriptionId) ?? ''}|${rule}`,
    ...urgencyOf(data.Severity),
    eventAt: parseTime(data.SearchIntervalEndtimeUtc),
    resource: firstLine([
      Array.isArray(data.AffectedConfigurationItems) ? data.AffectedConfigurationItems[0] : null,
      data.ResourceId,
      data.WorkspaceId,
    ]),
    metricName: optionalLine(data.SearchQuery),
    metricValue: optionalLine(data.ResultCount),
    threshold: firstLine([data.AlertThresholdValue, data.Threshold]),
    eventType: optionalLine(data.AlertType),
    details: copyDetails(data),
    links: presentLinks([
      toLink('Search results', data.LinkToFilteredSearchResultsUI ?? data.LinkToSearchResults),
    ]),
  };
  if (isTest(data.SubscriptionId, rule))
    return parsedNotice(parts, 'test', `${rule}: a test of the action group`);
  return parsedEvent(parts);
}

/** A number of 0–4, or an activity's level in words. */
const urgencyOf = (severity: unknown) => ({
  urgency: URGENCIES.get(wordOf(severity)) ?? null,
  urgencyWord: severity,
});
