import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Metrics } from '../../../../shared/stream.ts';
import { OUTCOMES } from '../../../../shared/words.ts';
import { count } from '../../../format/number.ts';
import { NoiseFigure } from './noise-figure.tsx';

/** What became of every event, and how much noise that took away: received is the sum of the outcomes, or it says so aloud. */
export function ConservationPanel({ metrics }: { readonly metrics: Metrics }): ReactElement {
  const { today } = metrics;
  const { t, i18n } = useTranslation('wall');
  const number = (n: number) => count(n, i18n.language);
  const sum = OUTCOMES.reduce((total, outcome) => total + today.outcomes[outcome], 0);
  const shown = OUTCOMES.filter((outcome) => today.outcomes[outcome] > 0);
  return (
    <section className="panel conservation">
      <div className="conservation__head">
        <h2>
          {t('conservation.title')} <b>{number(today.received)}</b> {sum === today.received ? '=' : '≠'}
          {sum !== today.received && (
            <span className="conservation__broken" role="alert">
              {t('conservation.broken', { n: number(today.received - sum) })}
            </span>
          )}
        </h2>
        <NoiseFigure metrics={metrics} isInline />
      </div>
      <div className="conservation__bar" aria-hidden="true">
        {shown.map((outcome) => (
          <i key={outcome} className={`outcome-${outcome}`} style={{ flexGrow: today.outcomes[outcome] }} />
        ))}
      </div>
      <dl>
        {(shown.length > 0 ? shown : (['created'] as const)).map((outcome) => (
          <div key={outcome}>
            <dt>
              <i className={`outcome-${outcome}`} aria-hidden="true" /> {t(`common:outcome.${outcome}`)}
            </dt>
            <dd>{number(today.outcomes[outcome])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
