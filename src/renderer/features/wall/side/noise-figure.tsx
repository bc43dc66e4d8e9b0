import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Metrics } from '../../../../shared/stream.ts';
import { percent } from '../../../format/number.ts';
import { UNKNOWN } from '../../../ui/running-time.tsx';
import { ConservationSheet } from './conservation-sheet.tsx';

/** How much noise was removed today; a tap shows by what, and that every event is accounted for. */
export function NoiseFigure({
  metrics,
  isInline,
}: {
  readonly metrics: Metrics;
  /** In the head of the conservation line; else a figure of its own. */
  readonly isInline?: boolean;
}): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const [isOpen, setOpen] = useState(false);
  const figure = metrics.noiseRemoved === null ? UNKNOWN : percent(metrics.noiseRemoved, i18n.language);
  return (
    <>
      <button
        type="button"
        className={isInline ? 'noise noise--inline' : 'noise'}
        aria-expanded={isOpen}
        title={t('figures.noiseWhat')}
        onClick={() => setOpen(true)}
      >
        <span className="figures__name">{t('figures.noise')}</span> <b className="figures__value">{figure}</b>
      </button>
      {isOpen && <ConservationSheet metrics={metrics} figure={figure} onClose={() => setOpen(false)} />}
    </>
  );
}
