import type { ConfigDocument } from '../../shared/config/document.ts';
import type { ServiceNotes } from '../../shared/incident.ts';

/** What the config says about a service to whoever works on its incidents; null when it no longer has the service. */
export function serviceNotes(config: ConfigDocument, id: string): ServiceNotes | null {
  const service = config.services.find((one) => one.id === id);
  if (!service) return null;
  const { owner, runbook, contacts, dependsOn, links } = service;
  return { owner: owner ?? null, runbook: runbook ?? null, contacts, dependsOn, links };
}
