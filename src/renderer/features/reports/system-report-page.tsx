import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { systemReportSchema, type systemRowSchema } from '../../../shared/api/reports.ts';
import { count } from '../../format/number.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { Empty, LoadedView } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useNames, useZone } from '../shell/use-floor.ts';
import { useQueryState } from '../shell/use-query-state.ts';
import { useText } from '../shell/use-text.ts';
import { download } from './download.ts';
import { ReportFilters } from './report-filters.tsx';
import { REPORT_DEFAULTS, reportParams, reportPath, reportSpan } from './report-query.ts';
import { SpreadCell } from './spread-cell.tsx';

const GROUPS = ['day', 'week', 'month', 'service', 'urgency', 'integration', 'assignee'] as const;
type Row = z.infer<typeof systemRowSchema>;

/** How many, how fast answered, how fast over: in total and by group. */
export function SystemReportPage() {
  const { t } = useText();
  const floorZone = useZone();
  const now = useServerNow(3_600_000) ?? 0;
  const [query, change] = useQueryState(REPORT_DEFAULTS);
  const span = reportSpan(query, floorZone, now, 7);
  const by = GROUPS.find((each) => each === query.by) ?? 'day';
  const params = reportParams(query, span);
  const total = useApi(reportPath('/api/v1/reports/system', params), systemReportSchema);
  const grouped = useApi(reportPath('/api/v1/reports/system', { ...params, by }), systemReportSchema);
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const problem = await download(
      reportPath('/api/v1/reports/system.csv', { ...params, by }),
      `watchfloor-system-${span.from}-${span.to}-${by}.csv`,
    );
    setBusy(false);
    if (problem !== null) showToast('failed', problemText(t, problem));
  };
  return (
    <div className="c-page">
      <header className="c-page-head">
        <h1>{t('report.title')}</h1>
        <span className="c-page-sub">
          {span.from} — {span.to} · {span.zone}
        </span>
        <button type="button" disabled={isBusy} onClick={() => void save()}>
          {t(isBusy ? 'report.saving' : 'report.csv')}
        </button>
      </header>
      <ReportFilters query={query} span={span} floorZone={floorZone} onChange={change} />
      <LoadedView loaded={total}>
        {({ items }) => {
          const row = items.find((each) => each.group === 'total') ?? items[0];
          return row === undefined || row.created + row.events === 0 ? (
            <Empty title={t('report.empty')}>{t('report.emptyNext')}</Empty>
          ) : (
            <Summary row={row} />
          );
        }}
      </LoadedView>
      <fieldset className="c-segments">
        <legend className="visually-hidden">{t('report.by')}</legend>
        {GROUPS.map((each) => (
          <button key={each} type="button" aria-pressed={each === by} onClick={() => change({ by: each })}>
            {t(`report.by-${each}`)}
          </button>
        ))}
      </fieldset>
      <LoadedView loaded={grouped}>
        {({ items }) => <GroupTable by={by} rows={items.filter((each) => each.group !== 'total')} />}
      </LoadedView>
      <p className="c-note">{t('report.definitions')}</p>
    </div>
  );
}

function Summary({ row }: { readonly row: Row }) {
  const { t, locale } = useText();
  const figures = [
    ['created', row.created],
    ['acked', row.acked],
    ['closed', row.closed],
    ['open', row.open],
    ['neverAcked', row.neverAckedClosed],
    ['events', row.events],
  ] as const;
  return (
    <div className="c-figures">
      {figures.map(([key, value]) => (
        <div key={key} className="c-figure">
          <span>{t(`report.${key}`)}</span>
          <b>{count(value, locale)}</b>
        </div>
      ))}
      {(
        [
          ['mtta', row.mtta],
          ['mttaAtLeast', row.mttaAtLeast],
          ['mttrFromAck', row.mttrFromAck],
          ['mttrFromCreated', row.mttrFromCreated],
        ] as const
      ).map(([key, spread]) => (
        <div key={key} className="c-figure c-figure-wide">
          <span>{t(`report.${key}`)}</span>
          <SpreadCell spread={spread} isAtLeast={key === 'mttaAtLeast'} />
        </div>
      ))}
    </div>
  );
}

function GroupTable({ by, rows }: { readonly by: (typeof GROUPS)[number]; readonly rows: readonly Row[] }) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const names = useNames(locale);
  const nameOf = (group: string): string => {
    switch (by) {
      case 'service':
        return names.service(group);
      case 'integration':
        return group === '' || group === 'null' ? t('raisedByHand') : names.integration(group);
      case 'assignee':
        return group === '' || group === 'null' ? t('nobody') : names.person(group);
      case 'urgency':
        return common(`urgency.${group}`, { defaultValue: group });
      default:
        return group;
    }
  };
  if (rows.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling block must be reachable by keyboard
    <section className="c-scroll-x" tabIndex={0} aria-label={t('report.by')}>
      <table className="c-data">
        <thead>
          <tr>
            <th scope="col">{t(`report.by-${by}`)}</th>
            {['created', 'acked', 'closed', 'open', 'neverAcked', 'events'].map((key) => (
              <th key={key} scope="col" className="c-num">
                {t(`report.${key}`)}
              </th>
            ))}
            {['mtta', 'mttaAtLeast', 'mttrFromAck', 'mttrFromCreated'].map((key) => (
              <th key={key} scope="col">
                {t(`report.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.group}>
              <th scope="row">{nameOf(row.group)}</th>
              {[row.created, row.acked, row.closed, row.open, row.neverAckedClosed, row.events].map(
                (value, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the column is the cell's identity
                  <td key={i} className="c-num">
                    {count(value, locale)}
                  </td>
                ),
              )}
              {[row.mtta, row.mttaAtLeast, row.mttrFromAck, row.mttrFromCreated].map((spread, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={i}>
                  <SpreadCell spread={spread} isAtLeast={i === 1} isShort />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
