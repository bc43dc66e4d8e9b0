import { useRef } from 'react';
import type { DisplaySettings } from '../../../shared/stream.ts';
import type { View } from '../../../shared/words.ts';
import { isCurrent } from '../../live/freshness.ts';
import { useFreshnessState, useLive, useServerNow } from '../../live/live-hooks.ts';
import { hasUrgentUnacked } from './board/board-model.ts';
import { type RotationState, turn } from './view-rotation.ts';

export interface CurrentView {
  readonly view: View;
  /** Milliseconds until the next view; null when none comes by itself. */
  readonly nextInMs: number | null;
}

/** The view on now. Ticks with the page's clock. */
export function useView(display: DisplaySettings): CurrentView {
  useServerNow(1000);
  const state = useRef<RotationState>({ index: 0, since: performance.now() });
  const isUrgent = useLive(({ floor }) => (floor ? hasUrgentUnacked(floor.incidents.values()) : false));
  const freshness = useFreshnessState();
  const isHeld = isUrgent || !isCurrent(freshness);
  const now = performance.now();
  const { views, rotateEveryMs } = display;
  state.current = turn(state.current, { views, everyMs: rotateEveryMs, isHeld, now });
  const turns = rotateEveryMs !== null && views.length > 1 && !isHeld;
  return {
    view: views[state.current.index] ?? 'board',
    nextInMs: turns ? rotateEveryMs - (now - state.current.since) : null,
  };
}
