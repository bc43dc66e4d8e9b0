import { execFile } from 'node:child_process';

export type BoundedRun =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly why: 'missing' | 'timeout' | 'failed'; readonly detail: string };

/** Runs a program without a shell; killed after `limitMs`. Never rejects. */
export function runBounded(program: string, args: readonly string[], limitMs: number): Promise<BoundedRun> {
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: 262_144, windowsHide: true },
      (error, stdout, stderr) => {
        if (error === null) resolve({ ok: true, stdout });
        else if (error.code === 'ENOENT') resolve({ ok: false, why: 'missing', detail: program });
        else if (error.killed === true) resolve({ ok: false, why: 'timeout', detail: program });
        else resolve({ ok: false, why: 'failed', detail: stderr.trim() || error.message });
      },
    );
  });
}
