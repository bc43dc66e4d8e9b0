import { type ReactElement, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import enCommon from '../../i18n/en/common.json';
import en from '../../i18n/en/wall.json';
import koCommon from '../../i18n/ko/common.json';
import ko from '../../i18n/ko/wall.json';
import { addCatalogue } from '../../i18n/setup.ts';
import { type Live, openLive } from '../../live/live.ts';
import { LiveContext, useConnectionState, useFreshness, useLive } from '../../live/live-hooks.ts';
import { onTokenChange, readToken } from '../../session/token.ts';
import { FreshnessFrame } from '../../ui/freshness-frame.tsx';
import { preloadGlyphs } from '../../ui/preload-glyphs.ts';
import { PairingScreen } from './pairing-screen.tsx';
import { Wall } from './wall.tsx';
import './wall.css';
import './board/board.css';
import './side/side.css';
import './views/views.css';
import './bignumber/bignumber.css';

addCatalogue('wall', { en, ko });
preloadGlyphs(en, enCommon, ko, koCommon);

/** The page of one display: pairing until it has a token, then the wall. */
export function WallApp({ display }: { readonly display: string }): ReactElement {
  const token = useSyncExternalStore(onTokenChange, readToken);
  return token === null ? (
    <PairingScreen display={display} wasDenied={false} />
  ) : (
    <Connected key={token} token={token} display={display} />
  );
}

function Connected({
  token,
  display,
}: {
  readonly token: string;
  readonly display: string;
}): ReactElement | null {
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    const opened = openLive({ token, kind: 'wall' });
    setLive(opened);
    return () => opened.close();
  }, [token]);
  if (!live) return null;
  return (
    <LiveContext value={live}>
      <Screen display={display} />
    </LiveContext>
  );
}

/** A refused token asks to be paired anew; a wall that already shows a board keeps it, plainly stale. */
function Screen({ display }: { readonly display: string }): ReactElement {
  const settings = useLive(({ floor }) => floor?.display ?? null);
  const hasFloor = useLive(({ floor }) => floor !== null);
  const connection = useConnectionState();
  if (connection === 'denied') return <PairingScreen display={display} wasDenied />;
  if (settings) return <Wall display={settings} />;
  return <Opening display={display} isForeign={hasFloor} />;
}

/** Before the first snapshot, and for a token that is not a display's. */
function Opening({
  display,
  isForeign,
}: {
  readonly display: string;
  readonly isForeign: boolean;
}): ReactElement {
  const { t } = useTranslation('wall');
  const { state } = useFreshness(1000);
  return (
    <main className="wall" data-distance="5" data-view="opening">
      <FreshnessFrame>
        <div className="opening">
          <h1>{display}</h1>
          <p>
            {isForeign
              ? t('opening.foreign')
              : t(state === 'connecting' ? 'common:live.connecting' : 'opening.waiting')}
          </p>
        </div>
      </FreshnessFrame>
    </main>
  );
}
