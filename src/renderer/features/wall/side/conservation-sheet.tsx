import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Metrics } from '../../../../shared/stream.ts';
import { OUTCOMES } from '../../../../shared/words.ts';
import { count } from '../../../format/number.ts';

/** A wall that nobody stands at goes back to its board by itself. */
const SHOWN_MS = 60_000;

/**
 * Today's events in full: received, every outcome, and whether they add up. Inside the page and not over it: what warns of an
 * old picture must reach it too.
 */
export function ConservationSheet({
  metrics,
  figure,
  onClose,
}: {
  readonly metrics: Metrics;
  readonly figure: string;
  readonly onClose: () => void;
}): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const { received, outcomes } = metrics.today;
  const number = (n: number) => count(n, i18n.language);
  const sum = OUTCOMES.reduce((total, outcome) => total + outcomes[outcome], 0);
  const close = useRef(onClose);
  close.current = onClose;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus({ preventScroll: true });
    const timer = setTimeout(() => close.current(), SHOWN_MS);
    const onKey = (event: KeyboardEvent) => {
      if (event.code === 'Escape') close.current();
    };
    addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer);
      removeEventListener('keydown', onKey);
    };
  }, []);
  return (
    <div className="sheet" role="dialog" aria-label={t('conservation.title')}>
      <h2>
        {t('conservation.title')} <b data-sheet="received">{number(received)}</b>
      </h2>
      <dl>
        {OUTCOMES.map((outcome) => (
          <div key={outcome} data-outcome={outcome}>
            <dt>
              <i className={`outcome-${outcome}`} aria-hidden="true" /> {t(`common:outcome.${outcome}`)}
            </dt>
            <dd>{number(outcomes[outcome])}</dd>
          </div>
        ))}
        <div className="sheet__sum" data-sheet="sum">
          <dt>{t('conservation.sum')}</dt>
          <dd>
            {number(sum)} {sum === received ? '=' : '≠'} {number(received)}
          </dd>
        </div>
      </dl>
      {sum !== received && (
        <p className="conservation__broken" role="alert">
          {t('conservation.broken', { n: number(received - sum) })}
        </p>
      )}
      <p className="sheet__noise">
        {t('figures.noise')} <b>{figure}</b> — {t('figures.noiseWhat')}
      </p>
      <button type="button" ref={button} onClick={onClose}>
        {t('conservation.close')}
      </button>
    </div>
  );
}
