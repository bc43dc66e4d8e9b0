import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder the server uses when none is named; the same rule as in src/server/settings.ts. */
export function dataDir(flags = process.argv.slice(2), env = process.env, platform = process.platform) {
  const at = flags.findIndex((flag) => flag === '--data-dir' || flag.startsWith('--data-dir='));
  if (at >= 0) return flags[at].includes('=') ? flags[at].slice('--data-dir='.length) : flags[at + 1];
  if (env.WATCHFLOOR_DATA_DIR) return env.WATCHFLOOR_DATA_DIR;
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Watchfloor');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Watchfloor');
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'watchfloor');
}

/** Addresses of a starter config, `{alert, wall}`, or null where there is none. */
export function firstSteps(flags) {
  try {
    return JSON.parse(readFileSync(join(dataDir(flags) ?? '', 'first-steps.json'), 'utf8'));
  } catch {
    return null;
  }
}
