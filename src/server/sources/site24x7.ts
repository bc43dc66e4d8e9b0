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
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Site24x7's webhook, as JSON, as a form or in the query; monitors fail and come up by `MONITOR_ID` (ING93).
 * Source: Site24x7 documentation, "Webhooks".
 */
export const site24x7Source: Source = webhookSource({
  type: 'site24x7',
  methods: ['POST', 'PUT', 'GET'],
  parse: ({ body, query }: SourceRequest) => [parseMonitor(body ?? query)],
});

const STATUSES: ReadonlyMap<string, EventStatus | 'neither'> = new Map([
  ['DOWN', 'open'],
  ['CRITICAL', 'open'],
  ['TROUBLE', 'open'],
  ['UP', 'close'],
  ['MAINTENANCE', 'neither'],
  ['SUSPENDED', 'neither'],
  ['DISCOVERY', 'neither'],
  ['CONFIGURATION ERROR', 'neither'],
]);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['DOWN', 'highest'],
  ['CRITICAL', 'high'],
  ['TROUBLE', 'medium'],
]);

/**
 * Ids have 18 digits: as a JSON number they arrive rounded, and two monitors made one after the other would share one.
 * The address of the monitor's page carries the id whole; without it the name keeps them apart.
 */
function keyOf(body: JsonObject): string | null {
  const id = body.MONITOR_ID ?? body.MONITORID;
  const name = optionalLine(body.MONITORNAME);
  if (typeof id !== 'number' || Number.isSafeInteger(id)) return optionalLine(id) ?? name;
  const page = textOf(body.MONITOR_DASHBOARD_LINK) ?? '';
  const whole =
    page.length > 2000 ? undefined : page.match(/\d{16,24}/g)?.find((digits) => Number(digits) === id);
  return whole ?? (name === null ? String(id) : `${id}/${name}`);
}

function parseMonitor(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with MONITOR_ID, found ${describeFound(body)}`);
  const key = keyOf(body);
  if (key === null)
    return refuseField('ING2', 'MONITOR_ID', `expected an id, found ${describeFound(body.MONITOR_ID)}`);
  const word = optionalLine(body.STATUS)?.toUpperCase() ?? null;
  const status = STATUSES.get(word ?? '');
  if (word === null || status === undefined) {
    const problem = `expected DOWN, CRITICAL, TROUBLE or UP, found ${describeFound(body.STATUS)}`;
    return refuseField(word === null ? 'ING2' : 'ING6', 'STATUS', problem);
  }
  const name = firstLine([body.MONITORNAME, body.MONITORURL]) ?? `monitor ${key}`;
  const why = optionalLine(body.INCIDENT_REASON, 900);
  const links = [
    toLink('Site24x7', body.MONITOR_DASHBOARD_LINK),
    toLink('Root cause', body.RCA_LINK),
    toLink('Monitored address', body.MONITORURL),
  ].filter((link) => link !== null);
  const parts = {
    summary: `${name} is ${word}${why === null ? '' : `: ${why}`}`,
    dedupKey: key,
    eventAt: parseTime(body.INCIDENT_TIME_ISO) ?? parseTime(body.OUTAGE_TIME_UNIX_FORMAT),
    resource: firstLine([body.MONITORNAME, body.MONITORURL]),
    metricName: optionalLine(body.MONITORTYPE),
    details: copyDetails(body),
    links,
  };
  if (status === 'neither')
    return parsedNotice(
      { ...parts, status: 'open' },
      'neither',
      `STATUS: ${word} is neither trouble nor its end`,
    );
  const urgency = URGENCIES.get(word);
  return parsedEvent({ ...parts, status, ...(urgency === undefined ? {} : { urgency, urgencyWord: word }) });
}
