import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { Notice } from '../../src/shared/stream.ts';
import { openConsole } from '../support/e2e/console.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture, openWall, whenGone, whenShown } from '../support/e2e/wall.ts';

const stage = createStage();
const PRELOAD = pathToFileURL(join(import.meta.dirname, '../support/e2e/slow-disk.mjs')).href;
const INCIDENTS = 3000;
/** Slow enough that the due steps of all take longer than 5 s, fast enough that heartbeats keep the wall live. */
const COMMIT_MS = 1800;
const BAND = '.freshness__band--degraded';

test('[ESC13] a disk so slow that steps run late is said on wall and console, and no more once they ran', {
  timeout: 120_000,
}, async () => {
  const slow = join(stage.folder(), 'slow');
  const receiver = await stage.receiver();
  const server = await stage.server({
    config: floorConfig({ hook: receiver.url, stepDelay: 'PT20S' }),
    env: { NODE_OPTIONS: `--import=${PRELOAD}`, TEST_SLOW_DISK: slow },
  });
  const browser = await stage.browser();
  const wall = await openWall(browser, server.url);
  const desk = await openConsole(browser, server.url);
  for (let from = 0; from < INCIDENTS; from += 500) {
    await server.alert(
      Array.from({ length: 500 }, (_, i) => ({
        summary: `Queue ${from + i} grows`,
        event_id: `q-${from + i}`,
        urgency: 'high',
      })),
    );
  }
  await until('the first step of each', () => receiver.to('/an', 'page').length === INCIDENTS, 25_000);
  const kinds = async () =>
    (await server.get<{ items: Notice[] }>('/api/v1/notices')).items.map(({ kind }) => kind);
  expect(await kinds(), 'nothing is late yet').toEqual([]);
  expect((await server.ask('GET', '/readyz')).status).toBe(200);

  writeFileSync(slow, String(COMMIT_MS));
  await Promise.all([
    whenShown(wall, BAND, 'Steps run late', 60_000),
    whenShown(desk, BAND, 'Steps run late', 60_000),
    whenShown(desk, '.c-notice-steps-late', 'late', 60_000),
    until('the notice in the API', async () => (await kinds()).join() === 'steps-late', 60_000),
    until('not ready', async () => (await server.ask('GET', '/readyz')).status === 503, 60_000),
  ]);
  await Promise.all([keepPicture(wall, 'late-steps-1-wall'), keepPicture(desk, 'late-steps-2-console')]);
  expect(await desk.locator('.c-notice-steps-late button').count(), 'nobody can dismiss it').toBe(0);

  rmSync(slow);
  await whenGone(wall, BAND, 20_000);
  await whenShown(wall, '[data-freshness="live"]');
  await whenGone(desk, '.c-notice-steps-late');
  await whenGone(desk, BAND);
  expect(await kinds()).toEqual([]);
  await keepPicture(wall, 'late-steps-3-over');
  await until('the second step of each', () => receiver.to('/lee', 'page').length >= INCIDENTS, 40_000);
  const told = receiver.to('/lee', 'page');
  expect(new Set(told.map(({ key }) => key)).size, 'each once').toBe(INCIDENTS);
  expect(told).toHaveLength(INCIDENTS);
});
