import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, ROOT } from './root.mjs';

const PACKAGE = join(ROOT, 'node_modules/electron');
const MARKER = join(CACHE, 'electron-unreachable.json');

/** Version of the installed electron package; null where it is not installed (production installs). */
export function electronVersion() {
  try {
    return JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}

/** Path of the fetched Electron program, or null. The same test as electron's own installer makes. */
export function electronBinary(env = process.env) {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  try {
    const program = readFileSync(join(PACKAGE, 'path.txt'), 'utf8');
    if (override !== undefined) return existingOrNull(join(override, program));
    const fetched = readFileSync(join(PACKAGE, 'dist/version'), 'utf8').replace(/^v/, '').trim();
    return fetched === electronVersion() ? existingOrNull(join(PACKAGE, 'dist', program)) : null;
  } catch {
    return override === undefined ? null : existingOrNull(join(override, 'electron'));
  }
}

/**
 * Why the desktop app cannot open on this machine, whatever is installed; null when it may.
 * As root on Linux, Electron starts only with its sandbox off, which this app never does.
 */
export function whyNoDesktop({
  platform = process.platform,
  env = process.env,
  uid = process.getuid?.(),
} = {}) {
  if (platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  if (uid === 0) return 'as root it would run without its sandbox; start it as another user';
  return null;
}

/** The fetch that failed before, or null. A newer Electron is a new chance. */
export function failedFetch() {
  try {
    const marker = JSON.parse(readFileSync(MARKER, 'utf8'));
    return marker.version === electronVersion() ? marker : null;
  } catch {
    return null;
  }
}

export function rememberFailedFetch(why, at = new Date()) {
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(MARKER, `${JSON.stringify({ version: electronVersion(), why, at: at.toISOString() })}\n`);
  } catch {
    // A folder that this user may not write: the next start tries again, and says so again.
  }
}

export function forgetFailedFetch() {
  rmSync(MARKER, { force: true });
}

function existingOrNull(path) {
  return existsSync(path) ? path : null;
}
