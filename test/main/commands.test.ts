import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { whyNoDesktop } from '../../scripts/lib/electron-state.mjs';
import { withLock } from '../../scripts/lib/lock.mjs';
import { addresses, readyOrNull } from '../../scripts/lib/run-server-for-people.mjs';
import { withStallLimit } from '../../scripts/lib/stall.mjs';
import { summarise, summaryLines } from '../../scripts/lib/summary-reporter.mjs';

const SCRIPTS = join(import.meta.dirname, '../../scripts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchfloor-commands-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('start', () => {
  test('[STR60] no display, or root on Linux: the desktop app does not open, and says why', () => {
    expect(whyNoDesktop({ platform: 'linux', env: {}, uid: 1000 })).toBe('there is no display');
    expect(whyNoDesktop({ platform: 'linux', env: { DISPLAY: ':0' }, uid: 0 })).toContain('sandbox');
    expect(whyNoDesktop({ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' }, uid: 1000 })).toBe(null);
    expect(whyNoDesktop({ platform: 'darwin', env: {}, uid: 501 })).toBe(null);
    expect(whyNoDesktop({ platform: 'win32', env: {}, uid: undefined })).toBe(null);
  });

  test('[STR60] the addresses for people hold no secret', () => {
    const ready = readyOrNull(
      '{"event":"ready","url":"http://127.0.0.1:7700","wall":"http://127.0.0.1:7700/wall/wall-1","setup":"http://127.0.0.1:7700/#setup=s3cret"}',
    );
    const text = addresses(ready).join('\n');
    expect(text).toContain('http://127.0.0.1:7700/wall/wall-1');
    expect(text).not.toContain('s3cret');
    for (const line of ['', 'x', 'null', '{}', '{"event":"ready"}']) expect(readyOrNull(line)).toBe(null);
  });
});

describe('a fetch with a limit', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('[STR60] no byte for the limit ends it, also when the work does not heed the signal', async () => {
    let signal: AbortSignal | undefined;
    const ended = withStallLimit(10_000, (given: AbortSignal) => {
      signal = given;
      return new Promise(() => {});
    }).catch((error: Error) => error.message);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await ended).toBe('no byte came for 10 s');
    expect(signal?.aborted).toBe(true);
  });

  test('[STR60] slow is not stalled', async () => {
    const done = withStallLimit(10_000, async (_signal: AbortSignal, alive: () => void) => {
      for (let n = 0; n < 20; n += 1) {
        await new Promise((next) => setTimeout(next, 9000));
        alive();
      }
      return 'fetched';
    });
    await vi.advanceTimersByTimeAsync(200_000);
    expect(await done).toBe('fetched');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the build lock', () => {
  test('[STO61] two builds take turns', async () => {
    const path = join(folder, 'lock');
    const order: string[] = [];
    const work = (name: string) => () =>
      new Promise<void>((done) => {
        order.push(`${name} in`);
        setTimeout(() => {
          order.push(`${name} out`);
          done();
        }, 50);
      });
    await Promise.all([withLock(path, work('a')), withLock(path, work('b'))]);
    expect([order.slice(0, 2).join(), order.slice(2).join()].sort()).toEqual(['a in,a out', 'b in,b out']);
  });

  test('[STO61] the lock of a dead process is taken over, that of a living one is not', async () => {
    const path = join(folder, 'lock');
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    mkdirSync(path);
    writeFileSync(join(path, 'pid'), String(dead));
    expect(await withLock(path, async () => 'built')).toBe('built');
    mkdirSync(path);
    writeFileSync(join(path, 'pid'), String(process.pid));
    await expect(withLock(path, async () => 'built', 100)).rejects.toThrow('another build holds');
  });
});

describe('the summary of a test run', () => {
  const test_ = (state: string, fullName = 'x', note?: string) => ({
    fullName,
    result: () => ({ state, note }),
  });
  const file = (state: string, tests: unknown[]) => ({
    state: () => state,
    children: { allTests: () => tests },
  });

  test('[REP60] counts, and names what was skipped with its reason', () => {
    const summary = summarise([
      file('passed', [test_('passed'), test_('skipped', '[NTF9] shows a toast', 'dunst is not installed')]),
      file('failed', [test_('failed'), test_('passed'), test_('pending', 'later')]),
    ]);
    expect(summaryLines(summary)).toEqual([
      'skipped: [NTF9] shows a toast (dunst is not installed)',
      'skipped: later',
      '2 passed, 1 failed, 2 skipped',
    ]);
  });

  test('[REP60] a file that cannot be loaded is a failure', () => {
    expect(summaryLines(summarise([file('failed', [])]))).toEqual(['0 passed, 1 failed, 0 skipped']);
  });
});

test.each(['build', 'serve', 'start', 'test', 'types', 'check', 'dist'])(
  '[STR60] %s.mjs and what it imports parse on the oldest Node that npm may run it with',
  (name) => {
    const node20 = ['/usr/bin/node', '/usr/local/bin/node'].find(
      (path) => spawnSync(path, ['-v'], { encoding: 'utf8' }).stdout?.startsWith('v20.') === true,
    );
    // Without a Node 20 on this machine the bundled one still proves that the file parses.
    const checked = spawnSync(node20 ?? process.execPath, ['--check', join(SCRIPTS, `${name}.mjs`)], {
      encoding: 'utf8',
    });
    expect(checked.stderr).toBe('');
    expect(checked.status).toBe(0);
  },
);
