import { reason } from '../../../shared/reason.ts';
import { closeIncident } from './close.ts';
import { change, type Draft, note } from './draft.ts';
import type { Incident, Instant } from './incident.ts';

/** Silence after which an incident that tells nobody closes itself (product rule 7). */
export const SILENT_CLOSE_MS = 24 * 3_600_000;

/** [RTE12] Its service tells nobody: recorded and visible, it closes itself when no event comes for 24 hours. */
export function waitForSilence(draft: Draft): void {
  const { incident, context } = draft;
  const autoCloseAt = context.now + (incident.autoCloseMs ?? SILENT_CLOSE_MS);
  change(draft, { silent: true, autoCloseAt });
  const why = reason('RTE12', 'this service tells nobody', { service: incident.service });
  note(draft, 'waiting', why, { dueAt: autoCloseAt });
}

/** Silence after which an incident closes itself; null where it never does. */
export const silenceMs = (incident: Incident): number | null =>
  incident.autoCloseMs ?? (incident.silent ? SILENT_CLOSE_MS : null);

/** How far the time of closing may lag behind the last event, so that a hot repeat need not move it. */
const laxMs = (silence: number): number => Math.min(60_000, silence / 10);

/** True when another event must move the time of closing. */
export function isSilenceStale(incident: Incident, now: Instant): boolean {
  const { autoCloseAt } = incident;
  const silence = silenceMs(incident);
  if (autoCloseAt === null || silence === null) return autoCloseAt !== null;
  return now + silence - autoCloseAt > laxMs(silence);
}

/** [RTE12] [SUP30] No event for that long: it closes itself, told to whoever was paged. */
export function closeIfSilent(draft: Draft): void {
  const { incident, context } = draft;
  const { autoCloseAt, autoCloseMs } = incident;
  if (autoCloseAt === null || autoCloseAt > context.now) return;
  const silence = silenceMs(incident);
  const left = silence === null ? 0 : incident.lastEventAt + silence - context.now;
  // A repeat since then did not move it; anything larger is a wall clock that was set.
  if (silence !== null && left > 0 && left <= laxMs(silence)) {
    change(draft, { autoCloseAt: context.now + left });
    return;
  }
  const why =
    autoCloseMs === undefined
      ? reason('RTE12', 'no event for 24 hours and nobody to tell', { cause: 'silence' })
      : reason('SUP30', `no event for ${Math.round(autoCloseMs / 1000)} s`, {
          seconds: Math.round(autoCloseMs / 1000),
        });
  closeIncident(draft, { by: 'silence', why });
}

/** When an incident whose run begins closes itself without another event; null where it never does. */
export const silenceEndsAt = ({ incident, context }: Draft): Instant | null =>
  incident.autoCloseMs === undefined ? null : context.now + incident.autoCloseMs;
