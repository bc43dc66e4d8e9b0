import { useEffect, useRef } from 'react';
import { useFloor } from '../shell/use-floor.ts';

/** Least time between two readings, however fast things change. */
const THROTTLE_MS = 2000;
/** What the stream does not tell (what is scheduled, counts of incidents) is read again this often. */
const SLOW_MS = 30_000;

/** Calls `reload` when the stream says that something became quiet or loud, at most every two seconds. */
export function useQuietChanges(reload: () => void): void {
  const seen = useFloor((floor) => JSON.stringify([floor.quiet, floor.totals.mutedBy]));
  const last = useRef({ seen, at: performance.now() });
  useEffect(() => {
    if (last.current.seen === seen) return;
    const wait = Math.max(100, last.current.at + THROTTLE_MS - performance.now());
    const timer = setTimeout(() => {
      last.current = { seen, at: performance.now() };
      reload();
    }, wait);
    return () => clearTimeout(timer);
  }, [seen, reload]);
  useEffect(() => {
    const timer = setInterval(reload, SLOW_MS);
    return () => clearInterval(timer);
  }, [reload]);
}
