import type { Urgency } from '../../../shared/words.ts';
import type { Instant } from '../incident/incident.ts';

/** A sign of life that is expected, and who hears when it does not come. */
export interface Heartbeat {
  /** A name, or `integration:ID` of an integration's own: no name holds a colon. */
  readonly id: string;
  /** Null for an integration's own. */
  readonly name: string | null;
  /** What people call it: its name, or that of its integration. */
  readonly label: string;
  /** Summary of the incident, where somebody wrote one. */
  readonly message?: string | undefined;
  readonly integration: string;
  readonly service: string;
  readonly urgency: Urgency;
  /** ISO 8601, as they were written. */
  readonly every: string;
  readonly grace: string;
  /** Silence after which it is late: both together. */
  readonly allowedMs: number;
  readonly madeBy: 'config' | 'integration' | 'api';
  readonly note: string;
  /** Switched off at run time, whatever the config says. */
  readonly switchedOff: boolean;
  /** False: nothing is expected of it. */
  readonly isOn: boolean;
}

export interface HeartbeatState {
  /** Elapsed time from which its silence is counted; null while its first ping is awaited. */
  readonly countsFrom: number | null;
  readonly lastBeatAt: Instant | null;
  /** When it was due, while it is late. */
  readonly lateSince: Instant | null;
}

export type HeartbeatWord = 'off' | 'waiting' | 'on-time' | 'late';

/** Elapsed time at which it is late, or null when it is not expected, or is late already. */
export function dueElapsed(heartbeat: Heartbeat, state: HeartbeatState): number | null {
  const isExpected = heartbeat.isOn && state.lateSince === null && state.countsFrom !== null;
  return isExpected ? state.countsFrom + heartbeat.allowedMs : null;
}

/**
 * [ING172] Nothing can be said of the time before `elapsed`: the whole period and grace are counted from there. One
 * made through an API is expected from its first ping on, as the scripts written for such heartbeats rely on.
 */
export function expectAnew(heartbeat: Heartbeat, state: HeartbeatState, elapsed: number): HeartbeatState {
  const awaitsFirst = heartbeat.madeBy === 'api' && state.lastBeatAt === null;
  return { ...state, countsFrom: awaitsFirst ? null : elapsed };
}

/** [ING171] A sign of life. Whether it ends a lateness is decided with its incident. */
export function beatAt(state: HeartbeatState, at: Instant, elapsed: number): HeartbeatState {
  return { ...state, countsFrom: elapsed, lastBeatAt: at };
}

/** As lists show it; `waiting` has never been heard. */
export function wordOf(heartbeat: Heartbeat, state: HeartbeatState): HeartbeatWord {
  if (!heartbeat.isOn) return 'off';
  if (state.lateSince !== null) return 'late';
  return state.lastBeatAt === null ? 'waiting' : 'on-time';
}

/** True when another of the same id must be expected anew: switched on, or with another period. */
export const isExpectedOtherwise = (before: Heartbeat, after: Heartbeat): boolean =>
  before.allowedMs !== after.allowedMs || (after.isOn && !before.isOn);
