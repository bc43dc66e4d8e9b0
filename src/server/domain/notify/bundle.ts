import type { OutboxMessage, PersonMessage } from '../incident/decision.ts';

/** More pages than this to one contact in one catch-up become one message. */
const BUNDLE_ABOVE = 1;

/**
 * [ESC14] Many pages at once after a downtime are one message per contact, naming every incident.
 * What is not a page, and a single page, stays as it is. `occasion` makes the bundle's idempotency key.
 */
export function bundlePages(messages: readonly OutboxMessage[], occasion: string): readonly OutboxMessage[] {
  const perContact = new Map<string, PersonMessage[]>();
  for (const message of messages) {
    if (!isPage(message)) continue;
    const slot = `${message.user}/${message.contact}`;
    perContact.set(slot, [...(perContact.get(slot) ?? []), message]);
  }
  const bundles: PersonMessage[] = [];
  const bundled = new Set<string>();
  for (const [slot, pages] of perContact) {
    const first = pages[0];
    if (first === undefined || pages.length <= BUNDLE_ABOVE) continue;
    for (const page of pages) bundled.add(page.id);
    bundles.push(bundleOf(first, pages, `bundle/${occasion}/${slot}`));
  }
  return [...messages.filter((message) => !bundled.has(message.id)), ...bundles];
}

function isPage(message: OutboxMessage): message is PersonMessage {
  return message.to === 'person' && ['page', 'final', 'fallback'].includes(message.kind);
}

/** One message about several incidents: the first's facts, and a list of all. */
export function bundleOf(first: PersonMessage, all: readonly PersonMessage[], id: string): PersonMessage {
  return {
    ...first,
    id,
    incident: null,
    firing: null,
    body: {
      ...first.body,
      incidents: all.map(({ body, incident }) => ({
        id: incident,
        number: body.number,
        summary: body.summary,
        urgency: body.urgency,
      })),
    },
  };
}
