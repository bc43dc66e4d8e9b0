import { type ChildProcess, spawn } from 'node:child_process';
import { until } from './until.ts';

/** A program that a test started; it and its own children form one process group and end together. */
export interface Program {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with its exit code, or the negative of nothing: null when a signal ended it. */
  readonly ended: Promise<number | null>;
  isRunning(): boolean;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL to the whole group after `graceMs`. Resolves with the exit code. */
  stop(graceMs?: number): Promise<number | null>;
}

const running = new Set<number>();
process.once('exit', () => {
  for (const pid of running) killGroup(pid, 'SIGKILL');
});

/** Starts a program with its output kept as text. Throws when it cannot be started at all. */
export async function startProgram(
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Promise<Program> {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout = collect(child, 'stdout');
  const stderr = collect(child, 'stderr');
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  await new Promise<void>((done, fail) => {
    child.once('spawn', done);
    child.once('error', (error) => fail(new Error(`${command} cannot be started: ${error.message}`)));
  });
  const pid = child.pid!;
  running.add(pid);
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    stdout,
    stderr,
    ended,
    isRunning,
    signal: (name) => {
      child.kill(name);
    },
    async stop(graceMs = 5000) {
      if (isRunning()) {
        child.kill('SIGCONT');
        child.kill('SIGTERM');
        const force = setTimeout(() => killGroup(pid, 'SIGKILL'), graceMs);
        await ended;
        clearTimeout(force);
      }
      // What it left behind goes too.
      killGroup(pid, 'SIGKILL');
      running.delete(pid);
      return child.exitCode;
    },
  };
}

/** Waits for a line of a program's output that `read` accepts; its end or `limitMs` fails with all it said. */
export async function waitForLine<T>(
  program: Program,
  what: string,
  read: (line: string) => T | null,
  limitMs = 15_000,
): Promise<T> {
  return until(
    what,
    () => {
      const found = program
        .stdout()
        .split('\n')
        .map(read)
        .find((value) => value !== null);
      if (found !== undefined) return { found };
      if (!program.isRunning()) throw new Error(`ended: ${program.stdout()}\n${program.stderr()}`);
      return null;
    },
    limitMs,
  ).then(({ found }) => found as T);
}

function collect(child: ChildProcess, name: 'stdout' | 'stderr'): () => string {
  let text = '';
  child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}
