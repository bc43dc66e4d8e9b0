import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, isObject, refuseField, renderedLine } from './fields.ts';
import { describeState, notificationKind, readPerfdata, urgencyOfState } from './nagios-words.ts';
import { joinKey, pickLine } from './pick.ts';
import type { Source } from './source.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';
import { parseZonedTime } from './zoned-time.ts';

/**
 * Checkmk's notification plug-in: every `NOTIFY_` variable without its prefix, all of them texts (ING82).
 * The key is site, host and service, because one receiver may serve several sites.
 * Source: the AlertNow guide, "Checkmk"; Checkmk's documentation of the variables.
 */
export const checkmkSource: Source = webhookSource({
  type: 'checkmk',
  parse: ({ body }) => [parseNotification(body)],
});

function parseNotification(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField(
      'ING2',
      'body',
      `expected an object with NOTIFICATIONTYPE, found ${describeFound(body)}`,
    );
  const type = renderedLine(body.NOTIFICATIONTYPE, 64);
  if (type === null)
    return refuseField(
      'ING2',
      'NOTIFICATIONTYPE',
      `expected a text, found ${describeFound(body.NOTIFICATIONTYPE)}`,
    );
  const host = renderedLine(body.HOSTNAME);
  if (host === null)
    return refuseField('ING2', 'HOSTNAME', `expected a text, found ${describeFound(body.HOSTNAME)}`);
  const kind = notificationKind(type);
  if (kind === null)
    return refuseField(
      'ING6',
      'NOTIFICATIONTYPE',
      `expected PROBLEM, RECOVERY or ACKNOWLEDGEMENT, found ${describeFound(type)}`,
    );
  const service = body.WHAT === 'HOST' ? null : renderedLine(body.SERVICEDESC);
  const isHost = service === null;
  const state = renderedLine(isHost ? body.HOSTSTATE : body.SERVICESTATE, 64);
  const output = renderedLine(isHost ? body.HOSTOUTPUT : body.SERVICEOUTPUT, MAX_SUMMARY);
  const perfdata = readPerfdata(isHost ? body.HOSTPERFDATA : body.SERVICEPERFDATA);
  // Paths within the site; whoever made them whole in the plug-in gets a link.
  const link = toLink('Checkmk', isHost ? body.HOSTURL : body.SERVICEURL);
  const parts = {
    summary: describeState(host, service, state, output),
    dedupKey: joinKey([body.OMD_SITE, body.HOSTNAME, isHost ? null : body.SERVICEDESC], '|'),
    urgency: urgencyOfState(state),
    urgencyWord: state,
    eventAt: parseZonedTime(pickLine(body, ['MICROTIME', 'LONGDATETIME'])),
    resource: host,
    metricName: service,
    metricValue: perfdata.value,
    threshold: perfdata.threshold,
    eventType: isHost ? 'host' : 'service',
    details: copyDetails(body),
    links: link === null ? [] : [link],
  };
  return kind === 'neither'
    ? parsedNotice({ ...parts, status: 'open' }, 'neither', `${type} is neither trouble nor its end`)
    : parsedEvent({ ...parts, status: kind });
}
