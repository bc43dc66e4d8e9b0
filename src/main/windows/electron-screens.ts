import { screen } from 'electron';
import type { Screen } from './screens.ts';

/** Screens as Electron sees them now. */
export function currentScreens(): readonly Screen[] {
  const primary = screen.getPrimaryDisplay().id;
  return screen
    .getAllDisplays()
    .map(({ id, label, bounds }) => ({ id, label, bounds, primary: id === primary }));
}

/** Calls back, half a second after the last of a burst, when screens came, went or changed: a cable makes several events. */
export function onScreensChanged(listener: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(listener, 500);
  };
  screen.on('display-added', soon);
  screen.on('display-removed', soon);
  screen.on('display-metrics-changed', soon);
}
