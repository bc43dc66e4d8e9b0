import type { EventStatus } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { copyDetails, toLink } from './details.ts';
import { describeFound, firstLine, isObject, optionalLine, refuseField, textOf } from './fields.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Pingdom's webhook: uptime and transaction checks go down and come up by `check_id`; a paused check, or one of which
 * nothing is known, pages nobody (ING16).
 * Source: Pingdom documentation, "Webhooks".
 */
export const pingdomSource: Source = webhookSource({
  type: 'pingdom',
  parse: ({ body }: SourceRequest) => [parseCheck(body)],
});

const STATUSES: ReadonlyMap<string, EventStatus | 'neither'> = new Map([
  ['DOWN', 'open'],
  ['FAILING', 'open'],
  ['UP', 'close'],
  ['SUCCESS', 'close'],
  ['PAUSED', 'neither'],
  ['UNKNOWN', 'neither'],
]);

/** Bodies of old checks have no state: there the description is `OK`, or says what is wrong. */
function stateOf(body: Readonly<Record<string, unknown>>): string | null {
  const state = optionalLine(body.current_state);
  if (state !== null) return state.toUpperCase();
  const said = firstLine([body.long_description, body.description]);
  return said === null ? null : said.toUpperCase() === 'OK' ? 'UP' : 'DOWN';
}

function parseCheck(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with check_id, found ${describeFound(body)}`);
  const id = textOf(body.check_id)?.trim() ?? '';
  if (id === '')
    return refuseField('ING2', 'check_id', `expected an id, found ${describeFound(body.check_id)}`);
  const state = stateOf(body);
  if (state === null)
    return refuseField(
      'ING2',
      'current_state',
      `expected UP or DOWN, found ${describeFound(body.current_state)}`,
    );
  const status = STATUSES.get(state);
  if (status === undefined)
    return refuseField(
      'ING6',
      'current_state',
      `expected UP or DOWN, found ${describeFound(body.current_state)}`,
    );
  const params = isObject(body.check_params) ? body.check_params : {};
  const name = firstLine([body.check_name, params.hostname]) ?? `check ${id}`;
  const why = firstLine([body.long_description, body.description]);
  const link = toLink('Checked address', params.full_url) ?? toLink('Checked address', params.url);
  const { check_id, check_name, current_state, ...rest } = body;
  const parts = {
    summary: why === null || why === 'OK' ? `${name} is ${state}` : `${name} is ${state}: ${why}`,
    dedupKey: id,
    urgencyWord: body.importance_level,
    eventAt: parseTime(body.state_changed_timestamp) ?? parseTime(body.state_changed_utc_time),
    resource: firstLine([params.hostname, params.full_url, params.url]),
    metricName: optionalLine(body.check_type),
    details: copyDetails(rest),
    links: link === null ? [] : [link],
  };
  return status === 'neither'
    ? parsedNotice(
        { ...parts, status: 'open' },
        'neither',
        `current_state: ${state} is neither trouble nor its end`,
      )
    : parsedEvent({ ...parts, status });
}
