import type { EventStatus } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, findLinks } from './details.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { keyText } from './pick.ts';
import type { Source } from './source.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';
import { parseZonedTime } from './zoned-time.ts';

/**
 * LibreNMS's API transport: GET with a query, POST or PUT, each field a text. `status` is the device's, `state` the
 * alert's; `id` and `uid` are others at every step of one alert (ING87).
 * Source: LibreNMS documentation, "Transports, API"; `AlertData` of librenms/librenms.
 */
export const librenmsSource: Source = webhookSource({
  type: 'librenms',
  methods: ['POST', 'GET', 'PUT'],
  parse: ({ body }) => [parseAlert(body)],
});

/** Recovered, active, acknowledged, worse, better, changed. */
const STATES: ReadonlyMap<string, EventStatus> = new Map([
  ['0', 'close'],
  ['1', 'open'],
  ['2', 'ack'],
  ['3', 'open'],
  ['4', 'open'],
  ['5', 'open'],
]);
/** Ids of what `Test transport` sends; real ones begin at 1. */
const TEST_ID = '000';

function parseAlert(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with alert_id, found ${describeFound(body)}`);
  const key = keyOf(body);
  if (key === null)
    return refuseField('ING2', 'alert_id', `expected the alert's id, found ${describeFound(body.alert_id)}`);
  const state = optionalLine(body.state, 64);
  if (state === null)
    return refuseField('ING2', 'state', `expected 0 to 5, found ${describeFound(body.state)}`);
  const status = STATES.get(state);
  if (status === undefined)
    return refuseField('ING6', 'state', `expected 0 to 5, found ${describeFound(body.state)}`);
  const details = copyDetails(body);
  const parts = {
    status,
    summary: firstLine([body.title, body.msg, body.name], MAX_SUMMARY) ?? `LibreNMS alert ${key}`,
    dedupKey: key,
    urgencyWord: optionalLine(body.severity, 64),
    // The server's local time without its zone: it stays in the details (ING80).
    eventAt: parseZonedTime(body.timestamp),
    resource: firstLine([body.hostname, body.sysName, body.display]),
    metricName: optionalLine(body.name),
    details,
    links: findLinks(details),
  };
  const isTest = key === TEST_ID || (body.uid === TEST_ID && body.id === TEST_ID);
  return isTest ? parsedNotice(parts, 'test', 'LibreNMS tests its transport') : parsedEvent(parts);
}

/** The alert's id; where the template leaves it out, device and rule, which have one alert at most. */
function keyOf(body: JsonObject): string | null {
  const id = keyText(body.alert_id);
  if (id !== null) return id;
  const device = keyText(body.device_id);
  const rule = keyText(body.rule_id);
  return device === null || rule === null ? null : `${device}/${rule}`;
}
