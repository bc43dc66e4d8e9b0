import { useEffect, useRef } from 'react';
import { type IncidentDetail, type IncidentItem, incidentDetailSchema } from '../../../shared/incident.ts';
import { useLive } from '../../live/live-hooks.ts';
import { type Loaded, useApi } from '../shell/use-api.ts';

/** The page is read again at most this often while its incident changes. */
const REREAD_MS = 1000;

/** An incident's latest state from the stream, and its whole page, read again when the incident moved on. */
export function useIncident(id: string): {
  readonly item: IncidentItem | null;
  readonly detail: Loaded<IncidentDetail>;
} {
  const live = useLive((state) => state.floor?.incidents.get(id) ?? null);
  const detail = useApi(`/api/v1/incidents/${encodeURIComponent(id)}`, incidentDetailSchema);
  const { reload } = detail;
  const seen = useRef(live);
  const readAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (seen.current === live) return;
    seen.current = live;
    // One that waits already will bring this as well: a source that never pauses must not put it off for ever.
    if (timer.current !== undefined) return;
    const wait = Math.max(0, readAt.current + REREAD_MS - performance.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      readAt.current = performance.now();
      reload();
    }, wait);
  }, [live, reload]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  const read = detail.value;
  const item = live !== null && (read === null || live.version >= read.version) ? live : (read ?? live);
  return { item, detail };
}
