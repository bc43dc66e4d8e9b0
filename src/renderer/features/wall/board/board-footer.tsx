import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../../format/number.ts';
import { QuietLine, QuietPartText } from './quiet-line.tsx';
import type { QuietBand } from './quiet-parts.ts';

export interface BoardFooterProps {
  readonly quiet: QuietBand;
  readonly distance: 3 | 5 | 8;
  /** Lines it has; what does not fit is left out whole, the least pressing first. */
  readonly lines: 1 | 2;
  /** Not shown for want of room. */
  readonly more: { readonly open: number; readonly recovered: number; readonly acked: number };
  /** Why views turn or hold, and a blocked sound: further words of the line. */
  readonly children?: ReactNode;
}

/** Counts of what has no room, and of what is muted, with its reason and time left. */
export function BoardFooter({ quiet, distance, lines, more, children }: BoardFooterProps): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const isFar = distance > 3;
  // What is about to be told comes before what has no room.
  const ending = quiet.parts.find(({ kind }) => kind === 'ending');
  const rest = quiet.parts.filter(({ kind }) => kind !== 'ending');
  const number = (n: number) => count(n, i18n.language);
  return (
    <footer className="board__footer" data-lines={lines}>
      {more.open > 0 && (
        <span className="board__more" data-more="open">
          {t('more.open')} <b>{t('more.count', { n: number(more.open) })}</b>
        </span>
      )}
      {ending && <QuietPartText part={ending} isFar={isFar} />}
      {more.recovered > 0 && (
        <span data-more="recovered">
          {t('more.recovered')} <b>{t('more.count', { n: number(more.recovered) })}</b>
        </span>
      )}
      {quiet.parts.length > 0 && (
        <span data-quiet="total">
          {t('quiet.total')} <b>{number(quiet.total)}</b>
        </span>
      )}
      {more.acked > 0 && (
        <span data-more="acked">
          {t('more.acked')} <b>{t('more.count', { n: number(more.acked) })}</b>
        </span>
      )}
      {children}
      <QuietLine parts={rest} isFar={isFar} />
    </footer>
  );
}
