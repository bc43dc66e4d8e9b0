import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { ScreenItem } from '../../shared/ipc.ts';
import type { ShellWords } from './shell-words.ts';
import type { TrayView } from './tray-view.ts';

export interface TrayMenu {
  readonly words: ShellWords;
  readonly screens: readonly ScreenItem[];
  readonly displays: readonly string[];
  readonly autostart: boolean;
  readonly canRestart: boolean;
}

export interface TrayActions {
  openConsole(): void;
  assign(screen: number, wall: string | null): void;
  setAutostart(enabled: boolean): void;
  restart(): void;
  quit(): void;
}

/** Icon with the open count, and the menu. Some Linux desktops show none; everything here is elsewhere too. */
export function createTray(iconDir: string, actions: TrayActions) {
  const mac = process.platform === 'darwin';
  const image = (name: TrayView['icon']) =>
    nativeImage.createFromPath(join(iconDir, mac ? 'trayTemplate.png' : `${name}.png`));
  const tray = new Tray(image('stopped'));
  tray.on('click', () => actions.openConsole());
  let last = '';

  return {
    show(view: TrayView, menu: TrayMenu): void {
      // Rebuilding an open menu closes it on some desktops: only when something changed.
      const now = JSON.stringify([view, { ...menu, words: menu.words.quit }]);
      if (now === last) return;
      last = now;
      tray.setImage(image(view.icon));
      tray.setToolTip(view.tooltip);
      if (mac) tray.setTitle(view.title);
      tray.setContextMenu(Menu.buildFromTemplate(template(view, menu, actions)));
    },
  };
}

function template(view: TrayView, menu: TrayMenu, actions: TrayActions): MenuItemConstructorOptions[] {
  const { words } = menu;
  const walls = menu.screens.map((screen): MenuItemConstructorOptions => {
    const choice = (label: string, wall: string | null): MenuItemConstructorOptions => ({
      label,
      type: 'radio',
      checked: screen.wall === wall,
      click: () => actions.assign(screen.id, wall),
    });
    const known = screen.wall === null ? menu.displays : [...new Set([...menu.displays, screen.wall])];
    return {
      label: words.wallOn(screen.label || `${screen.width}×${screen.height}`),
      submenu: [choice(words.noWall, null), ...known.map((wall) => choice(wall, wall))],
    };
  });
  return [
    { label: view.tooltip, enabled: false },
    { label: words.openConsole, click: () => actions.openConsole() },
    { type: 'separator' },
    ...walls,
    { type: 'separator' },
    {
      label: words.openAtLogin,
      type: 'checkbox',
      checked: menu.autostart,
      click: ({ checked }) => actions.setAutostart(checked),
    },
    { label: words.restartServer, enabled: menu.canRestart, click: () => actions.restart() },
    { label: words.quit, click: () => actions.quit() },
  ];
}
