import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails } from './details.ts';
import { describeFound, firstLine, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { joinKey, keyText } from './pick.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice } from './webhook-source.ts';

/** The types of Botkube that are trouble; the others (`create`, `update`, `delete`, `info`, …) are news. */
const TROUBLE: ReadonlySet<string> = new Set(['error', 'warning', 'critical']);

/**
 * The `data` of Botkube's webhook sink, Go names with a capital. The time around it is always the zero time, and
 * nothing ever says that it is over (ING84). The key is object and reason in its cluster.
 */
export function parseBotkube(data: JsonObject): ParsedEvent {
  const kind = optionalLine(data.Kind);
  if (kind === null)
    return refuseField('ING2', 'data.Kind', `expected a text, found ${describeFound(data.Kind)}`);
  const name = optionalLine(data.Name);
  if (name === null)
    return refuseField('ING2', 'data.Name', `expected a text, found ${describeFound(data.Name)}`);
  const type = optionalLine(data.Type, 64);
  if (type === null)
    return refuseField('ING2', 'data.Type', `expected a text, found ${describeFound(data.Type)}`);
  const reason = optionalLine(data.Reason);
  const title = firstLine([data.Title, reason], MAX_SUMMARY) ?? type;
  const message = Array.isArray(data.Messages) ? optionalLine(data.Messages[0], MAX_SUMMARY) : null;
  const parts = {
    status: 'open' as const,
    summary: `${title}: ${kind} ${name}${message === null ? '' : `: ${message}`}`,
    dedupKey: joinKey(
      [data.Cluster, data.Namespace, data.Kind, data.Name, reason === null ? data.Type : data.Reason],
      '/',
    ),
    urgencyWord: firstLine([data.Level, type], 64),
    eventAt: parseTime(data.TimeStamp),
    resource: name,
    metricName: reason,
    metricValue: optionalLine(data.Count),
    eventType: type,
    details: copyDetails(data),
  };
  return TROUBLE.has(type.toLowerCase())
    ? parsedEvent(parts)
    : parsedNotice(parts, 'neither', `${type} is neither trouble nor its end`);
}

/**
 * A core/v1 or events.k8s.io/v1 Event as exporters post it, about `involvedObject` or `regarding`. It never says that
 * anything is over (ING84); `Normal` ones are news. The key is the object's uid and the reason.
 */
export function parseKubernetesEvent(body: JsonObject, about: JsonObject): ParsedEvent {
  const reason = optionalLine(body.reason);
  if (reason === null)
    return refuseField('ING2', 'reason', `expected a text, found ${describeFound(body.reason)}`);
  const type = optionalLine(body.type, 64);
  if (type !== 'Warning' && type !== 'Normal')
    return refuseField('ING6', 'type', `expected Warning or Normal, found ${describeFound(body.type)}`);
  const object = [about.namespace, about.kind, about.name].map((part) => optionalLine(part));
  const path = object.filter((part) => part !== null).join('/');
  const uid = keyText(about.uid) ?? path;
  if (uid === '')
    return refuseField('ING2', 'involvedObject.uid', `expected a text, found ${describeFound(about.uid)}`);
  const message = firstLine([body.message, body.note], MAX_SUMMARY);
  const parts = {
    status: 'open' as const,
    summary: `${path}: ${reason}${message === null ? '' : `: ${message}`}`,
    dedupKey: joinKey([uid, body.reason], '/'),
    urgencyWord: type,
    eventAt:
      parseTime(body.lastTimestamp) ??
      parseTime(body.deprecatedLastTimestamp) ??
      parseTime(body.eventTime) ??
      parseTime(body.firstTimestamp),
    resource: optionalLine(about.name),
    metricName: reason,
    metricValue: firstLine([body.count, body.deprecatedCount]),
    eventType: optionalLine(about.kind),
    details: copyDetails(body),
  };
  return type === 'Warning'
    ? parsedEvent(parts)
    : parsedNotice(parts, 'neither', 'a Normal event is neither trouble nor its end');
}
