import { BrowserWindow } from 'electron';
import { windowPreferences } from '../security/window-preferences.ts';
import type { Surface, SurfaceEvents } from './page-window.ts';
import type { Screen } from './screens.ts';

export interface SurfaceSettings {
  readonly preload: string;
  readonly icon: string;
  readonly background: string;
}

/** The console: an ordinary window with the system's frame. */
export function openConsoleSurface(settings: SurfaceSettings, events: SurfaceEvents): Surface {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 600,
    icon: settings.icon,
    backgroundColor: settings.background,
    autoHideMenuBar: true,
    webPreferences: windowPreferences(settings.preload),
  });
  return surfaceOf(window, events);
}

/** A wall: fills one screen, has no frame, is never the window that keys go to by accident. */
export function openWallSurface(
  settings: SurfaceSettings & { readonly screen: Screen; readonly kiosk: boolean },
  events: SurfaceEvents,
): Surface {
  const window = new BrowserWindow({
    ...settings.screen.bounds,
    frame: false,
    fullscreen: true,
    kiosk: settings.kiosk,
    icon: settings.icon,
    backgroundColor: settings.background,
    autoHideMenuBar: true,
    webPreferences: windowPreferences(settings.preload),
  });
  const surface = surfaceOf(window, events);
  return {
    ...surface,
    place: (bounds) => {
      if (window.isDestroyed()) return;
      // A full-screen window does not move to another screen: leave, move, fill again.
      window.setKiosk(false);
      window.setFullScreen(false);
      window.setBounds(bounds);
      window.setFullScreen(true);
      window.setKiosk(settings.kiosk);
    },
  };
}

function surfaceOf(window: BrowserWindow, events: SurfaceEvents): Surface {
  const contents = window.webContents;
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') events.crashed(reason);
  });
  contents.on('did-fail-load', (_event, code, text, _url, isMainFrame) => {
    // -3 is a load that another load replaced.
    if (isMainFrame && code !== -3) events.crashed(text || `load failed (${code})`);
  });
  contents.on('preload-error', (_event, _path, error) => events.crashed(error.message));
  window.on('unresponsive', () => events.crashed('unresponsive'));
  window.once('closed', () => events.closed());
  const living = (act: () => void): void => {
    if (!window.isDestroyed()) act();
  };
  return {
    id: contents.id,
    load: (url) =>
      living(() => {
        // A failed load is told by `did-fail-load`.
        contents.loadURL(url).catch(() => {});
      }),
    kill: () => living(() => contents.forcefullyCrashRenderer()),
    place: (bounds) => living(() => window.setBounds(bounds)),
    show: () =>
      living(() => {
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
      }),
    close: () => living(() => window.destroy()),
  };
}
