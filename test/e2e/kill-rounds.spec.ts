import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { makeRandom } from '../support/e2e/random.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';

const stage = createStage();
const ROUNDS = Number(process.env.WATCHFLOOR_KILL_ROUNDS ?? 25);
const SEED = Number(process.env.WATCHFLOOR_SEED ?? Date.now() % 1_000_000);
const SENDERS = 12;
const HOT_KEYS = 8;
const UP_LIMIT_MS = 3000;

/** What was promised: what got its 2xx, and how often each hot key was sent at most. */
interface Promised {
  readonly fresh: string[];
  readonly hotAcknowledged: Map<string, number>;
  readonly hotSent: Map<string, number>;
  events: number;
}

test(`[STO8] ${ROUNDS} kills at random moments lose nothing that was acknowledged (seed ${SEED})`, {
  timeout: 30_000 + ROUNDS * 12_000,
}, async () => {
  const random = makeRandom(SEED);
  const config = floorConfig();
  // Nobody is told: this is about what is kept, and the pages have tests of their own.
  const silent = { ...config, services: [{ id: 'payments', name: 'Payments', target: null }] };
  const dataDir = stage.folder();
  const promised: Promised = { fresh: [], hotAcknowledged: new Map(), hotSent: new Map(), events: 0 };
  let server = await stage.server({ config: silent, dataDir });

  for (let round = 1; round <= ROUNDS; round += 1) {
    const roundAt = new Date(Date.now() - 5).toISOString();
    const before = promised.fresh.length;
    const sending = send(server, round, promised);
    await sleep(80 + random() * 700);
    await server.kill();
    await sending;
    expect(promised.fresh.length, `round ${round}: something was acknowledged`).toBeGreaterThan(before);

    server = await startInTime(dataDir, `round ${round}`);
    const kept = new Set((await server.events(`?from=${roundAt}`)).map(({ dedupKey }) => dedupKey));
    const lost = promised.fresh.slice(before).filter((key) => !kept.has(key));
    expect(lost, `round ${round}, seed ${SEED}: acknowledged events that are gone`).toEqual([]);
    await expectWhole(server, promised, `round ${round}, seed ${SEED}`);
  }

  const incidents = new Map((await server.incidents()).map((incident) => [incident.dedupKey, incident]));
  expect(promised.fresh.filter((key) => !incidents.has(key))).toEqual([]);
  for (const [key, acknowledged] of promised.hotAcknowledged) {
    const { count } = incidents.get(key)!;
    expect(count, `repeats of ${key}`).toBeGreaterThanOrEqual(acknowledged);
    expect(count, `repeats of ${key}`).toBeLessThanOrEqual(promised.hotSent.get(key) ?? 0);
  }
});

/** A start within the limit; a busy machine gets three attempts, each from a kill. */
async function startInTime(dataDir: string, where: string): Promise<ServerHandle> {
  const took: number[] = [];
  for (;;) {
    const startedAt = performance.now();
    const server = await stage.server({ dataDir });
    took.push(performance.now() - startedAt);
    if (took.at(-1)! < UP_LIMIT_MS) return server;
    expect(took.length, `${where}: up again after ${took.map(Math.round).join(', ')} ms`).toBeLessThan(3);
    await server.kill();
  }
}

/** Posts as fast as it is answered until the server is gone. */
async function send(server: ServerHandle, round: number, promised: Promised): Promise<void> {
  let isUp = true;
  const sendAll = async (sender: number) => {
    for (let n = 0; isUp; n += 1) {
      const fresh = `r${round}-${sender}-${n}`;
      const hot = `hot-${(sender + n) % HOT_KEYS}`;
      promised.hotSent.set(hot, (promised.hotSent.get(hot) ?? 0) + 1);
      try {
        // Two elements: the new one must not be kept without the repeat, nor the repeat twice.
        await server.alert([
          { summary: `Fresh ${fresh}`, event_id: fresh, urgency: 'low' },
          { summary: 'Hot', event_id: hot, urgency: 'medium' },
        ]);
      } catch {
        isUp = false;
        return;
      }
      promised.fresh.push(fresh);
      promised.hotAcknowledged.set(hot, (promised.hotAcknowledged.get(hot) ?? 0) + 1);
      promised.events += 2;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, (_, sender) => sendAll(sender)));
}

/** Conservation holds, nothing acknowledged is missing from it, and the audit chain is unbroken. */
async function expectWhole(server: ServerHandle, promised: Promised, where: string): Promise<void> {
  const { received, outcomes } = await server.conservation();
  const sum = Object.values(outcomes).reduce((total, count) => total + count, 0);
  expect(sum, `${where}: received = sum of outcomes`).toBe(received);
  expect(received, `${where}: events received`).toBeGreaterThanOrEqual(promised.events);
  expect(await server.get('/api/v1/audit/verify'), where).toMatchObject({ ok: true });
}
