import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails } from './details.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, webhookSource } from './webhook-source.ts';

/**
 * WhaTap's webhook, and its AlertNow plug-in, which posts the same body. An event is on until it is off; its key is
 * `uuid` where it is sent, else project, agent and title (ING96).
 * Source: WhaTap documentation, "Webhook (JSON)".
 */
export const whatapSource: Source = webhookSource({
  type: 'whatap',
  parse: ({ body }: SourceRequest) => [parseAlert(body)],
});

const STATUSES: ReadonlyMap<string, EventStatus> = new Map([
  ['on', 'open'],
  ['off', 'close'],
]);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['fatal', 'highest'],
  ['critical', 'highest'],
  ['warning', 'medium'],
  ['info', 'lowest'],
]);

/** Older versions send no status: there a recovery is a message of no level that says so. */
function statusOf(body: JsonObject, level: string | null): EventStatus | null {
  const word = optionalLine(body.status)?.toLowerCase();
  if (word !== undefined) return STATUSES.get(word) ?? null;
  if (level === null) return null;
  const says = `${level} ${firstLine([body.title]) ?? ''} ${firstLine([body.message]) ?? ''}`;
  const isMild = /^(?:info|none|recovered)$/i.test(level);
  return isMild && /\brecovered\b/i.test(says) ? 'close' : 'open';
}

function parseAlert(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with pcode, found ${describeFound(body)}`);
  const project = optionalLine(body.pcode, 64);
  if (project === null)
    return refuseField('ING2', 'pcode', `expected a project code, found ${describeFound(body.pcode)}`);
  const title = firstLine([body.title, body.metricName]);
  if (title === null)
    return refuseField('ING2', 'title', `expected a text, found ${describeFound(body.title)}`);
  const level = optionalLine(body.level, 64);
  const status = statusOf(body, level);
  if (status === null)
    return refuseField('ING6', 'status', `expected on or off, found ${describeFound(body.status)}`);
  const message = optionalLine(body.message, MAX_SUMMARY);
  return parsedEvent({
    status,
    summary: message === null ? title : `${title}: ${message}`,
    dedupKey: firstLine([body.uuid]) ?? `${project}/${optionalLine(body.oid, 64) ?? ''}/${title}`,
    ...(status === 'close'
      ? {}
      : { urgency: URGENCIES.get(level?.toLowerCase() ?? '') ?? null, urgencyWord: level }),
    eventAt: parseTime(body.time),
    resource: firstLine([body.oname, body.oid, body.projectName]),
    metricName: optionalLine(body.metricName),
    metricValue: optionalLine(body.metricValue),
    threshold: optionalLine(body.metricThreshold),
    details: copyDetails(body),
  });
}
