import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { copyDetails, toLink } from './details.ts';
import { parseEmbedded } from './embedded-json.ts';
import {
  describeFound,
  firstLine,
  isObject,
  type JsonObject,
  optionalLine,
  refuseField,
  textOf,
} from './fields.ts';
import { firstObject, presentLinks, wordOf } from './rendered.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Dynatrace's custom problem notification: the body is a template. A problem is known by its `PID`; `ProblemID`
 * (`P-…`) is for people and comes again.
 * Source: Dynatrace documentation, "Webhook integration".
 */
export const dynatraceSource: Source = webhookSource({
  type: 'dynatrace',
  parse: ({ body }: SourceRequest) => [parseProblem(body)],
});

const STATES: ReadonlyMap<string, EventStatus> = new Map([
  ['open', 'open'],
  ['resolved', 'close'],
  ['closed', 'close'],
  // Folded into another problem, which is told on its own.
  ['merged', 'close'],
]);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['availability', 'highest'],
  ['error', 'high'],
  ['monitoring_unavailable', 'high'],
  ['performance', 'medium'],
  ['resource_contention', 'medium'],
  ['resource', 'medium'],
  ['custom_alert', 'low'],
  ['custom', 'low'],
  ['info', 'lowest'],
]);
/** `{ProblemTitle}`, left as it was written. */
const UNRENDERED = /^\{[A-Za-z0-9]+\}$/;
/** The problem of "Send test notification". */
const TEST_PID = '99999';

function parseProblem(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with PID, found ${describeFound(body)}`);
  const id = textOf(rendered(body.PID))?.trim() ?? '';
  if (id === '') return refuseField('ING2', 'PID', `expected a text, found ${describeFound(body.PID)}`);
  const status = STATES.get(wordOf(rendered(body.State)));
  if (status === undefined)
    return refuseField(
      body.State === undefined ? 'ING2' : 'ING6',
      'State',
      `expected OPEN, RESOLVED or MERGED, found ${describeFound(body.State)}`,
    );
  const problem = firstObject(unquoted(body.ProblemDetailsJSON ?? body.ProblemDetailsJSONv2));
  const event = firstObject(problem.rankedEvents);
  const entity = firstObject(unquoted(body.ImpactedEntities));
  const title = firstLine([rendered(body.ProblemTitle), event.eventType, rendered(body.ProblemID)]) ?? id;
  const impacted = optionalLine(rendered(body.ImpactedEntity));
  const word = firstLine([rendered(body.ProblemSeverity), problem.severityLevel], 64);
  const parts = {
    status,
    summary: impacted === null || impacted === title ? title : `${title}: ${impacted}`,
    dedupKey: id,
    urgency: URGENCIES.get(wordOf(word)) ?? null,
    urgencyWord: word,
    eventAt: status === 'close' ? (parseTime(problem.endTime) ?? beganAt(problem)) : beganAt(problem),
    resource: firstLine([entity.name, event.entityName, impacted]),
    metricName: optionalLine(event.eventType),
    metricValue: optionalLine(firstObject(event.severities).value),
    eventType: firstLine([rendered(body.ProblemImpact), problem.impactLevel]),
    details: copyDetails(detailsOf(body)),
    links: presentLinks([toLink('Dynatrace', body.ProblemURL)]),
  };
  if (id === TEST_PID) return parsedNotice(parts, 'test', 'a test of the notification');
  return parsedEvent(parts);
}

/**
 * When the latest of the problem's events began: a problem that is opened again keeps its own beginning, which is older
 * than its end and would read as a late notice.
 */
function beganAt({ startTime, rankedEvents }: JsonObject): number | null {
  const events = Array.isArray(rankedEvents) ? rankedEvents.slice(0, 100).filter(isObject) : [];
  return [startTime, ...events.map((event) => event.startTime)]
    .map(parseTime)
    .reduce((latest, time) => (latest === null || (time !== null && time > latest) ? time : latest), null);
}

const rendered = (value: unknown): unknown =>
  typeof value === 'string' && UNRENDERED.test(value.trim()) ? null : value;

/** Entities and details are raw JSON; a template that quotes them by mistake sends them as a text. */
const unquoted = (value: unknown): unknown => (typeof value === 'string' ? parseEmbedded(value) : value);

/** What the template gave, but for its renderings of the same text in HTML and Markdown. */
function detailsOf(body: JsonObject): JsonObject {
  const isText = optionalLine(rendered(body.ProblemDetailsText)) !== null;
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) =>
        rendered(value) !== null &&
        name !== 'ProblemDetailsHTML' &&
        !(isText && name === 'ProblemDetailsMarkdown'),
    ),
  );
}
