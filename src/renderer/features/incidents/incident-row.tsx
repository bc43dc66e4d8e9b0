// biome-ignore-all lint/a11y/useSemanticElements: rows exist only while in view and are placed by transform; roles say what they are
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on the active row, as in any grid
import type { Row } from '@tanstack/react-table';
import { FlexRender } from '@tanstack/react-table';
import { memo, useEffect, useRef } from 'react';
import type { IncidentItem } from '../../../shared/incident.ts';
import type { features } from './columns.tsx';
import { useRowWords } from './row-words.ts';

export interface IncidentRowProps {
  readonly row: Row<typeof features, IncidentItem>;
  readonly item: IncidentItem;
  readonly index: number;
  readonly top: number;
  /** Grid tracks: changes when columns are chosen. */
  readonly tracks: string;
  readonly isActive: boolean;
  /** Rises when the keyboard asks for the focus; 0 asks for nothing. */
  readonly focusAsked: number;
  readonly isSelected: boolean;
  readonly isGone: boolean;
  readonly canSelect: boolean;
  readonly onOpen: (id: string) => void;
  readonly onSelect: (id: string, range: boolean) => void;
}

/** One incident of the table. Draws again only when the incident, or the row's own state, changed. */
export const IncidentRow = memo(function IncidentRow(props: IncidentRowProps) {
  const { row, item, index, top, tracks, isActive, focusAsked, isSelected, isGone, canSelect } = props;
  const { t } = useRowWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive && focusAsked > 0) box.current?.focus({ preventScroll: true });
  }, [isActive, focusAsked]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter and the console's keys act on the active row
    <div
      ref={box}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected || isActive}
      tabIndex={isActive ? 0 : -1}
      data-id={item.id}
      data-band={item.band}
      className={`c-row${isActive ? ' c-row-active' : ''}${isSelected ? ' c-row-selected' : ''}${isGone ? ' c-row-gone' : ''}`}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: tracks }}
      onClick={() => props.onOpen(item.id)}
    >
      <div role="gridcell" className="c-cell-select">
        {canSelect ? (
          <input
            type="checkbox"
            tabIndex={-1}
            checked={isSelected}
            aria-label={t('table.select', { number: item.number })}
            onClick={(event) => {
              event.stopPropagation();
              props.onSelect(item.id, event.shiftKey);
            }}
            readOnly
          />
        ) : null}
      </div>
      {row.getVisibleCells().map((cell) => (
        <div key={cell.id} role="gridcell" className={`c-cell-${cell.column.id}`}>
          <FlexRender cell={cell} />
        </div>
      ))}
    </div>
  );
}, isSameRow);

/** `row` is made anew for every window; the item tells whether it says anything new. */
function isSameRow(a: IncidentRowProps, b: IncidentRowProps): boolean {
  return (
    a.item === b.item &&
    a.index === b.index &&
    a.top === b.top &&
    a.tracks === b.tracks &&
    a.isActive === b.isActive &&
    a.focusAsked === b.focusAsked &&
    a.isSelected === b.isSelected &&
    a.isGone === b.isGone &&
    a.canSelect === b.canSelect &&
    a.onOpen === b.onOpen &&
    a.onSelect === b.onSelect
  );
}
