import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { weekdayNames } from '../format/instant.ts';
import { count as countText } from '../format/number.ts';
import { legendGradient, pageTheme, shadeScale, type Theme } from './colour-scale.ts';
import { type HeatmapReport, heatmapGrid } from './heatmap-report.ts';
import './heatmap.css';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export interface HeatmapProps {
  readonly data: HeatmapReport;
  /** IANA zone the counts were cut in, for the label. */
  readonly zone: string;
  readonly locale: string;
  readonly theme?: Theme;
  /** For reading from afar: no figures in the cells, few labels, the worst cell in words. */
  readonly isGlance?: boolean;
  /** Makes the cells buttons. `weekday` 0 Monday … 6 Sunday. */
  readonly onCell?: (cell: {
    readonly weekday: number;
    readonly hour: number;
    readonly count: number;
  }) => void;
}

/** Hours across, weekdays down, the count in each cell; sized by the font size around it. */
export function Heatmap({
  data,
  zone,
  locale,
  theme = pageTheme(),
  isGlance = false,
  onCell,
}: HeatmapProps): ReactElement {
  const { t } = useTranslation();
  const grid = heatmapGrid(data);
  const shade = shadeScale(grid.max, theme);
  const short = weekdayNames(locale);
  const long = weekdayNames(locale, 'long');
  const changes = new Map(data.clockChanges.map((change) => [`${change.weekday}.${change.hour}`, change]));

  return (
    <figure className={isGlance ? 'heatmap heatmap--glance' : 'heatmap'}>
      <table className="heatmap__grid" aria-label={t('heatmap.label', { zone })}>
        <thead>
          <tr>
            <td />
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {!isGlance || hour % 6 === 0 ? hour : ''}
              </th>
            ))}
            {!isGlance && <th scope="col">{t('heatmap.total')}</th>}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((row, weekday) => (
            <tr key={long[weekday]}>
              <th scope="row">{short[weekday]}</th>
              {row.map((count, hour) => {
                const { background, text } = shade(count);
                const change = changes.get(`${weekday}.${hour}`);
                const name = [
                  t('heatmap.cell', { day: long[weekday], hour, count }),
                  ...(change ? [t(`heatmap.${change.kind}`, { date: change.date })] : []),
                ].join(' · ');
                const inside = (
                  <>
                    {!isGlance && (count > 0 || onCell) ? countText(count, locale) : ''}
                    {change && (
                      <span
                        className={`heatmap__change heatmap__change--${change.kind}`}
                        aria-hidden="true"
                      />
                    )}
                  </>
                );
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the hour is the cell's identity
                  <td key={hour} title={name}>
                    {onCell ? (
                      <button
                        type="button"
                        className="heatmap__cell"
                        style={{ background, color: text }}
                        aria-label={name}
                        onClick={() => onCell({ weekday, hour, count })}
                      >
                        {inside}
                      </button>
                    ) : (
                      <span className="heatmap__cell" style={{ background, color: text }}>
                        {inside}
                      </span>
                    )}
                  </td>
                );
              })}
              {!isGlance && (
                <td className="heatmap__total">{countText(grid.rowTotals[weekday] ?? 0, locale)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption className="heatmap__legend">
        {!isGlance && (
          <>
            <span>{t('heatmap.few')}</span>
            <span className="heatmap__ramp" style={{ backgroundImage: legendGradient(theme) }} />
            <span>
              {t('heatmap.many')} ({countText(grid.max, locale)})
            </span>
          </>
        )}
        <strong>
          {grid.worst
            ? t('heatmap.worst', { ...grid.worst, day: long[grid.worst.weekday] })
            : t('heatmap.none')}
        </strong>
        {!isGlance &&
          data.clockChanges.map((change) => (
            <span key={`${change.date}${change.hour}`} className="heatmap__note">
              <span className={`heatmap__change heatmap__change--${change.kind}`} aria-hidden="true" />
              {`${short[change.weekday]} ${change.hour}: ${t(`heatmap.${change.kind}`, { date: change.date })}`}
            </span>
          ))}
      </figcaption>
    </figure>
  );
}
