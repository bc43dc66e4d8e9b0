import type { Quiet } from '../../shared/stream.ts';
import { activeMaintenances } from '../domain/maintenance/maintenance-at.ts';
import type { FloorCore } from './floor-core.ts';

/** What fires and tells nobody now, as screens show it. */
export function quietOf(core: FloorCore): Quiet {
  const { noise, resources } = core;
  const active = activeMaintenances(core.catalog().maintenance, core.now());
  return {
    maintenance: active.map(({ window, occurrence }) => ({
      id: window.id,
      services: [...window.services],
      until: new Date(occurrence.to).toISOString(),
      note: window.note,
      ...noise.hiddenBy({ kind: 'maintenance', id: occurrence.key }),
    })),
    inhibited: noise.hiddenOf('inhibition'),
    shelved: { shelves: resources.size('shelf'), ...noise.hiddenOf('shelf') },
    held: { keys: resources.size('held') },
  };
}
