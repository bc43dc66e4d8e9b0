import type { View } from '../../../shared/words.ts';

export interface RotationState {
  readonly index: number;
  /** Monotonic ms when this view came up. */
  readonly since: number;
}

export interface RotationInput {
  readonly views: readonly View[];
  /** Null holds the first view. */
  readonly everyMs: number | null;
  /** Something at `high` or above is unacknowledged, or the picture is not current. */
  readonly isHeld: boolean;
  readonly now: number;
}

/** Turns to the next view when its time is over; while held it goes to the board, else to the big number, and stays. Pure. */
export function turn(state: RotationState, { views, everyMs, isHeld, now }: RotationInput): RotationState {
  if (isHeld) {
    const board = views.indexOf('board');
    return { index: board < 0 ? Math.max(0, views.indexOf('bignumber')) : board, since: now };
  }
  const index = state.index < views.length ? state.index : 0;
  if (everyMs === null || views.length < 2) return index === state.index ? state : { index, since: now };
  if (now - state.since < everyMs) return index === state.index ? state : { index, since: now };
  return { index: (index + 1) % views.length, since: now };
}
