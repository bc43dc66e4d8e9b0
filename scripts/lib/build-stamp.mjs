import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** What the build's result depends on. Content decides, not times: a checkout touches files without changing them. */
const INPUTS = ['src', 'electron.vite.config.ts', 'package-lock.json', 'package.json', 'tsconfig.json'];
const IGNORED = /\.(?:md|test\.tsx?)$/;

export const OUT = join(ROOT, 'out');
export const STAMP = join(OUT, '.stamp');

/** Hash of everything the build reads; hex. */
export function inputHash() {
  const hash = createHash('sha256');
  for (const path of INPUTS.flatMap((input) => filesUnder(input)).sort()) {
    if (IGNORED.test(path)) continue;
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** True when `out/` was built from other sources than those here now, or not at all. */
export function isStale(hash = inputHash()) {
  return !existsSync(STAMP) || readFileSync(STAMP, 'utf8').trim() !== hash;
}

function filesUnder(path) {
  const found = readdirSyncOrNull(join(ROOT, path));
  if (found === null) return existsSync(join(ROOT, path)) ? [path] : [];
  return found.flatMap((entry) => filesUnder(`${path}/${entry.name}`));
}

function readdirSyncOrNull(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return null;
  }
}
