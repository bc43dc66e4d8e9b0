import type { IncidentItem } from '../../shared/incident.ts';
import {
  type Delta,
  type DisplaySettings,
  type Heartbeat,
  type Me,
  PROTOCOL,
  type Snapshot,
  type StreamParts,
  type TickerItem,
} from '../../shared/stream.ts';
import { assertNever } from '../../shared/words.ts';

/** Newest audit entries a page keeps. */
export const AUDIT_KEPT = 50;

/** What the page shows: the server's state at `seq`, nothing of its own. */
export interface Floor extends StreamParts {
  readonly kind: 'wall' | 'console';
  readonly timeZone: string;
  readonly display: DisplaySettings | null;
  readonly me: Me | null;
  readonly incidents: ReadonlyMap<string, IncidentItem>;
  readonly audit: readonly TickerItem[];
}

/** The stream as a page sees it. */
export interface LiveState {
  /** Null before the first snapshot. */
  readonly floor: Floor | null;
  readonly epoch: string | null;
  /** Last change that `floor` contains. */
  readonly seq: number;
  /** Highest change the server is known to have made; above `seq` the page has a gap. */
  readonly knownSeq: number;
  /** Only a snapshot can heal: another epoch was seen, or a frame could not be read. */
  readonly mustSnapshot: boolean;
  readonly heartbeat: Heartbeat | null;
}

export type Frame =
  | { readonly kind: 'snapshot'; readonly value: Snapshot }
  | { readonly kind: 'delta'; readonly value: Delta }
  | { readonly kind: 'heartbeat'; readonly value: Heartbeat }
  /** A frame whose shape was not the contract's. */
  | { readonly kind: 'unreadable' }
  /** A snapshot of another protocol than this page speaks. */
  | { readonly kind: 'foreign'; readonly protocol: number };

/** What the page must do about a frame. */
export type Effect = 'resync' | 'reload';

export interface Step {
  readonly state: LiveState;
  readonly effect: Effect | null;
}

export const EMPTY_LIVE: LiveState = {
  floor: null,
  epoch: null,
  seq: 0,
  knownSeq: 0,
  mustSnapshot: false,
  heartbeat: null,
};

/** True when the page holds everything the server is known to have said. */
export const isInSync = (state: LiveState): boolean =>
  state.floor !== null && !state.mustSnapshot && state.seq >= state.knownSeq;

/**
 * Applies one frame; the same frames in the same order give the same state.
 * @param ownsIncidents the caller is the only holder of the state's incidents: a delta then changes that map in
 *   place instead of copying 10,000 entries. Without it nothing given is changed.
 */
export function reduceLive(state: LiveState, frame: Frame, ownsIncidents = false): Step {
  switch (frame.kind) {
    case 'snapshot':
      return takeSnapshot(state, frame.value);
    case 'delta':
      return takeDelta(state, frame.value, ownsIncidents);
    case 'heartbeat':
      return takeHeartbeat(state, frame.value);
    case 'unreadable':
      return { state: { ...state, mustSnapshot: true }, effect: 'resync' };
    case 'foreign':
      return { state, effect: 'reload' };
    default:
      return assertNever(frame);
  }
}

function takeSnapshot(state: LiveState, snapshot: Snapshot): Step {
  if (snapshot.protocol !== PROTOCOL) return { state, effect: 'reload' };
  const sameEpoch = snapshot.epoch === state.epoch;
  // A late copy of an older snapshot would take the page back in time.
  if (sameEpoch && snapshot.seq < state.seq) return { state, effect: isInSync(state) ? null : 'resync' };
  const { protocol: _p, epoch, seq, at: _at, incidents, ...rest } = snapshot;
  const next: LiveState = {
    floor: { ...rest, incidents: new Map(incidents.map((item) => [item.id, item])) },
    epoch,
    seq,
    knownSeq: sameEpoch ? Math.max(state.knownSeq, seq) : seq,
    mustSnapshot: false,
    heartbeat: sameEpoch ? state.heartbeat : null,
  };
  return { state: next, effect: isInSync(next) ? null : 'resync' };
}

function takeDelta(state: LiveState, delta: Delta, ownsIncidents: boolean): Step {
  if (!state.floor || state.mustSnapshot) return { state, effect: 'resync' };
  if (delta.seq <= state.seq) return { state, effect: null };
  if (delta.from !== state.seq) {
    return { state: { ...state, knownSeq: Math.max(state.knownSeq, delta.seq) }, effect: 'resync' };
  }
  const next = {
    ...state,
    floor: applyDelta(state.floor, delta, ownsIncidents),
    seq: delta.seq,
    knownSeq: Math.max(state.knownSeq, delta.seq),
  };
  return { state: next, effect: isInSync(next) ? null : 'resync' };
}

function applyDelta(floor: Floor, delta: Delta, ownsIncidents: boolean): Floor {
  const { seq: _s, from: _f, at: _a, upserts, removes, audit, ...parts } = delta;
  let { incidents } = floor;
  if (upserts.length > 0 || removes.length > 0) {
    const changed = ownsIncidents ? (incidents as Map<string, IncidentItem>) : new Map(incidents);
    for (const id of removes) changed.delete(id);
    for (const item of upserts) changed.set(item.id, item);
    incidents = changed;
  }
  return { ...floor, ...parts, incidents, audit: audit ? mergeAudit(floor.audit, audit) : floor.audit };
}

function mergeAudit(kept: readonly TickerItem[], added: readonly TickerItem[]): readonly TickerItem[] {
  const bySeq = new Map([...kept, ...added].map((item) => [item.seq, item]));
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq).slice(0, AUDIT_KEPT);
}

function takeHeartbeat(state: LiveState, heartbeat: Heartbeat): Step {
  if (!state.floor) return { state: { ...state, heartbeat }, effect: null };
  if (heartbeat.epoch !== state.epoch) {
    return { state: { ...state, mustSnapshot: true, heartbeat }, effect: 'resync' };
  }
  const next = { ...state, heartbeat, knownSeq: Math.max(state.knownSeq, heartbeat.seq) };
  return { state: next, effect: isInSync(next) ? null : 'resync' };
}
