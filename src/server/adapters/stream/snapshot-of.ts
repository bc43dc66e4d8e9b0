import { type Me, type Metrics, PROTOCOL, type Snapshot } from '../../../shared/stream.ts';
import type { LiveSource } from '../../runtime/live.ts';
import type { Slot } from './census.ts';
import { displaySettings } from './display-room.ts';
import type { Seat } from './seat.ts';

/** Everything a page needs to draw, as its room stands at its `seq`. */
export function snapshotOf(
  live: LiveSource,
  { room, principal }: Pick<Seat, 'room' | 'principal'>,
  me: Me | null,
  metrics: Metrics,
  slots: Iterable<Slot>,
): Snapshot {
  const { config } = live.catalog();
  const isWall = principal.kind === 'display';
  return {
    protocol: PROTOCOL,
    epoch: live.epoch,
    seq: room.seq,
    at: new Date(live.now()).toISOString(),
    kind: isWall ? 'wall' : 'console',
    timeZone: config.timeZone,
    display: isWall ? displaySettings(config, principal.id) : null,
    me,
    directory: live.directory(),
    incidents: room.current((id) => live.incident(id)).map((incident) => live.view(incident)),
    totals: room.totals(slots, live.now()),
    oncall: [...live.oncallNow()],
    gaps: [...live.gapsNow()],
    metrics,
    conservation: live.conservation(),
    sources: [...live.sources()],
    notices: [...live.notices()],
    quiet: live.quiet(),
    audit: [...live.recentAudit()],
  };
}
