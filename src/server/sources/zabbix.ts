import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, isObject, type JsonObject, refuseField } from './fields.ts';
import { embeddedObject, pickKey, pickLine } from './pick.ts';
import type { Source } from './source.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';
import { parseZonedTime } from './zoned-time.ts';

/**
 * Zabbix: AlertNow's webhook and alert script (`{subject, message: {eventId, eventStatus, …}}`, a recovery with those
 * two fields only), and media types that send the stock parameters (`event_id`, `event_value`, …) flat (ING83).
 * Source: the AlertNow guide, "Zabbix"; the media types in zabbix/zabbix.
 */
export const zabbixSource: Source = webhookSource({
  type: 'zabbix',
  parse: ({ body }) => [parseProblem(body)],
});

const ID = ['eventId', 'event_id', 'eventid'];
const STATUS = ['eventStatus', 'event_status', 'eventValue', 'event_value'];
/** Words of AlertNow's scripts, of `{EVENT.STATUS}`, of `{TRIGGER.STATUS}`, and `{EVENT.VALUE}`. */
const STATUSES: ReadonlyMap<string, EventStatus> = new Map([
  ['open', 'open'],
  ['problem', 'open'],
  ['1', 'open'],
  ['ack', 'ack'],
  ['close', 'close'],
  ['resolved', 'close'],
  ['ok', 'close'],
  ['0', 'close'],
]);
/** `{EVENT.NSEVERITY}`: the names can be changed, the numbers cannot. */
const NUMBERED: ReadonlyMap<string, Urgency> = new Map([
  ['5', 'highest'],
  ['4', 'high'],
  ['3', 'medium'],
  ['2', 'low'],
  ['1', 'lowest'],
  ['0', 'none'],
]);
const NAMED: ReadonlyMap<string, Urgency> = new Map([
  ['disaster', 'highest'],
  ['high', 'high'],
  ['average', 'medium'],
  ['warning', 'low'],
  ['information', 'lowest'],
  ['not classified', 'none'],
]);

function parseProblem(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with message, found ${describeFound(body)}`);
  const inner = embeddedObject(body.message);
  const isFlat = inner === null && pickKey(body, ID) !== null;
  if (inner === null && !isFlat)
    return refuseField('ING2', 'message', `expected an object, found ${describeFound(body.message)}`);
  const message = inner ?? body;
  const field = (name: string) => (isFlat ? name : `message.${name}`);
  const id = pickKey(message, ID);
  if (id === null)
    return refuseField(
      'ING2',
      field('eventId'),
      `expected the event's id, found ${describeFound(message.eventId)}`,
    );
  const word = pickLine(message, STATUS, 64);
  if (word === null)
    return refuseField(
      'ING2',
      field('eventStatus'),
      `expected open, ack or close, found ${describeFound(message.eventStatus)}`,
    );
  const status = STATUSES.get(word.toLowerCase());
  if (status === undefined)
    return refuseField(
      'ING6',
      field('eventStatus'),
      `expected open, ack or close, found ${describeFound(word)}`,
    );
  const parts = readParts(message, body, id);
  const updated = status === 'open' ? readUpdate(message) : null;
  return updated === 'neither'
    ? parsedNotice({ ...parts, status }, 'neither', 'an update of a problem is neither trouble nor its end')
    : parsedEvent({ ...parts, status: updated ?? status });
}

function readParts(message: JsonObject, body: JsonObject, id: string) {
  const name = pickLine(message, ['severity', 'event_severity', 'eventSeverity'], 64);
  const number = pickLine(message, ['nseverity', 'event_nseverity', 'eventNseverity'], 64);
  const urls = ['triggerUrl', 'trigger_url', 'event_url', 'zabbix_url', 'url'];
  const links = urls.map((url) => toLink('Zabbix', message[url])).filter((link) => link !== null);
  return {
    summary:
      pickLine(message, ['eventName', 'event_name'], MAX_SUMMARY) ??
      pickLine(body, ['subject', 'alert_subject'], MAX_SUMMARY) ??
      `Zabbix event ${id}`,
    dedupKey: id,
    urgency: NUMBERED.get(number ?? '') ?? NAMED.get(name?.toLowerCase() ?? '') ?? null,
    urgencyWord: name ?? number,
    // `eventDt` is the server's local time without its zone: it stays in the details (ING80).
    eventAt: parseZonedTime(pickLine(message, ['eventTimestamp', 'event_timestamp', 'eventDt'])),
    resource: pickLine(message, ['host', 'hostName', 'host_name', 'event_host']),
    metricValue: pickLine(message, ['opdata', 'event_opdata', 'itemValue', 'item_value']),
    details: copyDetails(body),
    links,
  };
}

/**
 * `{EVENT.UPDATE.STATUS}` 1 is an update, and `{EVENT.UPDATE.ACTION}` says of what: an acknowledgement is an ack, another
 * severity a repeat with it; a comment, a suppression and the like are neither. Null: no update.
 */
function readUpdate(message: JsonObject): EventStatus | 'neither' | null {
  const isUpdate = pickLine(message, ['eventUpdateStatus', 'event_update_status'], 64) === '1';
  if (!isUpdate) return null;
  const names = ['eventUpdateAction', 'event_update_action'];
  const actions = (pickLine(message, names) ?? '').toLowerCase().split(/[,.] ?/);
  if (actions.includes('acknowledged')) return 'ack';
  return actions.some((action) => action.startsWith('changed severity')) ? 'open' : 'neither';
}
