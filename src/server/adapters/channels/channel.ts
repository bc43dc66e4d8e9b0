import type { Contact } from '../../../shared/config/user.ts';
import type { PersonMessage } from '../../domain/incident/decision.ts';
import type { Instant } from '../../domain/incident/incident.ts';
import type { MessageLocale } from '../../domain/notify/message-words.ts';
import type { DeliveryResult } from '../../runtime/ports.ts';

/** Who wrote a URL decides where it may lead (NTF71, NTF72). */
export type UrlAuthor = 'admin' | 'responder';

/** One message to one contact, with everything it names resolved. */
export interface ChannelInput<C extends Contact = Contact> {
  readonly message: PersonMessage;
  readonly contact: C;
  /** Who wrote the contact: an admin in the config, or the person for themself. */
  readonly author: UrlAuthor;
  readonly person: { readonly id: string; readonly name: string; readonly locale: MessageLocale };
  /** Link to the incident; null where the message has none. */
  readonly url: string | null;
  readonly sentAt: Instant;
}

/** A way to reach a person. */
export interface Channel<C extends Contact = Contact> {
  readonly name: C['channel'];
  /**
   * Hands one message over. Never rejects: what goes wrong is a result, with a detail that people may read
   * and that holds no secret. Ends within 35 s; a toast that waits in a bundle, within 65 s.
   */
  deliver(input: ChannelInput<C>): Promise<DeliveryResult>;
  /** Lets go of sockets, timers and child processes. */
  close(): Promise<void>;
}

export const delivered = (detail: string): DeliveryResult => ({ ok: true, retryable: false, detail });

export const failed = (detail: string, retryable: boolean, retryAfterMs?: number): DeliveryResult =>
  retryAfterMs === undefined
    ? { ok: false, retryable, detail }
    : { ok: false, retryable, detail, retryAfterMs };
