import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Metrics } from '../../../../shared/stream.ts';
import { clockDuration } from '../../../format/duration.ts';
import { changeOf, percent } from '../../../format/number.ts';
import { UNKNOWN } from '../../../ui/running-time.tsx';
import { NoiseFigure } from './noise-figure.tsx';

/** MTTA and MTTR of today beside the last 7 days; from afar, where no conservation line is, the noise removed too. */
export function FiguresPanel({
  metrics,
  isFar,
}: {
  readonly metrics: Metrics;
  readonly isFar: boolean;
}): ReactElement {
  const { t } = useTranslation('wall');
  return (
    <section className="panel figures" aria-label={t('figures.title')}>
      <Figure name={t('figures.mtta')} {...metrics.mttaMs} />
      <Figure name={t('figures.mttr')} {...metrics.mttrMs} />
      {isFar && <NoiseFigure metrics={metrics} />}
    </section>
  );
}

/** Lower is better: a fall is good. The direction is a sign and a word, never only a colour. */
function Figure(props: {
  readonly name: string;
  readonly today: number | null;
  readonly week: number | null;
}): ReactElement {
  const { name, today, week } = props;
  const { t, i18n } = useTranslation('wall');
  const change = changeOf(today, week);
  const isWorse = change !== null && change > 0;
  return (
    <div>
      <span className="figures__name">{name}</span>
      <b className="figures__value">
        {today === null ? UNKNOWN : clockDuration(today, t('common:unit.day'))}
      </b>
      {change !== null && Math.abs(change) >= 0.005 && (
        <span
          className={isWorse ? 'figures__change is-worse' : 'figures__change'}
          title={t('figures.week', { time: clockDuration(week ?? 0, t('common:unit.day')) })}
        >
          {isWorse ? '▲' : '▼'} {percent(Math.abs(change), i18n.language)}
          <span className="visually-hidden">{t(isWorse ? 'figures.slower' : 'figures.faster')}</span>
        </span>
      )}
    </div>
  );
}
