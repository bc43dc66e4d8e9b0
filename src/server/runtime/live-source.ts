import { directoryOf, gapsOf, oncallItems } from './directory.ts';
import type { FloorCore } from './floor-core.ts';
import type { LiveSource } from './live.ts';
import { quietOf } from './quiet.ts';

/** How far ahead gaps in cover are shown (product rule 9). */
const GAPS_AHEAD_MS = 30 * 86_400_000;

/** The floor as the stream may see it. */
export function liveSourceOf(core: FloorCore): LiveSource {
  return {
    epoch: core.epoch,
    queries: core.queries,
    onChange: (listener) => core.onChange(listener),
    catalog: () => core.catalog(),
    incidents: () => core.incidents(),
    incident: (id) => core.incident(id),
    view: (incident) => core.view(incident),
    directory: () => directoryOf(core.catalog()),
    oncallNow: () => oncallItems(core.catalog(), core.now()),
    gapsNow: () => gapsOf(core.catalog(), core.now(), core.now() + GAPS_AHEAD_MS),
    conservation: () => core.conservation(),
    sources: () => core.sources(),
    notices: () => core.notices(),
    quiet: () => quietOf(core),
    recentAudit: () => core.recent.all(),
    health: () => core.health(),
    now: () => core.now(),
  };
}
