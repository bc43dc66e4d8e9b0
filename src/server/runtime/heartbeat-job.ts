import { type Actor, SYSTEM } from '../../shared/reason.ts';
import type { Heartbeat, HeartbeatState } from '../domain/heartbeat/heartbeat.ts';
import {
  endLate,
  HEARTBEAT_DOMAIN,
  heartbeatKey,
  lateReason,
  openLate,
  repeatLate,
} from '../domain/heartbeat/heartbeat-incident.ts';
import type { Incident, Instant } from '../domain/incident/incident.ts';
import type { FloorCore } from './floor-core.ts';
import type { Turn } from './turn.ts';

/** Kind of what the ledger keeps of a heartbeat; made ones have their definition beside it. */
export const HEARTBEAT_KIND = 'heartbeat';
export const MADE_KIND = 'heartbeat-made';

/** What must outlast a restart: pings of its own name, its lateness, and whether it was switched off at run time. */
export interface HeartbeatRecord {
  readonly lastBeatAt: Instant | null;
  readonly lateSince: Instant | null;
  readonly isOff: boolean;
}

const NO_RECORD: HeartbeatRecord = { lastBeatAt: null, lateSince: null, isOff: false };

/** What this turn has made of it so far, which is not real yet. */
export const stagedRecord = (turn: Turn, id: string): HeartbeatRecord | undefined =>
  turn.resources.get(`${HEARTBEAT_KIND}\u0000${id}`)?.value as HeartbeatRecord | undefined;

/** As the ledger has it. */
export const recordOf = (core: FloorCore, id: string): HeartbeatRecord =>
  (core.resources.get(HEARTBEAT_KIND, id) ?? NO_RECORD) as HeartbeatRecord;

export function putRecord(turn: Turn, core: FloorCore, id: string, change: Partial<HeartbeatRecord>): void {
  const before = stagedRecord(turn, id) ?? recordOf(core, id);
  turn.put({ kind: HEARTBEAT_KIND, id, value: { ...before, ...change } });
}

/** The not-closed incident of a heartbeat; one that is held has recovered already. */
export const findLateIncident = (core: FloorCore, heartbeat: Heartbeat): Incident | undefined => {
  const open = core.state.findOpen(HEARTBEAT_DOMAIN, heartbeatKey(heartbeat));
  return open?.cleared ? undefined : open;
};

/** As the ledger has it. One taken back and made again is late while its incident of before is open: a beat closes it. */
export function stateOf(core: FloorCore, heartbeat: Heartbeat): HeartbeatState {
  const known = core.resources.get(HEARTBEAT_KIND, heartbeat.id) as HeartbeatRecord | undefined;
  const lateSince = known ? known.lateSince : (findLateIncident(core, heartbeat)?.createdAt ?? null);
  const heard = heartbeat.name === null ? core.book.heard(heartbeat.integration) : undefined;
  const heardAt = heard?.lastAcceptedAt == null ? null : Date.parse(heard.lastAcceptedAt);
  const beats = [known?.lastBeatAt ?? null, heardAt].filter((at) => at !== null);
  return { countsFrom: null, lastBeatAt: beats.length === 0 ? null : Math.max(...beats), lateSince };
}

/** True when this very turn has heard it. */
export function isHeardIn(turn: Turn, { id, name, integration }: Heartbeat): boolean {
  if (stagedRecord(turn, id)?.lastBeatAt === turn.at) return true;
  return name === null && turn.heard.get(integration)?.lastAcceptedAt === iso(turn.at);
}

/** [ING173] Its time is over: an incident is opened, or the one that is still open takes it as a repeat. */
export function decideLate(
  turn: Turn,
  core: FloorCore,
  heartbeat: Heartbeat,
  lastBeatAt: Instant | null,
  since: Instant,
): void {
  const context = core.contextAt(turn.at);
  const why = lateReason(heartbeat, lastBeatAt);
  const open = turn.findOpen(HEARTBEAT_DOMAIN, heartbeatKey(heartbeat));
  if (open) {
    const { decision } = repeatLate(heartbeat, open, context);
    if (decision) turn.apply(decision);
    else turn.touch(open);
  } else {
    const made = { id: core.newId(), number: turn.nextNumber++, locale: core.catalog().config.locale, why };
    turn.apply(openLate(heartbeat, made, context));
  }
  turn.record(SYSTEM, 'heartbeat.late', `heartbeat:${heartbeat.id}`, {
    before: { lastBeatAt: lastBeatAt === null ? null : iso(lastBeatAt) },
    reason: why,
  });
  putRecord(turn, core, heartbeat.id, { lateSince: since });
}

/** [ING174] Heard again: whatever is open about it recovers. What a person has closed stays closed. */
export function decideBack(turn: Turn, core: FloorCore, heartbeat: Heartbeat, lateSince: Instant): void {
  const open = turn.findOpen(HEARTBEAT_DOMAIN, heartbeatKey(heartbeat));
  if (open) {
    const decision = endLate(heartbeat, open, Math.max(0, turn.at - lateSince), core.contextAt(turn.at));
    if (decision) turn.apply(decision);
  }
  const actor: Actor = { kind: 'integration', id: heartbeat.integration };
  turn.record(actor, 'heartbeat.back', `heartbeat:${heartbeat.id}`, {
    before: { lateSince: iso(lateSince) },
    after: { at: iso(turn.at) },
  });
  putRecord(turn, core, heartbeat.id, { lateSince: null });
}

const iso = (at: Instant): string => new Date(at).toISOString();
