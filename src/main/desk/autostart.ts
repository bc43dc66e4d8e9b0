import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether the app starts when the person signs in to the computer. */
export interface Autostart {
  isEnabled(): boolean;
  set(enabled: boolean): void;
}

/** Electron knows login items on macOS and Windows. */
export function loginItemAutostart(app: {
  getLoginItemSettings(): { openAtLogin: boolean };
  setLoginItemSettings(settings: { openAtLogin: boolean }): void;
}): Autostart {
  return {
    isEnabled: () => app.getLoginItemSettings().openAtLogin,
    set: (enabled) => app.setLoginItemSettings({ openAtLogin: enabled }),
  };
}

/** Linux desktops read `autostart/*.desktop` of the config folder (XDG autostart specification). */
export function desktopFileAutostart(configDir: string, program: readonly string[]): Autostart {
  const file = join(configDir, 'autostart', 'watchfloor.desktop');
  return {
    isEnabled: () => existsSync(file) && readFileSync(file, 'utf8').includes('\nExec='),
    set(enabled) {
      if (!enabled) return rmSync(file, { force: true });
      mkdirSync(join(configDir, 'autostart'), { recursive: true });
      writeFileSync(
        file,
        `[Desktop Entry]\nType=Application\nName=Watchfloor\nExec=${program.map(quoted).join(' ')}\nTerminal=false\n`,
      );
    },
  };
}

/**
 * An argument of an `Exec` line: a backslash before what means something inside quotes, `%` doubled; then, as in any
 * string of such a file, every backslash doubled.
 */
const quoted = (argument: string): string => {
  const escaped = argument.replace(/[\\"`$]/g, String.raw`\$&`).replaceAll('%', '%%');
  return `"${escaped.replaceAll('\\', '\\\\')}"`;
};
