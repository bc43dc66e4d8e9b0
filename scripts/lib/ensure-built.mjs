import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputHash, isStale, OUT, STAMP } from './build-stamp.mjs';
import { withLock } from './lock.mjs';
import { requireNode } from './node24.mjs';
import { CACHE, ROOT } from './root.mjs';

/**
 * Builds `out/` when it is stale. Everything it has to say goes to stderr, because a server's stdout is its own.
 * Returns false when the build failed; the last good build then stays in place.
 */
export async function ensureBuilt({ force = false, say = false } = {}) {
  if (!force && !isStale()) {
    if (say) console.error('out/ is up to date.');
    return true;
  }
  const node = requireNode();
  return withLock(join(CACHE, 'build.lock'), async () => {
    const hash = inputHash();
    // The holder of the lock before us may have built just this.
    if (!force && !isStale(hash)) return true;
    console.error('Building …');
    const started = Date.now();
    const next = join(CACHE, 'out-next');
    rmSync(next, { recursive: true, force: true });
    mkdirSync(next, { recursive: true });
    const worker = fileURLToPath(new URL('./vite-build.mjs', import.meta.url));
    if ((await quietRun(node, [worker, next])) !== 0) return false;
    replaceOut(next);
    writeFileSync(STAMP, `${hash}\n`);
    console.error(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
    return true;
  });
}

/** Whole folders change places, so that a start during a build never sees half of one. */
function replaceOut(next) {
  const old = join(CACHE, 'out-old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(OUT)) renameSync(OUT, old);
  renameSync(next, OUT);
  rmSync(old, { recursive: true, force: true });
}

function quietRun(node, args) {
  return new Promise((done) => {
    const child = spawn(node, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
    child.once('error', (error) => {
      console.error(error.message);
      done(1);
    });
    child.once('close', (code) => done(code ?? 1));
  });
}
