import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_FIELD, MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, isObject, type JsonObject, refuseField } from './fields.ts';
import { pickKey, pickLine } from './pick.ts';
import type { Source } from './source.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';
import { parseZonedTime } from './zoned-time.ts';

/**
 * SolarWinds Platform (Orion), "Send a GET or POST request": JSON, form or query that an admin typed, one action for the
 * trigger and one for the reset. Names are those of the usual template, of Orion's variables, or of iLert's form
 * (ING86). The active alert's id is empty on a reset, so the key is the alert object's.
 * Source: templates of Splunk On-Call and iLert; SolarWinds documentation, "Variables".
 */
export const solarwindsSource: Source = webhookSource({
  type: 'solarwinds',
  methods: ['POST', 'GET'],
  parse: ({ body }) => [parseAlert(body)],
});

const KEY = ['alert_object_id', 'AlertObjectID'];
const ACTION = ['message_type', 'iLertEventType', 'event_type', 'action'];
const ACTIONS: ReadonlyMap<string, EventStatus | 'neither'> = new Map([
  ['critical', 'open'],
  ['warning', 'open'],
  ['alert', 'open'],
  ['trigger', 'open'],
  ['triggered', 'open'],
  ['acknowledgement', 'ack'],
  ['accept', 'ack'],
  ['acknowledge', 'ack'],
  ['recovery', 'close'],
  ['resolve', 'close'],
  ['reset', 'close'],
  ['info', 'neither'],
]);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['critical', 'highest'],
  ['2', 'highest'],
  ['serious', 'high'],
  ['3', 'high'],
  ['warning', 'medium'],
  ['1', 'medium'],
  ['notice', 'low'],
  ['4', 'low'],
  ['informational', 'lowest'],
  ['0', 'lowest'],
]);

function parseAlert(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField(
      'ING2',
      'body',
      `expected an object with alert_object_id, found ${describeFound(body)}`,
    );
  const key = pickKey(body, KEY);
  if (key === null)
    return refuseField(
      'ING2',
      'alert_object_id',
      `expected a text (or AlertObjectID), found ${describeFound(body.alert_object_id ?? body.AlertObjectID)}`,
    );
  const action = pick(body, ACTION, 64);
  if (action === null)
    return refuseField(
      'ING2',
      'message_type',
      `expected which action it is, found ${describeFound(body.message_type)}`,
    );
  const kind = ACTIONS.get(action.toLowerCase());
  if (kind === undefined)
    return refuseField(
      'ING6',
      'message_type',
      `expected CRITICAL, ACKNOWLEDGEMENT or RECOVERY, found ${describeFound(action)}`,
    );
  const severity = pick(body, ['severity', 'Severity'], 64);
  const isAcked = pick(body, ['acknowledged', 'Acknowledged'], 64)?.toLowerCase() === 'true';
  const name = pick(body, ['alert_name', 'AlertName']);
  const links = ['alert_details_url', 'AlertDetailsUrl', 'iLertUrl']
    .map((url) => toLink('SolarWinds', body[url]))
    .filter((link) => link !== null);
  const parts = {
    summary:
      pick(body, ['alert_message', 'AlertMessage', 'iLertEventSummary'], MAX_SUMMARY) ??
      name ??
      `SolarWinds alert ${key}`,
    dedupKey: key,
    urgency: URGENCIES.get((severity ?? action).toLowerCase()) ?? null,
    urgencyWord: severity ?? (URGENCIES.has(action.toLowerCase()) ? action : null),
    eventAt: parseZonedTime(pick(body, ['trigger_time', 'AlertTriggerTime'])),
    resource: pick(body, ['node', 'NodeName', 'Caption', 'ip_address', 'IP_Address']),
    metricName: pick(body, ['object_type', 'ObjectType']),
    metricValue: pick(body, ['metric_value', 'value']),
    threshold: pick(body, ['threshold']),
    eventType: name,
    details: copyDetails(body),
    links,
  };
  if (kind === 'neither')
    return parsedNotice({ ...parts, status: 'open' }, 'neither', `${action} is neither trouble nor its end`);
  // The reset of an acknowledged alert still says that it was acknowledged.
  return parsedEvent({ ...parts, status: kind === 'open' && isAcked ? 'ack' : kind });
}

/** Orion writes this where it knows no such variable. */
const UNDEFINED_MACRO = 'Macro not defined';

function pick(body: JsonObject, names: readonly string[], max: number = MAX_FIELD): string | null {
  const line = pickLine(body, names, max);
  return line?.startsWith(UNDEFINED_MACRO) ? null : line;
}
