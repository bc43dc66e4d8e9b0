import { closeSync, openSync, writeSync } from 'node:fs';
import { createServer as createListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { io } from 'socket.io-client';
import { expect, it, onTestFinished } from 'vitest';
import { backupNow } from '../src/server/adapters/storage/backup.ts';
import { createServer } from '../src/server/create-server.ts';
import type { Settings } from '../src/server/settings.ts';
import { noteStart } from '../src/server/start-notices.ts';
import type { Notice, Snapshot } from '../src/shared/stream.ts';
import { dataDir, recordingLog } from './adapters/storage/storage-dir.ts';
import { given } from './support/story.ts';
import { APPLIER, QUERY_WORKER } from './support/workers.ts';

const ADMIN = 'admin-0123456789abcdef0123456789';

/** The whole server on a data folder, as `npm run serve` puts it together. */
async function start(dir: string, more: Partial<Settings> = {}) {
  const log = recordingLog();
  const settings: Settings = {
    host: '127.0.0.1',
    port: 0,
    dataDir: dir,
    publicUrl: null,
    allowedHosts: [],
    tlsCert: null,
    tlsKey: null,
    importFile: null,
    configFile: null,
    starter: false,
    startEmpty: false,
    logLevel: 'info',
    adminToken: ADMIN,
    shellToken: null,
    ...more,
  };
  const paths = {
    staticDir: dir,
    queryWorker: QUERY_WORKER,
    ledgerWorker: APPLIER,
    version: '0.0.0',
  };
  const server = await createServer(settings, paths, log, null);
  let isStopped = false;
  const stop = async () => {
    if (!isStopped) await server.stop();
    isStopped = true;
  };
  onTestFinished(stop);
  return { ...server, log, stop, port: Number(new URL(server.url).port) };
}

/** The notices a screen shows when it opens. */
async function onScreen(url: string): Promise<readonly Notice[]> {
  const socket = io(url, { path: '/socket.io', transports: ['websocket'], auth: { token: ADMIN } });
  try {
    return await new Promise((resolve, reject) => {
      socket.on('snapshot', (snapshot: Snapshot) => resolve(snapshot.notices));
      socket.on('connect_error', reject);
    });
  } finally {
    socket.disconnect();
  }
}

it('[STO52] a taken port is said on every screen and in the log, and a free one serves', async () => {
  const other = createListener((_, response) => response.end('somebody else'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const taken = (other.address() as AddressInfo).port;
  const server = await start(dataDir(), { port: taken });
  expect(server.port).not.toBe(taken);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(await onScreen(server.url)).toMatchObject([
    { kind: 'config-problem', reason: { code: 'STO52', params: { wanted: taken, port: server.port } } },
  ]);
  expect(server.log.lines.filter((line) => line.startsWith('error '))).toEqual([
    expect.stringContaining(`port ${taken} is taken`),
  ]);
});

it('[STO52] on a port that is free, or any free one, no screen says anything', async () => {
  const server = await start(dataDir());
  expect(await onScreen(server.url)).toEqual([]);
});

it('[STO51] a database restored from a backup is said on every screen, at that start only', async () => {
  const dir = dataDir();
  await (await start(dir)).stop();
  backupNow(dir, Date.now());
  overwrite(join(dir, 'watchfloor.db'), 0, 100);
  const restored = await start(dir);
  expect(await onScreen(restored.url)).toMatchObject([
    { kind: 'database-restored', to: null, reason: { code: 'STO51' } },
  ]);
  await restored.stop();
  const again = await start(dir);
  expect(await onScreen(again.url)).toEqual([]);
});

it('[STO54] damage in a large database, which no start looks through, is found beside it and said on every screen', async () => {
  const dir = dataDir();
  await (await start(dir)).stop();
  const file = join(dir, 'watchfloor.db');
  const pages = enlarge(file);
  const sound = await start(dir);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await onScreen(sound.url)).toEqual([]);
  await sound.stop();

  // In the middle of what was written last: neither end of any table, which a start does read.
  overwrite(file, Math.floor(pages * 0.7) * 4096, 4096);
  const damaged = await start(dir);
  await expect
    .poll(() => onScreen(damaged.url), { timeout: 10_000 })
    .toMatchObject([{ kind: 'config-problem', reason: { code: 'STO54' } }]);
}, 40_000);

it.each([
  ['0.0.0.0', false, true],
  ['192.0.2.7', false, true],
  ['::', false, true],
  ['0.0.0.0', true, false],
  ['127.0.0.1', false, false],
  ['localhost', false, false],
  ['::1', false, false],
])(
  '[STR53] bound to %s, with TLS %s: said at start and on every screen: %s',
  async (host, hasTls, isSaid) => {
    const story = await given();
    noteStart(story.core, { recovered: false, host, hasTls, wanted: 0, port: 7700 });
    const shown = story.floor.notices().map(({ kind, reason }) => `${kind} ${reason.code}`);
    expect(shown).toEqual(isSaid ? ['insecure-bind STR53'] : []);
    const warned = story.logged.filter(({ level }) => level === 'warn').map(({ message }) => message);
    expect(warned).toEqual(isSaid ? ['reachable from the network without TLS'] : []);
  },
);

/** Noise over `length` bytes of a file. */
function overwrite(file: string, at: number, length: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, at);
  closeSync(handle);
}

/** Fills a stopped server's database past what a start checks; returns its pages. */
function enlarge(file: string): number {
  const db = new DatabaseSync(file);
  db.exec('BEGIN');
  const add = db.prepare('INSERT INTO raw_bodies (owner, slot, at, seen, body) VALUES (?, 0, 0, 1, ?)');
  for (let n = 0; n < 10_500; n += 1) add.run(`owner-${n}`, String(n).padEnd(3900, 'x'));
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  const pages = Number(db.prepare('PRAGMA page_count').get()?.page_count);
  db.close();
  return pages;
}
