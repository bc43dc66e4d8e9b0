import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplaySettings } from '../../../../shared/stream.ts';
import { clockTime, hourMinute, zoneName } from '../../../format/instant.ts';
import { count, oneDecimal } from '../../../format/number.ts';
import { isCurrent } from '../../../live/freshness.ts';
import { useFreshness, useFreshnessState, useLive, useServerNow } from '../../../live/live-hooks.ts';
import { UNKNOWN } from '../../../ui/running-time.tsx';
import type { SoundState } from '../sound/use-wall-sound.ts';
import { SoundMark } from './sound-mark.tsx';

/** Is it live, which screen is this, how many, is the sound on, what time is it. */
export function TopBar({
  display,
  sound,
}: {
  readonly display: DisplaySettings;
  readonly sound: SoundState;
}): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const totals = useLive(({ floor }) => floor?.totals ?? null);
  const isFar = display.distance > 3;
  const number = (n: number) => count(n, i18n.language);
  return (
    <header className="top">
      <LiveMark isFar={display.distance === 8} />
      <h1 className={display.distance === 8 && display.filter.length === 0 ? 'visually-hidden' : 'top__name'}>
        {display.name}
        {display.filter.length > 0 && <span className="top__filter"> · {display.filter.join(', ')}</span>}
      </h1>
      {totals && (
        <ul className="top__counts">
          <li className="top__count top__count--open" data-count="open">
            {t('common:status.open')} <b>{number(totals.open)}</b>
          </li>
          <li className="top__count top__count--acked" data-count="acked">
            {t('common:status.acked')} <b>{number(totals.acked)}</b>
          </li>
          {!isFar && (
            <li className="top__count" data-count="muted">
              {t('common:band.muted')} <b>{number(totals.muted)}</b>
            </li>
          )}
          {totals.outside > 0 && !isFar && (
            <li className="top__count" data-count="outside">
              {t('outside', { n: number(totals.outside) })}
            </li>
          )}
        </ul>
      )}
      <SoundMark state={sound} isFar={isFar} />
      <Clock zone={display.timeZone} distance={display.distance} />
    </header>
  );
}

/** "live · 0.4 s": green only while it is true. */
function LiveMark({ isFar }: { readonly isFar: boolean }): ReactElement {
  const { t, i18n } = useTranslation();
  const { state, ageMs } = useFreshness(100);
  const words =
    state === 'connecting'
      ? t('live.connecting')
      : isCurrent(state)
        ? isFar
          ? t('live.live')
          : t('live.liveAge', { age: oneDecimal(ageMs / 1000, i18n.language) })
        : t('live.stale', { seconds: Math.floor(ageMs / 1000) });
  return (
    <p className={`live-mark live-mark--${state}`}>
      <i aria-hidden="true" /> {words}
    </p>
  );
}

/** Server time: the page's own clock is never shown. */
function Clock({ zone, distance }: { readonly zone: string; readonly distance: 3 | 5 | 8 }): ReactElement {
  const now = useServerNow(1000);
  const state = useFreshnessState();
  const { i18n } = useTranslation();
  if (now === null || state === 'stopped') return <p className="clock">{UNKNOWN}</p>;
  return (
    <p className="clock">
      <time dateTime={new Date(now).toISOString()}>
        {(distance === 8 ? hourMinute : clockTime)(now, zone)}
      </time>
      {distance === 3 && (
        <small>
          {zoneName(now, zone, i18n.language)}
          {zone !== 'UTC' && `  ${hourMinute(now, 'UTC')} UTC`}
        </small>
      )}
    </p>
  );
}
