import { cpSync, existsSync, openSync, readdirSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openQueries } from '../../src/server/adapters/storage/open-queries.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { makeRandom } from '../support/e2e/random.ts';
import { createStage } from '../support/e2e/stage.ts';
import { quantile, startSteadyLoad } from '../support/e2e/steady-load.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture, openWall, whenShown } from '../support/e2e/wall.ts';
import { QUERY_WORKER } from '../support/workers.ts';

const stage = createStage();
const SEED = Number(process.env.WATCHFLOOR_SEED ?? Date.now() % 1_000_000);
const READER_MINUTES = Number(process.env.WATCHFLOOR_READER_MINUTES ?? 1);
const UP_LIMIT_MS = 10_000;
const MB = 1024 * 1024;
const WAL_LIMIT_MB = 64;

const base = floorConfig();
/** Nobody is told: this is about what is kept. */
const config = { ...base, services: [{ id: 'payments', name: 'Payments', target: null }] };

/** The server's own backup, asked for now instead of in six hours. */
async function backUp(dataDir: string): Promise<string> {
  const queries = openQueries(dataDir, { workerUrl: QUERY_WORKER });
  try {
    return join(dataDir, (await queries.backup()).file);
  } finally {
    await queries.close();
  }
}

function overwrite(file: string, at: number, bytes: Uint8Array): void {
  writeSync(openSync(file, 'r+'), bytes, 0, bytes.length, at);
}

const noise = (length: number) => {
  const random = makeRandom(SEED);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
};

test.each([
  ['whose header is zeroed', (file: string) => overwrite(file, 0, new Uint8Array(100))],
  ['cut to half its length', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  // The second page and on: the root of the schema's own tables would be page one.
  ['with pages overwritten', (file: string) => overwrite(file, 8192, noise(16_384))],
])(
  `[STO34] a database %s is moved aside, the newest backup restored and said on the wall, up within 10 s (seed ${SEED})`,
  async (_, damage) => {
    const dataDir = stage.folder();
    const server = await stage.server({ config, dataDir });
    for (let n = 0; n < 20; n += 1)
      await server.alert(
        Array.from({ length: 50 }, (_item, i) => ({
          summary: 'Kept',
          event_id: `k-${n}-${i}`,
          urgency: 'low',
        })),
      );
    await backUp(dataDir);
    await server.alert({ summary: 'After the backup', event_id: 'late', urgency: 'low' });
    expect(await server.program.stop()).toBe(0);
    damage(join(dataDir, 'watchfloor.db'));

    const startedAt = performance.now();
    const again = await stage.server({ dataDir });
    expect(performance.now() - startedAt).toBeLessThan(UP_LIMIT_MS);
    expect(readdirSync(join(dataDir, 'quarantine')).length).toBeGreaterThan(0);
    const keys = new Set((await again.incidents()).map(({ dedupKey }) => dedupKey));
    expect(keys.size, 'what the backup had').toBe(1000);
    expect(keys.has('late')).toBe(false);
    expect(await again.get('/api/v1/audit/verify')).toMatchObject({ ok: true });
    const page = await openWall(await stage.browser(), again.url);
    await whenShown(page, '.notice--loud');
    await keepPicture(page, 'wall-database-restored');
  },
);

test('[STO35] a backup under 500 events a second leaves p99 within 100 ms, and restores to what was answered before it', {
  timeout: 180_000,
}, async () => {
  const dataDir = stage.folder();
  const server = await stage.server({ config, dataDir });
  // Some history, so that the copy takes a while.
  for (let n = 0; n < 100; n += 1)
    await server.alert(
      Array.from({ length: 200 }, (_, i) => ({ summary: 'Old', event_id: `o-${n}-${i}`, urgency: 'low' })),
    );
  const load = startSteadyLoad(server, 500, (n) => ({ summary: 'New', event_id: `n-${n}`, urgency: 'low' }));
  stage.later(() => load.stop());
  let file = '';
  let promised: readonly string[] = [];
  const attempts: { before: number; during: number }[] = [];
  const p99Since = (from: number) => Math.round(quantile(load.latencies.slice(from), 0.99));
  // A machine that others use gets three attempts, and its own pace without a backup to compare with.
  const isMet = () => attempts.some(({ before, during }) => during <= Math.max(100, 2 * before));
  while (attempts.length < 3 && !isMet()) {
    let from = load.latencies.length;
    await sleep(2000);
    const before = p99Since(from);
    from = load.latencies.length;
    promised = load.acknowledged.slice();
    file = await backUp(dataDir);
    attempts.push({ before, during: p99Since(from) });
  }
  await load.stop();
  expect(load.refused()).toBe(0);
  expect(isMet(), `p99 before and during: ${JSON.stringify(attempts)}`).toBe(true);

  const restored = stage.folder();
  for (const name of ['config.json', 'install.json'])
    if (existsSync(join(dataDir, name))) cpSync(join(dataDir, name), join(restored, name));
  cpSync(file, join(restored, 'watchfloor.db'));
  const again = await stage.server({ dataDir: restored, config });
  const kept = new Set((await again.events()).map(({ dedupKey }) => dedupKey));
  expect(promised.filter((key) => !kept.has(key))).toEqual([]);
  const { received, outcomes } = await again.conservation();
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(received);
  expect(received).toBe(kept.size);
});

test(`[STO27] a reader that holds its picture for ${READER_MINUTES} min under 500 events a second costs nobody an answer, and its end gives the write-ahead log back`, {
  timeout: 60_000 + READER_MINUTES * 70_000,
}, async () => {
  const dataDir = stage.folder();
  const server = await stage.server({ config, dataDir });
  const load = startSteadyLoad(server, 500, (n) => ({
    summary: 'Hot',
    event_id: `h-${n % 50}`,
    urgency: 'low',
  }));
  stage.later(() => load.stop());
  const reader = new DatabaseSync(join(dataDir, 'watchfloor.db'), { readOnly: true });
  stage.later(() => reader.close());
  await sleep(1000);
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM events').get();
  const walMb = () => statSync(join(dataDir, 'watchfloor.db-wal')).size / MB;
  await sleep(READER_MINUTES * 60_000);
  const grownMb = walMb();
  reader.exec('COMMIT');
  // Nothing can cut a log that somebody reads; it must not stay as it was.
  expect(grownMb, 'the reader really held it').toBeGreaterThan(WAL_LIMIT_MB);
  await until(
    `a log of 64 MB at most, after ${Math.round(grownMb)} MB`,
    () => walMb() <= WAL_LIMIT_MB,
    20_000,
  );
  await load.stop();
  expect(load.refused()).toBe(0);
});
