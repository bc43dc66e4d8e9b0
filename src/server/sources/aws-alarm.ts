import type { EventStatus } from '../../shared/words.ts';
import type { EventLink, ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY, toLine } from './bounded.ts';
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
import { firstObject, presentLinks, wordOf } from './rendered.ts';
import type { SnsContext } from './sns-envelope.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice } from './webhook-source.ts';

/** Alarm states, of CloudWatch's own message and of its event on a bus alike. */
export const ALARM_STATES: ReadonlyMap<string, EventStatus | 'neither'> = new Map([
  ['alarm', 'open'],
  ['ok', 'close'],
  ['insufficient_data', 'neither'],
]);

/** The newest datapoint that a state's reason quotes: `[93.1 (22/08/26 09:25:00)]`. */
const DATAPOINT = /\[(-?[0-9.E+-]{1,32}) \(/;
/** CloudWatch has no severity; teams write one in front of an alarm's description or name: `[P1]`, `SEV2: `. */
const SEVERITY_TAG = /(?:^|[[(])(P[1-5]|SEV[0-5])(?=[\])\s:]|$)/;

export const isAlarm = (message: JsonObject): boolean =>
  message.NewStateValue !== undefined || message.AlarmName !== undefined || message.AlarmArn !== undefined;

/**
 * What CloudWatch publishes to a topic when an alarm changes its state; by `AlarmArn`, in old bodies by account,
 * region and name.
 * Source: Amazon CloudWatch user guide, "Using Amazon CloudWatch alarms".
 */
export function parseAlarm(message: JsonObject, { subject, sentAt }: SnsContext): ParsedEvent {
  const name = optionalLine(message.AlarmName);
  if (name === null)
    return refuseField('ING2', 'AlarmName', `expected a text, found ${describeFound(message.AlarmName)}`);
  const status = ALARM_STATES.get(wordOf(message.NewStateValue));
  if (status === undefined)
    return refuseField(
      message.NewStateValue === undefined ? 'ING2' : 'ING6',
      'NewStateValue',
      `expected ALARM, OK or INSUFFICIENT_DATA, found ${describeFound(message.NewStateValue)}`,
    );
  const arn = textOf(message.AlarmArn)?.trim() || null;
  const cause = optionalLine(message.NewStateReason, MAX_SUMMARY);
  const trigger = isObject(message.Trigger) ? message.Trigger : {};
  const metric = readMetric(trigger);
  const parts = {
    summary: subject ?? `${name}: ${cause ?? textOf(message.NewStateValue)}`,
    dedupKey: arn ?? [message.AWSAccountId, message.Region, name].map((part) => textOf(part) ?? '').join('|'),
    urgencyWord: severityTag(message.AlarmDescription) ?? severityTag(name),
    eventAt: parseTime(message.StateChangeTime) ?? sentAt,
    resource: metric.resource ?? name,
    metricName: metric.name,
    metricValue: quotedDatapoint(cause),
    threshold: optionalLine(trigger.Threshold),
    eventType: optionalLine(trigger.Namespace),
    details: copyDetails(message),
    links: presentLinks([alarmLink(arn)]),
  };
  if (status === 'neither')
    return parsedNotice({ ...parts, status: 'open' }, 'neither', `${name}: not enough data to say`);
  return parsedEvent({ ...parts, status });
}

/** Metric and resource of a plain alarm, or of the first metric that metric math is made of. */
function readMetric(trigger: JsonObject): { name: string | null; resource: string | null } {
  const math = Array.isArray(trigger.Metrics) ? trigger.Metrics.filter(isObject) : [];
  const measured = math
    .map(({ MetricStat: stat }) => (isObject(stat) && isObject(stat.Metric) ? stat.Metric : null))
    .find((metric) => metric !== null);
  return {
    name: firstLine([trigger.MetricName, measured?.MetricName, firstObject(math).Expression]),
    resource: nameDimensions(trigger.Dimensions ?? measured?.Dimensions),
  };
}

/** Values of the dimensions, by name: their order varies from message to message. */
function nameDimensions(dimensions: unknown): string | null {
  if (!Array.isArray(dimensions)) return null;
  const pairs = dimensions
    .slice(0, 30)
    .filter(isObject)
    .map((pair) => [textOf(pair.name ?? pair.Name) ?? '', textOf(pair.value ?? pair.Value) ?? ''] as const);
  return optionalLine(
    pairs
      .filter(([, value]) => value !== '')
      .sort(([one], [other]) => (one < other ? -1 : Number(one > other)))
      .map(([, value]) => value)
      .join(', '),
  );
}

export function quotedDatapoint(cause: string | null): string | null {
  return cause === null ? null : (DATAPOINT.exec(cause)?.[1] ?? null);
}

export function severityTag(value: unknown): string | null {
  const line = optionalLine(value);
  return line === null ? null : (SEVERITY_TAG.exec(line)?.[1] ?? null);
}

const CONSOLES: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
]);

/** The alarm in the console. The region's code stands only in the ARN; `Region` is a name for people. */
export function alarmLink(arn: string | null): EventLink | null {
  const [, partition = '', , region = '', , kind, ...name] = arn?.split(':', 20) ?? [];
  const host = CONSOLES.get(partition);
  if (host === undefined || kind !== 'alarm' || !/^[a-z0-9-]{1,30}$/.test(region)) return null;
  // Half characters, which `encodeURIComponent` throws on, are gone from a line.
  const alarm = encodeURIComponent(toLine(name.join(':'), 255));
  return toLink('CloudWatch', `https://${host}/cloudwatch/home?region=${region}#alarmsV2:alarm/${alarm}`);
}
