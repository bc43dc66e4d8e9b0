import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, setOwn, toLink } from './details.ts';
import {
  describeFound,
  firstLine,
  isObject,
  type JsonObject,
  optionalLine,
  refuseField,
  textOf,
} from './fields.ts';
import { firstId, firstObject, presentLinks, wordOf } from './rendered.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { type EventParts, parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Sentry: webhooks of an integration (issue alerts, metric alerts, issues, errors) and of the old WebHooks plugin. An
 * issue alert never resolves; the issue's own webhook does, by the same id. Metric alerts count apart from issues
 * (ING77).
 * Source: Sentry documentation, "Integration platform, Webhooks".
 */
export const sentrySource: Source = webhookSource({
  type: 'sentry',
  signature: 'sentry',
  parse: ({ body }: SourceRequest) => [parseHook(body)],
});

const LEVELS: ReadonlyMap<string, Urgency> = new Map([
  ['fatal', 'highest'],
  ['critical', 'highest'],
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'low'],
  ['debug', 'lowest'],
]);
const ISSUE_ACTIONS: ReadonlyMap<string, EventStatus | 'neither'> = new Map([
  ['created', 'open'],
  ['unresolved', 'open'],
  ['resolved', 'close'],
  ['archived', 'close'],
  ['ignored', 'close'],
  // Sentry assigns by its own rules, so that nobody need have seen it.
  ['assigned', 'neither'],
]);
const METRIC_ACTIONS: ReadonlyMap<string, EventStatus> = new Map([
  ['open', 'open'],
  ['critical', 'open'],
  ['warning', 'open'],
  ['resolved', 'close'],
]);
/** An event names its project by number; the slug stands in its address in the API. */
const PROJECT = /\/projects\/[^/]+\/([^/]+)\//;
/** What an integration hears of besides trouble. */
const OTHER_DATA = [
  'comment',
  'comment_id',
  'installation',
  'installations',
  'seer',
  'preprod_artifact',
] as const;

function parseHook(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with data, found ${describeFound(body)}`);
  const { data, action } = body;
  if (!isObject(data)) {
    if (body.triggering_rules !== undefined || body.project_slug !== undefined || isObject(body.event))
      return parsePlugin(body);
    return refuseField('ING2', 'data', `expected an object, found ${describeFound(data)}`);
  }
  if (isObject(data.metric_alert)) return parseMetricAlert(data, data.metric_alert, action);
  if (isObject(data.event)) return parseError(data.event, 'data.event', firstLine([data.triggered_rule]));
  if (isObject(data.error)) return parseError(data.error, 'data.error', null);
  if (isObject(data.issue)) return parseIssue(data.issue, action);
  const other = OTHER_DATA.find((name) => data[name] !== undefined);
  if (other !== undefined)
    return parsedNotice(
      {
        status: 'open',
        summary: `Sentry: ${other} ${textOf(action) ?? ''}`,
        dedupKey: null,
        details: copyDetails(data),
      },
      'neither',
      `${other} is no trouble`,
    );
  return refuseField('ING2', 'data.event', `expected an object, found ${describeFound(data.event)}`);
}

/** An issue alert's event, or an error as it comes in: both open their issue. */
function parseError(event: JsonObject, path: string, rule: string | null): ParsedEvent {
  const id = firstId([event.issue_id]);
  if (id === null)
    return refuseField('ING2', `${path}.issue_id`, `expected a text, found ${describeFound(event.issue_id)}`);
  const parts = errorParts(event, id, rule);
  if (parts.isSample) return parsedNotice(parts.event, 'test', "Sentry's sample event");
  return parsedEvent(parts.event);
}

function parsePlugin(body: JsonObject): ParsedEvent {
  const id = firstId([body.id]);
  if (id === null) return refuseField('ING2', 'id', `expected a text, found ${describeFound(body.id)}`);
  const rules = Array.isArray(body.triggering_rules) ? body.triggering_rules : [];
  const { event, isSample } = errorParts(isObject(body.event) ? body.event : {}, id, firstLine(rules));
  const parts = {
    ...event,
    summary: firstLine([firstObject(body.event).title, body.message, body.culprit], MAX_SUMMARY) ?? id,
    ...urgencyOf(body.level),
    resource: event.resource ?? firstLine([body.project_slug, body.project]),
    links: presentLinks([toLink('Sentry', body.url)]),
  };
  return isSample ? parsedNotice(parts, 'test', "Sentry's sample event") : parsedEvent(parts);
}

function errorParts(
  event: JsonObject,
  id: string,
  rule: string | null,
): { event: EventParts; isSample: boolean } {
  const tags = readTags(event.tags);
  const thrown = firstObject(firstObject(event.exception).values);
  return {
    isSample: wordOf(tags.sample_event) === 'yes',
    event: {
      status: 'open',
      summary: firstLine([event.title, event.message, thrown.value, event.culprit], MAX_SUMMARY) ?? id,
      dedupKey: id,
      ...urgencyOf(event.level ?? tags.level),
      eventAt: parseTime(event.datetime) ?? parseTime(event.timestamp),
      resource: firstLine([
        tags.server_name,
        event.project_slug,
        PROJECT.exec(optionalLine(event.url) ?? '')?.[1],
        event.project,
      ]),
      eventType: firstLine([firstObject(event.metadata).type, event.type]),
      // Stack traces are hundreds of kilobytes; who needs one follows the link.
      details: copyDetails({
        rule,
        culprit: event.culprit,
        message: event.message,
        exception: { type: thrown.type, value: thrown.value },
        release: event.release,
        environment: event.environment,
        platform: event.platform,
        event_id: event.event_id,
        tags,
      }),
      links: presentLinks([toLink('Sentry', event.web_url)]),
    },
  };
}

function parseIssue(issue: JsonObject, action: unknown): ParsedEvent {
  const id = firstId([issue.id]);
  if (id === null)
    return refuseField('ING2', 'data.issue.id', `expected a text, found ${describeFound(issue.id)}`);
  const status = ISSUE_ACTIONS.get(wordOf(action));
  if (status === undefined)
    return refuseField(
      action === undefined ? 'ING2' : 'ING6',
      'action',
      `expected created, unresolved, resolved, archived or assigned, found ${describeFound(action)}`,
    );
  const project = firstObject(issue.project);
  const parts = {
    summary: firstLine([issue.title, firstObject(issue.metadata).value, issue.culprit], MAX_SUMMARY) ?? id,
    dedupKey: id,
    ...urgencyOf(issue.level),
    eventAt: parseTime(issue.lastSeen) ?? parseTime(issue.firstSeen),
    resource: firstLine([project.slug, project.name]),
    eventType: firstLine([firstObject(issue.metadata).type, issue.type]),
    details: copyDetails(issue),
    links: presentLinks([toLink('Sentry', issue.web_url ?? issue.permalink)]),
  };
  if (status === 'neither')
    return parsedNotice({ ...parts, status: 'open' }, 'neither', 'an issue was assigned');
  return parsedEvent({ ...parts, status });
}

function parseMetricAlert(data: JsonObject, alert: JsonObject, action: unknown): ParsedEvent {
  const id = firstId([alert.id]);
  if (id === null)
    return refuseField('ING2', 'data.metric_alert.id', `expected a text, found ${describeFound(alert.id)}`);
  const word = wordOf(action);
  const status = METRIC_ACTIONS.get(word);
  if (status === undefined)
    return refuseField(
      action === undefined ? 'ING2' : 'ING6',
      'action',
      `expected critical, warning or resolved, found ${describeFound(action)}`,
    );
  const rule = firstObject(alert.alert_rule);
  // Line breaks come escaped twice.
  const text = optionalLine(data.description_text)?.replaceAll('\\n', ' ') ?? null;
  return parsedEvent({
    status,
    summary: [firstLine([data.description_title, rule.name, alert.title]), text]
      .filter((part) => part !== null)
      .join(': '),
    dedupKey: `metric_alert:${id}`,
    ...(LEVELS.has(word) ? urgencyOf(action) : {}),
    eventAt: (status === 'close' ? parseTime(alert.date_closed) : null) ?? parseTime(alert.date_started),
    resource: firstLine(Array.isArray(alert.projects) ? alert.projects : []),
    metricName: optionalLine(rule.aggregate),
    metricValue: /^-?\d+(?:\.\d+)?/.exec(text ?? '')?.[0] ?? null,
    threshold: thresholdOf(rule, word),
    eventType: 'metric_alert',
    details: copyDetails({ description: text, ...alert }),
    links: presentLinks([toLink('Sentry', data.web_url)]),
  });
}

/** The threshold of the trigger that fired, else of the first. */
function thresholdOf({ triggers, resolve_threshold: end }: JsonObject, action: string): string | null {
  const all = Array.isArray(triggers) ? triggers.filter(isObject) : [];
  const fired = all.find(({ label }) => wordOf(label) === action) ?? all[0] ?? {};
  return firstLine([fired.alertThreshold, fired.alert_threshold, end]);
}

const urgencyOf = (level: unknown) => ({ urgency: LEVELS.get(wordOf(level)) ?? null, urgencyWord: level });

/** Tags are a list of pairs, in old bodies of `{key, value}`. */
function readTags(tags: unknown): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const tag of Array.isArray(tags) ? tags.slice(0, 200) : []) {
    const [key, value] = Array.isArray(tag) ? tag : isObject(tag) ? [tag.key, tag.value] : [];
    if (typeof key === 'string') setOwn(read, key, value ?? null);
  }
  return read;
}
