import type { EventStatus } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { joinKey, keyText, pickKey, pickLine } from './pick.ts';
import type { Source } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Netdata: the Cloud's webhook (alerts and reachability, told apart by `status`), and an agent's `custom_sender` that
 * posts the variables of `alarm-notify.sh` under their names (ING87).
 * Source: Netdata documentation, "Webhook"; `alarm-notify.sh.in` of netdata/netdata.
 */
export const netdataSource: Source = webhookSource({
  type: 'netdata',
  parse: ({ body }) => [parseNotification(body)],
});

function parseNotification(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with alert, found ${describeFound(body)}`);
  if (typeof body.status === 'string' && body.chart !== undefined) return parseAgent(body);
  if (optionalLine(body.token) !== null) return parseTest(body);
  if (isObject(body.status)) return parseReachability(body, body.status);
  return parseCloud(body);
}

/** Its token is what the admin copies back into Netdata; no alert has one. */
function parseTest(body: JsonObject): ParsedEvent {
  const summary = optionalLine(body.message, MAX_SUMMARY) ?? 'Netdata test';
  const parts = { status: 'open' as const, summary, dedupKey: null, details: copyDetails(body) };
  return parsedNotice(parts, 'test', 'Netdata tests its webhook');
}

const SEVERITIES: ReadonlyMap<string, EventStatus> = new Map([
  ['critical', 'open'],
  ['warning', 'open'],
  ['clear', 'close'],
]);

function parseCloud(body: JsonObject): ParsedEvent {
  const message = optionalLine(body.message, MAX_SUMMARY);
  const alert = optionalLine(body.alert);
  const link = toLink('Netdata', body.alert_url);
  if (alert === null)
    return refuseField('ING2', 'alert', `expected the alert's name, found ${describeFound(body.alert)}`);
  const chart = optionalLine(body.chart);
  if (chart === null)
    return refuseField('ING2', 'chart', `expected the chart's name, found ${describeFound(body.chart)}`);
  const severity = optionalLine(body.severity, 64);
  if (severity === null)
    return refuseField(
      'ING2',
      'severity',
      `expected critical, warning or clear, found ${describeFound(body.severity)}`,
    );
  const status = SEVERITIES.get(severity.toLowerCase());
  if (status === undefined)
    return refuseField(
      'ING6',
      'severity',
      `expected critical, warning or clear, found ${describeFound(severity)}`,
    );
  const host = pickLine(body, ['host', 'node', 'hostname']) ?? hostIn(message ?? '', [alert, chart]);
  const parts = {
    status,
    summary: message ?? `${alert} on ${chart}`,
    dedupKey: joinKey([body.space, host, body.chart, body.alert], '/'),
    urgencyWord: severity,
    eventAt: parseTime(body.date),
    resource: host,
    metricName: alert,
    metricValue: valueIn(message ?? ''),
    eventType: optionalLine(body.class),
    details: copyDetails(body),
    links: link === null ? [] : [link],
  };
  return parsedEvent(parts);
}

const HOST = / on ([\w.-]{1,253})$/;
const VALUE = / = (-?\d{1,20}(?:\.\d{1,20})?[^\s,;]{0,20})/;

/** The Cloud says an alert's node in its message alone: `… on web01`. */
function hostIn(message: string, names: readonly string[]): string | null {
  const host = HOST.exec(message)?.[1] ?? null;
  return host === null || names.includes(host) ? null : host;
}

const valueIn = (message: string): string | null => VALUE.exec(message)?.[1] ?? null;

/** A node that the Cloud cannot reach, or can again. Its key is the host alone. */
function parseReachability(body: JsonObject, status: JsonObject): ParsedEvent {
  const host = optionalLine(body.host);
  if (host === null)
    return refuseField('ING2', 'host', `expected the host's name, found ${describeFound(body.host)}`);
  if (typeof status.reachable !== 'boolean')
    return refuseField(
      'ING2',
      'status.reachable',
      `expected true or false, found ${describeFound(status.reachable)}`,
    );
  const link = toLink('Netdata', body.url);
  return parsedEvent({
    status: status.reachable ? 'close' : 'open',
    summary: optionalLine(body.message, MAX_SUMMARY) ?? `${host} is ${status.reachable ? '' : 'un'}reachable`,
    dedupKey: keyText(body.host),
    urgencyWord: optionalLine(body.severity, 64),
    resource: host,
    eventType: 'reachability',
    details: copyDetails(body),
    links: link === null ? [] : [link],
  });
}

/** `${status}` of the agent; an alarm is `REMOVED` with its chart, whether it was over or not. */
const AGENT_STATUSES: ReadonlyMap<string, EventStatus | 'neither'> = new Map([
  ['CRITICAL', 'open'],
  ['WARNING', 'open'],
  ['CLEAR', 'close'],
  ['REMOVED', 'neither'],
  ['UNINITIALIZED', 'neither'],
  ['UNDEFINED', 'neither'],
]);

const AGENT_HOST = ['host', 'hostname'];
const AGENT_NAME = ['name', 'alarm', 'alert'];

function parseAgent(body: JsonObject): ParsedEvent {
  const host = pickLine(body, AGENT_HOST);
  if (host === null)
    return refuseField('ING2', 'host', `expected the host's name, found ${describeFound(body.host)}`);
  const chart = pickLine(body, ['chart']);
  if (chart === null)
    return refuseField('ING2', 'chart', `expected the chart's name, found ${describeFound(body.chart)}`);
  const name = pickLine(body, AGENT_NAME);
  if (name === null)
    return refuseField('ING2', 'name', `expected the alarm's name, found ${describeFound(body.name)}`);
  const word = pickLine(body, ['status'], 64);
  const status = AGENT_STATUSES.get(word ?? '');
  if (status === undefined)
    return refuseField(
      'ING6',
      'status',
      `expected CRITICAL, WARNING or CLEAR, found ${describeFound(body.status)}`,
    );
  const value = pickLine(body, ['value_string', 'value']);
  const info = pickLine(body, ['summary', 'info'], MAX_SUMMARY);
  const link = toLink('Netdata', body.goto_url);
  const parts = {
    status: status === 'neither' ? ('open' as const) : status,
    summary: `${host} ${name}${value === null ? '' : ` = ${value}`}${info === null ? '' : `: ${info}`}`,
    dedupKey: joinKey([pickKey(body, AGENT_HOST), body.chart, pickKey(body, AGENT_NAME)], '/'),
    urgencyWord: word,
    eventAt: parseTime(body.when),
    resource: host,
    metricName: name,
    metricValue: value,
    eventType: pickLine(body, ['class', 'classification']),
    details: copyDetails(body),
    links: link === null ? [] : [link],
  };
  // What `alarm-notify.sh test` sends.
  if (name === 'test_alarm' && chart === 'test.chart')
    return parsedNotice(parts, 'test', 'Netdata tests its notifications');
  return status === 'neither'
    ? parsedNotice(parts, 'neither', `${word} is neither trouble nor its end`)
    : parsedEvent(parts);
}
