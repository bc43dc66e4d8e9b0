import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { WALL_TOKEN } from './floor-config.ts';
import { ROOT } from './server.ts';

/** Opens the wall at `origin` and waits until it says that it is live. */
export async function openWall(browser: Browser, origin: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`${origin}/wall/wall-1#token=${WALL_TOKEN}`);
  await page.waitForSelector('[data-freshness="live"] .board', { timeout: 15_000 });
  return page;
}

/** Waits in the page until `selector` is there (holding `text`), and returns the wall-clock ms at which it was. */
export function whenShown(page: Page, selector: string, text = '', limitMs = 10_000): Promise<number> {
  return page
    .waitForFunction(
      ({ selector: wanted, text: words }) => {
        const scope = globalThis as unknown as {
          document: { querySelectorAll(query: string): Iterable<{ textContent: string }> };
        };
        const found = [...scope.document.querySelectorAll(wanted)].some(({ textContent }) =>
          textContent.includes(words),
        );
        return found ? Date.now() : 0;
      },
      { selector, text },
      { polling: 20, timeout: limitMs },
    )
    .then((handle) => handle.jsonValue());
}

/** The same for something to be gone. */
export function whenGone(page: Page, selector: string, limitMs = 10_000): Promise<number> {
  return page
    .waitForFunction(
      (wanted) => {
        const scope = globalThis as unknown as { document: { querySelector(query: string): unknown } };
        return scope.document.querySelector(wanted) === null ? Date.now() : 0;
      },
      selector,
      { polling: 20, timeout: limitMs },
    )
    .then((handle) => handle.jsonValue());
}

/** Keeps a picture for people to look at, under `test-results/`. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const path = join(ROOT, 'test-results', `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
}
