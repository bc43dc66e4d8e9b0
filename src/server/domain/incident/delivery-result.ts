import { type Reason, reason } from '../../../shared/reason.ts';
import type { Decision, NewEntry, PersonMessage } from './decision.ts';
import { entryOf, finishDraft, startDraft } from './draft.ts';
import { noteFailedHandover } from './handover.ts';
import type { Incident } from './incident.ts';
import type { DecisionContext } from './roster.ts';
import { noteFailedNotice } from './run-control.ts';

/** How a message to a person ended. */
export interface Delivered {
  readonly state: 'sent' | 'failed';
  readonly channel: string;
  /** What the other side said. */
  readonly detail: string;
  readonly attempts: number;
  /** How many incidents the message named as it left; null for one of its own (NTF10). */
  readonly bundled: number | null;
}

/** [NTF7] [NTF8] The entry of a message that ended, on the timeline of its incident. */
export function deliveryEntry(message: PersonMessage, result: Delivered, context: DecisionContext): NewEntry {
  const { user, contact } = message;
  const { channel, attempts, detail, bundled } = result;
  const params = {
    user,
    contact,
    channel,
    attempts,
    detail,
    ...(bundled === null ? {} : { incidents: bundled }),
  };
  const inOne = bundled === null ? '' : `, in one message about ${bundled} incidents`;
  const name = context.roster.name(user);
  const why: Reason =
    result.state === 'sent'
      ? reason('NTF7', `${name} told on ${contact}${inOne}`, params)
      : reason('NTF8', `${contact} of ${name} could not be reached${inOne}`, params);
  const data = {
    users: [user],
    contact,
    channel,
    message: message.kind,
    ...(bundled === null ? {} : { incidents: bundled }),
  };
  return entryOf(context.now, result.state === 'sent' ? 'delivered' : 'delivery-failed', why, data);
}

/** [NTF6] The entry of a message that an answer overtook: it is not sent, or not tried again. */
export function obsoleteEntry(message: PersonMessage, attempts: number, now: number): NewEntry {
  const { user, contact, kind } = message;
  const why =
    attempts === 0
      ? reason('NTF6', 'answered before it left', { user, contact, cause: 'unsent' })
      : reason('NTF6', 'answered before another attempt', { user, contact, cause: 'untried', attempts });
  return entryOf(now, 'obsolete', why, { users: [user], contact, message: kind });
}

/** Records how a message to a person ended; when it failed for good the run hears of it (ESC8). */
export function noteDelivery(
  incident: Incident,
  message: PersonMessage,
  result: Delivered,
  context: DecisionContext,
): Decision {
  const draft = startDraft(incident, context);
  draft.entries.push(deliveryEntry(message, result, context));
  if (result.state === 'failed' && incident.status !== 'closed') {
    noteFailedNotice(draft, message.id);
    noteFailedHandover(draft, message.id);
  }
  return finishDraft(draft);
}
