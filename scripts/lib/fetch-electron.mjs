import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './root.mjs';
import { withStallLimit } from './stall.mjs';

const PACKAGE = join(ROOT, 'node_modules/electron');
const STALL_MS = 10_000;
const EXTRACT_MS = 180_000;
const MEGABYTE = 1_048_576;

/**
 * Fetches Electron's binary with its progress on stderr. Throws when no byte came for ten seconds, when the transfer
 * failed, or when what came does not match the checksums that the package carries.
 */
export async function fetchElectron(node) {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const resolve = createRequire(join(PACKAGE, 'package.json')).resolve;
  const { downloadArtifact } = await import(pathToFileURL(resolve('@electron/get')).href);
  const show = progressLine(`Fetching Electron ${version}`);
  try {
    await withStallLimit(STALL_MS, (signal, alive) =>
      downloadArtifact({
        version,
        artifactName: 'electron',
        cacheRoot: process.env.electron_config_cache,
        checksums: JSON.parse(readFileSync(join(PACKAGE, 'checksums.json'), 'utf8')),
        platform: process.env.npm_config_platform ?? process.platform,
        arch: process.env.npm_config_arch ?? process.arch,
        downloadOptions: {
          signal,
          quiet: true,
          getProgressCallback: async ({ transferred, total }) => {
            alive();
            show(transferred, total);
          },
        },
      }),
    );
  } finally {
    show.end();
  }
  // The package's own installer finds the archive in the cache, checks it again and unpacks it.
  await unpack(node);
}

function progressLine(title) {
  const live = process.stderr.isTTY;
  let shown = -1;
  const show = (transferred, total) => {
    const percent = total ? Math.floor((100 * transferred) / total) : 0;
    // Ten lines in a log are enough.
    const step = live ? percent : Math.floor(percent / 10) * 10;
    if (step === shown) return;
    shown = step;
    const of = total ? ` of ${(total / MEGABYTE).toFixed(0)} MB` : '';
    const text = `${title}: ${step} % (${(transferred / MEGABYTE).toFixed(0)}${of})`;
    process.stderr.write(live ? `\r${text}` : `${text}\n`);
  };
  show.end = () => {
    if (live && shown >= 0) process.stderr.write('\n');
  };
  process.stderr.write(`${title} …\n`);
  return show;
}

function unpack(node) {
  return new Promise((done, fail) => {
    const child = spawn(node, [join(PACKAGE, 'install.js')], {
      stdio: ['ignore', 2, 2],
      timeout: EXTRACT_MS,
    });
    child.once('error', fail);
    child.once('close', (code) =>
      code === 0 ? done() : fail(new Error('its archive could not be unpacked')),
    );
  });
}
