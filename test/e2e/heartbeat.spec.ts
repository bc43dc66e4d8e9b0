import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  type HeartbeatItem,
  heartbeatListSchema,
  heartbeatPingSchema,
} from '../../src/shared/api/heartbeats.ts';
import { openConsole } from '../support/e2e/console.ts';
import { floorConfig, KEY } from '../support/e2e/floor-config.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture, openWall, whenGone, whenShown } from '../support/e2e/wall.ts';

const stage = createStage();
/** An incident must be there this long after its heartbeat was due. */
const LATE_LIMIT_MS = 5000;
const ALLOWED_MS = 3000;

const ping = (server: ServerHandle, name: string, key = KEY) =>
  fetch(`${server.url}/api/v1/heartbeats/${encodeURIComponent(name)}/ping`, {
    method: 'POST',
    headers: { authorization: `GenieKey ${key}` },
    signal: AbortSignal.timeout(5000),
  });
async function item(server: ServerHandle, id: string): Promise<HeartbeatItem> {
  const { items } = heartbeatListSchema.parse(await server.get('/api/v1/heartbeats'));
  return items.find((one) => one.id === id)!;
}
const openOnes = (server: ServerHandle) => server.incidents('?status=open,acked');

test('[ING173] silence of PT2S and PT1S is an incident on the wall within 5 s, over a kill -9; the next ping closes it', {
  timeout: 90_000,
}, async () => {
  const receiver = await stage.receiver();
  const base = floorConfig({ hook: receiver.url });
  const config = {
    ...base,
    heartbeats: [{ name: 'backup', integration: 'std', every: 'PT2S', grace: 'PT1S', urgency: 'highest' }],
  };
  const server = await stage.server({ config });
  const browser = await stage.browser();
  const wall = await openWall(browser, server.url);
  const desk = await openConsole(browser, server.url, { path: '/settings/heartbeats' });

  // Late while the browser took its time; pinged for longer than it may be silent, nothing is open of it.
  for (let n = 0; n < 10; n++) {
    expect((await ping(server, 'backup')).status).toBe(200);
    await sleep(500);
  }
  expect((await ping(server, 'backup', `${KEY}x`)).status).toBe(401);
  expect((await ping(server, 'none')).status).toBe(404);
  await until('nothing late', async () => (await openOnes(server)).length === 0);

  const pinged = await ping(server, 'backup');
  const dueAt = Date.parse(heartbeatPingSchema.parse(await pinged.json()).dueAt!);
  expect(Math.abs(dueAt - Date.now() - ALLOWED_MS)).toBeLessThan(500);
  const [late] = await until('an incident', async () => {
    const open = await openOnes(server);
    return open.length > 0 && open;
  });
  expect(late).toMatchObject({
    summary: 'Heartbeat missing: backup',
    urgency: 'highest',
    service: 'payments',
  });
  const afterMs = Date.parse(late!.createdAt) - dueAt;
  expect(afterMs, 'after it was due, ms').toBeGreaterThanOrEqual(-50);
  expect(afterMs, 'after it was due, ms').toBeLessThan(LATE_LIMIT_MS);
  const shownAt = await whenShown(wall, '.sources .is-late', 'backup');
  expect(shownAt - dueAt, 'on the wall after it was due, ms').toBeLessThan(LATE_LIMIT_MS);
  await whenShown(wall, `[data-incident="${late!.number}"]`, 'Heartbeat missing: backup');
  await whenShown(desk, '.c-beat-late', 'backup');
  await until('the page', () =>
    receiver.to('/an', 'page').some(({ body }) => body.incident?.id === late!.id),
  );
  await Promise.all([keepPicture(wall, 'heartbeat-1-wall'), keepPicture(desk, 'heartbeat-2-console')]);

  await server.kill();
  const again = await stage.server({ dataDir: server.dataDir, port: server.port });
  expect(await item(again, 'backup')).toMatchObject({
    state: 'late',
    lateSince: expect.any(String),
    incident: { id: late!.id },
  });
  await sleep(ALLOWED_MS + 1000);
  expect(
    (await openOnes(again)).map(({ id }) => id),
    'the one it had',
  ).toEqual([late!.id]);

  expect(await (await ping(again, 'backup')).json()).toMatchObject({ id: 'backup', state: 'on-time' });
  expect(await again.incident(late!.id)).toMatchObject({ status: 'closed', band: 'recovered' });
  await until('who was paged is told', () =>
    receiver.to('/an', 'recovered').some(({ body }) => body.incident?.id === late!.id),
  );
  await whenGone(wall, '.sources .is-late', 20_000);

  // The ping is kept: after another kill it is on time, and late again a whole period after the start.
  await again.kill();
  const third = await stage.server({ dataDir: server.dataDir, port: server.port });
  expect(await item(third, 'backup')).toMatchObject({ state: 'on-time', incident: null });
  await until('late again', async () => (await openOnes(third)).length === 1);
  expect(await third.conservation()).toMatchObject({ received: 0 });
});

test('[ING171] the silence of an integration is an incident, and any event it accepts ends it', {
  timeout: 60_000,
}, async () => {
  const base = floorConfig();
  const integrations = base.integrations!.map((one) =>
    one.id === 'std' ? { ...one, heartbeat: { every: 'PT2S', grace: 'PT1S' } } : one,
  );
  const server = await stage.server({ config: { ...base, integrations } });
  const late = await until('an incident', async () => (await openOnes(server))[0]);
  expect(late).toMatchObject({ summary: 'Nothing heard from Scripts', integration: 'std', urgency: 'high' });
  await server.alert({ summary: 'All is well', event_id: 'a-1', status: 'close' });
  await until('closed', async () => (await server.incident(late!.id)).status === 'closed');
  expect(await server.conservation()).toMatchObject({ received: 1, outcomes: { ignored: 1, created: 0 } });
});
