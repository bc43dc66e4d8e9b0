// The programs measured: each start gives a fresh one with an empty store.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../lib/root.mjs';
import { benchConfig, KEYS } from './bench-config.mjs';
import {
  ADMIN_TOKEN,
  dropFolder,
  firstLine,
  freePort,
  makeFolder,
  start,
  stop,
  untilOk,
  writeJson,
} from './processes.mjs';

const SERVER = join(ROOT, 'out/main/server.js');
/** The same program unbundled: a profile of it names the source files. */
export const SOURCE_SERVER = join(ROOT, 'src/server/main.ts');
const BARE = fileURLToPath(new URL('bare-server.mjs', import.meta.url));

/** Paths of Watchfloor's doors, by the shape of what is posted. */
export const DOORS = {
  standard: `/integration/standard/v1/${KEYS.standard}`,
  v2: `/integration/alertmanager/v1/${KEYS.alertmanager}/api/v2/alerts`,
  webhook: `/integration/alertmanager/v1/${KEYS.alertmanager}`,
};

/**
 * The built server on a data folder; a new one with the bench's config unless `folder` names one.
 * `imports`: the folder has its config in `import.json` still. `nodeArgs` go before the program (`--cpu-prof`).
 * `limitMs`: how long it may take to be ready.
 */
export async function startWatchfloor({
  folder,
  program = SERVER,
  nodeArgs = [],
  config,
  imports,
  limitMs = 30_000,
} = {}) {
  const at = Date.now();
  const isNew = folder === undefined;
  const dir = folder ?? makeFolder('server');
  const args = ['--port', '0', '--data-dir', dir];
  if (isNew) {
    writeJson(join(dir, 'import.json'), config ?? benchConfig());
  }
  if (isNew || imports) {
    args.push('--import', join(dir, 'import.json'));
  }
  const child = start(process.execPath, [...nodeArgs, program, ...args], {
    env: { ...process.env, WATCHFLOOR_ADMIN_TOKEN: ADMIN_TOKEN, WATCHFLOOR_LOG_LEVEL: 'warn' },
  });
  const ready = await firstLine(
    child,
    (line) => {
      const value = line.startsWith('{') ? JSON.parse(line) : null;
      return value?.event === 'ready' ? value : null;
    },
    limitMs,
  );
  return {
    name: 'watchfloor',
    url: ready.url,
    dir,
    child,
    readyMs: Date.now() - at,
    pathOf: (shape) => DOORS[shape],
    get: (path) => getJson(`${ready.url}${path}`),
    gauges: () => gaugesOf(ready.url),
    stop: () => stop(child),
    kill: () => stop(child, 'SIGKILL'),
    drop: async () => {
      await stop(child, 'SIGKILL');
      dropFolder(dir);
    },
  };
}

async function getJson(url) {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Unlabelled figures of `/metrics`, by name. */
async function gaugesOf(url) {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  if (!answer.ok) throw new Error(`${url}/metrics: ${answer.status}`);
  const lines = (await answer.text()).matchAll(/^([a-z_]+) ([-+.e0-9]+)$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, Number(value)]));
}

/** Debian's Alertmanager with a receiver that tells nobody and no cluster. */
export async function startAlertmanager(binary) {
  const dir = makeFolder('alertmanager');
  const port = await freePort();
  writeFileSync(join(dir, 'alertmanager.yml'), 'route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n');
  const child = start(binary, [
    `--config.file=${join(dir, 'alertmanager.yml')}`,
    `--storage.path=${join(dir, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ]);
  const url = `http://127.0.0.1:${port}`;
  await untilOk(`${url}/-/ready`);
  return {
    name: 'alertmanager',
    url,
    pathOf: () => '/api/v2/alerts',
    drop: async () => {
      await stop(child);
      dropFolder(dir);
    },
  };
}

export async function startBare() {
  const child = start(process.execPath, [BARE]);
  const { port } = await firstLine(child, (line) => JSON.parse(line));
  return {
    name: 'bare',
    url: `http://127.0.0.1:${port}`,
    pathOf: () => '/',
    drop: () => stop(child),
  };
}
