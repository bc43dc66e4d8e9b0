import { reason } from '../../../shared/reason.ts';
import { change, type Draft, note } from './draft.ts';

/** Silence after which an incident that tells nobody closes itself (product rule 7). */
export const SILENT_CLOSE_MS = 24 * 3_600_000;

/** [RTE12] Its service tells nobody: recorded and visible, it closes itself when no event comes for 24 hours. */
export function waitForSilence(draft: Draft): void {
  const { incident, context } = draft;
  const autoCloseAt = context.now + SILENT_CLOSE_MS;
  change(draft, { silent: true, autoCloseAt });
  const why = reason('RTE12', 'this service tells nobody', { service: incident.service });
  note(draft, 'waiting', why, { dueAt: autoCloseAt });
}
