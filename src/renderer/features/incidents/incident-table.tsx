// biome-ignore-all lint/a11y/useSemanticElements: rows exist only while in view and are placed by transform; roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on the active row, as in any grid
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentItem } from '../../../shared/incident.ts';
import { useLiveLink } from '../../live/live-hooks.ts';
import { useDirectory, useZone } from '../shell/use-floor.ts';
import { type Text, useText } from '../shell/use-text.ts';
import { COLUMN_IDS, type ColumnId, columns, features, gridOf, SORT_OF } from './columns.tsx';
import type { IncidentFilter } from './incident-filter.ts';
import { IncidentRow } from './incident-row.tsx';
import { RowWordsContext } from './row-words.ts';

/** Height of a row, px: fixed, so that ten thousand need no measuring. */
const ROW_PX = 42;
const HEAD_PX = 34;

interface Props {
  readonly ids: readonly string[];
  readonly gone: ReadonlySet<string>;
  readonly itemOf: (id: string) => IncidentItem | undefined;
  readonly filter: IncidentFilter;
  readonly shownColumns: readonly ColumnId[];
  readonly active: string | null;
  readonly focusAsked: number;
  readonly selected: ReadonlySet<string>;
  readonly canSelect: boolean;
  readonly onOpen: (id: string) => void;
  readonly onSelect: (id: string, range: boolean) => void;
  readonly onSelectAll: (all: boolean) => void;
  readonly onSort: (filter: Pick<IncidentFilter, 'sort' | 'descending'>) => void;
  readonly onFocusWithin: (has: boolean) => void;
  /** Called when the end of the list comes into view. */
  readonly onEnd: () => void;
  readonly empty: ReactNode;
}

/** Items of the rows in view; a new list only when one of them changed. */
function useItems(ids: readonly string[], itemOf: Props['itemOf']): readonly IncidentItem[] {
  const { store } = useLiveLink();
  const kept = useRef<readonly IncidentItem[]>([]);
  return useSyncExternalStore(store.subscribe, () => {
    const items: IncidentItem[] = [];
    for (const id of ids) {
      const item = itemOf(id);
      if (item !== undefined) items.push(item);
    }
    const before = kept.current;
    if (before.length !== items.length || items.some((item, i) => item !== before[i])) kept.current = items;
    return kept.current;
  });
}

/** The incident table: only the rows in view exist, and the table model is made for those alone. */
export function IncidentTable(props: Props) {
  const { ids, gone, itemOf, filter, shownColumns, active, selected, canSelect } = props;
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const directory = useDirectory();
  const zone = useZone();
  const words = useMemo(
    () => ({ t, common: common as Text, locale, zone, directory }),
    [t, common, locale, zone, directory],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
    // The head stands in the same scroller and covers its top.
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
  });
  const inView = virtualizer.getVirtualItems();
  const firstInView = inView[0]?.index ?? 0;
  const lastInView = inView.at(-1)?.index ?? -1;
  const windowIds = useMemo(() => ids.slice(firstInView, lastInView + 1), [ids, firstInView, lastInView]);
  const items = useItems(windowIds, itemOf);
  const columnVisibility = useMemo(
    () => Object.fromEntries(COLUMN_IDS.map((id) => [id, shownColumns.includes(id)])),
    [shownColumns],
  );
  const table = useTable({
    features,
    columns,
    data: items,
    getRowId: (item) => item.id,
    state: { columnVisibility },
  });
  const { tracks, minWidth } = useMemo(() => gridOf(shownColumns), [shownColumns]);
  const rows = new Map(table.getRowModel().rows.map((row) => [row.id, row]));

  const { onEnd } = props;
  useEffect(() => {
    if (ids.length > 0 && lastInView >= ids.length - 5) onEnd();
  }, [ids.length, lastInView, onEnd]);
  const { focusAsked } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the keyboard moved, not when rows did
  useEffect(() => {
    const index = active === null || focusAsked === 0 ? -1 : ids.indexOf(active);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [focusAsked, active]);

  const isAll = ids.length > 0 && selected.size >= ids.length;
  return (
    <RowWordsContext value={words}>
      <div
        role="grid"
        aria-rowcount={ids.length + 1}
        aria-multiselectable={canSelect}
        aria-label={t('table.label')}
        className="c-table"
        onFocus={() => props.onFocusWithin(true)}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) props.onFocusWithin(false);
        }}
      >
        <div ref={scroller} className="c-table-scroll" role="rowgroup">
          <div
            role="row"
            aria-rowindex={1}
            className="c-row-head"
            style={{ gridTemplateColumns: tracks, minWidth }}
          >
            <div role="columnheader" className="c-cell-select">
              {canSelect ? (
                <input
                  type="checkbox"
                  checked={isAll}
                  aria-label={t('table.selectAll', { count: ids.length })}
                  onChange={() => props.onSelectAll(!isAll)}
                />
              ) : (
                <span className="visually-hidden">{t('table.selection')}</span>
              )}
            </div>
            {table
              .getHeaderGroups()
              .flatMap((group) =>
                group.headers.map((header) => (
                  <Head
                    key={header.id}
                    id={header.column.id as ColumnId}
                    filter={filter}
                    onSort={props.onSort}
                  />
                )),
              )}
          </div>
          {ids.length === 0 ? (
            <div role="row" className="c-table-empty">
              <div role="gridcell">{props.empty}</div>
            </div>
          ) : (
            <div
              className="c-rows"
              role="presentation"
              style={{ height: virtualizer.getTotalSize(), minWidth }}
            >
              {inView.map((virtual) => {
                const id = ids[virtual.index];
                const row = id === undefined ? undefined : rows.get(id);
                if (row === undefined) return null;
                return (
                  <IncidentRow
                    key={row.id}
                    row={row}
                    item={row.original}
                    index={virtual.index}
                    top={virtual.start - HEAD_PX}
                    tracks={tracks}
                    isActive={row.id === active}
                    focusAsked={row.id === active ? focusAsked : 0}
                    isSelected={selected.has(row.id)}
                    isGone={gone.has(row.id)}
                    canSelect={canSelect}
                    onOpen={props.onOpen}
                    onSelect={props.onSelect}
                  />
                );
              })}
            </div>
          )}
        </div>
      </div>
    </RowWordsContext>
  );
}

function Head({
  id,
  filter,
  onSort,
}: {
  readonly id: ColumnId;
  readonly filter: IncidentFilter;
  readonly onSort: Props['onSort'];
}) {
  const { t } = useText();
  const key = SORT_OF[id];
  const isSorted = key !== undefined && filter.sort === key;
  const next = (): Pick<IncidentFilter, 'sort' | 'descending'> => {
    if (key === undefined || (isSorted && filter.descending)) return { sort: 'worst', descending: false };
    return { sort: key, descending: isSorted };
  };
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? (filter.descending ? 'descending' : 'ascending') : 'none'}
      className={`c-cell-${id}`}
    >
      {key === undefined ? (
        t(`col.${id}`)
      ) : (
        <button type="button" onClick={() => onSort(next())}>
          {t(`col.${id}`)}
          <span aria-hidden="true">{isSorted ? (filter.descending ? ' ↓' : ' ↑') : ''}</span>
        </button>
      )}
    </div>
  );
}
