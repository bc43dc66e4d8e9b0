import type { EventStatus } from '../../shared/words.ts';
import type { ParsedEvent, SourceEvent } from '../domain/event.ts';
import { mapUrgencyWord } from '../domain/matching/urgency-words.ts';
import { parseBatch } from './batch.ts';
import { MAX_SUMMARY, toKey, toLine } from './bounded.ts';
import { copyDetails, findLinks } from './details.ts';
import { describeFound, isObject, optionalLine, refuseField, textOf } from './fields.ts';
import type { Source } from './source.ts';
import { acceptStandard, refuseStandard } from './standard-reply.ts';
import { parseTime } from './times.ts';

/**
 * AlertNow's Standard integration: one object, or a list of them (ING9).
 * Field table: the AlertNow guide, "Standard integration".
 */
export const standardSource: Source = {
  type: 'standard',
  endpoints: [
    {
      methods: ['POST'],
      path: '/integration/standard/v1/{key}',
      parse: ({ body }) =>
        Array.isArray(body) && body.length > 0 ? parseBatch(body, parseStandard) : [parseStandard(body)],
      accept: acceptStandard,
      refuse: refuseStandard,
    },
  ],
};

const STATUSES: ReadonlyMap<string, EventStatus> = new Map([
  ['open', 'open'],
  ['ack', 'ack'],
  ['close', 'close'],
]);

function parseStandard(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with summary, found ${describeFound(body)}`);
  const rawSummary = textOf(body.summary);
  const summary = rawSummary === null ? '' : toLine(rawSummary, MAX_SUMMARY);
  if (summary === '') {
    return refuseField('ING2', 'summary', `expected a text, found ${describeFound(body.summary)}`);
  }
  const status = parseStatus(body.status);
  if (status === null) {
    return refuseField('ING6', 'status', `expected open, ack or close, found ${describeFound(body.status)}`);
  }
  const eventId = body.event_id ?? '';
  const key = textOf(eventId);
  if (key === null) {
    return refuseField('ING2', 'event_id', `expected a text or a number, found ${describeFound(eventId)}`);
  }
  const isKeyless = key.trim() === '';
  if (isKeyless && status !== 'open') {
    return refuseField('ING7', 'event_id', `expected the id of the event to ${status}, found nothing`);
  }
  const details = copyDetails(body.custom_details);
  return {
    ok: true,
    event: {
      status,
      summary,
      dedupKey: isKeyless ? null : toKey(key),
      ...parseUrgency(body.urgency),
      eventAt: parseTime(body.event_time),
      resource: optionalLine(body.resource_name),
      metricName: optionalLine(body.metric_name),
      metricValue: optionalLine(body.metric_value),
      threshold: optionalLine(body.threshold),
      eventType: optionalLine(body.event_type),
      details,
      links: findLinks(details),
    },
  };
}

/** Absent means open; null is a word that is none of the three. */
function parseStatus(value: unknown): EventStatus | null {
  const text = textOf(value ?? '')
    ?.trim()
    .toLowerCase();
  return text === '' ? 'open' : text === undefined ? null : (STATUSES.get(text) ?? null);
}

/** The guide's default for an absent urgency is `none`; a service's own default comes before it. */
function parseUrgency(value: unknown): Pick<SourceEvent, 'urgency' | 'urgencyWord' | 'urgencyUnset'> {
  if (isObject(value) || Array.isArray(value)) return { urgency: null, urgencyWord: describeFound(value) };
  const word = optionalLine(value, 64);
  return word === null
    ? { urgency: null, urgencyWord: null, urgencyUnset: 'none' }
    : { urgency: mapUrgencyWord(word), urgencyWord: word };
}
