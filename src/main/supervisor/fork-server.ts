import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { utilityProcess } from 'electron';
import type { ServerProcessEvents, StartServer } from './server-process.ts';

export interface ForkSettings {
  /** The built server. */
  readonly file: string;
  readonly flags: readonly string[];
  /** The shell's own token at the server: in the environment, where only the same user can read it (AUD68). */
  readonly token: string;
  readonly cacheDir: string;
}

/** Starts the server as Electron's utility process: a process of its own with Node in it, and no page in reach. */
export const forkServer =
  (settings: ForkSettings): StartServer =>
  (events: ServerProcessEvents) => {
    const child = utilityProcess.fork(settings.file, [...settings.flags], {
      serviceName: 'Watchfloor server',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        NODE_COMPILE_CACHE: join(settings.cacheDir, 'compile'),
        ...process.env,
        WATCHFLOOR_SHELL_TOKEN: settings.token,
      },
    });
    let ended = false;
    if (child.stdout)
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', events.stdout);
    if (child.stderr)
      createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', events.stderr);
    child.on('message', events.message);
    child.on('error', (type, location) => events.stderr(`${type} at ${location}`));
    child.once('exit', (code) => {
      ended = true;
      events.exit(code);
    });
    return {
      pid: () => child.pid ?? null,
      post: (message) => {
        if (!ended) child.postMessage(message);
      },
      stop: () => {
        if (!ended) child.kill();
      },
      kill: () => {
        if (!ended && child.pid !== undefined) killHard(child.pid);
      },
    };
  };

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended between the check and the signal.
  }
}
