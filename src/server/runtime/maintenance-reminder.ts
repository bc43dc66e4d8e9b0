import { reason } from '../../shared/reason.ts';
import type { PersonMessage } from '../domain/incident/decision.ts';
import type { Catalog } from './catalog.ts';
import type { ActiveOccurrence, RuntimeMaintenance } from './maintenance-book.ts';
import type { ResourceBook } from './resources.ts';

/**
 * [SUP13] Ten minutes before a maintenance ends, whoever made it is told on every contact that is not muted, so that they
 * can extend it. One of the config belongs to nobody: the screens alone say that it ends.
 */
export function maintenanceMessages(
  resources: ResourceBook,
  catalog: Catalog,
  key: string,
  { window, to, services }: ActiveOccurrence,
): PersonMessage[] {
  const made = resources.get('maintenance', window) as RuntimeMaintenance | undefined;
  const maker = made?.by.kind === 'user' ? made.by.id : made?.by.onBehalfOf;
  const user = maker === undefined ? undefined : catalog.users.get(maker);
  if (!user) return [];
  const until = new Date(to).toISOString();
  const why = reason('SUP13', `maintenance ${window} ends at ${until}`, { maintenance: window, until });
  const names = services.map((id) => catalog.services.get(id)?.service.name ?? id);
  return user.contacts
    .filter((contact) => contact.muted !== true)
    .map((contact) => ({
      to: 'person',
      id: `maintenance/${key}/${to}/${user.id}/${contact.id}`,
      kind: 'maintenance-ending',
      incident: null,
      user: user.id,
      contact: contact.id,
      firing: null,
      urgency: 'none',
      body: {
        channel: contact.channel,
        summary: made?.window.note || window,
        serviceName: names.join(', '),
        reason: why,
      },
    }));
}
