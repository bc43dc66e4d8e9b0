import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { createStage } from '../support/e2e/stage.ts';
import { keepPicture, openWall, whenGone, whenShown } from '../support/e2e/wall.ts';

const stage = createStage();
/** Our own bar: no view older than this looks live. */
const STALE_LIMIT_MS = 3000;
const HEAL_LIMIT_MS = 10_000;
const NOT_LIVE = '[data-freshness="stale"], [data-freshness="stopped"]';
const BAND = '.freshness__band';

/** A wall that reaches its server through a link that the test holds in its hands. */
async function openWallByProxy() {
  const server = await stage.server({ config: floorConfig(), args: ['--allowed-host', 'wall.test'] });
  const proxy = await stage.proxy(server.port);
  const browser = await stage.browser([`--host-resolver-rules=MAP wall.test:80 127.0.0.1:${proxy.port}`]);
  return { server, proxy, page: await openWall(browser, 'http://wall.test') };
}

/** How long the page still looked live after `since` (wall-clock ms), once it says that it is not. */
async function staleAfter(page: Page, since: number): Promise<number> {
  const at = await whenShown(page, NOT_LIVE);
  expect(await page.locator(BAND).count(), 'the whole wall says it').toBe(1);
  const colour = await page.locator('.freshness__content').evaluate((element) => {
    const scope = globalThis as unknown as { getComputedStyle(of: unknown): { filter: string } };
    return scope.getComputedStyle(element).filter;
  });
  expect(colour, 'colour is drained').toMatch(/grayscale\((?:1|0\.9\d*)\)|saturate\(0/);
  return at - since;
}

const isLive = (page: Page) => whenShown(page, '[data-freshness="live"]', '', HEAL_LIMIT_MS);

test('[STR30] a server that stands still makes the whole wall stale within 3 s, and it heals by itself', async () => {
  const server = await stage.server({ config: floorConfig() });
  await server.alert([
    { summary: 'Card payments are failing', event_id: 'a-1', urgency: 'highest' },
    { summary: 'Queue of refunds grows', event_id: 'a-2', urgency: 'medium' },
  ]);
  const page = await openWall(await stage.browser(), server.url);
  await whenShown(page, '[data-incident="1"]');
  await keepPicture(page, 'wall-live');

  const frozenAt = Date.now();
  server.signal('SIGSTOP');
  expect(await staleAfter(page, frozenAt)).toBeLessThan(STALE_LIMIT_MS);
  await keepPicture(page, 'wall-stale-server-stopped');
  await whenShown(page, '[data-freshness="stopped"]', '', 20_000);
  await keepPicture(page, 'wall-stopped-15s');

  server.signal('SIGCONT');
  await isLive(page);
  await server.alert({ summary: 'After the pause', event_id: 'a-3', urgency: 'high' });
  await whenShown(page, '[data-incident="3"]');
});

test('[STR30] a cut link makes the wall stale within 3 s; a restored one brings what was missed', async () => {
  const { server, proxy, page } = await openWallByProxy();

  const cutAt = Date.now();
  proxy.cut();
  expect(await staleAfter(page, cutAt)).toBeLessThan(STALE_LIMIT_MS);
  await keepPicture(page, 'wall-stale-link-cut');
  await server.alert({ summary: 'While the link was cut', event_id: 'b-1', urgency: 'high' });
  proxy.restore();
  await isLive(page);
  await whenShown(page, '.card__title', 'While the link was cut');
});

test('[STR30] a link that hangs without an end makes the wall stale within 3 s, and is made anew', async () => {
  const { server, proxy, page } = await openWallByProxy();

  const heldAt = Date.now();
  proxy.hold();
  expect(await staleAfter(page, heldAt)).toBeLessThan(STALE_LIMIT_MS);
  await server.alert({ summary: 'While the link hung', event_id: 'b-2', urgency: 'high' });
  proxy.restore();
  await isLive(page);
  await whenShown(page, '.card__title', 'While the link hung');
});

test('[STR21] a change that never arrived is noticed within 3 s and fetched again', async () => {
  const server = await stage.server({ config: floorConfig() });
  const browser = await stage.browser();
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const skipped: string[] = [];
  let resyncs = 0;
  let holdsAnswers = true;
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    const upstream = socket.connectToServer();
    socket.onMessage((message) => {
      if (String(message).startsWith('42["resync"')) {
        resyncs += 1;
        // The first requests get lost as well, so that the state can be seen.
        if (holdsAnswers) return;
      }
      upstream.send(message);
    });
    upstream.onMessage((message) => {
      const text = String(message);
      if (skipped.length === 0 && text.startsWith('42["delta"') && text.includes('Lost on the way')) {
        skipped.push(text);
        return;
      }
      socket.send(message);
    });
  });
  await page.goto(`${server.url}/wall/wall-1#token=d-0123456789abcdef0123456789abcdef`);
  await page.waitForSelector('[data-freshness="live"] .board');

  await server.alert({ summary: 'Lost on the way', event_id: 'c-1', urgency: 'high' });
  const committedAt = Date.now();
  const at = await whenShown(page, '[data-freshness="stale"]');
  expect(at - committedAt).toBeLessThan(STALE_LIMIT_MS);
  expect(skipped).toHaveLength(1);
  expect(await page.locator(BAND).count()).toBe(1);
  await keepPicture(page, 'wall-stale-change-missing');
  holdsAnswers = false;
  await isLive(page);
  await whenShown(page, '.card__title', 'Lost on the way');
  await whenGone(page, BAND);
  expect(resyncs).toBeGreaterThan(1);
});
