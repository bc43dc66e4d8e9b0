import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, firstLine, isObject, optionalLine, refuseField, textOf } from './fields.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Instana's webhook alert channel: issues and incidents open and close by `issue.id`; change and online/offline events
 * have no end and page nobody (ING16).
 * Source: IBM Instana documentation, "Alert channels, Webhook".
 */
export const instanaSource: Source = webhookSource({
  type: 'instana',
  parse: ({ body }: SourceRequest) => [parseIssue(body)],
});

const STATUSES: ReadonlyMap<string, EventStatus> = new Map([
  ['open', 'open'],
  ['closed', 'close'],
]);
/** Instana's severities are numbers: 10 critical, 5 warning, -1 a change. */
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['10', 'highest'],
  ['5', 'medium'],
  ['-1', 'lowest'],
]);

/** Instana puts what it measured behind what it says: `Garbage collection activity high (11%)`. */
const VALUE = /\((-?\d{1,20}(?:\.\d{1,20})? ?[^\s()]{0,20})\)/;

function parseIssue(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with issue, found ${describeFound(body)}`);
  const { issue } = body;
  if (!isObject(issue))
    return refuseField('ING2', 'issue', `expected an object, found ${describeFound(issue)}`);
  const id = textOf(issue.id)?.trim() ?? '';
  if (id === '') return refuseField('ING2', 'issue.id', `expected a text, found ${describeFound(issue.id)}`);
  const summary = firstLine([issue.text, issue.suggestion, issue.type], MAX_SUMMARY) ?? id;
  const word = textOf(issue.severity);
  const state = textOf(issue.state);
  const status = STATUSES.get(state?.toLowerCase() ?? '');
  const details = copyDetails(issue);
  const link = toLink('Instana', issue.link);
  const parts = {
    summary,
    dedupKey: id,
    urgency: URGENCIES.get(word ?? '') ?? null,
    urgencyWord: word,
    eventAt: (status === 'open' ? null : parseTime(issue.end)) ?? parseTime(issue.start),
    resource: firstLine([issue.fqdn, issue.entityLabel, issue.entity]),
    metricName: firstLine([Array.isArray(issue.metricNames) ? issue.metricNames[0] : null, issue.entity]),
    metricValue: optionalLine(VALUE.exec(textOf(issue.text)?.slice(0, MAX_SUMMARY) ?? '')?.[1]),
    eventType: optionalLine(issue.type),
    details,
    links: link === null ? [] : [link],
  };
  if (state === null && (issue.type === 'change' || issue.type === 'presence'))
    return parsedNotice({ ...parts, status: 'open' }, 'neither', `a ${issue.type} has no end`);
  if (status === undefined)
    return refuseField('ING6', 'issue.state', `expected OPEN or CLOSED, found ${describeFound(issue.state)}`);
  return parsedEvent({ ...parts, status });
}
