import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterEach } from 'vitest';
import { type Program, startProgram } from './program.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { type ServerHandle, type ServerOptions, startServer } from './server.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** Everything one test starts; all of it ends with the test, last started first. */
export interface Stage {
  /** A new empty folder. */
  folder(): string;
  later(end: () => unknown): void;
  program(command: string, args: readonly string[], options?: { env?: NodeJS.ProcessEnv }): Promise<Program>;
  server(options?: ServerOptions): Promise<ServerHandle>;
  receiver(): Promise<Receiver>;
  proxy(port: number): Promise<TcpProxy>;
  browser(args?: readonly string[]): Promise<Browser>;
}

const CHROMIUM = process.env.WATCHFLOOR_CHROMIUM ?? '/usr/bin/chromium';
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

/** For a spec file's top level: a stage per test. */
export function createStage(): Stage {
  let ends: (() => unknown)[] = [];
  afterEach(async () => {
    const last = ends.reverse();
    ends = [];
    const failures: unknown[] = [];
    for (const end of last) await Promise.resolve(end()).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'a stage did not end cleanly');
  });
  const later = (end: () => unknown) => {
    ends.push(async () => end());
  };
  const stage: Stage = {
    later,
    folder() {
      const path = mkdtempSync(join(tmpdir(), 'watchfloor-e2e-'));
      later(() => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
      return path;
    },
    async program(command, args, options) {
      const program = await startProgram(command, args, options);
      later(() => program.stop());
      return program;
    },
    async server(options = {}) {
      const server = await startServer({ ...options, dataDir: options.dataDir ?? stage.folder() });
      later(() => server.program.stop());
      return server;
    },
    async receiver() {
      const receiver = await startReceiver();
      later(() => receiver.close());
      return receiver;
    },
    async proxy(port) {
      const proxy = await startTcpProxy(port);
      later(() => proxy.close());
      return proxy;
    },
    async browser(args = []) {
      // Playwright makes a new profile folder for each launch, and removes it.
      const browser = await chromium.launch({
        executablePath: CHROMIUM,
        headless: true,
        args: [...CHROMIUM_ARGS, ...args],
      });
      later(() => browser.close());
      return browser;
    },
  };
  return stage;
}
