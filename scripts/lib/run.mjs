import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * Runs a program in the foreground: signals are passed on, and its end is ours.
 * Returns its exit code; 128 + signal number when a signal ended it; 127 when it could not be started.
 */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const stop = forwardSignals(child);
    const { onMessage, onStart } = options;
    if (onMessage !== undefined) child.on('message', onMessage);
    child.once('spawn', () => onStart?.(child));
    child.once('error', (error) => {
      stop();
      console.error(`${command}: ${error.message}`);
      done(127);
    });
    child.once('close', (code, signal) => {
      stop();
      done(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0));
    });
  });
}

function forwardSignals(child) {
  const handlers = FORWARDED.map((signal) => {
    const handler = () => {
      // Ctrl-C on a terminal reaches the whole group already; a second one would look like impatience.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const off of handlers) off();
  };
}
