import type { EventStatus } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, firstLine, isObject, optionalLine, refuseField } from './fields.ts';
import type { Source, SourceRequest } from './source.ts';
import { parsedEvent, webhookSource } from './webhook-source.ts';

/**
 * StatusCake's web-hook for uptime tests: a form, or the same fields in the query of a GET. Its `Token` is made of the
 * account's own name and key, so the key in the path is what is judged; the token is not kept.
 * Source: StatusCake documentation, "Webhook integration".
 */
export const statusCakeSource: Source = webhookSource({
  type: 'statuscake',
  methods: ['POST', 'GET'],
  parse: ({ body, query }: SourceRequest) => [parseTest(body ?? query)],
});

const STATUSES: ReadonlyMap<string, EventStatus> = new Map([
  ['down', 'open'],
  ['up', 'close'],
]);

function parseTest(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected a form with TestID, found ${describeFound(body)}`);
  const name = firstLine([body.Name, body.URL]);
  const key = firstLine([body.TestID, name]);
  if (key === null)
    return refuseField('ING2', 'TestID', `expected an id, found ${describeFound(body.TestID)}`);
  const word = optionalLine(body.Status);
  const status = STATUSES.get(word?.toLowerCase() ?? '');
  if (status === undefined) {
    const problem = `expected Up or Down, found ${describeFound(body.Status)}`;
    return refuseField(word === null ? 'ING2' : 'ING6', 'Status', problem);
  }
  const code = optionalLine(body.StatusCode);
  const link = toLink('Tested address', body.URL);
  const { Token, ...rest } = body;
  return parsedEvent({
    status,
    summary: `${name ?? `test ${key}`} is ${word}${code === null ? '' : ` (${code})`}`,
    dedupKey: key,
    resource: firstLine([body.Name, body.URL, body.IP]),
    metricName: optionalLine(body.Method),
    metricValue: code,
    details: copyDetails(rest),
    links: link === null ? [] : [link],
  });
}
