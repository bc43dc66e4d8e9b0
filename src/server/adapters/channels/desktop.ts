import type { Contact } from '../../../shared/config/user.ts';
import { isMoreUrgent } from '../../../shared/words.ts';
import { bundleText, messageText } from '../../domain/notify/message-text.ts';
import type { Channel, ChannelInput } from './channel.ts';
import type { ToastPort } from './toast.ts';
import { createToastLimiter } from './toast-limiter.ts';

type DesktopInput = ChannelInput<Extract<Contact, { channel: 'desktop' }>>;

/**
 * Notifications on the server's machine (NTF40–NTF44). Consoles are told by the stream, which never waits
 * for this.
 */
export function createDesktopChannel(options: {
  readonly port: ToastPort;
  /** Milliseconds that never jump. */
  readonly elapsed: () => number;
}): Channel<DesktopInput['contact']> {
  const limiter = createToastLimiter<DesktopInput>({
    elapsed: options.elapsed,
    showOne: ({ message, person }) =>
      options.port.show({
        ...messageText(message, person.locale),
        urgency: message.urgency,
        incident: message.incident,
      }),
    showBundle: (inputs) => {
      const worst = inputs.reduce((a, b) => (isMoreUrgent(b.message.urgency, a.message.urgency) ? b : a));
      return options.port.show({
        ...bundleText(
          inputs.map(({ message }) => message),
          worst.person.locale,
        ),
        urgency: worst.message.urgency,
        incident: null,
      });
    },
  });
  return {
    name: 'desktop',
    deliver: (input) => limiter.push(input, input.message.urgency === 'highest'),
    async close() {
      limiter.close();
      await options.port.close();
    },
  };
}
