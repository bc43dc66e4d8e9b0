import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../session/api.ts';

export interface ViewFrameProps {
  readonly title: string;
  readonly aside?: string;
  /** Shown instead of the content while there is none. */
  readonly isWaiting?: boolean;
  readonly problem?: Problem | null;
  readonly children?: ReactNode;
}

/** A view other than the board: its title, and why it is empty or old where it is. */
export function ViewFrame({
  title,
  aside,
  isWaiting = false,
  problem = null,
  children,
}: ViewFrameProps): ReactElement {
  const { t } = useTranslation('wall');
  return (
    <section className="view" aria-label={title}>
      <h2 className="view__title">
        {title} {aside && <span className="view__aside">{aside}</span>}
      </h2>
      {problem && (
        <p className="view__problem" role="alert">
          {t('view.problem', { status: problem.status || problem.code })}
        </p>
      )}
      {isWaiting && !problem ? <p className="view__waiting">{t('view.waiting')}</p> : children}
    </section>
  );
}
