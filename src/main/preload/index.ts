import { contextBridge, ipcRenderer } from 'electron';
import type { IpcChannel, IpcRequest, IpcResponse, ShellVerbs } from '../../shared/ipc.ts';

const ALIVE_EVERY_MS = 1000;

/** The main process validates every call; nothing here is trusted there (AUD60). */
const ask = <C extends IpcChannel>(channel: C, request: IpcRequest<C>): Promise<IpcResponse<C>> =>
  ipcRenderer.invoke(channel, request);

const verbs: ShellVerbs = {
  info: () => ask('shell:info', {}),
  status: () => ask('shell:status', {}),
  retry: async () => {
    await ask('shell:retry', {});
  },
  openExternal: (url) => ask('shell:open-external', { url: String(url) }),
  readSession: async () => (await ask('session:read', {})).token,
  writeSession: async (token) => (await ask('session:write', { token })).kept,
  listScreens: async () => (await ask('screens:list', {})).items,
  assignScreen: async (screen, wall) => (await ask('screens:assign', { screen, wall })).items,
  readAutostart: async () => (await ask('autostart:read', {})).enabled,
  writeAutostart: async (enabled) => (await ask('autostart:write', { enabled })).enabled,
};

contextBridge.exposeInMainWorld('watchfloor', verbs);

// The page's own thread runs this timer: a page that hangs falls silent, and the shell reloads it (STR67).
setInterval(() => {
  ask('shell:alive', {}).catch(() => {
    // Refused while the page is being replaced; the next beat is from the new one.
  });
}, ALIVE_EVERY_MS);
