import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, firstLine, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { firstId, firstObject, firstRendered, presentLinks, wordOf } from './rendered.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * New Relic: the webhook of a workflow (an issue by its id) and that of the legacy channel (an incident by its
 * `incident_id`).
 * Source: New Relic documentation, "Message templates" and "Legacy webhook".
 */
export const newRelicSource: Source = webhookSource({
  type: 'newrelic',
  parse: ({ body }: SourceRequest) => [parseNotice(body)],
});

const STATES: ReadonlyMap<string, EventStatus> = new Map([
  ['created', 'open'],
  ['activated', 'open'],
  ['acknowledged', 'ack'],
  ['closed', 'close'],
  ['deactivated', 'close'],
]);
const LEGACY_STATES: ReadonlyMap<string, EventStatus> = new Map([
  ['open', 'open'],
  ['opened', 'open'],
  ['acknowledged', 'ack'],
  ['closed', 'close'],
]);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['critical', 'highest'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['warning', 'medium'],
  ['low', 'low'],
  ['info', 'lowest'],
]);
/** The issue that "Send test notification" always shows. */
const TEST_ISSUE = 'd1b1f3fd-995a-4066-88ab-8ce4f6960654';
/** `Memory Used % > 90 for at least 2 minutes`. */
const THRESHOLD = /[<>]=? ?(-?\d+(?:\.\d+)?)/;

function parseNotice(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with id, found ${describeFound(body)}`);
  return body.current_state === undefined && body.incident_id === undefined
    ? parseIssue(body)
    : parseLegacy(body);
}

function parseIssue(body: JsonObject): ParsedEvent {
  const id = firstId([body.id, body.issueId]);
  if (id === null) return refuseField('ING2', 'id', `expected a text, found ${describeFound(body.id)}`);
  const state = STATES.get(wordOf(body.state));
  if (state === undefined)
    return refuseField(
      body.state === undefined ? 'ING2' : 'ING6',
      'state',
      `expected CREATED, ACTIVATED, DEACTIVATED or CLOSED, found ${describeFound(body.state)}`,
    );
  const condition = firstOf(body.alertConditionNames);
  const title = firstRendered([body.title, condition], MAX_SUMMARY) ?? id;
  const parts = {
    status: state === 'open' && isAcknowledged(body) ? ('ack' as const) : state,
    summary: title,
    dedupKey: id,
    ...urgencyOf(firstRendered([body.priority, body.severity], 64)),
    eventAt: parseTime(body.updatedAt) ?? parseTime(body.createdAt),
    resource: firstRendered([firstOf(body.impactedEntities)]),
    metricName: firstRendered([condition]),
    threshold: THRESHOLD.exec(title)?.[1] ?? null,
    eventType: optionalLine(body.trigger),
    details: copyDetails(body),
    links: presentLinks([toLink('New Relic', body.issueUrl), toLink('Runbook', body.runbookUrl)]),
  };
  if (id === TEST_ISSUE) return parsedNotice(parts, 'test', 'a test of the workflow');
  return parsedEvent(parts);
}

/** The state stays ACTIVATED while somebody has it: the trigger says so, or a change of state that names an owner. */
function isAcknowledged({ trigger, owner }: JsonObject): boolean {
  const word = wordOf(trigger);
  if (word === 'issue_acknowledged') return true;
  return word === 'state_change' && firstRendered([owner]) !== null;
}

function parseLegacy(body: JsonObject): ParsedEvent {
  const id = firstId([body.incident_id]);
  if (id === null)
    return refuseField('ING2', 'incident_id', `expected a number, found ${describeFound(body.incident_id)}`);
  const target = firstObject(body.targets);
  const word = wordOf(body.current_state);
  const parts = {
    summary: [body.condition_name, body.details]
      .map((part) => optionalLine(part))
      .filter((part) => part !== null)
      .join(': '),
    dedupKey: id,
    ...urgencyOf(optionalLine(body.severity, 64)),
    eventAt: parseTime(body.timestamp),
    resource: firstLine([target.name, target.id, body.policy_name]),
    metricName: optionalLine(body.condition_name),
    threshold: THRESHOLD.exec(optionalLine(body.details) ?? '')?.[1] ?? null,
    eventType: firstLine([body.event_type, target.type]),
    details: copyDetails(body),
    links: presentLinks([
      toLink('New Relic', body.incident_url),
      toLink('Runbook', body.runbook_url),
      toLink('Chart', body.violation_chart_url),
    ]),
  };
  if (word === 'test') return parsedNotice({ ...parts, status: 'open' }, 'test', 'a test of the channel');
  const status = LEGACY_STATES.get(word);
  if (status === undefined)
    return refuseField(
      body.current_state === undefined ? 'ING2' : 'ING6',
      'current_state',
      `expected open, acknowledged or closed, found ${describeFound(body.current_state)}`,
    );
  return parsedEvent({ ...parts, status });
}

const urgencyOf = (word: string | null) => ({
  urgency: URGENCIES.get(wordOf(word)) ?? null,
  urgencyWord: word,
});

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);
