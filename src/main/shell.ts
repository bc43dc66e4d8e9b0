import type { ScreenItem, ShellStatus, WindowKind } from '../shared/ipc.ts';
import type { SecretStore } from './desk/secret-store.ts';
import type { OpenCounts, ServerClient } from './desk/server-client.ts';
import type { ShellLog } from './desk/shell-log.ts';
import type { ShellSettings } from './desk/shell-settings.ts';
import type { ShellWords } from './desk/shell-words.ts';
import { type TrayView, trayView } from './desk/tray-view.ts';
import { wallAddress } from './desk/wall-address.ts';
import type { StartServer } from './supervisor/server-process.ts';
import { createSupervisor } from './supervisor/supervisor.ts';
import { type SupervisorState, statusOf } from './supervisor/supervisor-state.ts';
import {
  createPageWindow,
  type PageWindow,
  type Surface,
  type SurfaceEvents,
} from './windows/page-window.ts';
import { assignWall, placeWalls, type Screen, screenItems } from './windows/screens.ts';
import { createWallWindows } from './windows/wall-windows.ts';

export interface ShellDeps {
  readonly log: ShellLog;
  readonly now: () => number;
  readonly client: ServerClient;
  readonly secrets: SecretStore;
  readonly settings: ShellSettings;
  readonly saveSettings: (settings: ShellSettings) => void;
  readonly startServer: StartServer;
  readonly serverOutput: (line: string) => void;
  readonly screens: () => readonly Screen[];
  readonly openConsole: (events: SurfaceEvents) => Surface;
  readonly openWall: (screen: Screen, events: SurfaceEvents) => Surface;
  readonly wallsOpen: (walls: number) => void;
  /** The one origin, besides the app's own, that windows may show; null while the server is away. */
  readonly serverOrigin: (origin: string | null) => void;
  /** Something the tray shows changed. */
  readonly changed: () => void;
}

/** The desktop shell without Electron: one server, one console window, a wall per placed screen. */
export function createShell(deps: ShellDeps) {
  const { log, now, client, secrets } = deps;
  let settings = deps.settings;
  let counts: OpenCounts | null = null;
  let displayIds: readonly string[] = [];
  let consoleWindow: PageWindow | null = null;
  /** What the console opens next: an incident of a clicked notification, or the setup of a first start. */
  let consolePath: string | null = null;
  let onMessage: (message: unknown) => void = () => {};
  let closing = false;

  const supervisor = createSupervisor({
    start: deps.startServer,
    probe: client.isAlive,
    now,
    log,
    output: deps.serverOutput,
    message: (value) => onMessage(value),
    changed: (state) => {
      counts = null;
      deps.serverOrigin(state.phase === 'ready' ? new URL(state.ready.url).origin : null);
      if (state.phase === 'ready') consolePath ??= setupPath(state.ready.setup);
      showPages(state);
      deps.changed();
    },
  });
  const serverUrl = (): string | null => {
    const state = supervisor.state();
    return state.phase === 'ready' ? state.ready.url.replace(/\/$/, '') : null;
  };

  const walls = createWallWindows({
    counted: deps.wallsOpen,
    open: ({ wall, screen }, closed) => {
      const window = createPageWindow({ open: (events) => deps.openWall(screen, events), now, log, closed });
      void showWall(wall, window);
      return window;
    },
  });

  async function showWall(wall: string, window: PageWindow): Promise<void> {
    const url = serverUrl();
    if (url === null) return window.goTo(null);
    const address = await wallAddress(url, wall, client, secrets);
    // The server may have gone while it was asked.
    if (serverUrl() === url) window.goTo(address);
  }

  function showConsole(): void {
    if (consoleWindow === null) return;
    const url = serverUrl();
    if (url === null) {
      consoleWindow.goTo(null);
      return;
    }
    // A server that came back finds people where they were.
    if (consolePath === null && consoleWindow.target()?.startsWith(`${url}/`)) return;
    consoleWindow.goTo(`${url}${consolePath ?? '/'}`, { again: consolePath !== null });
    consolePath = null;
  }

  function showPages(state: SupervisorState): void {
    // While a server restarts, its pages say themselves that they are stale; only a lasting absence replaces them.
    if (state.phase === 'starting' && state.attempt > 1) return;
    if (state.phase === 'waiting' && state.attempt < 3) return;
    if (state.phase === 'stopped') return;
    showConsole();
    walls.each((wall, window) => void showWall(wall, window));
  }

  function openConsole(): void {
    if (closing) return;
    if (consoleWindow === null) {
      consoleWindow = createPageWindow({
        open: deps.openConsole,
        now,
        log,
        closed: () => {
          consoleWindow = null;
        },
      });
      showConsole();
    }
    consoleWindow.show();
  }

  const placed = () => placeWalls(settings.walls, deps.screens());
  const screens = (): readonly ScreenItem[] => screenItems(deps.screens(), placed());
  const screensChanged = (): void => {
    if (closing) return;
    walls.reconcile(placed());
    deps.changed();
  };

  return {
    supervisor,
    open(): void {
      supervisor.start();
      openConsole();
      screensChanged();
    },
    openConsole,
    openIncident(incident: string | null): void {
      consolePath = incident === null ? '/' : `/incidents/${encodeURIComponent(incident)}`;
      if (consoleWindow !== null) showConsole();
      openConsole();
    },
    onMessage(listener: (message: unknown) => void): void {
      onMessage = listener;
    },
    screens,
    screensChanged,
    displays: (): readonly string[] => displayIds,
    assign(screenId: number, wall: string | null): void {
      const screen = deps.screens().find(({ id }) => id === screenId);
      if (screen === undefined) return;
      settings = { ...settings, walls: [...assignWall(settings.walls, screen, wall)] };
      try {
        deps.saveSettings(settings);
      } catch (error) {
        log.error('the place of a wall is not kept: shell.json cannot be written', { error: String(error) });
      }
      screensChanged();
    },
    windowKind(contents: number): WindowKind | null {
      if (consoleWindow?.id === contents) return 'console';
      return walls.byContents(contents) === null ? null : 'wall';
    },
    windowOf: (contents: number): PageWindow | null =>
      consoleWindow?.id === contents ? consoleWindow : walls.byContents(contents),
    status: (): ShellStatus => statusOf(supervisor.state(), supervisor.lastWords(), now()),
    canRetry: (): boolean => ['waiting', 'refused'].includes(supervisor.state().phase),
    async askCounts(): Promise<OpenCounts | null> {
      const url = serverUrl();
      if (url === null) return null;
      displayIds = (await client.displayIds(url)) ?? displayIds;
      return client.openCounts(url);
    },
    countsArrived(next: OpenCounts | null): void {
      counts = next;
      deps.changed();
    },
    trayView: (words: ShellWords): TrayView => trayView(supervisor.state(), counts, words),
    /** Ends the server, then the windows: a wall shows the truth to the last. */
    async close(): Promise<void> {
      closing = true;
      await supervisor.stop();
      walls.reconcile([]);
      consoleWindow?.close();
    },
  };
}
export type Shell = ReturnType<typeof createShell>;

/** Path and fragment of a setup address; the origin is that of the ready line anyway. */
function setupPath(setup: string | undefined): string | null {
  if (setup === undefined) return null;
  const { pathname, search, hash } = new URL(setup);
  return `${pathname}${search}${hash}`;
}
