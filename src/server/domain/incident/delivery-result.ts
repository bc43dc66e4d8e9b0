import { type Reason, reason } from '../../../shared/reason.ts';
import type { Decision, PersonMessage } from './decision.ts';
import { finishDraft, note, startDraft } from './draft.ts';
import { noteFailedHandover } from './handover.ts';
import type { Incident } from './incident.ts';
import type { DecisionContext } from './roster.ts';
import { noteFailedNotice } from './run-control.ts';

/** How a message to a person ended: recorded, and when it failed for good the run hears of it (ESC8). */
export function noteDelivery(
  incident: Incident,
  message: PersonMessage,
  result: {
    readonly state: 'sent' | 'failed';
    readonly channel: string;
    readonly detail: string;
    readonly attempts: number;
  },
  context: DecisionContext,
): Decision {
  const draft = startDraft(incident, context);
  const { user, contact } = message;
  const params = { user, contact, channel: result.channel, attempts: result.attempts, detail: result.detail };
  const why: Reason =
    result.state === 'sent'
      ? reason('NTF7', `${context.roster.name(user)} told on ${contact}`, params)
      : reason('NTF8', `${contact} of ${context.roster.name(user)} could not be reached`, params);
  note(draft, result.state === 'sent' ? 'delivered' : 'delivery-failed', why, {
    users: [user],
    contact,
    channel: result.channel,
    message: message.kind,
  });
  if (result.state === 'failed' && incident.status !== 'closed') {
    noteFailedNotice(draft, message.id);
    noteFailedHandover(draft, message.id);
  }
  return finishDraft(draft);
}
