import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, isObject, refuseField } from './fields.ts';
import { describeState, notificationKind, readPerfdata, urgencyOfState } from './nagios-words.ts';
import { joinKey, pickKey, pickLine } from './pick.ts';
import type { Source } from './source.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';
import { parseZonedTime } from './zoned-time.ts';

/**
 * Nagios and Icinga 2: a notification command (usually curl) posts JSON or a form. Names are whatever its author chose:
 * AlertNow's scripts (`hostName`), the macros (`HOSTNAME`), or snake case (`host_name`) (ING82).
 * The key is host and service: a problem id is 0 on recovery in some versions.
 * Source: the AlertNow guide, "Nagios"; the macro list of Nagios Core.
 */
export const nagiosSource: Source = webhookSource({
  type: 'nagios',
  aliases: ['icinga2'],
  parse: ({ body }) => [parseNotification(body)],
});

const TYPE = ['notificationType', 'NOTIFICATIONTYPE', 'notification_type', 'notification.type'];
const HOST = ['hostName', 'HOSTNAME', 'host_name', 'host.name', 'host'];
const SERVICE = [
  'serviceDesc',
  'SERVICEDESC',
  'service_description',
  'service_desc',
  'SERVICENAME',
  'service_name',
  'service.name',
  'service',
];
const SERVICE_STATE = ['serviceState', 'SERVICESTATE', 'service_state', 'service.state', 'state'];
const HOST_STATE = ['hostState', 'HOSTSTATE', 'host_state', 'host.state', 'state'];
const SERVICE_OUTPUT = [
  'serviceOutput',
  'SERVICEOUTPUT',
  'service_output',
  'service.output',
  'plugin_output',
  'output',
  'message',
];
const HOST_OUTPUT = [
  'hostOutput',
  'HOSTOUTPUT',
  'host_output',
  'host.output',
  'plugin_output',
  'output',
  'message',
];
const PERFDATA = ['servicePerfData', 'SERVICEPERFDATA', 'service_perfdata', 'service.perfdata', 'perfdata'];
const TIME = [
  'timet',
  'TIMET',
  'timestamp',
  'icinga.timet',
  'longDateTime',
  'LONGDATETIME',
  'long_date_time',
];
const NOTES_URLS = [
  'serviceNotesUrl',
  'SERVICENOTESURL',
  'hostNotesUrl',
  'HOSTNOTESURL',
  'icingaweb2url',
  'ICINGAWEB2URL',
  'url',
];

function parseNotification(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object or a form, found ${describeFound(body)}`);
  const type = pickLine(body, TYPE, 64);
  if (type === null)
    return refuseField(
      'ING2',
      'notificationType',
      `expected a text (or NOTIFICATIONTYPE), found ${describeFound(body.notificationType ?? body.NOTIFICATIONTYPE)}`,
    );
  const host = pickLine(body, HOST);
  if (host === null)
    return refuseField(
      'ING2',
      'hostName',
      `expected a text (or HOSTNAME), found ${describeFound(body.hostName ?? body.HOSTNAME)}`,
    );
  const kind = notificationKind(type);
  if (kind === null)
    return refuseField(
      'ING6',
      'notificationType',
      `expected PROBLEM, RECOVERY or ACKNOWLEDGEMENT, found ${describeFound(type)}`,
    );
  const isHost = pickLine(body, ['alertType', 'alert_type'])?.toLowerCase() === 'host';
  const service = isHost ? null : pickLine(body, SERVICE);
  const state = pickLine(body, service === null ? HOST_STATE : SERVICE_STATE, 64);
  const output = pickLine(body, service === null ? HOST_OUTPUT : SERVICE_OUTPUT, MAX_SUMMARY);
  const perfdata = readPerfdata(pickLine(body, PERFDATA, MAX_SUMMARY));
  const links = NOTES_URLS.map((name) => toLink(name, body[name])).filter((link) => link !== null);
  const parts = {
    summary: describeState(host, service, state, output),
    dedupKey: joinKey([pickKey(body, HOST), service === null ? null : pickKey(body, SERVICE)], '|'),
    urgency: urgencyOfState(state),
    urgencyWord: state,
    eventAt: parseZonedTime(pickLine(body, TIME)),
    resource: host,
    metricName: service,
    metricValue: perfdata.value,
    threshold: perfdata.threshold,
    eventType: service === null ? 'host' : 'service',
    details: copyDetails(body),
    links,
  };
  return kind === 'neither'
    ? parsedNotice({ ...parts, status: 'open' }, 'neither', `${type} is neither trouble nor its end`)
    : parsedEvent({ ...parts, status: kind });
}
