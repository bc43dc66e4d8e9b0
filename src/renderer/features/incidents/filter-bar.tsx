import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { URGENCIES } from '../../../shared/words.ts';
import { count } from '../../format/number.ts';
import { UrgencyLabel } from '../../ui/urgency-mark.tsx';
import { useDirectory, useFloor } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { COLUMN_IDS, type ColumnId } from './columns.tsx';
import {
  DEFAULT_FILTER,
  type IncidentFilter,
  isNarrowed,
  STANDINGS,
  type Standing,
} from './incident-filter.ts';
import { Menu } from './menu.tsx';

interface Props {
  readonly filter: IncidentFilter;
  readonly onChange: (change: Partial<IncidentFilter>) => void;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly shownColumns: readonly ColumnId[];
  readonly onColumn: (id: ColumnId) => void;
}

const toggled = <T,>(list: readonly T[], value: T): T[] =>
  list.includes(value) ? list.filter((each) => each !== value) : [...list, value];

/** Search, standings with their counts, and the rest of what narrows the list. */
export function FilterBar({ filter, onChange, searchRef, shownColumns, onColumn }: Props) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const totals = useFloor((floor) => floor.totals);
  const { services } = useDirectory();
  const [serviceText, setServiceText] = useState('');
  const { open, recovered, acked, muted } = totals;
  const figures: Partial<Record<Standing, number>> = { open, recovered, acked, muted };
  const labelOf = (standing: Standing) =>
    standing === 'recovered' || standing === 'muted' ? t(`filter.${standing}`) : common(`status.${standing}`);
  const list = Object.entries(services)
    .filter(([id, service]) =>
      `${service.name}\n${id}`.toLowerCase().includes(serviceText.trim().toLowerCase()),
    )
    .sort(([, a], [, b]) => a.name.localeCompare(b.name, locale))
    .slice(0, 100);
  return (
    <search className="c-filters">
      <div className="c-search">
        <input
          ref={searchRef}
          type="search"
          value={filter.text}
          placeholder={t('filter.search')}
          aria-label={t('filter.search')}
          onChange={(event) => onChange({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.code === 'Escape' && !event.nativeEvent.isComposing) event.currentTarget.blur();
          }}
        />
        <kbd>/</kbd>
      </div>
      {STANDINGS.map((standing) => {
        const figure = figures[standing];
        return (
          <button
            key={standing}
            type="button"
            className="c-chip"
            title={common(`band.${standing}`)}
            aria-pressed={filter.standings.includes(standing)}
            onClick={() => {
              const chosen = toggled(filter.standings, standing);
              const standings = STANDINGS.filter((each) => chosen.includes(each));
              onChange({ standings: standings.length === 0 ? DEFAULT_FILTER.standings : standings });
            }}
          >
            {labelOf(standing)}
            {figure === undefined ? '' : ` ${count(figure, locale)}`}
          </button>
        );
      })}
      <button
        type="button"
        className="c-chip"
        aria-pressed={filter.mine}
        onClick={() => onChange({ mine: !filter.mine })}
      >
        {t('filter.mine')}
      </button>
      <Menu label={t('col.urgency')} count={filter.urgencies.length}>
        {URGENCIES.map((urgency) => (
          <label key={urgency} className="c-check">
            <input
              type="checkbox"
              checked={filter.urgencies.includes(urgency)}
              onChange={() => onChange({ urgencies: toggled(filter.urgencies, urgency) })}
            />
            <UrgencyLabel urgency={urgency} />
          </label>
        ))}
      </Menu>
      <Menu label={t('col.service')} count={filter.services.length}>
        <input
          type="search"
          value={serviceText}
          placeholder={t('filter.findService')}
          aria-label={t('filter.findService')}
          onChange={(event) => setServiceText(event.target.value)}
        />
        {list.map(([id, service]) => (
          <label key={id} className="c-check">
            <input
              type="checkbox"
              checked={filter.services.includes(id)}
              onChange={() => onChange({ services: toggled(filter.services, id) })}
            />
            <span>{service.name}</span>
          </label>
        ))}
      </Menu>
      <Menu label={t('filter.date')} count={Number(filter.from !== null) + Number(filter.to !== null)}>
        <label className="c-field">
          <span>{t('filter.from')}</span>
          <input
            type="date"
            value={filter.from ?? ''}
            onChange={(event) => onChange({ from: event.target.value === '' ? null : event.target.value })}
          />
        </label>
        <label className="c-field">
          <span>{t('filter.to')}</span>
          <input
            type="date"
            value={filter.to ?? ''}
            onChange={(event) => onChange({ to: event.target.value === '' ? null : event.target.value })}
          />
        </label>
      </Menu>
      <Menu label={t('filter.columns')} count={0}>
        {COLUMN_IDS.map((id) => (
          <label key={id} className="c-check">
            <input
              type="checkbox"
              checked={shownColumns.includes(id)}
              disabled={id === 'summary'}
              onChange={() => onColumn(id)}
            />
            <span>{t(`col.${id}`)}</span>
          </label>
        ))}
      </Menu>
      {isNarrowed(filter) ? (
        <button
          type="button"
          className="c-quiet"
          onClick={() => onChange({ ...DEFAULT_FILTER, sort: filter.sort, descending: filter.descending })}
        >
          {t('filter.clear')}
        </button>
      ) : null}
    </search>
  );
}
