import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface RotatingFileLimits {
  /** Bytes of one file. */
  readonly maxBytes: number;
  /** Files kept in all, the one written to included. */
  readonly files: number;
}
export const LOG_LIMITS: RotatingFileLimits = { maxBytes: 10 * 1024 * 1024, files: 5 };

/**
 * Appends lines to `path`; a full file becomes `path.1`, that one `path.2`, the oldest goes (STO60).
 * Never throws: a full disk costs log lines, not the wall. Returns how many lines were lost so far.
 */
export function createRotatingFile(path: string, limits: RotatingFileLimits = LOG_LIMITS) {
  let size = -1;
  let lost = 0;

  function open(): void {
    mkdirSync(dirname(path), { recursive: true });
    size = existsSync(path) ? statSync(path).size : 0;
  }

  function rotate(): void {
    rmSync(`${path}.${limits.files - 1}`, { force: true });
    for (let n = limits.files - 2; n >= 1; n -= 1) {
      if (existsSync(`${path}.${n}`)) renameSync(`${path}.${n}`, `${path}.${n + 1}`);
    }
    if (existsSync(path)) renameSync(path, `${path}.1`);
    size = 0;
  }

  return {
    write(line: string): void {
      // A control character in a log line is a trick on whoever reads it in a terminal.
      const bytes = Buffer.from(`${line.replace(CONTROL, '\uFFFD').slice(0, MAX_LINE)}\n`);
      try {
        if (size < 0) open();
        if (size > 0 && size + bytes.length > limits.maxBytes) rotate();
        appendFileSync(path, bytes, { mode: 0o600 });
        size += bytes.length;
      } catch {
        lost += 1;
        size = -1;
      }
    },
    lost: (): number => lost,
  };
}

const MAX_LINE = 16_384;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
