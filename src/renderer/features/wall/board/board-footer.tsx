import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../../format/number.ts';
import { QuietLine } from './quiet-line.tsx';
import type { QuietBand } from './quiet-parts.ts';

export interface BoardFooterProps {
  readonly quiet: QuietBand;
  /** From afar one line must hold all. */
  readonly isFar: boolean;
  /** Not shown for want of room. */
  readonly more: { readonly open: number; readonly recovered: number; readonly acked: number };
  /** Why views turn or hold, and a blocked sound: further words of the line. */
  readonly children?: ReactNode;
}

/** Counts of what has no room, and of what is muted, with its reason and time left. */
export function BoardFooter({ quiet, isFar, more, children }: BoardFooterProps): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const number = (n: number) => count(n, i18n.language);
  return (
    <footer className="board__footer">
      {more.open > 0 && (
        <span className="board__more" data-more="open">
          {t('more.open')} <b>{t('more.count', { n: number(more.open) })}</b>
        </span>
      )}
      {more.recovered > 0 && (
        <span data-more="recovered">
          {t('more.recovered')} <b>{t('more.count', { n: number(more.recovered) })}</b>
        </span>
      )}
      {more.acked > 0 && (
        <span data-more="acked">
          {t('more.acked')} <b>{t('more.count', { n: number(more.acked) })}</b>
        </span>
      )}
      {children}
      {isFar && <QuietLine band={quiet} isFar />}
    </footer>
  );
}
