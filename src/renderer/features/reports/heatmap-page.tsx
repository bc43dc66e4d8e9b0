import { useState } from 'react';
import { heatmapReportSchema } from '../../../shared/api/reports.ts';
import { changeOf, count, percent } from '../../format/number.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { Heatmap } from '../../ui/heatmap.tsx';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { LoadedView } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useZone } from '../shell/use-floor.ts';
import { useQueryState } from '../shell/use-query-state.ts';
import { useText } from '../shell/use-text.ts';
import { CellIncidents } from './cell-incidents.tsx';
import { download } from './download.ts';
import { ReportFilters } from './report-filters.tsx';
import { REPORT_DEFAULTS, reportParams, reportPath, reportSpan } from './report-query.ts';

const KINDS = ['incidents', 'events', 'notifications'] as const;

/** A change above this share says only that there was hardly anything before. */
const MOST_TOLD = 10;

/** When things happen: hour by weekday, against the period before, down to the incidents of a cell. */
export function HeatmapPage() {
  const { t, locale } = useText();
  const floorZone = useZone();
  const now = useServerNow(3_600_000) ?? 0;
  const [query, change] = useQueryState(REPORT_DEFAULTS);
  const span = reportSpan(query, floorZone, now, 90);
  const of = KINDS.find((each) => each === query.of) ?? 'incidents';
  const params = { ...reportParams(query, span), of };
  const loaded = useApi(reportPath('/api/v1/reports/heatmap', params), heatmapReportSchema);
  const [cell, setCell] = useState<{ readonly weekday: number; readonly hour: number } | null>(null);
  const save = async () => {
    const problem = await download(
      reportPath('/api/v1/reports/heatmap.csv', params),
      `watchfloor-heatmap-${span.from}-${span.to}-${of}.csv`,
    );
    if (problem !== null) showToast('failed', problemText(t, problem));
  };
  return (
    <div className="c-page">
      <header className="c-page-head">
        <h1>{t('heat.title')}</h1>
        <span className="c-page-sub">
          {span.from} — {span.to} · {span.zone}
        </span>
        <fieldset className="c-segments">
          <legend className="visually-hidden">{t('heat.of')}</legend>
          {KINDS.map((each) => (
            <button key={each} type="button" aria-pressed={each === of} onClick={() => change({ of: each })}>
              {t(`heat.of-${each}`)}
            </button>
          ))}
        </fieldset>
        <button type="button" onClick={() => void save()}>
          {t('report.csv')}
        </button>
      </header>
      <ReportFilters query={query} span={span} floorZone={floorZone} onChange={change} />
      <LoadedView loaded={loaded}>
        {(report) => {
          const share = changeOf(report.total, report.before);
          return (
            <>
              <p className="c-compare">
                {t('heat.total', { count: count(report.total, locale) })} ·{' '}
                {share === null || share > MOST_TOLD
                  ? t('heat.noBefore', { count: count(report.before, locale) })
                  : t('heat.before', {
                      count: count(report.before, locale),
                      change: `${share > 0 ? '+' : ''}${percent(share, locale)}`,
                    })}
              </p>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling block must be reachable by keyboard */}
              <section className="c-scroll-x" tabIndex={0} aria-label={t('heat.title')}>
                <Heatmap data={report} zone={span.zone} locale={locale} onCell={setCell} />
              </section>
              <p className="c-note">{t('heat.hint')}</p>
            </>
          );
        }}
      </LoadedView>
      {cell === null ? null : (
        <CellIncidents
          key={`${cell.weekday}.${cell.hour}`}
          span={span}
          weekday={cell.weekday}
          hour={cell.hour}
          service={query.service}
          urgency={query.urgency}
          onClose={() => setCell(null)}
        />
      )}
    </div>
  );
}
