import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { IncidentItem } from '../../../shared/incident.ts';
import { count } from '../../format/number.ts';
import { paletteKeys } from '../shell/keyboard-map.ts';
import { navigate, replaceQuery, useQueryText } from '../shell/navigation-store.ts';
import { ProblemNote } from '../shell/states.tsx';
import { useFloor, useMay } from '../shell/use-floor.ts';
import { useKeys } from '../shell/use-keys.ts';
import { useText } from '../shell/use-text.ts';
import { useActions } from './actions-context.ts';
import { useColumnChoice } from './column-choice.ts';
import { useIsDragging } from './drag/drag-store.ts';
import { PeopleStrip } from './drag/people-strip.tsx';
import { useIncidentDrag } from './drag/use-incident-drag.ts';
import { FilterBar } from './filter-bar.tsx';
import { filterQuery, type IncidentFilter, parseFilter } from './incident-filter.ts';
import { stepRow } from './incident-order.ts';
import { IncidentPanel } from './incident-panel.tsx';
import { IncidentTable } from './incident-table.tsx';
import { NoIncidents } from './no-incidents.tsx';
import { useIncidentRows } from './use-incident-rows.ts';
import { useListedIncidents } from './use-listed-incidents.ts';
import { useSelection } from './use-selection.ts';

/** The active row goes into the URL when the keyboard rests: browsers count every change of it. */
const REST_MS = 300;

/** The list of incidents with the active one's page beside it. */
export function IncidentsPage() {
  const { t } = useText();
  const queryText = useQueryText();
  const query = useMemo(() => new URLSearchParams(queryText), [queryText]);
  const filterText = useMemo(() => filterQuery(parseFilter(query)).toString(), [query]);
  const filter = useMemo(() => parseFilter(new URLSearchParams(filterText)), [filterText]);
  const actions = useActions();
  const mayBulk = useMay('lead');
  const mayAct = useMay('responder');
  const [shownColumns, toggleColumn] = useColumnChoice();
  const [active, setActive] = useState<string | null>(() => query.get('open'));
  const [focusAsked, setFocusAsked] = useState(0);
  const [hasFocus, setFocus] = useState(false);
  const search = useRef<HTMLInputElement>(null);

  const listed = useListedIncidents(filter);
  const selection = useSelection();
  const isDragging = useIsDragging();
  const rows = useIncidentRows(filter, listed.items, hasFocus || selection.ids.size > 0 || isDragging);
  const box = useRef<HTMLDivElement>(null);
  useIncidentDrag(box, (id) =>
    (selection.ids.has(id) ? [...selection.ids] : [id])
      .map(rows.itemOf)
      .filter((item): item is IncidentItem => item !== undefined),
  );

  const change = useCallback(
    (part: Partial<IncidentFilter>) => replaceQuery(filterQuery({ ...filter, ...part }, query)),
    [filter, query],
  );
  useEffect(() => {
    const timer = setTimeout(() => {
      const now = new URLSearchParams(location.search);
      if ((now.get('open') ?? null) === active) return;
      if (active === null) now.delete('open');
      else now.set('open', active);
      replaceQuery(now);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [active]);

  const move = (step: 1 | -1) => {
    const next = stepRow(rows.ids, active, step);
    if (next === null) return false;
    setActive(next);
    setFocusAsked((n) => n + 1);
    return true;
  };
  /** What an action is about: the selected rows, else the active one. */
  const targets = (): readonly IncidentItem[] => {
    const ids = selection.ids.size > 0 ? [...selection.ids] : active === null ? [] : [active];
    return ids.map(rows.itemOf).filter((item): item is IncidentItem => item !== undefined);
  };
  const act = (run: (items: readonly IncidentItem[]) => void) => () => {
    const items = targets().filter((item) => item.status !== 'closed');
    if (!mayAct || items.length === 0) return false;
    run(items);
    if (items.length > 1) selection.clear();
    return true;
  };
  useKeys({
    next: () => move(1),
    previous: () => move(-1),
    ack: act((items) => actions.ack(items.filter((item) => item.status === 'open'))),
    close: act(actions.close),
    reassign: act(actions.assign),
    shelve: act(actions.shelve),
    select: () => {
      if (!mayBulk || active === null) return false;
      selection.toggle(active);
      return true;
    },
    open: () => {
      if (active === null) return false;
      navigate({ page: 'incident', id: active });
      return true;
    },
    search: () => {
      search.current?.focus();
      search.current?.select();
      return true;
    },
    escape: () => {
      if (selection.ids.size > 0) selection.clear();
      else if (active !== null) setActive(null);
      else return false;
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      return true;
    },
  });

  const onOpen = useCallback((id: string) => {
    setActive(id);
    setFocusAsked((n) => n + 1);
  }, []);
  const { ids } = rows;
  const idsNow = useRef(ids);
  idsNow.current = ids;
  const { toggle, setRange, setAll, clear } = selection;
  const onSelect = useCallback(
    (id: string, range: boolean) => (range ? setRange(idsNow.current, id) : toggle(id)),
    [toggle, setRange],
  );
  return (
    <div ref={box} className={active === null ? 'c-incidents' : 'c-incidents c-incidents-split'}>
      <section className="c-list" aria-label={t('nav.incidents')}>
        <FilterBar
          filter={filter}
          onChange={change}
          searchRef={search}
          shownColumns={shownColumns}
          onColumn={toggleColumn}
        />
        <SelectionBar
          size={selection.ids.size}
          onClear={clear}
          onAck={act((items) => actions.ack(items.filter((item) => item.status === 'open')))}
          onClose={act(actions.close)}
          onAssign={act(actions.assign)}
        />
        <PeopleStrip />
        {rows.waiting > 0 ? (
          <button type="button" className="c-waiting-rows" onClick={rows.showWaiting}>
            {t('table.waiting', { count: rows.waiting })} ↑
          </button>
        ) : null}
        {listed.problem === null ? null : <ProblemNote problem={listed.problem} retry={listed.retry} />}
        <IncidentTable
          ids={ids}
          gone={rows.gone}
          itemOf={rows.itemOf}
          filter={filter}
          shownColumns={shownColumns}
          active={active}
          focusAsked={focusAsked}
          selected={selection.ids}
          canSelect={mayBulk}
          onOpen={onOpen}
          onSelect={onSelect}
          onSelectAll={(all) => (all ? setAll(ids) : clear())}
          onSort={change}
          onFocusWithin={setFocus}
          onEnd={listed.more}
          empty={<NoIncidents filter={filter} isLoading={listed.isLoading} onClear={() => navigate('/')} />}
        />
        <ListFoot
          filter={filter}
          shown={ids.length}
          isLoading={listed.isLoading}
          hasMore={listed.hasMore}
          onChange={change}
        />
      </section>
      {active === null ? null : (
        <IncidentPanel key={active} id={active} isOwnPage={false} onClose={() => setActive(null)} />
      )}
    </div>
  );
}

function SelectionBar(props: {
  readonly size: number;
  readonly onClear: () => void;
  readonly onAck: () => boolean;
  readonly onClose: () => boolean;
  readonly onAssign: () => boolean;
}) {
  const { t } = useText();
  if (props.size === 0) return null;
  return (
    <div className="c-selection" role="toolbar" aria-label={t('table.selection')}>
      <strong>{t('table.selected', { count: props.size })}</strong>
      <button type="button" className="c-primary" onClick={props.onAck}>
        {t('act.ack')} <kbd>a</kbd>
      </button>
      <button type="button" onClick={props.onClose}>
        {t('act.close')} <kbd>c</kbd>
      </button>
      <button type="button" onClick={props.onAssign}>
        {t('act.assign')} <kbd>r</kbd>
      </button>
      <button type="button" className="c-quiet" onClick={props.onClear}>
        {t('table.clear')} <kbd>Esc</kbd>
      </button>
    </div>
  );
}

/** How many are listed, what is beyond, and the keys. */
function ListFoot({
  filter,
  shown,
  isLoading,
  hasMore,
  onChange,
}: {
  readonly filter: IncidentFilter;
  readonly shown: number;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly onChange: (change: Partial<IncidentFilter>) => void;
}) {
  const { t, locale } = useText();
  const hidden = useFloor((floor) => floor.totals.hidden);
  const mayAct = useMay('responder');
  const actions = useActions();
  return (
    <footer className="c-list-foot">
      <span>
        {t(hasMore ? 'table.shownMore' : 'table.shown', { count: count(shown, locale) })}
        {isLoading ? ` · ${t('loading')}` : ''}
      </span>
      {hidden > 0 && !filter.everything ? (
        <span className="c-warn-text">
          {t('table.hidden', { count: count(hidden, locale) })}{' '}
          <button type="button" onClick={() => onChange({ everything: true })}>
            {t('table.everything')}
          </button>
        </span>
      ) : null}
      {filter.everything ? (
        <button type="button" onClick={() => onChange({ everything: false })}>
          {t('table.liveOnly')}
        </button>
      ) : null}
      <span className="c-hints">
        <kbd>j</kbd>
        <kbd>k</kbd> {t('hint.move')} <kbd>a</kbd> {t('hint.ack')} <kbd>c</kbd> {t('hint.close')} <kbd>r</kbd>{' '}
        {t('hint.assign')} <kbd>{paletteKeys(navigator.userAgent)}</kbd> {t('hint.all')}
      </span>
      {mayAct ? (
        <button type="button" onClick={actions.raise}>
          {t('raise.title')}
        </button>
      ) : null}
    </footer>
  );
}
