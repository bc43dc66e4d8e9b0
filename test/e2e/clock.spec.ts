import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';

const stage = createStage();
const STEP_MS = 4000;

/** Wall time that a test sets while the program runs; elapsed time goes on as it is. */
function makeClock(folder: string) {
  const file = join(folder, 'faketime');
  const set = (offset: string) => writeFileSync(file, `${offset}\n`);
  set('+0');
  return {
    set,
    env: {
      LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  };
}

test('[ESC15] a wall clock set by +1 h, −2 h and +1 d moves no step: each comes once, as elapsed time plans', async () => {
  const clock = makeClock(stage.folder());
  const receiver = await stage.receiver();
  const config = floorConfig({ hook: receiver.url, stepDelay: 'PT4S' });
  const twice = {
    ...config,
    escalationPolicies: config.escalationPolicies!.map((policy) => ({ ...policy, passes: 2 })),
  };
  const server = await stage.server({ config: twice, env: clock.env });
  const started = Date.now();
  await server.alert({ summary: 'Payments are failing', event_id: 'p-1', urgency: 'high' });
  const pages = () => receiver.got.filter(({ body }) => body.kind === 'page');

  await until('step 1', () => pages().length >= 1);
  await sleep(1000);
  clock.set('+1h');
  const hourLater = await until('the server to see the new time', async () => {
    const seen = Date.parse((await server.ask('GET', '/healthz')).headers.get('date') ?? '');
    return seen - started > 3_500_000 && seen;
  });
  expect(hourLater).toBeGreaterThan(started + 3_500_000);
  await until('step 2', () => pages().length >= 2);
  await sleep(1000);
  clock.set('-1h');
  await until('step 1 of pass 2', () => pages().length >= 3);
  await sleep(1000);
  clock.set('+1d');
  await until('step 2 of pass 2', () => pages().length >= 4);
  await sleep(2000);

  expect(pages().map(({ path }) => path)).toEqual(['/an', '/lee', '/an', '/lee']);
  expect(new Set(pages().map(({ key }) => key)).size, 'each step once').toBe(4);
  for (const [index, page] of pages().slice(1).entries()) {
    const waited = page.elapsed - pages()[index]!.elapsed;
    expect(Math.abs(waited - STEP_MS), `wait before page ${index + 2}: ${waited} ms`).toBeLessThan(1000);
  }
  expect(await server.get('/api/v1/notices'), 'a clock that was set is no downtime').toEqual({ items: [] });
  const audit = await server.get<{ items: { action: string }[] }>('/api/v1/audit?limit=50');
  expect(audit.items.filter(({ action }) => action === 'clock.set')).toHaveLength(3);
});

test('[ESC15] delays longer than the runtime’s timers can hold fire nothing early', async () => {
  const receiver = await stage.receiver();
  const config = floorConfig({ hook: receiver.url, stepDelay: 'P40D' });
  const users = config.users!.map((user) => ({
    ...user,
    notificationRules: [
      { when: {}, notify: ['hook'], after: 'PT0S' },
      { when: {}, notify: ['hook'], after: 'P30D' },
    ],
  }));
  const server = await stage.server({ config: { ...config, users } });
  await server.alert({ summary: 'Payments are failing', event_id: 'p-1', urgency: 'high' });
  await until('the first page', () => receiver.got.length >= 1);
  await sleep(3000);
  expect(receiver.got.map(({ path }) => path)).toEqual(['/an']);
  // Node fires such a timer after a millisecond, and says so.
  expect(server.program.stderr()).not.toContain('TimeoutOverflowWarning');
});
