import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { type Browser, chromium } from 'playwright-core';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../../src/renderer');

/** A Chromium to test in: `CHROMIUM`, or where Debian puts it; null when this machine has none. */
export const chromiumPath: string | null =
  [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? null;

/** Builds the pages into a temporary folder; `remove` takes it away again. */
export async function buildRenderer(): Promise<{ readonly dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'watchfloor-renderer-'));
  await build({
    configFile: false,
    root,
    base: '/',
    logLevel: 'silent',
    plugins: [react()],
    build: { outDir: dir, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  });
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath ?? undefined,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
