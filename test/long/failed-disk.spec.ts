import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeDisk, makeSmallDisk, whyNoDisk } from '../support/e2e/disk.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import type { Receiver } from '../support/e2e/receiver.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { startSteadyLoad } from '../support/e2e/steady-load.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture, openWall, whenShown } from '../support/e2e/wall.ts';

const stage = createStage();
const LIMIT_MS = 5000;
const STEP = 'PT20S';
const why = whyNoDisk();
const skipped = why === null ? '' : ` (skipped: ${why})`;

/** Takes every byte that is left; returns the way to give them back. */
function fill(folder: string): () => void {
  const path = join(folder, 'ballast');
  const file = openSync(path, 'w');
  for (const size of [1024 * 1024, 4096, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size, 1));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(file);
  return () => rmSync(path);
}

/** A floor with one person told and another due in 20 s, a wall that watches, and senders that never stop. */
async function startFloor(dataDir: string) {
  mkdirSync(dataDir);
  const receiver = await stage.receiver();
  const config = floorConfig({ hook: receiver.url, stepDelay: STEP });
  const server = await stage.server({
    // What the senders say pages nobody: only the first incident escalates.
    config: {
      ...config,
      services: [...config.services!, { id: 'quiet', name: 'Quiet', target: null }],
      integrations: config.integrations!.map((one) => ({
        ...one,
        routes: [
          { when: { field: 'summary', op: 'startsWith' as const, value: 'Filler' }, service: 'quiet' },
        ],
      })),
    },
    dataDir,
  });
  await server.alert({ summary: 'Payments are failing', event_id: 'a-1', urgency: 'high' });
  await until('the first page', () => receiver.to('/an').length > 0);
  const page = await openWall(await stage.browser(), server.url);
  const load = startSteadyLoad(server, 40, (n) => ({
    summary: `Filler ${n} ${'x'.repeat(2000)}`,
    event_id: `f-${n}`,
    urgency: 'low',
  }));
  stage.later(() => load.stop());
  await sleep(500);
  return { receiver, server, page, load };
}

/** Refused with 503, said on the wall, and the next person is told all the same. */
async function expectEscalationGoesOn(floor: Awaited<ReturnType<typeof startFloor>>, picture: string) {
  const { receiver, server, page, load } = floor;
  await until('a refusal', () => load.refused() > 0, 20_000);
  const failedAt = Date.now();
  await expect(server.alert({ summary: 'Filler', event_id: 'refused' })).rejects.toThrow('503');
  const saidAt = await whenShown(page, '[data-freshness="degraded"]', '', 2 * LIMIT_MS);
  expect(saidAt - failedAt, 'the wall says it within 5 s').toBeLessThan(LIMIT_MS);
  await keepPicture(page, picture);
  expect(receiver.to('/lee'), 'the disk failed before the second step').toEqual([]);
  await until('the second step', () => receiver.to('/lee').length > 0, 25_000);
}

async function expectKept(server: ServerHandle, acknowledged: readonly string[], receiver: Receiver) {
  const kept = new Set((await server.events()).map(({ dedupKey }) => dedupKey));
  expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
  const { received, outcomes } = await server.conservation();
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(received);
  expect(await server.get('/api/v1/audit/verify')).toMatchObject({ ok: true });
  expect(receiver.to('/an', 'page').length).toBeGreaterThan(0);
}

test.skipIf(why !== null)(
  `[STO50] a full disk: senders get 503, the wall says it within 5 s, escalation goes on, and it heals within 5 s of room${skipped}`,
  { timeout: 180_000 },
  async () => {
    const disk = makeSmallDisk(stage.folder(), 48);
    stage.later(() => disk.unmount());
    disk.mount();
    const floor = await startFloor(join(disk.at, 'data'));
    const giveBack = fill(disk.at);
    await expectEscalationGoesOn(floor, 'wall-disk-full');
    giveBack();
    const roomAt = Date.now();
    await until('an accepted event', () =>
      floor.server.alert({ summary: 'Filler again', event_id: 'again' }).then(() => true),
    );
    expect(Date.now() - roomAt, 'accepts again').toBeLessThan(LIMIT_MS);
    expect((await whenShown(floor.page, '[data-freshness="live"]')) - roomAt).toBeLessThan(LIMIT_MS);
    await floor.load.stop();
    await expectKept(floor.server, [...floor.load.acknowledged, 'again'], floor.receiver);
    // Nothing that memory did meanwhile is lost: the step that fired is in the timeline.
    await floor.server.kill();
    const again = await stage.server({ dataDir: join(disk.at, 'data') });
    await expectKept(again, [...floor.load.acknowledged, 'again'], floor.receiver);
    const incident = (await again.incidents()).find(({ dedupKey }) => dedupKey === 'a-1')!;
    const { timeline } = await again.incident(incident.id);
    expect(timeline.filter(({ kind }) => kind === 'step-fired').length).toBe(2);
  },
);

test.skipIf(why !== null)(
  `[STO50] a disk that dies while running: senders get 503, the wall says it within 5 s, escalation goes on${skipped}`,
  { timeout: 180_000 },
  async () => {
    const disk = makeDisk(stage.folder(), 128);
    stage.later(() => disk.unmount());
    disk.mount();
    const dataDir = join(disk.at, 'data');
    const floor = await startFloor(dataDir);
    const promised = floor.load.acknowledged.slice();
    expect(promised.length).toBeGreaterThan(0);
    disk.cutPower();
    await expectEscalationGoesOn(floor, 'wall-disk-dead');
    await floor.load.stop();
    await floor.server.kill();
    disk.unmount();
    disk.mount();
    const again = await stage.server({ dataDir });
    await expectKept(again, promised, floor.receiver);
    await again.program.stop();
  },
);
