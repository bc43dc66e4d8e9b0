import type { HeartbeatItem } from '../../shared/api/heartbeats.ts';
import type { SourceHeard } from '../../shared/stream.ts';
import { dueElapsed, type Heartbeat, type HeartbeatState, wordOf } from '../domain/heartbeat/heartbeat.ts';
import { HEARTBEAT_DOMAIN, heartbeatKey } from '../domain/heartbeat/heartbeat-incident.ts';
import type { Instant } from '../domain/incident/incident.ts';
import type { FloorCore } from './floor-core.ts';

/** Late heartbeats that a screen is told of by name, per integration. */
const MAX_NAMED = 12;

const iso = (at: Instant): string => new Date(at).toISOString();
const isoOrNull = (at: Instant | null): string | null => (at === null ? null : iso(at));

/** As the API and the console show it. */
export function heartbeatItem(core: FloorCore, heartbeat: Heartbeat, state: HeartbeatState): HeartbeatItem {
  const { isOn: _isOn, allowedMs: _allowedMs, ...facts } = heartbeat;
  const due = dueElapsed(heartbeat, state);
  const open = core.state.findOpen(HEARTBEAT_DOMAIN, heartbeatKey(heartbeat));
  return {
    ...facts,
    state: wordOf(heartbeat, state),
    lastBeatAt: isoOrNull(state.lastBeatAt),
    dueAt: isoOrNull(due === null ? null : core.clock.now() + due - core.clock.elapsed()),
    lateSince: isoOrNull(heartbeat.isOn ? state.lateSince : null),
    incident: open ? { id: open.id, number: open.number } : null,
  };
}

/** [ING176] What is late of each integration, the longest late first. Asked for again only when something changed. */
export function lateOf(
  late: Iterable<{ readonly heartbeat: Heartbeat; readonly since: Instant }>,
): ReadonlyMap<string, NonNullable<SourceHeard['late']>> {
  const byIntegration = Map.groupBy(late, ({ heartbeat }) => heartbeat.integration);
  return new Map(
    [...byIntegration].map(([integration, ones]) => {
      const worst = ones
        .toSorted((a, b) => a.since - b.since || (a.heartbeat.label < b.heartbeat.label ? -1 : 1))
        .slice(0, MAX_NAMED)
        .map(({ heartbeat, since }) => ({ name: heartbeat.name, since: iso(since) }));
      return [integration, { count: ones.length, worst }];
    }),
  );
}
