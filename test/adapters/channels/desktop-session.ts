import { type ChildProcess, spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';

/** Of `programs`, those that are not on the PATH. */
export function missingPrograms(programs: readonly string[]): readonly string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const isHere = (program: string): boolean =>
    folders.some((folder) => {
      try {
        accessSync(join(folder, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  return programs.filter((program) => !isHere(program));
}

const firstLine = (stream: Readable): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')).trim());
    });
    stream.on('end', () => reject(new Error(`ended after "${text}"`)));
  });

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

export interface DesktopSession {
  readonly bus: string;
  close(): Promise<void>;
}

/**
 * A D-Bus session of its own that knows no services, or one: the script `service`, started when somebody
 * calls `org.freedesktop.Notifications`.
 */
export async function startSession(service?: string): Promise<DesktopSession> {
  const folder = mkdtempSync(join(tmpdir(), 'watchfloor-bus-'));
  const pidFile = join(folder, 'pid');
  const config = join(folder, 'bus.conf');
  // Its own config: a usual one also starts what is installed on this machine.
  writeFileSync(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=${tmpdir()}</listen><servicedir>${folder}</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  if (service !== undefined) {
    const script = join(folder, 'service.sh');
    writeFileSync(script, `#!/bin/sh\necho $$ > ${pidFile}\n${service}\n`, { mode: 0o755 });
    writeFileSync(
      join(folder, 'notifications.service'),
      `[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=${script}\n`,
    );
  }
  // The session lives as long as its program, and that as long as its standard input.
  const session = spawn(
    'dbus-run-session',
    ['--config-file', config, '--', 'sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; cat'],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const bus = await firstLine(session.stdout);
  return {
    bus,
    async close() {
      session.stdin.end();
      await ended(session);
      try {
        process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
      } catch {
        // It was never started, or has ended.
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A screen that nobody sees, and dunst on it, reading markup in bodies or not. */
export async function startDunst(
  bus: string,
  hasMarkup: boolean,
): Promise<{ readonly display: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'watchfloor-dunst-'));
  const config = join(folder, 'dunstrc');
  writeFileSync(config, `[global]\nmarkup = ${hasMarkup ? 'full' : 'no'}\nstack_duplicates = false\n`);
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = `:${await firstLine(screen.stdio[3] as Readable)}`;
  const daemon = spawn('dunst', ['-config', config], {
    env: { ...process.env, DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: bus },
    stdio: 'ignore',
  });
  return {
    display,
    async close() {
      for (const child of [daemon, screen]) {
        child.kill('SIGTERM');
        await ended(child);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Command lines of running processes that hold `text`, this one aside. */
export function processesWith(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(text) ? [line] : [];
      } catch {
        return [];
      }
    });
}
