import type { EventStatus } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
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
 * Uptime Kuma's webhook: JSON, a form or multipart with the JSON as text in `data`, or a GET with each part as JSON in
 * the query (ING91). Monitors go down and come up by `monitor.id`. Without a heartbeat it is the test button, except
 * for a certificate or domain that runs out: trouble of its own that has no end.
 * Source: Uptime Kuma, `server/notification-providers/webhook.js` and `server/model/monitor.js`.
 */
export const uptimeKumaSource: Source = webhookSource({
  type: 'uptimekuma',
  methods: ['POST', 'PUT', 'GET'],
  parse: ({ body, query }: SourceRequest) => [parseBeat(unwrap(body ?? query))],
});

const STATUSES: ReadonlyMap<string, EventStatus | 'neither'> = new Map([
  ['0', 'open'],
  ['1', 'close'],
  ['2', 'neither'],
  ['3', 'neither'],
]);
const EXPIRY = /^(.{1,300}?) (?:will (?:expire|be expired)|expires) in \d+ days?/is;
/** Tags that people put a severity into. */
const SEVERITY_TAGS: ReadonlySet<string> = new Set(['severity', 'urgency', 'priority']);

/** The value that a text spells as JSON; the value itself where it is no text or no JSON. */
function fromText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function unwrap(body: unknown): unknown {
  if (!isObject(body)) return body;
  const inner = 'heartbeat' in body ? body : fromText(body.data);
  if (!isObject(inner)) return body;
  return typeof inner.heartbeat === 'string' || typeof inner.monitor === 'string'
    ? { ...inner, heartbeat: fromText(inner.heartbeat), monitor: fromText(inner.monitor) }
    : inner;
}

function parseBeat(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with heartbeat, found ${describeFound(body)}`);
  const { heartbeat } = body;
  if (heartbeat === null) return parseWithoutBeat(body);
  if (!isObject(heartbeat))
    return refuseField('ING2', 'heartbeat', `expected an object or null, found ${describeFound(heartbeat)}`);
  const monitor = isObject(body.monitor) ? body.monitor : {};
  const id = firstLine([monitor.id, heartbeat.monitorID]);
  if (id === null)
    return refuseField('ING2', 'monitor.id', `expected an id, found ${describeFound(monitor.id)}`);
  const status = STATUSES.get(textOf(heartbeat.status) ?? '');
  if (status === undefined) {
    const problem = `expected 0, 1, 2 or 3, found ${describeFound(heartbeat.status)}`;
    return refuseField('ING6', 'heartbeat.status', problem);
  }
  const name = firstLine([monitor.pathName, monitor.name]) ?? `monitor ${id}`;
  const link = toLink('Monitored address', monitor.url);
  const parts = {
    summary: firstLine([body.msg, heartbeat.msg], MAX_SUMMARY) ?? name,
    dedupKey: id,
    urgencyWord: severityTag(monitor.tags),
    eventAt: timeOf(heartbeat),
    resource: firstLine([monitor.name, monitor.hostname, monitor.url]),
    metricName: optionalLine(monitor.type),
    metricValue: optionalLine(heartbeat.ping),
    details: copyDetails({ heartbeat, monitor }),
    links: link === null ? [] : [link],
  };
  return status === 'neither'
    ? parsedNotice({ ...parts, status: 'open' }, 'neither', 'heartbeat.status: pending, or under maintenance')
    : parsedEvent({ ...parts, status });
}

/** `time` is UTC without a zone; a server of another make may send the local time alone. */
function timeOf({ time, localDateTime, timezoneOffset }: JsonObject): number | null {
  return parseTime(time) ?? parseTime(`${textOf(localDateTime) ?? ''}${textOf(timezoneOffset) ?? ''}`);
}

function severityTag(tags: unknown): string | null {
  if (!Array.isArray(tags)) return null;
  for (const tag of tags.slice(0, 50)) {
    if (!isObject(tag) || !SEVERITY_TAGS.has(optionalLine(tag.name)?.toLowerCase() ?? '')) continue;
    const word = optionalLine(tag.value, 64);
    if (word !== null) return word;
  }
  return null;
}

function parseWithoutBeat(body: JsonObject): ParsedEvent {
  const said = optionalLine(body.msg, MAX_SUMMARY);
  if (said === null) return refuseField('ING2', 'msg', `expected a text, found ${describeFound(body.msg)}`);
  const expiry = EXPIRY.exec(said);
  if (expiry === null)
    return parsedNotice(
      { status: 'open', summary: said, dedupKey: null },
      'test',
      'heartbeat: null, a test message',
    );
  // The days left change with each telling, what runs out does not.
  return parsedEvent({
    status: 'open',
    summary: said,
    dedupKey: expiry[1] ?? said,
    urgency: 'low',
    urgencyWord: 'expiry',
    eventType: 'expiry',
  });
}
