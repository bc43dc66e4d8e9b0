import type { User } from '../../shared/config/user.ts';
import { reason } from '../../shared/reason.ts';
import type { PersonMessage } from '../domain/incident/decision.ts';
import { actorOf } from './auth/actor.ts';
import type { Principal, TestNotification } from './floor.ts';
import type { Turn } from './turn.ts';

/**
 * [NTF80] One test message to every contact of a person, through the outbox like any page: durable, tried again,
 * seen in the deliveries. Muted contacts are left out and named; quiet hours and failures of before are not asked,
 * since the person wants to know now. `id` names the occasion.
 */
export function decideTest(turn: Turn, principal: Principal, user: User, id: string): TestNotification {
  const actor = actorOf(principal);
  const why = reason('NTF80', `a test that ${actor.id} asked for`, { user: user.id, by: actor.id });
  const messages = user.contacts
    .filter((contact) => contact.muted !== true)
    .map(
      (contact): PersonMessage => ({
        to: 'person',
        id: `test/${id}/${user.id}/${contact.id}`,
        kind: 'test',
        incident: null,
        user: user.id,
        contact: contact.id,
        firing: null,
        urgency: 'none',
        body: { channel: contact.channel, reason: why },
      }),
    );
  for (const message of messages) turn.send(message);
  const result: TestNotification = {
    deliveries: messages.map((message) => ({ id: message.id, contact: message.contact })),
    muted: user.contacts.filter((contact) => contact.muted === true).map((contact) => contact.id),
  };
  if (messages.length === 0) return result;
  turn.record(actor, 'notification.test', `user:${user.id}`, {
    after: { contacts: messages.map((message) => message.contact) },
    reason: why,
  });
  return result;
}
