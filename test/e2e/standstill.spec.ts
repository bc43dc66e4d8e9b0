import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Notice } from '../../src/shared/stream.ts';
import { openConsole } from '../support/e2e/console.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture, openWall, whenGone, whenShown } from '../support/e2e/wall.ts';

const stage = createStage();
/** How long the server stands still; long runs make it a minute. */
const STILL_S = Number(process.env.WATCHFLOOR_STILL_S ?? 20);
const RESUME_LIMIT_MS = 2000;
const STALE_LIMIT_MS = 3000;

interface AuditPage {
  readonly items: readonly { readonly action: string; readonly actor: { readonly kind: string } }[];
}

test(`[ESC19] ${STILL_S} s without a pulse: stale, then live, then "not receiving"; the step that fell due comes once`, {
  timeout: 90_000 + STILL_S * 2000,
}, async () => {
  const receiver = await stage.receiver();
  const stepDelay = `PT${Math.round(STILL_S * 0.75)}S`;
  const server = await stage.server({ config: floorConfig({ hook: receiver.url, stepDelay }) });
  const browser = await stage.browser();
  const wall = await openWall(browser, server.url);
  const desk = await openConsole(browser, server.url);
  const pages = (path: string) => receiver.to(path, 'page');

  await server.alert({ summary: 'Card payments are failing', event_id: 'a-1', urgency: 'high' });
  await until('the first page', () => pages('/an').length === 1);
  await whenShown(wall, '[data-incident="1"]');
  const stoppedAt = Date.now();
  server.signal('SIGSTOP');
  expect((await whenShown(wall, '[data-freshness="stale"]')) - stoppedAt).toBeLessThan(STALE_LIMIT_MS);
  await sleep(STILL_S * 1000 - (Date.now() - stoppedAt));
  await keepPicture(wall, 'standstill-1-stopped');
  expect(pages('/lee')).toEqual([]);

  const resumedAt = performance.now();
  server.signal('SIGCONT');
  const [page] = await until('the step that fell due', () => pages('/lee').length > 0 && pages('/lee'));
  expect(page!.elapsed - resumedAt, 'after resume, ms').toBeLessThan(RESUME_LIMIT_MS);
  await whenShown(wall, '[data-freshness="live"]');
  await whenShown(wall, '.notice--loud', 'not receiving');
  await whenShown(wall, '.notice--loud', 'Scripts');
  await keepPicture(wall, 'standstill-2-wall');
  await whenShown(desk, '.c-notice-not-receiving', 'not receiving');
  await keepPicture(desk, 'standstill-3-console');

  const { items } = await server.get<{ items: Notice[] }>('/api/v1/notices');
  expect(items).toMatchObject([{ kind: 'not-receiving', reason: { code: 'ESC19' }, sources: ['std', 'am'] }]);
  const [{ from, to }] = items as [Notice];
  const still = Date.parse(to!) - Date.parse(from);
  expect(Math.abs(still - STILL_S * 1000), `said to have stood still ${still} ms`).toBeLessThan(2000);

  // A source that is heard again is no longer named; a repeat tells nobody.
  await server.alert({ summary: 'Card payments are failing', event_id: 'a-1', urgency: 'high' });
  await wall.locator('.notice--loud', { hasText: 'Scripts' }).waitFor({ state: 'detached' });
  expect(pages('/an')).toHaveLength(1);
  expect(pages('/lee'), 'once').toHaveLength(1);

  // It stays over a restart, until it is dismissed.
  await server.kill();
  const again = await stage.server({ dataDir: server.dataDir, port: server.port });
  await whenShown(wall, '[data-freshness="live"] .notice--loud', 'not receiving', 20_000);
  await whenShown(desk, '.c-notice-not-receiving', 'not receiving', 20_000);
  await desk.locator('.c-notice-not-receiving button').click();
  await whenGone(wall, '.notice--loud');
  await whenGone(desk, '.c-notice-not-receiving');
  expect(await again.get('/api/v1/notices')).toEqual({ items: [] });
  const audit = await again.get<AuditPage>('/api/v1/audit?limit=50');
  expect(audit.items.filter(({ action }) => action === 'server.downtime')).toHaveLength(1);
  expect(audit.items.filter(({ action }) => action === 'notice.dismiss')).toHaveLength(1);
});
