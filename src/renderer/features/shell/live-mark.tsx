import { useTranslation } from 'react-i18next';
import { oneDecimal } from '../../format/number.ts';
import { useFreshness } from '../../live/live-hooks.ts';
import { useText } from './use-text.ts';

/** The small proof that the page is live. */
export function LiveMark() {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  const { state, ageMs } = useFreshness(100);
  const isLive = state === 'live' || state === 'degraded';
  return (
    <span className={isLive ? 'c-live' : 'c-live c-live-off'} title={t('shell.liveHint')}>
      <span aria-hidden="true" className="c-live-dot" />
      {isLive
        ? common('live.liveAge', { age: oneDecimal(ageMs / 1000, locale) })
        : common(state === 'connecting' ? 'live.connecting' : 'live.stale', {
            seconds: Math.floor(ageMs / 1000),
          })}
    </span>
  );
}
