import { type PointerEvent, useRef, useState } from 'react';
import type { Span } from './timeline-layout.ts';

const HOUR = 3_600_000;

/**
 * What a drag from one instant to another picks: whole hours counted from the beginning of what is shown, which is a local
 * midnight, so that zones of half hours get full hours too. Null for less than half an hour's way: a click.
 */
export function pickedSpan(shown: Span, begun: number, at: number): Span | null {
  const [a, b] = [Math.min(at, begun), Math.max(at, begun)];
  if (b - a < HOUR / 2) return null;
  const hour = (ms: number, round: (n: number) => number) =>
    shown.from + round((ms - shown.from) / HOUR) * HOUR;
  return { from: Math.max(shown.from, hour(a, Math.floor)), to: Math.min(shown.to, hour(b, Math.ceil)) };
}

/** Dragging over a track picks a span in whole hours; a click (under half an hour's way) stays a click. */
export function useSpanDrag(span: Span, onPicked: ((picked: Span) => void) | undefined) {
  const start = useRef<number | null>(null);
  const [picked, setPicked] = useState<Span | null>(null);
  if (!onPicked) return { picked: null, handlers: {} };
  const timeAt = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return span.from + ((event.clientX - box.left) / box.width) * (span.to - span.from);
  };
  const spanTo = (at: number, begun: number) => pickedSpan(span, begun, at);
  const end = (event: PointerEvent<HTMLElement>) => {
    const result = start.current === null ? null : spanTo(timeAt(event), start.current);
    start.current = null;
    setPicked(null);
    if (result) onPicked(result);
  };
  return {
    picked,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button === 0) start.current = timeAt(event);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (start.current === null) return;
        const next = spanTo(timeAt(event), start.current);
        if (next && !event.currentTarget.hasPointerCapture(event.pointerId)) {
          event.currentTarget.setPointerCapture(event.pointerId);
        }
        setPicked(next);
      },
      onPointerUp: end,
      onPointerCancel: () => {
        start.current = null;
        setPicked(null);
      },
    },
  };
}
