import type { MaintenanceItem } from '../../shared/api/quiet.ts';
import {
  nextBoundary,
  type Occurrence,
  occurrenceAt,
  type ReadyWindow,
} from '../domain/maintenance/occurrences.ts';
import { firstInstant, lastInstant, parseWall } from '../domain/time/zoned.ts';
import type { FloorCore } from './floor-core.ts';
import type { RuntimeMaintenance } from './maintenance-book.ts';

/** A maintenance as the API shows it: the occurrence that is on, else the next, else the last (SUP14). */
export function maintenanceItem(core: FloorCore, ready: ReadyWindow): MaintenanceItem {
  const { window, zone } = ready;
  const now = core.now();
  const made = core.resources.get('maintenance', window.id) as RuntimeMaintenance | undefined;
  const on = occurrenceAt(ready, now);
  const next = on === null ? nextOf(ready, now) : null;
  const shown = on ?? next ?? lastOf(ready);
  let paused = 0;
  if (on !== null) {
    for (const { pause } of core.incidents())
      if (pause?.kind === 'maintenance' && pause.maintenance === window.id) paused += 1;
  }
  return {
    id: window.id,
    origin: made ? 'run-time' : 'config',
    state: on !== null ? 'active' : next !== null ? 'scheduled' : 'over',
    services: [...window.services],
    from: new Date(shown.from).toISOString(),
    to: new Date(shown.to).toISOString(),
    repeat: window.repeat,
    timeZone: zone,
    breakThrough: [...window.breakThrough],
    atEnd: window.atEnd,
    note: window.note,
    by: made?.by ?? null,
    hidden: core.noise.hiddenBy({ kind: 'maintenance', id: shown.key }),
    paused,
  };
}

function nextOf(ready: ReadyWindow, now: number): Occurrence | null {
  const begins = nextBoundary(ready, now);
  return begins === null ? null : occurrenceAt(ready, begins);
}

/** Of a window whose occurrences are all over: the first, which is the only one where it does not repeat. */
const lastOf = ({ window, zone }: ReadyWindow): Occurrence => ({
  key: window.id,
  from: firstInstant(parseWall(window.from), zone),
  to: lastInstant(parseWall(window.to), zone),
});
