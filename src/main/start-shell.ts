import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { app, type IpcMainInvokeEvent, ipcMain, Menu, Notification, session, shell } from 'electron';
import { desktopFileAutostart, loginItemAutostart } from './desk/autostart.ts';
import { pollCounts } from './desk/counts-source.ts';
import { createScreenWaker, showToast, systemCipher, systemFetch } from './desk/electron-desk.ts';
import { createTray } from './desk/electron-tray.ts';
import { createRotatingFile } from './desk/rotating-file.ts';
import { createSecretStore } from './desk/secret-store.ts';
import { createServerClient } from './desk/server-client.ts';
import { createShellLog } from './desk/shell-log.ts';
import { readShellSettings, writeShellSettings } from './desk/shell-settings.ts';
import { SHELL_WORDS, shellLocale } from './desk/shell-words.ts';
import { createToasts } from './desk/toasts.ts';
import { registerIpc } from './ipc/register-ipc.ts';
import { shellHandlers } from './ipc/shell-handlers.ts';
import { answerAppPage } from './pages/app-pages.ts';
import { judgeExternal } from './security/external.ts';
import { type GuardDeps, guardContents, guardSession } from './security/guard-session.ts';
import { APP_SCHEME, type Origins } from './security/origins.ts';
import { createShell } from './shell.ts';
import { forkServer } from './supervisor/fork-server.ts';
import { currentScreens, onScreensChanged } from './windows/electron-screens.ts';
import { openConsoleSurface, openWallSurface } from './windows/electron-surface.ts';

const BACKGROUND = '#0d1520';

/** Puts Electron behind the shell's ports. The decisions are in the files it imports; this one only connects. */
export async function startShell(): Promise<void> {
  await app.whenReady();
  const userData = app.getPath('userData');
  const resources = join(app.getAppPath(), 'resources/icons');
  const now = (): number => performance.now();
  const shellFile = createRotatingFile(join(userData, 'logs/shell.log'));
  const serverFile = createRotatingFile(join(userData, 'logs/server.log'));
  const log = createShellLog(shellFile.write, Date.now);

  const settingsPath = join(userData, 'shell.json');
  const read = readShellSettings(settingsPath);
  if (!read.ok) log.error('shell.json is wrong and left alone', { problems: read.problems.join('; ') });
  const locale = shellLocale(read.settings.locale, app.getLocale());
  const token = randomBytes(32).toString('base64url');
  const client = createServerClient({ fetch: systemFetch, token });
  const secrets = createSecretStore(join(userData, 'secrets.shell.json'), systemCipher, log);
  const autostart =
    process.platform === 'linux'
      ? desktopFileAutostart(app.getPath('appData'), [
          process.env.APPIMAGE ?? process.execPath,
          ...(app.isPackaged ? [] : [app.getAppPath()]),
        ])
      : loginItemAutostart(app);

  let origins: Origins = { server: null };
  const guard: GuardDeps = {
    origins: () => origins,
    openOutside: (url) => void shell.openExternal(url),
    refused: (what, reason) => log.warn(`refused: ${what}`, { rule: reason.code, why: reason.text }),
  };
  const ours = session.fromPartition('persist:watchfloor');
  for (const each of [ours, session.defaultSession]) guardSession(each, guard);
  app.on('web-contents-created', (_event, contents) => guardContents(contents, guard));
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit')
      log.error('a helper process ended', { type: details.type, why: details.reason });
  });
  ours.protocol.handle(APP_SCHEME, answerAppPage);
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }])
      : null,
  );

  const surface = {
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    icon: join(resources, 'linux/256x256.png'),
    background: BACKGROUND,
  };
  const floor = createShell({
    log,
    now,
    client,
    secrets,
    settings: read.settings,
    saveSettings: (settings) => writeShellSettings(settingsPath, settings),
    startServer: forkServer({
      file: join(import.meta.dirname, 'server.js'),
      flags: [...read.settings.serverFlags, ...serverFlags(process.argv)],
      token,
      cacheDir: join(userData, 'cache'),
    }),
    serverOutput: serverFile.write,
    screens: currentScreens,
    openConsole: (events) => openConsoleSurface(surface, events),
    openWall: (screen, events) =>
      openWallSurface({ ...surface, screen, kiosk: read.settings.wallMode === 'kiosk' }, events),
    wallsOpen: createScreenWaker(),
    serverOrigin: (origin) => {
      origins = { server: origin };
    },
    changed: () => showTray(),
  });
  const toasts = createToasts({
    show: showToast,
    isSupported: () => Notification.isSupported(),
    post: floor.supervisor.post,
    openIncident: floor.openIncident,
  });
  floor.onMessage(toasts);

  const setAutostart = (enabled: boolean): boolean => {
    autostart.set(enabled);
    showTray();
    return autostart.isEnabled();
  };
  const quit = (): void => app.quit();
  const tray = createTray(join(resources, 'tray'), {
    openConsole: floor.openConsole,
    assign: floor.assign,
    setAutostart,
    restart: floor.supervisor.retry,
    quit,
  });
  const counts = pollCounts(floor.askCounts);
  function showTray(): void {
    const words = SHELL_WORDS[locale];
    tray.show(floor.trayView(words), {
      words,
      screens: floor.screens(),
      displays: floor.displays(),
      autostart: autostart.isEnabled(),
      canRestart: floor.canRetry(),
    });
  }

  registerIpc<IpcMainInvokeEvent>(
    {
      receiver: ipcMain,
      origins: () => origins,
      callerOf: ({ sender, senderFrame }) => ({
        contents: sender.id,
        window: floor.windowKind(sender.id),
        frame:
          senderFrame === null || senderFrame.isDestroyed()
            ? null
            : { url: senderFrame.url, isMain: senderFrame === sender.mainFrame },
      }),
      refused: (channel, reason) =>
        log.warn('refused: a call', { channel, rule: reason.code, why: reason.text }),
    },
    shellHandlers({
      info: { version: app.getVersion(), platform: process.platform, locale },
      floor,
      secrets,
      isAutostart: autostart.isEnabled,
      setAutostart,
      openExternal: (url) => {
        const judged = judgeExternal(url);
        if (judged.allowed) guard.openOutside(judged.url);
        return { opened: judged.allowed, reason: judged.reason };
      },
    }),
  );

  onScreensChanged(floor.screensChanged);
  app.on('second-instance', floor.openConsole);
  app.on('activate', floor.openConsole);
  // Walls and the tray live on without a window.
  app.on('window-all-closed', () => {});
  let ended = false;
  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    counts.stop();
    void floor.close().then(() => {
      ended = true;
      app.quit();
    });
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, quit);

  floor.open();
  counts.start(floor.countsArrived);
  showTray();
  process.send?.({ event: 'shell-started' });
}

/** Flags of the command line that are for the server: everything after the program and, unpackaged, the app's folder. */
const serverFlags = (argv: readonly string[]): readonly string[] => argv.slice(app.isPackaged ? 1 : 2);
