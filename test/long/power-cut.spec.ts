import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeDisk, whyNoDisk } from '../support/e2e/disk.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { makeRandom } from '../support/e2e/random.ts';
import { createStage } from '../support/e2e/stage.ts';

const stage = createStage();
const ROUNDS = Number(process.env.WATCHFLOOR_POWER_CUTS ?? 20);
const SEED = Number(process.env.WATCHFLOOR_SEED ?? Date.now() % 1_000_000);
const why = whyNoDisk();

test.skipIf(why !== null)(
  `[STO8] ${ROUNDS} power cuts lose nothing that was acknowledged (seed ${SEED})${why === null ? '' : ` (skipped: ${why})`}`,
  { timeout: 60_000 + ROUNDS * 20_000 },
  async () => {
    const random = makeRandom(SEED);
    const disk = makeDisk(stage.folder(), 512);
    stage.later(() => disk.unmount());
    const base = floorConfig();
    const config = { ...base, services: [{ id: 'payments', name: 'Payments', target: null }] };
    const dataDir = join(disk.at, 'data');
    const acknowledged: string[] = [];
    let lostControls = 0;

    disk.mount();
    mkdirSync(dataDir);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const server = await stage.server({ config, dataDir });
      const before = acknowledged.length;
      let isUp = true;
      const senders = Array.from({ length: 8 }, async (_, sender) => {
        for (let n = 0; isUp; n += 1) {
          const event_id = `p${round}-${sender}-${n}`;
          try {
            await server.alert({ summary: 'Power', event_id, urgency: 'low' });
            acknowledged.push(event_id);
          } catch {
            return;
          }
        }
      });
      await sleep(150 + random() * 700);
      const control = join(disk.at, `control-${round}`);
      writeFileSync(control, 'written, never synced');
      // What is answered while the cut goes on proves nothing: an fsync under way may end well on the dead disk,
      // which no machine without power would live to tell.
      const promised = acknowledged.slice();
      disk.cutPower();
      await sleep(300);
      isUp = false;
      await Promise.all(senders);
      expect(promised.length, `round ${round}: something was acknowledged`).toBeGreaterThan(before);
      // Still running without a disk, it must promise nothing more.
      await expect(server.alert({ summary: 'After the cut', event_id: `after-${round}` })).rejects.toThrow(
        '503',
      );
      await server.kill();
      disk.unmount();

      disk.mount();
      if (!existsSync(control) || readFileSync(control).length === 0) lostControls += 1;
      const again = await stage.server({ dataDir });
      const kept = new Set((await again.events()).map(({ dedupKey }) => dedupKey));
      const lost = promised.filter((key) => !kept.has(key));
      expect(lost, `round ${round}, seed ${SEED}: acknowledged events that are gone`).toEqual([]);
      const { received, outcomes } = await again.conservation();
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(received);
      expect(await again.get('/api/v1/audit/verify')).toMatchObject({ ok: true });
      // What was answered during the cut is either kept or not; the next rounds hold on to what was.
      acknowledged.splice(0, acknowledged.length, ...acknowledged.filter((key) => kept.has(key)));
      await again.program.stop();
    }
    disk.unmount();
    // What nobody synced must have been lost, or no power was cut at all.
    expect(lostControls, 'unsynced files that the cuts lost').toBeGreaterThan(ROUNDS / 2);
  },
);
