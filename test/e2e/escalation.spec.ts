import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { floorConfig } from '../support/e2e/floor-config.ts';
import type { Receiver } from '../support/e2e/receiver.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';

const stage = createStage();
const STEP_MS = 3000;
/** The published promise: a due step fires within a second while awake, within two after a start. */
const AWAKE_MS = 1000;
const RESTART_MS = 2000;

const pages = (receiver: Receiver, person: string) => receiver.to(`/${person}`, 'page');

test('[ESC3] who does not answer is followed by the next person, whose answer ends it', async () => {
  const receiver = await stage.receiver();
  const server = await stage.server({ config: floorConfig({ hook: receiver.url, stepDelay: 'PT3S' }) });
  const [made] = await server.alert({ summary: 'Payments are failing', event_id: 'p-1', urgency: 'high' });
  const id = made!.incident!;

  const first = await until('a page to the first person', () => pages(receiver, 'an')[0]);
  expect(first.body.incident?.id).toBe(id);
  expect(pages(receiver, 'lee')).toEqual([]);

  const second = await until('a page to the second person', () => pages(receiver, 'lee')[0]);
  const waited = second.elapsed - first.elapsed;
  expect(waited).toBeGreaterThan(STEP_MS - 500);
  expect(waited).toBeLessThan(STEP_MS + AWAKE_MS);

  await server.post(`/api/v1/incidents/${id}/ack`, {});
  expect(await server.incident(id)).toMatchObject({ status: 'acked', responders: ['an', 'lee'] });
  await until('word to the first person that it is answered', () => receiver.to('/an').length === 2);
  const before = receiver.got.length;
  await sleep(2 * STEP_MS);
  expect(pages(receiver, 'an').length, 'pages to the first person').toBe(1);
  expect(pages(receiver, 'lee').length, 'pages to the second person').toBe(1);
  expect(receiver.got.length, 'messages after the answer').toBe(before);
  expect((await server.incident(id)).deliveries.filter(({ state }) => state === 'pending')).toEqual([]);
});

test('[ESC14] kill -9 between the steps loses no step and repeats none', async () => {
  const receiver = await stage.receiver();
  const config = floorConfig({ hook: receiver.url, stepDelay: 'PT3S' });
  const dataDir = stage.folder();
  let server = await stage.server({ config, dataDir });
  const [made] = await server.alert({ summary: 'Payments are failing', event_id: 'p-1', urgency: 'high' });
  const id = made!.incident!;
  const first = await until('a page to the first person', () => pages(receiver, 'an')[0]);
  await server.kill();

  server = await stage.server({ dataDir });
  const second = await until('a page to the second person', () => pages(receiver, 'lee')[0]);
  expect(second.elapsed - first.elapsed).toBeLessThan(STEP_MS + RESTART_MS);
  await server.kill();

  server = await stage.server({ dataDir });
  await server.post(`/api/v1/incidents/${id}/ack`, {});
  await sleep(2 * STEP_MS);
  expect(await server.incident(id)).toMatchObject({ status: 'acked', responders: ['an', 'lee'] });
  for (const person of ['an', 'lee']) {
    const keys = new Set(pages(receiver, person).map(({ key }) => key));
    expect(keys.size, `different pages to ${person}`).toBe(1);
  }
});

test('[ESC14] a step that fell due while the server was down fires once, within 2 s of the start', async () => {
  const receiver = await stage.receiver();
  const config = floorConfig({ hook: receiver.url, stepDelay: 'PT3S' });
  const dataDir = stage.folder();
  let server = await stage.server({ config, dataDir });
  await server.alert({ summary: 'Payments are failing', event_id: 'p-1', urgency: 'high' });
  await until('a page to the first person', () => pages(receiver, 'an')[0]);
  await server.kill();
  await sleep(STEP_MS + 500);

  server = await stage.server({ dataDir });
  const startedAt = performance.now();
  const second = await until('a page to the second person', () => pages(receiver, 'lee')[0]);
  expect(second.elapsed - startedAt).toBeLessThan(RESTART_MS);
  await sleep(1000);
  expect(new Set(pages(receiver, 'an').map(({ key }) => key)).size).toBe(1);
  expect(new Set(pages(receiver, 'lee').map(({ key }) => key)).size).toBe(1);
});
