import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Floor, floorOf } from './floor-client.ts';
import { type Program, startProgram, waitForLine } from './program.ts';

export const ROOT = join(import.meta.dirname, '../../..');
/** The server as people run it; `npm run test:e2e` builds it first. */
const BUILT = join(ROOT, 'out/main/server.js');
export const ADMIN_TOKEN = 'admin-0123456789abcdef0123456789';

export interface ServerOptions {
  /** Imported when the data folder has no config yet. */
  readonly config?: unknown;
  readonly dataDir?: string;
  /** 0, any free one, when absent. */
  readonly port?: number;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Program and arguments before Node, such as `dbus-run-session --`. */
  readonly within?: readonly string[];
  /** False starts it as a newcomer does: without an admin token. */
  readonly hasAdminToken?: boolean;
  readonly startLimitMs?: number;
}

export interface Ready {
  readonly event: 'ready';
  readonly url: string;
  readonly wall: string;
  readonly pid: number;
  readonly setup?: string;
}

/** A running server and the ways to talk to it. */
export interface ServerHandle extends Floor {
  readonly program: Program;
  readonly ready: Ready;
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** The server's own process, which is not `program` when it runs within another. */
  signal(name: NodeJS.Signals): void;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Command line of a server; for tests of starts that fail. */
export function serverCommandLine(
  dataDir: string,
  options: ServerOptions,
): { command: string; args: string[]; env: NodeJS.ProcessEnv } {
  if (!existsSync(BUILT)) throw new Error('out/main/server.js is missing: run "npm run build"');
  const config: string[] = [];
  if (options.config !== undefined) {
    const path = join(dataDir, 'import.json');
    writeFileSync(path, JSON.stringify(options.config));
    config.push('--import', path);
  }
  const line = [
    ...(options.within ?? []),
    process.execPath,
    BUILT,
    '--port',
    String(options.port ?? 0),
    '--data-dir',
    dataDir,
    ...config,
    ...(options.args ?? []),
  ];
  return {
    command: line[0]!,
    args: line.slice(1),
    env: {
      PATH: process.env.PATH,
      HOME: dataDir,
      LANG: 'C.UTF-8',
      NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/watchfloor/compile'),
      ...(options.hasAdminToken === false ? {} : { WATCHFLOOR_ADMIN_TOKEN: ADMIN_TOKEN }),
      ...options.env,
    },
  };
}

/** Starts the server and waits for its ready line. */
export async function startServer(options: ServerOptions & { dataDir: string }): Promise<ServerHandle> {
  const { command, args, env } = serverCommandLine(options.dataDir, options);
  const program = await startProgram(command, args, { env });
  let ready: Ready;
  try {
    ready = await waitForLine(program, 'the ready line', readReady, options.startLimitMs);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return {
    ...floorOf(ready.url, ADMIN_TOKEN),
    program,
    ready,
    url: ready.url,
    port: Number(new URL(ready.url).port),
    dataDir: options.dataDir,
    signal: (name) => {
      process.kill(ready.pid, name);
    },
    async kill() {
      process.kill(ready.pid, 'SIGKILL');
      await program.ended;
    },
  };
}

function readReady(line: string): Ready | null {
  try {
    const value = JSON.parse(line) as Ready;
    return value.event === 'ready' ? value : null;
  } catch {
    return null;
  }
}
