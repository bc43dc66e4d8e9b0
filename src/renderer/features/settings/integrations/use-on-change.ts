import { useEffect, useRef } from 'react';

/**
 * Calls `run` when `mark` has changed, at most once per `everyMs`; the last change is never missed. Not at the first
 * mark, which what is shown already has.
 */
export function useOnChange(mark: string, run: () => void, everyMs: number): void {
  const latest = useRef(run);
  latest.current = run;
  const seen = useRef(mark);
  const ranAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (mark === seen.current) return;
    const wait = Math.max(0, ranAt.current + everyMs - performance.now());
    const timer = setTimeout(() => {
      seen.current = mark;
      ranAt.current = performance.now();
      latest.current();
    }, wait);
    return () => clearTimeout(timer);
  }, [mark, everyMs]);
}
