import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Metrics } from '../../../../shared/stream.ts';
import { count } from '../../../format/number.ts';

const WIDTH = 480;
const HEIGHT = 90;

/** New incidents per ten minutes over four hours, with the line above which the board folds. */
export function AlarmRate({ metrics }: { readonly metrics: Metrics }): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const { alarmRate, floodThreshold } = metrics;
  const top = Math.max(floodThreshold * 1.25, ...alarmRate, 1);
  const step = WIDTH / Math.max(1, alarmRate.length);
  const y = (n: number) => HEIGHT - (n / top) * HEIGHT;
  const now = alarmRate.at(-1) ?? 0;
  const words = t('rate.now', {
    now: count(now, i18n.language),
    threshold: count(floodThreshold, i18n.language),
  });
  return (
    <section className="panel rate">
      <h2>
        {t('rate.title')} <span className="panel__aside">{words}</span>
      </h2>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${t('rate.title')}: ${words}`}
      >
        {alarmRate.map((n, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the bar's identity
            key={i}
            className={
              n > floodThreshold
                ? 'rate__bar is-flood'
                : i === alarmRate.length - 1
                  ? 'rate__bar is-now'
                  : 'rate__bar'
            }
            x={i * step + 1.5}
            width={Math.max(1, step - 3)}
            y={Math.min(y(n), HEIGHT - 2)}
            height={Math.max(2, HEIGHT - y(n))}
          />
        ))}
        <line className="rate__line" x1="0" x2={WIDTH} y1={y(floodThreshold)} y2={y(floodThreshold)} />
      </svg>
    </section>
  );
}
