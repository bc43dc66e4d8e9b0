import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { incidentPageSchema } from '../../../shared/api/incidents.ts';
import type { IncidentItem } from '../../../shared/incident.ts';
import type { Status } from '../../../shared/words.ts';
import { api, type Problem } from '../../session/api.ts';
import { queryOf } from '../shell/use-api.ts';
import { useMe, useZone } from '../shell/use-floor.ts';
import { dateStartMs, instantText } from '../shell/zoned.ts';
import type { IncidentFilter, Standing } from './incident-filter.ts';

const PAGE = 200;
const NONE: ReadonlyMap<string, IncidentItem> = new Map();

export interface ListedIncidents {
  readonly items: ReadonlyMap<string, IncidentItem>;
  /** There are more pages. */
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
  readonly more: () => void;
  readonly retry: () => void;
}

/** Where the server's lists hold what stands under a standing, among others. */
const STATUSES_OF: Readonly<Record<Standing, readonly Status[]>> = {
  open: ['open'],
  recovered: ['closed'],
  acked: ['acked'],
  muted: ['open', 'acked'],
  closed: ['closed'],
};

/** The statuses that must be asked of the server: closed ones, or, past what the stream holds, all that is wanted. */
const askedStatuses = ({ everything, standings }: IncidentFilter): readonly Status[] => [
  ...new Set(
    (everything ? standings : standings.filter((standing) => standing === 'closed')).flatMap(
      (standing) => STATUSES_OF[standing],
    ),
  ),
];

/** The query of a filter's first page, without a cursor; null when the stream has it all. */
function pathOf(filter: IncidentFilter, me: string | null, zone: string): string | null {
  const statuses = askedStatuses(filter);
  if (statuses.length === 0) return null;
  return `/api/v1/incidents${queryOf({
    status: statuses,
    urgency: filter.urgencies,
    service: filter.services,
    assignee: filter.mine ? me : null,
    q: filter.text.trim(),
    from: filter.from === null ? null : instantText(dateStartMs(filter.from, zone)),
    to: filter.to === null ? null : instantText(dateStartMs(filter.to, zone, 1)),
    limit: PAGE,
  })}`;
}

interface State {
  readonly path: string | null;
  readonly items: ReadonlyMap<string, IncidentItem>;
  readonly cursor: string | null;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
}
const EMPTY: State = { path: null, items: NONE, cursor: null, isLoading: false, problem: null };

/** Incidents the stream does not hold, page by page. Typing waits a moment before it asks. */
export function useListedIncidents(filter: IncidentFilter): ListedIncidents {
  const zone = useZone();
  const me = useMe()?.id ?? null;
  const path = useMemo(() => pathOf(filter, me, zone), [filter, me, zone]);
  const [state, setState] = useState<State>(EMPTY);
  const [round, setRound] = useState(0);
  const abort = useRef<AbortController | null>(null);

  const load = useCallback((from: string, cursor: string | null) => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    setState((before) => ({
      ...(before.path === from ? before : EMPTY),
      path: from,
      isLoading: true,
      problem: null,
    }));
    const full = cursor === null ? from : `${from}&cursor=${encodeURIComponent(cursor)}`;
    void api(full, { schema: incidentPageSchema, signal: mine.signal }).then((result) => {
      if (mine.signal.aborted) return;
      setState((before) => {
        if (!result.ok) return { ...before, isLoading: false, problem: result.problem };
        const items = new Map(cursor === null ? [] : before.items);
        for (const item of result.value.items) items.set(item.id, item);
        return { path: from, items, cursor: result.value.nextCursor, isLoading: false, problem: null };
      });
    });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    if (path === null) {
      abort.current?.abort();
      setState(EMPTY);
      return;
    }
    const timer = setTimeout(() => load(path, null), 200);
    return () => clearTimeout(timer);
  }, [path, round, load]);
  useEffect(() => () => abort.current?.abort(), []);

  return {
    items: path === null ? NONE : state.items,
    hasMore: state.cursor !== null,
    isLoading: state.isLoading,
    problem: state.problem,
    more: useCallback(() => {
      if (path !== null && state.cursor !== null && !state.isLoading) load(path, state.cursor);
    }, [path, state.cursor, state.isLoading, load]),
    retry: useCallback(() => setRound((n) => n + 1), []),
  };
}
