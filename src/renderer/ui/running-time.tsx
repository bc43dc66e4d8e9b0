import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { clockDuration, countdown } from '../format/duration.ts';
import { msOf } from '../format/instant.ts';
import { useFreshnessState, useServerNow } from '../live/live-hooks.ts';

/** What stands where a figure cannot be known. */
export const UNKNOWN = '—';

/** Time since an instant, by the server's clock. Stands still when the page has stopped. */
export function Age({
  since,
  className,
}: {
  readonly since: string;
  readonly className?: string;
}): ReactElement {
  const now = useServerNow(1000);
  const { t } = useTranslation();
  return (
    <time className={className} dateTime={since}>
      {now === null ? UNKNOWN : clockDuration(now - msOf(since), t('unit.day'))}
    </time>
  );
}

/** Time left to an instant; `00:00` from then on, "—" when the page has stopped. */
export function Countdown({
  to,
  className,
}: {
  readonly to: string;
  readonly className?: string;
}): ReactElement {
  const now = useServerNow(1000);
  const state = useFreshnessState();
  const { t } = useTranslation();
  const isKnown = now !== null && state !== 'stopped' && state !== 'connecting';
  return (
    <time className={className} dateTime={to}>
      {isKnown ? countdown(msOf(to) - now, t('unit.day')) : UNKNOWN}
    </time>
  );
}

/** Share of the way from `since` to `to`, 0..1, by the server's clock; null when it cannot be known. */
export function useProgress(since: string, to: string): number | null {
  const now = useServerNow(1000);
  const state = useFreshnessState();
  if (now === null || state === 'stopped' || state === 'connecting') return null;
  const [from, until] = [msOf(since), msOf(to)];
  return until <= from ? 1 : Math.min(1, Math.max(0, (now - from) / (until - from)));
}
