import type { Urgency } from '../../../shared/words.ts';
import type { Instant } from '../incident/incident.ts';
import { type Occurrence, occurrenceAt, type ReadyWindow } from './occurrences.ts';

/** The maintenance that mutes a service now. */
export interface ActiveMaintenance {
  readonly window: ReadyWindow['window'];
  readonly occurrence: Occurrence;
}

/** [SUP10] Every window that is on. */
export function activeMaintenances(windows: readonly ReadyWindow[], at: Instant): ActiveMaintenance[] {
  return windows.flatMap((ready) => {
    const occurrence = occurrenceAt(ready, at);
    return occurrence === null ? [] : [{ window: ready.window, occurrence }];
  });
}

/**
 * [SUP10] The maintenance that mutes an event or incident of this urgency; of several the one that ends last. Null when
 * none is on, or every one lets this urgency through.
 */
export function maintenanceFor(
  active: readonly ActiveMaintenance[],
  service: string,
  urgency: Urgency,
): ActiveMaintenance | null {
  let found: ActiveMaintenance | null = null;
  for (const one of active) {
    if (!one.window.services.includes(service) || one.window.breakThrough.includes(urgency)) continue;
    if (found === null || one.occurrence.to > found.occurrence.to) found = one;
  }
  return found;
}
