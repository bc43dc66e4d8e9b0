import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, isObject, type JsonObject, refuseField } from './fields.ts';
import { firstId, firstRendered, presentLinks, renderedFields, wordOf } from './rendered.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Datadog's webhooks: the body is the user's template, whose names vary (`alertId`, `alert_id`, `ALERT_ID`), or
 * Datadog's own default, which says in its title alone what happened. One cycle of a monitor's group is one incident.
 * Source: Datadog documentation, "Webhooks".
 */
export const datadogSource: Source = webhookSource({
  type: 'datadog',
  retriesOnly5xx: true,
  parse: ({ body }: SourceRequest) => [parseNotice(body)],
});

const TRANSITIONS: ReadonlyMap<string, EventStatus | 'neither'> = new Map([
  ['triggered', 'open'],
  ['re-triggered', 'open'],
  ['no data', 'open'],
  ['re-no data', 'open'],
  ['warn', 'open'],
  ['re-warn', 'open'],
  ['renotify', 'open'],
  ['re-notify', 'open'],
  ['recovered', 'close'],
  ['muted', 'neither'],
]);
const ALERT_TYPES: ReadonlyMap<string, EventStatus> = new Map([
  ['error', 'open'],
  ['warning', 'open'],
  ['info', 'open'],
  ['success', 'close'],
]);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['p1', 'highest'],
  ['p2', 'high'],
  ['p3', 'medium'],
  ['p4', 'low'],
  ['p5', 'lowest'],
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'low'],
  ['success', 'none'],
]);
/** `[P2] [Triggered on {host:web1}] High CPU`: priority, transition, scope and the monitor's name. */
const TITLE = /^(?:\[(P[1-5])\] ?)?\[([A-Za-z -]{4,16})(?: on \{([^{}]*)\})?\] ?(.*)$/;
const PRIORITY = /^p[1-5]$/;
const LAST_NUMBER = /(-?\d+(?:\.\d+)?)\s*$/;
const VALUE = /\bvalue(?: is| was|:|=)? ?\(?(-?\d+(?:\.\d+)?)/i;

function parseNotice(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField(
      'ING2',
      'body',
      `expected an object with alertTransition, found ${describeFound(body)}`,
    );
  const notice = readNotice(body);
  if (notice.title === null)
    return refuseField(
      'ING2',
      'eventTitle',
      `expected a text, found ${describeFound(body.eventTitle ?? body.title)}`,
    );
  const titled = TITLE.exec(notice.title) ?? [];
  const found = notice.transition ?? (TRANSITIONS.has(wordOf(titled[2])) ? titled[2] : null) ?? null;
  const status = found === null ? ALERT_TYPES.get(wordOf(notice.alertType)) : TRANSITIONS.get(wordOf(found));
  const scope = notice.scope ?? titled[3] ?? null;
  const word = notice.priority ?? titled[1] ?? notice.alertType;
  const parts = {
    summary: notice.title,
    dedupKey:
      notice.key ??
      (notice.alertId === null
        ? `${titled[4] ?? notice.title}|${scope ?? ''}`
        : `${notice.alertId}|${scope ?? ''}`),
    urgencyWord: word,
    urgency: URGENCIES.get(wordOf(word)) ?? null,
    eventAt: notice.time,
    resource: firstRendered([notice.host, scope]),
    metricName: notice.metric,
    metricValue: notice.text === null ? null : (VALUE.exec(notice.text)?.[1] ?? null),
    threshold: notice.query === null ? null : (LAST_NUMBER.exec(notice.query)?.[1] ?? null),
    eventType: notice.eventType,
    details: copyDetails(renderedFields(body)),
    links: notice.links,
  };
  if (status === 'neither')
    return parsedNotice({ ...parts, status: 'open' }, 'neither', 'a monitor was muted');
  if (status !== undefined) return parsedEvent({ ...parts, status });
  if (found !== null)
    return refuseField(
      'ING6',
      'alertTransition',
      `expected Triggered, Recovered or another of Datadog's, found ${describeFound(found)}`,
    );
  // Somebody mentioned the webhook in an event, which is how one tries it: no monitor speaks.
  if (notice.isEvent && notice.alertId === null && notice.key === null)
    return parsedNotice(
      { ...parts, dedupKey: notice.id, status: 'open' },
      'test',
      'mentioned by hand, by no monitor',
    );
  return refuseField('ING2', 'alertTransition', 'expected a text, found nothing');
}

/** Fields by their variable, whatever the template calls them. */
function readNotice(body: JsonObject) {
  const line = (names: readonly string[], max?: number) =>
    firstRendered(
      names.map((name) => body[name]),
      max,
    );
  const id = (names: readonly string[]) => firstId(names.map((name) => body[name]));
  const priority = line(['alertPriority', 'alert_priority', 'ALERT_PRIORITY', 'priority', 'PRIORITY'], 64);
  return {
    title: line(
      ['eventTitle', 'event_title', 'EVENT_TITLE', 'alertTitle', 'alert_title', 'ALERT_TITLE', 'title'],
      MAX_SUMMARY,
    ),
    transition: line(['alertTransition', 'alert_transition', 'ALERT_TRANSITION', 'transition'], 64),
    alertType: line(['alertType', 'alert_type', 'ALERT_TYPE'], 64),
    // `$PRIORITY` is an event's own, `normal` or `low`, and says nothing of the monitor.
    priority: PRIORITY.test(wordOf(priority)) ? priority : null,
    key: id(['alertCycleKey', 'alert_cycle_key', 'ALERT_CYCLE_KEY', 'aggregKey', 'aggreg_key', 'AGGREG_KEY']),
    alertId: id(['alertId', 'alert_id', 'ALERT_ID', 'monitor_id']),
    id: id(['id', 'ID', 'event_id']),
    isEvent: firstRendered([body.id, body.ID, body.date, body.link]) !== null,
    scope: line(['alertScope', 'alert_scope', 'ALERT_SCOPE', 'scope', 'scopes']),
    host: line(['hostname', 'HOSTNAME', 'host']),
    metric: line(['alertMetric', 'alert_metric', 'ALERT_METRIC', 'metric']),
    text: line(
      ['textOnlyMsg', 'text_only_msg', 'TEXT_ONLY_MSG', 'eventMsg', 'event_msg', 'EVENT_MSG', 'body'],
      2000,
    ),
    query: line(['alertQuery', 'alert_query', 'ALERT_QUERY', 'query']),
    eventType: line(['eventType', 'event_type', 'EVENT_TYPE']),
    time:
      parseTime(body.date ?? body.DATE) ??
      parseTime(body.datePosix ?? body.date_posix ?? body.DATE_POSIX) ??
      parseTime(body.lastUpdated ?? body.last_updated ?? body.LAST_UPDATED),
    links: presentLinks([
      toLink('Datadog', body.link ?? body.LINK),
      toLink('Snapshot', body.snapshot ?? body.SNAPSHOT),
    ]),
  };
}
