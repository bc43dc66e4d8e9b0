import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { electronBinary, whyNoDesktop } from '../../scripts/lib/electron-state.mjs';

const ROOT = join(import.meta.dirname, '../..');
const binary: string | null = electronBinary();
const why: string | null =
  whyNoDesktop() ?? (binary === null ? 'Electron’s binary is not fetched; npm start fetches it' : null);

/** The real desktop app with its real server, where Electron can run. */
describe.skipIf(why !== null)(`the desktop app${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let folder: string;
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'watchfloor-electron-'));
    app = await _electron.launch({
      executablePath: binary ?? '',
      args: [
        ROOT,
        `--user-data-dir=${join(folder, 'shell')}`,
        '--port',
        '0',
        '--data-dir',
        join(folder, 'data'),
      ],
    });
    page = await app.firstWindow();
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\//, { timeout: 30_000 });
  });
  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('[STR60] the console shows the local server', async () => {
    expect(new URL(page.url()).hostname).toBe('127.0.0.1');
  });

  test('[AUD65] a page has no Node and only the named verbs', async () => {
    const seen = await page.evaluate(() => {
      const scope = globalThis as unknown as Record<string, unknown>;
      return {
        node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in scope),
        verbs: Object.keys(scope.watchfloor as object).sort(),
      };
    });
    expect(seen.node).toEqual([]);
    expect(seen.verbs).toEqual(
      [
        'assignScreen info listScreens openExternal readAutostart readSession retry status',
        'writeAutostart writeSession',
      ]
        .join(' ')
        .split(' ')
        .sort(),
    );
  });

  test('[AUD65] its renderer is sandboxed and isolated', async () => {
    const preferences = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) =>
        (
          webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences(),
      ),
    );
    expect(preferences.length).toBeGreaterThan(0);
    for (const each of preferences)
      expect(each).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });

  test('[AUD62] it does not leave for the outside', async () => {
    const before = page.url();
    await page.evaluate(() => {
      (globalThis as unknown as { location: { href: string } }).location.href = 'file:///etc/passwd';
    });
    await new Promise((done) => setTimeout(done, 500));
    expect(page.url()).toBe(before);
  });

  test('[STR61] a server killed with signal 9 listens again within 3 s', async () => {
    const origin = new URL(page.url()).origin;
    const pid = await app.evaluate(
      ({ app: running }) =>
        running.getAppMetrics().find(({ name, serviceName }) => (name ?? serviceName) === 'Watchfloor server')
          ?.pid,
    );
    if (pid === undefined) throw new Error('the server is not among the app’s processes');
    process.kill(pid, 'SIGKILL');
    const until = Date.now() + 3000;
    let answered = false;
    while (!answered && Date.now() < until) {
      await new Promise((done) => setTimeout(done, 100));
      const shown = new URL(page.url()).origin;
      answered = await fetch(`${shown === origin ? origin : shown}/healthz`).then(
        () => true,
        () => false,
      );
    }
    expect(answered).toBe(true);
  });
});
