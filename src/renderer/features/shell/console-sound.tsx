import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnunciations, useLiveLink } from '../../live/live-hooks.ts';
import { showToast } from './notices-store.ts';
import { playSound, unlockSound } from './tones.ts';
import { useMe } from './use-floor.ts';
import { useText } from './use-text.ts';

/**
 * The sound at the desk: only for pages of the person signed in here, once per page, and never for what happened
 * before the page was opened. The wall sounds for the room.
 */
export function ConsoleSound() {
  const { t } = useText();
  const { t: common } = useTranslation('common');
  const { store } = useLiveLink();
  const me = useMe();
  const blocked = useRef(false);
  useEffect(() => {
    const unlock = () => void unlockSound();
    addEventListener('pointerdown', unlock, { once: true });
    addEventListener('keydown', unlock, { once: true });
    return () => {
      removeEventListener('pointerdown', unlock);
      removeEventListener('keydown', unlock);
    };
  }, []);
  useAnnunciations((said) => {
    const isMine = said.user !== undefined && said.user === me?.id;
    if (!isMine && said.kind !== 'test') return;
    void playSound(said.sound).then((isHeard) => {
      if (isHeard || blocked.current || said.sound === 'none') return;
      blocked.current = true;
      showToast('failed', t('sound.blocked'));
    });
    const item = said.incident === null ? undefined : store.current().floor?.incidents.get(said.incident);
    if (item !== undefined)
      showToast('done', `${common(`urgency.${item.urgency}`)} · #${item.number} ${item.summary}`);
  });
  return null;
}
