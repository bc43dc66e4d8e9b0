import { urgencyRank } from '../../../shared/words.ts';
import type { OutboxMessage, PersonMessage } from '../incident/decision.ts';

/** More pages than this to one contact in one catch-up become one message. */
const BUNDLE_ABOVE = 1;

/** One message to one contact about several incidents, and the message about each that it carries. */
export interface Bundle {
  readonly message: PersonMessage;
  readonly members: readonly PersonMessage[];
}

/**
 * [ESC14] Many pages at once after a downtime are one message per contact, naming every incident.
 * What is not a page, and a single page, stays as it is. `occasion` makes the bundle's idempotency key.
 */
export function bundlePages(
  messages: readonly OutboxMessage[],
  occasion: string,
): { readonly singles: readonly OutboxMessage[]; readonly bundles: readonly Bundle[] } {
  const perContact = new Map<string, PersonMessage[]>();
  for (const message of messages) {
    if (!isPage(message)) continue;
    const slot = `${message.user}/${message.contact}`;
    const pages = perContact.get(slot);
    // Grown in place: a long outage has a hundred thousand pages for one person.
    if (pages) pages.push(message);
    else perContact.set(slot, [message]);
  }
  const many = [...perContact].filter(([, pages]) => pages.length > BUNDLE_ABOVE);
  const bundled = new Set(many.flatMap(([, pages]) => pages.map(({ id }) => id)));
  return {
    singles: messages.filter(({ id }) => !bundled.has(id)),
    bundles: many.flatMap(([slot, pages]) => bundleOf(pages, `bundle/${occasion}/${slot}`) ?? []),
  };
}

function isPage(message: OutboxMessage): message is PersonMessage {
  return message.to === 'person' && ['page', 'final', 'fallback'].includes(message.kind);
}

/** [NTF10] Puts messages to one contact into one, whose idempotency key is `id`; null without any. */
export function bundleOf(messages: readonly PersonMessage[], id: string): Bundle | null {
  const message = bundleMessage(messages, id);
  return message && { message, members: messages.map((member) => ({ ...member, bundle: id })) };
}

/** The message of a bundle of these: the worst one's facts, and a line for each, then the oldest first; null without any. */
export function bundleMessage(members: readonly PersonMessage[], id: string): PersonMessage | null {
  const worstFirst = members.toSorted(
    (a, b) =>
      urgencyRank(a.urgency) - urgencyRank(b.urgency) || Number(a.body.number) - Number(b.body.number),
  );
  const [worst] = worstFirst;
  if (!worst) return null;
  const { bundle: _, ...own } = worst;
  return {
    ...own,
    id,
    incident: null,
    firing: null,
    members: worstFirst.map((member) => member.id),
    body: {
      ...worst.body,
      incidents: worstFirst.map(({ body, incident }) => ({
        id: incident,
        number: body.number,
        summary: body.summary,
        urgency: body.urgency,
      })),
    },
  };
}
