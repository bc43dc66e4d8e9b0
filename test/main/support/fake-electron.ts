import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';

/** What the shell uses of Electron, recorded and driven by a test. */
export class FakeWindow extends EventEmitter {
  static all: FakeWindow[] = [];
  readonly loaded: string[] = [];
  readonly options: Record<string, unknown>;
  readonly webContents: EventEmitter & { readonly id: number; readonly mainFrame: { url: string } };
  destroyed = false;
  shown = 0;
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    this.webContents = Object.assign(new EventEmitter(), {
      id: 100 + FakeWindow.all.length,
      mainFrame: { url: '', isDestroyed: () => false },
      forcefullyCrashRenderer: () => {},
      setWindowOpenHandler: () => {},
      getURL: () => this.loaded.at(-1) ?? '',
      loadURL: async (url: string) => {
        this.loaded.push(url);
        this.webContents.mainFrame.url = url;
      },
    });
    FakeWindow.all.push(this);
    electron.app.emit('web-contents-created', {}, this.webContents);
  }
  isDestroyed = () => this.destroyed;
  isMinimized = () => false;
  restore = () => {};
  focus = () => {};
  show = () => {
    this.shown += 1;
  };
  setBounds = () => {};
  setKiosk = () => {};
  setFullScreen = () => {};
  destroy = () => {
    this.destroyed = true;
    this.emit('closed');
  };
}

interface ChildOptions {
  readonly env: Record<string, string>;
  readonly serviceName: string;
}

export class FakeChild extends EventEmitter {
  static all: FakeChild[] = [];
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly posted: unknown[] = [];
  pid: number | undefined;
  killed = 0;
  readonly file: string;
  readonly args: readonly string[];
  readonly options: ChildOptions;
  constructor(file: string, args: readonly string[], options: ChildOptions) {
    super();
    this.file = file;
    this.args = args;
    this.options = options;
    FakeChild.all.push(this);
  }
  postMessage = (message: unknown) => this.posted.push(message);
  kill = () => {
    this.killed += 1;
    this.emit('exit', 0);
    return true;
  };
}

export class FakeNotification extends EventEmitter {
  static all: FakeNotification[] = [];
  static isSupported = () => true;
  readonly options: Record<string, unknown>;
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    FakeNotification.all.push(this);
  }
  show = () => this.emit('show');
}

class FakeTray extends EventEmitter {
  static tooltips: string[] = [];
  setImage = () => {};
  setTitle = () => {};
  setContextMenu = () => {};
  setToolTip = (text: string) => FakeTray.tooltips.push(text);
}

function fakeSession() {
  const handlers: Record<string, unknown> = {};
  const keep = (name: string) => (handler: unknown) => {
    handlers[name] = handler;
  };
  return {
    handlers,
    setPermissionRequestHandler: keep('permission-request'),
    setPermissionCheckHandler: keep('permission-check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('capture'),
    on: () => {},
    protocol: { handle: (scheme: string, handler: unknown) => keep(`protocol ${scheme}`)(handler) },
  };
}

export const state = {
  userData: '',
  quits: 0,
  blockers: 0,
  opened: [] as string[],
  ipc: new Map<string, (event: unknown, payload: unknown) => Promise<unknown>>(),
  displays: [] as { id: number; label: string; bounds: object }[],
  ours: fakeSession(),
  fallback: fakeSession(),
  tooltips: FakeTray.tooltips,
};

const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  whenReady: async () => {},
  getPath: () => state.userData,
  getAppPath: () => '/app',
  getLocale: () => 'ko-KR',
  getVersion: () => '0.1.0',
  getLoginItemSettings: () => ({ openAtLogin: false }),
  setLoginItemSettings: () => {},
  quit: () => {
    state.quits += 1;
    let prevented = false;
    app.emit('before-quit', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) app.emit('quit');
  },
});

export const electron = {
  app,
  BrowserWindow: FakeWindow,
  Notification: FakeNotification,
  Tray: FakeTray,
  Menu: { setApplicationMenu: () => {}, buildFromTemplate: (template: unknown) => template },
  nativeImage: { createFromPath: (path: string) => path },
  ipcMain: {
    handle: (channel: string, listener: (event: unknown, payload: unknown) => Promise<unknown>) =>
      state.ipc.set(channel, listener),
  },
  net: { fetch: async () => new Response('{}', { status: 401 }) },
  powerSaveBlocker: {
    start: () => {
      state.blockers += 1;
      return state.blockers;
    },
    stop: () => {
      state.blockers -= 1;
    },
  },
  safeStorage: {
    getSelectedStorageBackend: () => 'basic_text',
    isAsyncEncryptionAvailable: async () => false,
  },
  screen: Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => state.displays[0],
    getAllDisplays: () => state.displays,
  }),
  session: { fromPartition: () => state.ours, defaultSession: state.fallback },
  shell: { openExternal: async (url: string) => void state.opened.push(url) },
  utilityProcess: {
    fork: (file: string, args: string[], options: ChildOptions) => new FakeChild(file, args, options),
  },
};
