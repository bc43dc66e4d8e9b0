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
  useEffect(() => {
    if (seen.current === live) return;
    seen.current = live;
    const timer = setTimeout(reload, REREAD_MS);
    return () => clearTimeout(timer);
  }, [live, reload]);
  const read = detail.value;
  const item = live !== null && (read === null || live.version >= read.version) ? live : (read ?? live);
  return { item, detail };
}
