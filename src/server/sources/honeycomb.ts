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
import { firstId, firstObject, firstRendered, presentLinks, wordOf } from './rendered.ts';
import type { Source, SourceRequest } from './source.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Honeycomb's triggers, by their id, and burn alerts of its SLOs. It sends no time and no severity, unless a template
 * of the user's adds one.
 * Source: Honeycomb documentation, "Webhooks", and its example listener.
 */
export const honeycombSource: Source = webhookSource({
  type: 'honeycomb',
  signature: 'honeycomb',
  parse: ({ body }: SourceRequest) => [parseTrigger(body)],
});

const STATUSES: ReadonlyMap<string, EventStatus> = new Map([
  ['triggered', 'open'],
  ['ok', 'close'],
  ['resolved', 'close'],
]);

function parseTrigger(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with status, found ${describeFound(body)}`);
  const id = firstId([body.id, body.name]);
  if (id === null) return refuseField('ING2', 'id', `expected a text, found ${describeFound(body.id)}`);
  const status = STATUSES.get(wordOf(body.status));
  const isTest = body.is_test === true || wordOf(body.is_test) === 'true';
  if (status === undefined && !isTest)
    return refuseField(
      body.status === undefined ? 'ING2' : 'ING6',
      'status',
      `expected TRIGGERED or OK, found ${describeFound(body.status)}`,
    );
  const triggered = Array.isArray(body.result_groups_triggered) ? body.result_groups_triggered : [];
  const name = firstLine([body.name]);
  const description = firstLine([body.description, body.trigger_description, body.slo_description]);
  const parts = {
    status: status ?? 'open',
    summary: [firstLine([body.summary, body.name], MAX_SUMMARY) ?? id, description]
      .filter((part) => part !== null)
      .join(': '),
    dedupKey: id,
    urgencyWord: firstRendered([body.severity], 64),
    resource: nameGroups(triggered),
    metricName: name,
    metricValue: optionalLine(firstObject(triggered).Result),
    threshold: optionalLine(body.threshold),
    eventType: optionalLine(body.alert_type),
    details: copyDetails(body),
    links: presentLinks([
      toLink('Result', body.result_url),
      toLink('Trigger', body.trigger_url),
      toLink('SLO', body.slo_url),
    ]),
  };
  if (isTest) return parsedNotice(parts, 'test', 'a test of the webhook');
  return parsedEvent(parts);
}

/** What the groups over the threshold are about; a value may be null. */
function nameGroups(groups: readonly unknown[]): string | null {
  const values = groups
    .slice(0, 10)
    .filter(isObject)
    .flatMap(({ Group: group }) => (isObject(group) ? Object.values(group as JsonObject).slice(0, 10) : []))
    .map((value) => textOf(value) ?? '')
    .filter((value) => value !== '');
  return optionalLine(values.join(', '));
}
