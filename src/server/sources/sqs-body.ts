import type { ParsedEvent } from '../domain/event.ts';
import { parseEmbedded } from './embedded-json.ts';
import { isSnsEnvelope, parseSnsEnvelope } from './sns-envelope.ts';

/**
 * The body of a queue's message as its type's source reads it: what a topic put into an envelope is taken out for
 * types that know no envelopes; a topic's request for confirmation is an event of its own, set aside (ING151).
 */
export function unwrapMessage(
  body: unknown,
  readsEnvelopes: boolean,
): { readonly body: unknown } | { readonly events: readonly ParsedEvent[] } {
  if (!isSnsEnvelope(body) || typeof body.TopicArn !== 'string') return { body };
  if (body.Type !== 'Notification') return { events: [parseConfirmation(body)] };
  if (readsEnvelopes) return { body };
  const { Message: message } = body;
  return { body: typeof message === 'string' ? (parseEmbedded(message) ?? message) : message };
}

/** Recorded only: nothing is fetched for what came through a queue. */
function parseConfirmation(envelope: Parameters<typeof parseSnsEnvelope>[0]): ParsedEvent {
  const parsed = parseSnsEnvelope(
    envelope,
    () => false,
    () => {
      throw new Error('no message of a confirmation is known');
    },
  );
  if (!parsed.ok) return parsed;
  const { effect: _effect, ...kept } = parsed;
  return kept;
}
