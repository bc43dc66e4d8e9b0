import type { Extension } from '../../shared/config/service.ts';
import type { Contact } from '../../shared/config/user.ts';
import type { ExtensionMessage, PersonMessage } from '../domain/incident/decision.ts';
import type { RetryChannel } from '../domain/notify/retry.ts';
import { recordDelivery } from './delivery-job.ts';
import type { FloorCore } from './floor-core.ts';
import { GONE, type OutboxHooks } from './outbox.ts';
import type { DeliveryResult, OutboxRow } from './ports.ts';
import { isFromConfig } from './profile-problems.ts';

/** What carries messages out of the house: `create-server.ts` passes the real channels. */
export interface SenderPort {
  deliver(input: {
    readonly message: PersonMessage;
    readonly contact: Contact;
    /** Who wrote the contact decides where its URL may lead. */
    readonly author: 'admin' | 'responder';
    readonly person: { readonly id: string; readonly name: string; readonly locale: 'en' | 'ko' };
    readonly url: string | null;
    readonly sentAt: number;
  }): Promise<DeliveryResult>;
  deliverExtension(input: {
    readonly message: ExtensionMessage;
    readonly extension: Extension;
  }): Promise<DeliveryResult>;
}

/** Resolves a row's person, contact or extension as the config has them now, sends it, and brings the result back in. */
export function createSender(
  core: FloorCore,
  port: SenderPort,
  linkOf: (incident: string) => string,
): OutboxHooks {
  const find = ({ message }: OutboxRow) => {
    const catalog = core.catalog();
    if (message.to === 'extension') {
      const extension = catalog.config.extensions.find((one) => one.id === message.extension);
      return extension ? { to: 'extension' as const, message, extension } : null;
    }
    const user = catalog.users.get(message.user);
    const contact = user?.contacts.find((one) => one.id === message.contact);
    return user && contact ? { to: 'person' as const, message, user, contact } : null;
  };
  /** Who wrote a contact; one of a person's own settings that the config gives them as well is still the admin's. */
  const authorOf = (id: string, contact: Contact): 'admin' | 'responder' => {
    const { profiles, config } = core.catalog();
    const user = config.users.find((one) => one.id === id);
    if (!profiles.has(id)) return 'admin';
    return contact.channel === 'webhook' && isFromConfig(user, contact.url) ? 'admin' : 'responder';
  };
  const channelOf = (row: OutboxRow): RetryChannel => {
    const found = find(row);
    return found?.to === 'person' ? found.contact.channel : 'extension';
  };
  return {
    route(row) {
      const found = find(row);
      if (!found) return null;
      return found.to === 'person'
        ? { channel: found.contact.channel, receiver: `${found.user.id}/${found.contact.id}` }
        : { channel: 'extension', receiver: `extension/${found.extension.id}` };
    },
    async send(row) {
      const found = find(row);
      if (!found) return GONE;
      if (found.to === 'extension') {
        const { extension } = found;
        const variables = { ...found.message.variables, INCIDENT_URL: linkOf(found.message.incident) };
        return port.deliverExtension({ message: { ...found.message, variables }, extension });
      }
      const { message, user, contact } = found;
      return port.deliver({
        message,
        contact,
        author: authorOf(user.id, contact),
        person: { id: user.id, name: user.name, locale: user.locale ?? core.catalog().config.locale },
        url: message.incident === null ? null : linkOf(message.incident),
        sentAt: core.now(),
      });
    },
    async record(row, members, result) {
      const channel = channelOf(row);
      const settled = await core.change(
        'delivery',
        (turn) => {
          const attempt = {
            row: core.outbox.clean(row),
            members: members.map((member) => core.outbox.clean(member)),
            channel,
          };
          return recordDelivery(turn, attempt, result, core.random(), core.contextAt(turn.at));
        },
        true,
      );
      // One attempt is one sign of the contact's health, however many incidents it was about.
      const ended = settled.find(({ state }) => state === 'sent' || state === 'failed');
      if (ended === undefined || ended.message.to !== 'person') return;
      core.contacts.note(ended.message.user, ended.message.contact, ended.state === 'sent', core.now());
    },
  };
}
