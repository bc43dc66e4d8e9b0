import { useTranslation } from 'react-i18next';
import { URGENCIES } from '../../../shared/words.ts';
import { useDirectory } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { ZoneSelect } from '../shell/zone-select.tsx';
import type { ReportQuery, ReportSpan } from './report-query.ts';

/** Span, zone, service, urgency, and what is left out: the same for every report. */
export function ReportFilters({
  query,
  span,
  floorZone,
  onChange,
}: {
  readonly query: ReportQuery;
  readonly span: ReportSpan;
  readonly floorZone: string;
  readonly onChange: (change: Partial<ReportQuery>) => void;
}) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const { services } = useDirectory();
  return (
    <div className="c-toolbar">
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="c-field">
          <span>{t(`filter.${end}`)}</span>
          <input
            type="date"
            value={span[end]}
            onChange={(event) => onChange({ [end]: event.target.value })}
          />
        </label>
      ))}
      <label className="c-field">
        <span>{t('col.service')}</span>
        <select value={query.service} onChange={(event) => onChange({ service: event.target.value })}>
          <option value="">{t('all')}</option>
          {Object.entries(services)
            .sort(([, a], [, b]) => a.name.localeCompare(b.name, locale))
            .map(([id, service]) => (
              <option key={id} value={id}>
                {service.name}
              </option>
            ))}
        </select>
      </label>
      <label className="c-field">
        <span>{t('col.urgency')}</span>
        <select value={query.urgency} onChange={(event) => onChange({ urgency: event.target.value })}>
          <option value="">{t('all')}</option>
          {URGENCIES.map((urgency) => (
            <option key={urgency} value={urgency}>
              {common(`urgency.${urgency}`)}
            </option>
          ))}
        </select>
      </label>
      <ZoneSelect zone={span.zone} onZone={(zone) => onChange({ zone: zone === floorZone ? '' : zone })} />
      {(['auto', 'silent'] as const).map((key) => (
        <label key={key} className="c-check">
          <input
            type="checkbox"
            checked={query[key] === '1'}
            onChange={(event) => onChange({ [key]: event.target.checked ? '1' : '' })}
          />
          <span>{t(`report.${key}`)}</span>
        </label>
      ))}
    </div>
  );
}
