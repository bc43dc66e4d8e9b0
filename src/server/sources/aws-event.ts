import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { ALARM_STATES, alarmLink, quotedDatapoint, severityTag } from './aws-alarm.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails } from './details.ts';
import { parseEmbedded } from './embedded-json.ts';
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
import { type EventParts, parsedEvent, parsedNotice } from './webhook-source.ts';

export const isAwsEvent = (message: JsonObject): boolean => message['detail-type'] !== undefined;

/** What every kind has in common. */
interface AwsEvent {
  readonly detail: JsonObject;
  /** The first resource's ARN. */
  readonly resource: string | null;
  readonly parts: Omit<EventParts, 'status'>;
}

/**
 * An event of an EventBridge bus (ING75): alarms open and close by their ARN, GuardDuty's findings open by their id,
 * AWS Health's events open and close by theirs; everything else is an open event without an end, by source, kind and
 * first resource.
 * Source: Amazon EventBridge user guide, "Events"; CloudWatch, GuardDuty and AWS Health user guides, "EventBridge".
 */
export function parseAwsEvent(message: JsonObject): ParsedEvent {
  const kind = optionalLine(message['detail-type']);
  if (kind === null)
    return refuseField(
      'ING2',
      'detail-type',
      `expected a text, found ${describeFound(message['detail-type'])}`,
    );
  const source = optionalLine(message.source);
  if (source === null)
    return refuseField('ING2', 'source', `expected a text, found ${describeFound(message.source)}`);
  const detail = isObject(message.detail) ? message.detail : {};
  const resource = textOf(Array.isArray(message.resources) ? message.resources[0] : null)?.trim() || null;
  const event: AwsEvent = {
    detail,
    resource,
    parts: {
      summary: `${kind}: ${firstLine([detail.title, detail.message, detail.description, detail['instance-id'], lastSegment(resource), source])}`,
      dedupKey: resource === null ? textOf(message.id) : `${source}|${kind}|${resource}`,
      eventAt: parseTime(message.time),
      resource: lastSegment(resource) ?? optionalLine(message.account),
      eventType: kind,
      details: copyDetails(message.detail),
    },
  };
  const parse = KINDS.get(kind);
  return parse === undefined ? parsedEvent({ ...event.parts, status: 'open' }) : parse(event);
}

const KINDS: ReadonlyMap<string, (event: AwsEvent) => ParsedEvent> = new Map([
  ['CloudWatch Alarm State Change', parseAlarmChange],
  [
    'CloudWatch Alarm Configuration Change',
    ({ parts }) => parsedNotice({ ...parts, status: 'open' }, 'neither', 'an alarm was configured'),
  ],
  ['GuardDuty Finding', parseFinding],
  ['AWS Health Event', parseHealth],
  ['AWS Health Abuse Event', parseHealth],
]);

function parseAlarmChange({ detail, resource, parts }: AwsEvent): ParsedEvent {
  const state = isObject(detail.state) ? detail.state : {};
  const name = firstLine([detail.alarmName, lastSegment(resource)]);
  if (name === null)
    return refuseField(
      'ING2',
      'detail.alarmName',
      `expected a text, found ${describeFound(detail.alarmName)}`,
    );
  const status = ALARM_STATES.get(wordOf(state.value));
  if (status === undefined)
    return refuseField(
      state.value === undefined ? 'ING2' : 'ING6',
      'detail.state.value',
      `expected ALARM, OK or INSUFFICIENT_DATA, found ${describeFound(state.value)}`,
    );
  const configuration = isObject(detail.configuration) ? detail.configuration : {};
  const { metricStat } = firstObject(configuration.metrics);
  const metric = isObject(metricStat) && isObject(metricStat.metric) ? metricStat.metric : {};
  const cause = optionalLine(state.reason, MAX_SUMMARY);
  // Absent when the state was set by hand, and when the alarm was created.
  const measured = typeof state.reasonData === 'string' ? parseEmbedded(state.reasonData) : null;
  const data = isObject(measured) ? measured : {};
  const alarm = {
    ...parts,
    summary: `${name}: ${cause ?? textOf(state.value)}`,
    dedupKey: resource ?? parts.dedupKey ?? name,
    urgencyWord: severityTag(configuration.description) ?? severityTag(name),
    eventAt: parseTime(state.timestamp) ?? parts.eventAt ?? null,
    resource: nameDimensions(metric.dimensions) ?? name,
    metricName: optionalLine(metric.name),
    metricValue: firstLine([lastOf(data.recentDatapoints), quotedDatapoint(cause)]),
    threshold: firstLine([data.threshold, lastOf(data.recentUpperThresholds)]),
    links: presentLinks([alarmLink(resource)]),
  };
  if (status === 'neither')
    return parsedNotice({ ...alarm, status: 'open' }, 'neither', `${name}: not enough data to say`);
  if (status === 'open' && optionalLine(state.actionsSuppressedBy) !== null)
    return parsedNotice({ ...alarm, status }, 'neither', `${name}: its actions are suppressed`);
  return parsedEvent({ ...alarm, status });
}

/** GuardDuty's own names of its spans of severity, highest first. */
const SEVERITIES: readonly (readonly [number, string])[] = [
  [9, 'Critical'],
  [7, 'High'],
  [4, 'Medium'],
  [1, 'Low'],
];

function parseFinding({ detail, parts }: AwsEvent): ParsedEvent {
  const id = firstId([detail.id, detail.arn]);
  if (id === null)
    return refuseField('ING2', 'detail.id', `expected a text, found ${describeFound(detail.id)}`);
  const severity = Number(optionalLine(detail.severity, 16) ?? Number.NaN);
  const { resourceType, instanceDetails } = isObject(detail.resource) ? detail.resource : ({} as JsonObject);
  return parsedEvent({
    ...parts,
    status: 'open',
    summary: firstLine([detail.title, detail.type], MAX_SUMMARY) ?? id,
    dedupKey: id,
    urgencyWord: SEVERITIES.find(([least]) => severity >= least)?.[1] ?? optionalLine(detail.severity, 16),
    eventAt: parseTime(detail.updatedAt) ?? parts.eventAt ?? null,
    resource: firstLine([firstObject(instanceDetails).instanceId, resourceType, parts.resource]),
    metricName: optionalLine(detail.type),
    metricValue: optionalLine(detail.severity),
  });
}

const HEALTH_STATES: ReadonlyMap<string, EventStatus | 'neither'> = new Map([
  // Events from before states were sent, which were sent when something began.
  ['', 'open'],
  ['open', 'open'],
  ['closed', 'close'],
  ['upcoming', 'neither'],
]);
const HEALTH_URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['issue', 'high'],
  ['investigation', 'medium'],
  ['accountnotification', 'low'],
  ['scheduledchange', 'low'],
]);

function parseHealth({ detail, parts }: AwsEvent): ParsedEvent {
  const id = firstId([detail.eventArn, detail.communicationId]);
  if (id === null)
    return refuseField('ING2', 'detail.eventArn', `expected a text, found ${describeFound(detail.eventArn)}`);
  const status = HEALTH_STATES.get(wordOf(detail.statusCode));
  if (status === undefined)
    return refuseField(
      'ING6',
      'detail.statusCode',
      `expected open, closed or upcoming, found ${describeFound(detail.statusCode)}`,
    );
  const description = firstObject(detail.eventDescription).latestDescription;
  const health = {
    ...parts,
    summary: [detail.service, detail.eventTypeCode, description]
      .map((part) => optionalLine(part, 300))
      .filter((part) => part !== null)
      .join(': '),
    dedupKey: id,
    urgency: HEALTH_URGENCIES.get(wordOf(detail.eventTypeCategory)) ?? null,
    urgencyWord: detail.eventTypeCategory,
    resource: firstLine([
      firstObject(detail.affectedEntities).entityValue,
      detail.eventRegion,
      detail.service,
    ]),
    metricName: optionalLine(detail.eventTypeCode),
  };
  if (status === 'neither')
    return parsedNotice({ ...health, status: 'open' }, 'neither', 'a change that is yet to come');
  return parsedEvent({ ...health, status });
}

const lastOf = (list: unknown): unknown => (Array.isArray(list) ? list.at(-1) : null);

/** `i-0a1b` of `arn:aws:ec2:…:instance/i-0a1b`. */
function lastSegment(arn: string | null): string | null {
  return arn === null
    ? null
    : optionalLine(arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1));
}

/** Values of the dimensions, by name. */
function nameDimensions(dimensions: unknown): string | null {
  if (!isObject(dimensions)) return null;
  const names = Object.keys(dimensions).slice(0, 30).sort();
  return optionalLine(names.map((name) => textOf(dimensions[name]) ?? '').join(', '));
}
