import type { ConfigDocument } from '../../shared/config/document.ts';
import type { AtEnd, MaintenanceWindow } from '../../shared/config/maintenance.ts';
import type { Actor } from '../../shared/reason.ts';
import type { Instant } from '../domain/incident/incident.ts';
import type { ReadyWindow } from '../domain/maintenance/occurrences.ts';
import type { ResourceBook } from './resources.ts';

/** A maintenance that people began at run time (resource `maintenance`, by its id). */
export interface RuntimeMaintenance {
  readonly window: MaintenanceWindow;
  readonly by: Actor;
  readonly createdAt: Instant;
}

/** The end of one occurrence, moved by a person (resource `maintenance-change`, by the occurrence's key). */
export interface MaintenanceChange {
  readonly to: Instant;
  readonly by: Actor;
  readonly at: Instant;
}

/** An occurrence whose beginning was acted on and whose end was not yet (resource `maintenance-active`, by its key). */
export interface ActiveOccurrence {
  readonly window: string;
  readonly services: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  readonly atEnd: AtEnd;
  /** The ten minutes before the end were said. */
  readonly reminded: boolean;
}

/** Every window, those of the config first, with the ends that people moved. */
export function readyWindows(config: ConfigDocument, resources: ResourceBook): ReadyWindow[] {
  const changes = new Map(
    resources.list('maintenance-change').map(({ id, value }) => [id, (value as MaintenanceChange).to]),
  );
  const made = resources.list('maintenance').map(({ value }) => (value as RuntimeMaintenance).window);
  return [...config.maintenance, ...made].map((window) => ({
    window,
    zone: window.timeZone ?? config.timeZone,
    changes,
  }));
}
