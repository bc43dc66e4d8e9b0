import type { ParsedEvent } from '../domain/event.ts';
import { isAlarm, parseAlarm } from './aws-alarm.ts';
import { isAwsEvent, parseAwsEvent } from './aws-event.ts';
import { parseBatch } from './batch.ts';
import { describeFound, isObject, type JsonObject, refuseField } from './fields.ts';
import { isSnsEnvelope, parseSnsEnvelope, type SnsContext } from './sns-envelope.ts';
import type { SourceRequest } from './source.ts';

const NO_CONTEXT: SnsContext = { subject: null, sentAt: null };
const isKnown = (message: JsonObject): boolean => isAwsEvent(message) || isAlarm(message);

/**
 * Topics carry alarms and events alike, so either integration reads both. An envelope counts only as the whole body,
 * where its signature was checked; in a list it is refused.
 */
export function parseAwsBody({ body }: SourceRequest, wanted: string): readonly ParsedEvent[] {
  if (isSnsEnvelope(body)) return [parseSnsEnvelope(body, isKnown, parseKnown)];
  const parse = (item: unknown): ParsedEvent => {
    if (!isObject(item))
      return refuseField('ING2', 'body', `expected an object with ${wanted}, found ${describeFound(item)}`);
    if (isKnown(item)) return parseKnown(item, NO_CONTEXT);
    return refuseField('ING2', wanted, `expected a text, found ${describeFound(item[wanted])}`);
  };
  return Array.isArray(body) ? parseBatch(body, parse) : [parse(body)];
}

function parseKnown(message: JsonObject, context: SnsContext): ParsedEvent {
  return isAwsEvent(message) ? parseAwsEvent(message) : parseAlarm(message, context);
}
