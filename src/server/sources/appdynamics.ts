import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, isObject, type JsonObject, refuseField, textOf } from './fields.ts';
import { firstId, firstRendered, presentLinks, renderedFields, wordOf } from './rendered.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * AppDynamics' HTTP request template: a health rule's violation opens and closes by `incident_id`. Variables that have
 * no value stay as they were written (ING74).
 * Source: AppDynamics documentation, "HTTP Request Actions and Templates".
 */
export const appDynamicsSource: Source = webhookSource({
  type: 'appdynamics',
  parse: ({ body }: SourceRequest) => [parseViolation(body)],
});

/** By the beginning of `POLICY_…`: what follows is the severity. */
const POLICIES: readonly (readonly [string, EventStatus])[] = [
  ['POLICY_OPEN', 'open'],
  ['POLICY_CONTINUES', 'open'],
  ['POLICY_UPGRADED', 'open'],
  ['POLICY_DOWNGRADED', 'open'],
  ['POLICY_CLOSE', 'close'],
  ['POLICY_CANCELED', 'close'],
];
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['error', 'highest'],
  ['warn', 'medium'],
  ['info', 'lowest'],
]);
const TAG = /<[^<>]*>/g;
const VALUE = /\bvalue (-?[\d.,]*\d)/i;
const THRESHOLD = /\bthreshold (-?[\d.,]*\d)/i;

function parseViolation(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with event_type, found ${describeFound(body)}`);
  const type = firstRendered([body.event_type, body.eventType], 64)?.toUpperCase() ?? null;
  if (type === null)
    return refuseField('ING2', 'event_type', `expected a text, found ${describeFound(body.event_type)}`);
  const severity = firstRendered([body.severity, body.event_severity], 64);
  const policy = POLICIES.find(([beginning]) => type.startsWith(beginning))?.[1];
  if (policy === undefined && type.startsWith('POLICY_'))
    return refuseField(
      'ING6',
      'event_type',
      `expected POLICY_OPEN_… or POLICY_CLOSE_…, found ${describeFound(type)}`,
    );
  const key = keyOf(body, policy === undefined);
  if (key === null)
    return refuseField('ING2', 'incident_id', `expected a text, found ${describeFound(body.incident_id)}`);
  const message = plain(firstRendered([body.event_message, body.eventMessage], 4000));
  const parts = {
    status: policy ?? 'open',
    summary: [
      firstRendered([body.event_name, body.eventName, type]),
      plain(firstRendered([body.summary], MAX_SUMMARY)) ?? message,
    ]
      .filter((part) => part !== null)
      .join(': '),
    dedupKey: key,
    // The end of a violation is INFO, which says nothing about the violation.
    ...(policy === 'close'
      ? {}
      : { urgency: URGENCIES.get(wordOf(severity)) ?? null, urgencyWord: severity }),
    eventAt: parseJavaTime(firstRendered([body.event_time, body.eventTime])),
    resource: firstRendered([body.node_name, body.tier_name, body.app_name]),
    metricName: firstRendered([body.health_rule_name, body.incident_name]),
    metricValue: numberIn(VALUE, message),
    threshold: numberIn(THRESHOLD, message),
    eventType: type,
    details: copyDetails(renderedFields(body)),
    links: presentLinks([toLink('AppDynamics', body.event_deep_link ?? body.deep_link)]),
  };
  if (policy === undefined && wordOf(severity) === 'info')
    return parsedNotice(parts, 'neither', 'an event that is no violation');
  return parsedEvent(parts);
}

/** The incident's id; without one, what the rule watches, or for an event of no rule the event itself. */
function keyOf(body: JsonObject, isEvent: boolean): string | null {
  const id = isEvent ? null : firstId([body.incident_id, body.incidentId]);
  if (id !== null) return id;
  const rule = isEvent ? null : firstId([body.health_rule_id]);
  if (rule === null) return firstId([body.event_id, body.event_guid]);
  return [firstId([body.app_id]), rule, firstId([body.node_id, body.tier_id])]
    .map((part) => part ?? '')
    .join('|');
}

/** Messages are HTML. */
const plain = (text: string | null): string | null =>
  text === null ? null : text.replace(TAG, '').replaceAll('&nbsp;', ' ').trim() || null;

const numberIn = (pattern: RegExp, text: string | null): string | null =>
  text === null ? null : (pattern.exec(text)?.[1]?.replaceAll(',', '') ?? null);

const JAVA_TIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) ([A-Z]{3,4}) (\d{4})$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Names of zones that mean one thing; CST and IST mean several and give no time. */
const ZONES: ReadonlyMap<string, string> = new Map([
  ['UTC', 'Z'],
  ['GMT', 'Z'],
  ['KST', '+09:00'],
  ['JST', '+09:00'],
  ['PST', '-08:00'],
  ['PDT', '-07:00'],
  ['EST', '-05:00'],
  ['EDT', '-04:00'],
  ['CET', '+01:00'],
  ['CEST', '+02:00'],
]);

/** `Mon Apr 03 02:04:55 UTC 2023`, as Java writes a date; else any other time. */
function parseJavaTime(text: string | null): number | null {
  const [whole, month = '', day = '', clock, zone = '', year] = JAVA_TIME.exec(text ?? '') ?? [];
  if (whole === undefined) return parseTime(text);
  const offset = ZONES.get(zone);
  if (offset === undefined) return null;
  return parseTime(
    `${year}-${textOf(MONTHS.indexOf(month) + 1)?.padStart(2, '0')}-${day.padStart(2, '0')}T${clock}${offset}`,
  );
}
