import { reason } from '../../shared/reason.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY, toLine } from './bounded.ts';
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
import { parseTime } from './times.ts';
import { parsedEvent } from './webhook-source.ts';

/** What stands around a message that came through a topic. */
export interface SnsContext {
  readonly subject: string | null;
  /** The topic's clock, epoch milliseconds. */
  readonly sentAt: number | null;
}

const TYPES: ReadonlySet<unknown> = new Set([
  'Notification',
  'SubscriptionConfirmation',
  'UnsubscribeConfirmation',
]);
/** Only the topic service itself is ever asked to confirm anything. */
const SNS_ADDRESS = /^https:\/\/sns\.[a-z0-9-]{3,}\.amazonaws\.com(?:\.cn)?\/[!-~]*$/i;

export const isSnsEnvelope = (body: unknown): body is JsonObject => isObject(body) && TYPES.has(body.Type);

/**
 * A body that an SNS topic sent, without raw delivery. Its message goes to `parseMessage` when it holds an object that
 * `isKnown` knows, and is an event in plain words otherwise. A topic that asks for confirmation is set aside, with the
 * address for somebody to fetch (ING70); nothing is fetched here.
 * Source: Amazon SNS developer guide, "Amazon SNS message and JSON formats".
 */
export function parseSnsEnvelope(
  envelope: JsonObject,
  isKnown: (message: JsonObject) => boolean,
  parseMessage: (message: JsonObject, context: SnsContext) => ParsedEvent,
): ParsedEvent {
  if (envelope.Type !== 'Notification') return parseConfirmation(envelope);
  const { Message: message } = envelope;
  const content = typeof message === 'string' ? parseEmbedded(message) : message;
  if (isObject(content) && isKnown(content)) {
    return parseMessage(content, {
      subject: optionalLine(envelope.Subject, MAX_SUMMARY),
      sentAt: parseTime(envelope.Timestamp),
    });
  }
  return parsePlain(envelope, content);
}

/** A message that is no event we know (a text, a budget's JSON): one incident each, by the message's own id. */
function parsePlain(envelope: JsonObject, content: unknown): ParsedEvent {
  const { Message: message, MessageId: id } = envelope;
  const fields = isObject(content) ? content : {};
  const summary = firstLine(
    [envelope.Subject, fields.title, fields.summary, fields['Event Message'], fields.description, message],
    MAX_SUMMARY,
  );
  if (summary === null)
    return refuseField('ING2', 'Message', `expected a text, found ${describeFound(message)}`);
  return parsedEvent({
    status: 'open',
    summary,
    dedupKey: textOf(id),
    urgencyWord: fields.severity,
    eventAt: parseTime(envelope.Timestamp),
    resource: optionalLine(fields['Source ID']) ?? nameOfTopic(envelope),
    eventType: 'SNS notification',
    details: copyDetails({ TopicArn: envelope.TopicArn, Message: content ?? message }),
  });
}

function parseConfirmation(envelope: JsonObject): ParsedEvent {
  const topic = optionalLine(envelope.TopicArn);
  if (topic === null)
    return refuseField('ING2', 'TopicArn', `expected a text, found ${describeFound(envelope.TopicArn)}`);
  const isLeaving = envelope.Type === 'UnsubscribeConfirmation';
  const parsed = parsedEvent({
    status: 'open',
    summary: isLeaving ? `${topic} no longer sends here` : `${topic} asks whether to send here`,
    dedupKey: null,
    eventAt: parseTime(envelope.Timestamp),
    resource: nameOfTopic(envelope),
    eventType: toLine(textOf(envelope.Type) ?? '', 64),
    details: copyDetails({ TopicArn: topic, Message: envelope.Message }),
  });
  if (!parsed.ok) return parsed;
  if (isLeaving)
    return { ...parsed, setAside: reason('ING71', `the subscription of ${topic} has ended`, { topic }) };
  const link = toLink(topic, envelope.SubscribeURL);
  if (link === null)
    return refuseField(
      'ING2',
      'SubscribeURL',
      `expected an address, found ${describeFound(envelope.SubscribeURL)}`,
    );
  if (!SNS_ADDRESS.test(link.url))
    return refuseField(
      'ING72',
      'SubscribeURL',
      `expected an address of SNS, found ${describeFound(link.url)}`,
    );
  return {
    ...parsed,
    setAside: reason('ING70', `${topic} asks to be confirmed`, { topic }),
    effect: { kind: 'confirm-subscription', topic, url: link.url },
  };
}

const nameOfTopic = (envelope: JsonObject): string | null => {
  const arn = textOf(envelope.TopicArn);
  return arn === null ? null : optionalLine(arn.slice(arn.lastIndexOf(':') + 1));
};
