import type { Reason } from '../../../shared/reason.ts';
import { change, type Draft } from './draft.ts';
import { personMessage } from './message.ts';
import { barrierOf } from './notices.ts';

/**
 * [NTF6] Whoever was paged gets one "acked by …" or "recovered" on the same contact, unless they opted out
 * or did it themselves. A run that pages again earns a new one.
 */
export function sendFollowUps(
  draft: Draft,
  kind: 'acked' | 'recovered',
  why: Reason,
  by: { readonly id: string | null; readonly name: string },
): void {
  const { incident, context } = draft;
  for (const { user, contact } of incident.toldContacts) {
    const person = context.roster.user(user);
    if (!person?.followUps || user === by.id || barrierOf(draft, person, contact) !== null) continue;
    const id = [incident.id, incident.runs, 'follow-up', kind, incident.version, user, contact].join('/');
    draft.messages.push(personMessage(draft, { id, kind, user, contact, firing: null, why, by: by.name }));
  }
  change(draft, { toldContacts: [] });
}
