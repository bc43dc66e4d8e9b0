import type { EmailChannel } from '../../../shared/config/document.ts';
import { assertNever } from '../../../shared/words.ts';
import type { DeliveryResult } from '../../runtime/ports.ts';
import type { ChannelInput } from './channel.ts';
import { createDesktopChannel } from './desktop.ts';
import { createEmailChannel, type ReadSecret } from './email.ts';
import { createExtensionSender, type DeliverExtension } from './extension.ts';
import { createOutbound, type OutboundSettings } from './outbound-guard.ts';
import type { ToastPort } from './toast.ts';
import { createWebhookChannel } from './webhook.ts';

export interface Channels {
  /** Hands a message to the contact's channel; never rejects. */
  deliver(input: ChannelInput): Promise<DeliveryResult>;
  readonly deliverExtension: DeliverExtension;
  close(): Promise<void>;
}

/** Every channel of this version, wired to one outbound guard. Settings are functions: read at each message. */
export function createChannels(options: {
  readonly toast: ToastPort;
  readonly email: () => EmailChannel | undefined;
  readonly readSecret: ReadSecret;
  readonly outbound: OutboundSettings;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds that never jump. */
  readonly elapsed: () => number;
}): Channels {
  const { now, elapsed } = options;
  const send = createOutbound(options.outbound);
  const desktop = createDesktopChannel({ port: options.toast, elapsed });
  const email = createEmailChannel({ settings: options.email, readSecret: options.readSecret });
  const webhook = createWebhookChannel({ send, now });
  return {
    deliver(input) {
      const { contact } = input;
      switch (contact.channel) {
        case 'desktop':
          return desktop.deliver({ ...input, contact });
        case 'email':
          return email.deliver({ ...input, contact });
        case 'webhook':
          return webhook.deliver({ ...input, contact });
        default:
          return assertNever(contact);
      }
    },
    deliverExtension: createExtensionSender({ send, now }),
    async close() {
      await Promise.all([desktop.close(), email.close(), webhook.close()]);
    },
  };
}
