import type { Contact } from '../../../shared/config/user.ts';
import { type MessageFacts, messageFacts } from '../../domain/notify/message-facts.ts';
import type { Channel, ChannelInput } from './channel.ts';
import { sendForResult } from './http-result.ts';
import type { SendOutbound } from './outbound-guard.ts';

type WebhookContact = Extract<Contact, { channel: 'webhook' }>;

/** What a contact webhook receives (NTF60). Fixed when the message was decided, so that a retry says the same. */
export interface WebhookPayload {
  /** The idempotency key, also in the `Idempotency-Key` header. */
  readonly id: string;
  readonly kind: string;
  readonly incident: Readonly<Record<string, unknown>> | null;
  /** Of a bundle: every incident it is about, worst first. Left out where the message is about one. */
  readonly incidents?: MessageFacts['incidents'];
  /** User id. */
  readonly person: string;
  readonly personName: string;
  /** Step counted from 1, a word such as `final`, or null. */
  readonly step: number | string | null;
  readonly sentAt: string;
  readonly url: string | null;
}

/** Posts pages as JSON to a URL of the person's own. */
export function createWebhookChannel(options: {
  readonly send: SendOutbound;
  readonly now: () => number;
}): Channel<WebhookContact> {
  return {
    name: 'webhook',
    deliver: (input) =>
      sendForResult(
        options.send,
        {
          url: input.contact.url,
          author: input.author,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Watchfloor',
            'idempotency-key': headerSafe(input.message.id),
          },
          body: JSON.stringify(webhookPayload(input)),
        },
        options.now,
      ),
    close: async () => undefined,
  };
}

export function webhookPayload({ message, person, url, sentAt }: ChannelInput): WebhookPayload {
  const facts = messageFacts(message);
  const { step, incidents, ...about } = facts;
  return {
    id: message.id,
    kind: message.kind,
    incident: message.incident === null ? null : { id: message.incident, ...about },
    ...(incidents.length === 0 ? {} : { incidents }),
    person: person.id,
    personName: person.name,
    step,
    sentAt: new Date(sentAt).toISOString(),
    url,
  };
}

/** Ids may hold any letter; header values hold ASCII. */
export const headerSafe = (text: string): string =>
  /^[\x21-\x7e]*$/.test(text) ? text : encodeURIComponent(text);
