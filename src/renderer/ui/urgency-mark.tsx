import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever, type Urgency } from '../../shared/words.ts';

/** The shape of an urgency, told apart without colour: octagon, triangle, diamond, circle, dash, ring; worst first. */
function shapeOf(urgency: Urgency, isSolid: boolean): ReactElement {
  const body = isSolid
    ? { fill: 'currentColor', stroke: 'currentColor', strokeWidth: 1 }
    : { fill: 'none', stroke: 'currentColor', strokeWidth: 2 };
  switch (urgency) {
    case 'highest':
      return <path {...body} strokeLinejoin="round" d="M7.5 2h9L22 7.5v9L16.5 22h-9L2 16.5v-9z" />;
    case 'high':
      return <path {...body} strokeLinejoin="round" d="M12 2.8 22.4 21H1.6z" />;
    case 'medium':
      return <path {...body} strokeLinejoin="round" d="M12 2 22 12 12 22 2 12z" />;
    case 'low':
      return <circle {...body} cx="12" cy="12" r="9" />;
    case 'lowest':
      return <path d="M3 12h18" fill="none" stroke="currentColor" strokeWidth="5" strokeLinecap="round" />;
    case 'none':
      return (
        <circle
          cx="12"
          cy="12"
          r="7"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeDasharray="3 3"
        />
      );
    default:
      return assertNever(urgency);
  }
}

const hasBang = (urgency: Urgency): boolean => urgency === 'highest' || urgency === 'high';

export interface UrgencyMarkProps {
  readonly urgency: Urgency;
  /** Filled: nobody has it yet. Outlined: somebody does. */
  readonly isSolid?: boolean;
  /** The word stands beside it, so the picture says nothing to a screen reader. */
  readonly isDecorative?: boolean;
}

/** Shape and colour of an urgency; its word is the accessible name. */
export function UrgencyMark({
  urgency,
  isSolid = true,
  isDecorative = false,
}: UrgencyMarkProps): ReactElement {
  const { t } = useTranslation();
  const name = isDecorative
    ? { 'aria-hidden': true }
    : { role: 'img', 'aria-label': t(`urgency.${urgency}`) };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label, or hidden beside its word
    <svg className={`urgency-mark urgency-${urgency}`} viewBox="0 0 24 24" {...name}>
      {shapeOf(urgency, isSolid)}
      {isSolid && hasBang(urgency) && (
        <path
          className="urgency-bang"
          d={urgency === 'high' ? 'M12 9v5.5M12 17.6v.4' : 'M12 6.5v7M12 17v.5'}
          fill="none"
          stroke="var(--urgency-bang, var(--bg))"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
      )}
    </svg>
  );
}

/** Shape, colour and word together. */
export function UrgencyLabel({
  urgency,
  isSolid = true,
}: Omit<UrgencyMarkProps, 'isDecorative'>): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={`urgency-label urgency-${urgency}`}>
      <UrgencyMark urgency={urgency} isSolid={isSolid} isDecorative /> {t(`urgency.${urgency}`)}
    </span>
  );
}
