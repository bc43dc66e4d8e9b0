import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { windowPreferences } from '../../src/main/security/window-preferences.ts';
import { IPC } from '../../src/shared/ipc.ts';
import { electron, FakeChild, FakeNotification, FakeWindow, state } from './support/fake-electron.ts';
import { readyLine } from './support/fake-server.ts';

vi.mock('electron', async () => (await import('./support/fake-electron.ts')).electron);

const screen = (id: number, label: string) => ({
  id,
  label,
  bounds: { x: id * 1920, y: 0, width: 1920, height: 1080 },
});
const SERVER = 'http://127.0.0.1:7700';
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

beforeAll(async () => {
  state.userData = mkdtempSync(join(tmpdir(), 'watchfloor-shell-'));
  state.displays = [screen(1, 'Desk'), screen(2, 'Wall left')];
  const { startShell } = await import('../../src/main/start-shell.ts');
  await startShell();
});
afterAll(() => {
  for (const signal of signals) process.removeAllListeners(signal);
  rmSync(state.userData, { recursive: true, force: true });
});

const consoleWindow = (): FakeWindow => FakeWindow.all[0]!;
const child = (): FakeChild => FakeChild.all.at(-1)!;
const call = (window: FakeWindow, channel: keyof typeof IPC, payload: object = {}): Promise<unknown> => {
  const { webContents } = window;
  return state.ipc.get(channel)!({ sender: webContents, senderFrame: webContents.mainFrame }, payload);
};

/** One shell, driven through a day; the steps build on each other. */
describe('the shell on a stand-in for Electron', () => {
  test('[STR60] starts the server as its own process and opens the console on the starting page', () => {
    expect(child().file).toMatch(/server\.js$/);
    expect(child().options.serviceName).toBe('Watchfloor server');
    expect(consoleWindow().loaded).toEqual(['watchfloor://app/start']);
    expect(FakeWindow.all).toHaveLength(1);
  });

  test('[AUD68] the shell’s token is new, long, in the environment and nowhere else', () => {
    const token = child().options.env.WATCHFLOOR_SHELL_TOKEN ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(child().args.join(' ')).not.toContain(token);
  });

  test('[AUD65] its windows have the stated preferences', () => {
    const { webPreferences } = consoleWindow().options as { webPreferences: { preload: string } };
    expect(webPreferences).toEqual(windowPreferences(webPreferences.preload));
    expect(webPreferences.preload).toMatch(/preload[/\\]index\.cjs$/);
  });

  test('[AUD61] both sessions refuse by default', () => {
    for (const { handlers } of [state.ours, state.fallback])
      expect(Object.keys(handlers)).toEqual(
        expect.arrayContaining(['permission-request', 'permission-check', 'device', 'capture']),
      );
    expect(Object.keys(state.ours.handlers)).toContain('protocol watchfloor');
  });

  test('[AUD60] exactly the named channels are open, and answer only to the right page', async () => {
    expect([...state.ipc.keys()].sort()).toEqual(Object.keys(IPC).sort());
    expect(await call(consoleWindow(), 'shell:info')).toEqual({
      version: '0.1.0',
      platform: process.platform,
      window: 'console',
      locale: 'ko',
    });
    expect(await call(consoleWindow(), 'shell:status')).toMatchObject({ phase: 'starting', attempt: 1 });
    await expect(call(consoleWindow(), 'session:read')).rejects.toThrow('refused (AUD60)');
    const stranger = { sender: { id: 9999, mainFrame: null }, senderFrame: null };
    await expect(state.ipc.get('shell:info')!(stranger, {})).rejects.toThrow('refused (AUD60)');
  });

  test('[STR60] when the server is ready the console shows it, with the setup of a first start', async () => {
    child().stdout.write(`${readyLine(SERVER, { setup: `${SERVER}/#setup=s3cret` })}\n`);
    await vi.waitFor(() => expect(consoleWindow().loaded.at(-1)).toBe(`${SERVER}/#setup=s3cret`));
    await expect(call(consoleWindow(), 'shell:status')).rejects.toThrow('refused');
    expect(await call(consoleWindow(), 'session:write', { token: 'ws-1' })).toEqual({ kept: 'memory' });
    expect(await call(consoleWindow(), 'session:read')).toEqual({ token: 'ws-1' });
  });

  test('[NTF90] a page of the server shows as a notification; its click opens the incident', async () => {
    const toast = {
      type: 'toast',
      id: 1,
      title: 'Payments',
      body: '5xx',
      urgency: 'highest',
      incident: 'inc 1',
    };
    child().emit('message', toast);
    expect(FakeNotification.all[0]?.options).toMatchObject({ title: 'Payments', urgency: 'critical' });
    FakeNotification.all[0]?.emit('click');
    expect(consoleWindow().loaded.at(-1)).toBe(`${SERVER}/incidents/inc%201`);
    expect(child().posted).toEqual([
      { type: 'toast-result', id: 1, ok: true, detail: 'shown' },
      { type: 'toast-click', incident: 'inc 1' },
    ]);
  });

  test('[STR64] a wall put on a screen opens there, is kept, and keeps the screen awake', async () => {
    const { items } = (await call(consoleWindow(), 'screens:assign', { screen: 2, wall: 'wall-1' })) as {
      items: { id: number; wall: string | null }[];
    };
    expect(items.map(({ id, wall }) => [id, wall])).toEqual([
      [1, null],
      [2, 'wall-1'],
    ]);
    const wall = FakeWindow.all[1]!;
    expect(wall.options).toMatchObject({ x: 3840, fullscreen: true, frame: false });
    expect(wall.options.webPreferences).toEqual(consoleWindow().options.webPreferences);
    await vi.waitFor(() => expect(wall.loaded.at(-1)).toBe(`${SERVER}/wall/wall-1`));
    expect(state.blockers).toBe(1);
    expect(JSON.parse(readFileSync(join(state.userData, 'shell.json'), 'utf8')).walls).toEqual([
      { wall: 'wall-1', screen: { id: 2, label: 'Wall left' } },
    ]);
    await expect(call(wall, 'session:read')).rejects.toThrow('refused');
    await expect(call(wall, 'screens:assign', { screen: 1, wall: null })).rejects.toThrow('refused');
  });

  test('[STR65] an unplugged screen closes its wall, a new one gets it back', async () => {
    state.displays = [screen(1, 'Desk')];
    electron.screen.emit('display-removed');
    await vi.waitFor(() => expect(FakeWindow.all[1]?.destroyed).toBe(true), 3000);
    expect(state.blockers).toBe(0);
    state.displays = [screen(1, 'Desk'), screen(8, 'Wall left')];
    electron.screen.emit('display-added');
    await vi.waitFor(() => expect(FakeWindow.all).toHaveLength(3), 3000);
    expect(FakeWindow.all[2]?.options).toMatchObject({ x: 8 * 1920 });
    expect(state.blockers).toBe(1);
  });

  test('[STR66] a crashed wall is loaded again within 3 s', async () => {
    const wall = FakeWindow.all[2]!;
    await vi.waitFor(() => expect(wall.loaded.at(-1)).toContain('/wall/wall-1'));
    const before = wall.loaded.length;
    wall.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 });
    await vi.waitFor(() => expect(wall.loaded).toHaveLength(before + 1), 3000);
  });

  test('[STR61] a killed server is started again within 3 s; pages stay where they were', async () => {
    const pages = consoleWindow().loaded.length;
    child().emit('exit', null);
    await vi.waitFor(() => expect(FakeChild.all).toHaveLength(2), 3000);
    expect(FakeChild.all[1]?.options.env.WATCHFLOOR_SHELL_TOKEN).toBe(
      FakeChild.all[0]?.options.env.WATCHFLOOR_SHELL_TOKEN,
    );
    child().stdout.write(`${readyLine(SERVER)}\n`);
    await vi.waitFor(() => expect(state.tooltips.at(-1)).toContain('Watchfloor'));
    expect(consoleWindow().loaded).toHaveLength(pages);
  });

  test('[STR61] a server that comes back at another port takes the pages along', async () => {
    child().emit('exit', 1);
    await vi.waitFor(() => expect(FakeChild.all).toHaveLength(3), 5000);
    child().stdout.write(`${readyLine('http://127.0.0.1:7799')}\n`);
    await vi.waitFor(() => expect(consoleWindow().loaded.at(-1)).toBe('http://127.0.0.1:7799/'));
    await vi.waitFor(() =>
      expect(FakeWindow.all[2]?.loaded.at(-1)).toBe('http://127.0.0.1:7799/wall/wall-1'),
    );
  });

  test('[STR68] quitting ends the server first, then the windows, then the app', async () => {
    let over = false;
    electron.app.once('quit', () => {
      over = true;
    });
    electron.app.quit();
    await vi.waitFor(() => expect(over).toBe(true), 3000);
    expect(child().killed).toBe(1);
    expect(FakeWindow.all.every(({ destroyed }) => destroyed)).toBe(true);
    expect(state.blockers).toBe(0);
    const logs = ['shell.log', 'server.log'].map((name) => {
      try {
        return readFileSync(join(state.userData, 'logs', name), 'utf8');
      } catch {
        return '';
      }
    });
    expect(logs.join()).toContain('server ready');
    expect(logs.join()).not.toContain('s3cret');
    expect(logs.join()).not.toContain(child().options.env.WATCHFLOOR_SHELL_TOKEN ?? 'no token');
  });
});
