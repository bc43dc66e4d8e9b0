import './controls.css';
import './console.css';
import './pages.css';
import './overlays.css';
import '../incidents/incident-list.css';
import '../incidents/drag/drag.css';
import '../incidents/incident.css';
import '../settings/settings.css';
import '../settings/integrations/integrations.css';
import '../profile/profile.css';
import '../quiet/quiet.css';
import '../dry-run/dry-run.css';
import { useEffect, useState, useSyncExternalStore } from 'react';
import enCommon from '../../i18n/en/common.json';
import en from '../../i18n/en/console.json';
import koCommon from '../../i18n/ko/common.json';
import ko from '../../i18n/ko/console.json';
import { addCatalogue, followPerson, startI18n } from '../../i18n/setup.ts';
import { type Live, openLive } from '../../live/live.ts';
import { LiveContext } from '../../live/live-hooks.ts';
import { onTokenChange, readSetup, readToken } from '../../session/token.ts';
import { preloadGlyphs } from '../../ui/preload-glyphs.ts';
import { SetupPage } from '../session/setup-page.tsx';
import { SignInPage } from '../session/sign-in-page.tsx';
import { ConsoleShell } from './console-shell.tsx';
import { applyTheme, readTheme } from './theme.ts';

startI18n();
addCatalogue('console', { en, ko });
// The words for a silent server must be drawn without asking it for letters.
preloadGlyphs(en, enCommon, ko, koCommon);

/** The desk's console: sign-in, then the shell over one live link per token. */
export default function ConsoleApp() {
  const token = useSyncExternalStore(onTokenChange, readToken);
  const [setup] = useState(readSetup);
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    if (token === null) {
      followPerson(null);
      return;
    }
    const opened = openLive({ token, kind: 'console' });
    setLive(opened);
    return () => {
      setLive(null);
      opened.close();
    };
  }, [token]);
  useEffect(() => {
    applyTheme(readTheme());
  }, []);

  if (token === null) return setup === null ? <SignInPage /> : <SetupPage setup={setup} />;
  if (live === null) return null;
  return (
    <LiveContext value={live}>
      <ConsoleShell />
    </LiveContext>
  );
}
