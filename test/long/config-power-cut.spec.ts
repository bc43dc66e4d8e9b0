import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ConfigDocument } from '../../src/shared/config/document.ts';
import { makeDisk, whyNoDisk } from '../support/e2e/disk.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { makeRandom } from '../support/e2e/random.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';

const stage = createStage();
const ROUNDS = Number(process.env.WATCHFLOOR_POWER_CUTS ?? 20);
const SEED = Number(process.env.WATCHFLOOR_SEED ?? Date.now() % 1_000_000);
const why = whyNoDisk();

/** Threshold that says which change a config is of. */
const thresholdOf = async (server: ServerHandle) =>
  (await server.get<ConfigDocument>('/api/v1/config')).settings.floodThreshold;

/** One change more; resolves when it was answered 200. */
async function putThreshold(server: ServerHandle, floodThreshold: number): Promise<void> {
  const answer = await server.ask('GET', '/api/v1/config');
  const document = (await answer.json()) as ConfigDocument;
  const put = await server.ask(
    'PUT',
    '/api/v1/config',
    { ...document, settings: { ...document.settings, floodThreshold } },
    { 'if-match': answer.headers.get('etag') ?? '' },
  );
  if (!put.ok) throw new Error(`${put.status} ${await put.text()}`);
}

test.skipIf(why !== null).each(['', 'noauto_da_alloc'])(
  `[STO40] ${ROUNDS} power cuts between config changes leave the last one answered, mounted with "%s" (seed ${SEED})${why === null ? '' : ` (skipped: ${why})`}`,
  { timeout: 60_000 + ROUNDS * 20_000 },
  async (options) => {
    const random = makeRandom(SEED);
    const disk = makeDisk(stage.folder(), 128, options);
    stage.later(() => disk.unmount());
    disk.mount();
    const dataDir = join(disk.at, 'data');
    mkdirSync(dataDir);
    let answered = 10;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const server = await stage.server({ config: floorConfig(), dataDir });
      let tried = answered;
      let isUp = true;
      const changing = (async () => {
        while (isUp) {
          tried += 1;
          try {
            await putThreshold(server, tried);
            answered = tried;
          } catch {
            return;
          }
        }
      })();
      await sleep(200 + random() * 600);
      const promised = answered;
      disk.cutPower();
      await sleep(100);
      isUp = false;
      await changing;
      await server.kill();
      disk.unmount();
      disk.mount();

      const again = await stage.server({ dataDir });
      const found = await thresholdOf(again);
      expect(found, `round ${round}, seed ${SEED}: the last answered change`).toBeGreaterThanOrEqual(
        promised,
      );
      expect(found, `round ${round}: nothing that was never asked`).toBeLessThanOrEqual(tried);
      expect(await again.get('/api/v1/audit/verify')).toMatchObject({ ok: true });
      answered = found;
      await again.program.stop();
    }
    expect(answered, 'changes were made at all').toBeGreaterThan(10 + ROUNDS);
  },
);
