import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SoundState } from '../sound/use-wall-sound.ts';

const WAVES = {
  on: 'M15 8.5a5 5 0 010 7M18 5.5a9 9 0 010 13',
  off: 'M15.5 9l6 6M21.5 9l-6 6',
  blocked: 'M18 7v6M18 16.6v.4',
};

/** Whether this screen can be heard: on, off, or blocked by the browser until a key is pressed. */
export function SoundMark({
  state,
  isFar,
}: {
  readonly state: SoundState;
  readonly isFar: boolean;
}): ReactElement {
  const { t } = useTranslation('wall');
  const words = t(`sound.${state}`);
  return (
    <p className={`sound-mark sound-mark--${state}`} data-sound={state} title={words}>
      <svg viewBox="0 0 24 24" role="img" aria-label={words}>
        <path d="M3 9.5v5h3.5L11 19V5L6.5 9.5z" fill="currentColor" />
        <path d={WAVES[state]} fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
      </svg>
      {!isFar && <span aria-hidden="true">{words}</span>}
    </p>
  );
}
