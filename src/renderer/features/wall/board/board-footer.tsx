import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentItem } from '../../../../shared/incident.ts';
import type { Totals } from '../../../../shared/stream.ts';
import { count } from '../../../format/number.ts';
import { Countdown } from '../../../ui/running-time.tsx';

export interface BoardFooterProps {
  readonly totals: Totals;
  readonly muted: readonly IncidentItem[];
  /** Not shown for want of room. */
  readonly more: { readonly open: number; readonly recovered: number; readonly acked: number };
  /** Why views turn or hold, and a blocked sound: further words of the line. */
  readonly children?: ReactNode;
}

/** Counts of what has no room, and of what is muted, with its reason and time left. */
export function BoardFooter({ totals, muted, more, children }: BoardFooterProps): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const number = (n: number) => count(n, i18n.language);
  const soonest = muted
    .flatMap(({ snoozedUntil }) => snoozedUntil ?? [])
    .sort()
    .at(0);
  const reasons = Object.entries(totals.mutedBy).filter(([, n]) => n > 0);
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
      {reasons.map(([reason, n]) => (
        <span key={reason}>
          {t(`mutedBy.${reason}`, { defaultValue: reason })} <b>{number(n)}</b>
          {reason === 'snoozed' && soonest && (
            <>
              {' '}
              (<Countdown to={soonest} />)
            </>
          )}
        </span>
      ))}
      {reasons.length === 0 && totals.muted > 0 && (
        <span>
          {t('common:band.muted')} <b>{number(totals.muted)}</b>
        </span>
      )}
    </footer>
  );
}
