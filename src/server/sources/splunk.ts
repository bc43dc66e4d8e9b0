import type { Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, isObject, type JsonObject, optionalLine, refuseField } from './fields.ts';
import { joinKey } from './pick.ts';
import type { Source } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Splunk's alert webhook: the first row of a search's results. It never says that anything is over (ING84), so its
 * incidents end by silence or by a person. The key is app, search and host; `sid` is another one each run.
 * Source: Splunk documentation, "Use a webhook alert action".
 */
export const splunkSource: Source = webhookSource({
  type: 'splunk',
  parse: ({ body }) => [parseResult(body)],
});

/** Splunk's own scale of log levels; its INFO is above DEBUG. */
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['critical', 'highest'],
  ['fatal', 'highest'],
  ['error', 'high'],
  ['warning', 'medium'],
  ['warn', 'medium'],
  ['info', 'low'],
  ['debug', 'lowest'],
]);

function parseResult(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with search_name, found ${describeFound(body)}`);
  if (!isObject(body.result))
    return refuseField('ING2', 'result', `expected an object, found ${describeFound(body.result)}`);
  const search = optionalLine(body.search_name);
  if (search === null && body.search_name !== null)
    return refuseField(
      'ING2',
      'search_name',
      `expected the search's name, found ${describeFound(body.search_name)}`,
    );
  const { result } = body;
  const host = firstValue(result.host);
  const message = firstValue(result.message, MAX_SUMMARY);
  const word = firstValue(result.severity, 64) ?? firstValue(result.log_level, 64);
  const name = search ?? 'a search without a name';
  const link = toLink('Splunk', body.results_link);
  const parts = {
    status: 'open' as const,
    summary: message === null ? name : `${name}: ${message}`,
    dedupKey: joinKey(
      [body.app, body.search_name, Array.isArray(result.host) ? result.host[0] : result.host],
      '/',
    ),
    urgency: URGENCIES.get(word?.toLowerCase() ?? '') ?? null,
    urgencyWord: word,
    eventAt: parseTime(firstValue(result._time)),
    resource: host,
    ...findMetric(result),
    details: copyDetails(body),
    links: link === null ? [] : [link],
  };
  return search === null
    ? parsedNotice(parts, 'test', 'a search that was run by hand has no name')
    : parsedEvent(parts);
}

/** A field with several values is a list. */
const firstValue = (value: unknown, max?: number): string | null =>
  optionalLine(Array.isArray(value) ? value[0] : value, max);

const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;
/** Fields of a row looked at. */
const MAX_FIELDS = 50;

/** The first number of the row is what the search measured; a count is one only where there is nothing else. */
function findMetric(result: JsonObject): { metricName: string | null; metricValue: string | null } {
  let found: string | null = null;
  for (const name of Object.keys(result).slice(0, MAX_FIELDS)) {
    if (name.startsWith('_') || !NUMBER.test(firstValue(result[name], 64) ?? '')) continue;
    if (name !== 'count') return { metricName: optionalLine(name), metricValue: firstValue(result[name]) };
    found = name;
  }
  return { metricName: found, metricValue: found === null ? null : firstValue(result[found]) };
}
