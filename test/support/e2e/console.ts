import type { Browser, Page } from 'playwright-core';
import { ADMIN_TOKEN } from './server.ts';

export interface ConsoleOptions {
  readonly token?: string;
  readonly path?: string;
  readonly locale?: 'en-US' | 'ko-KR';
}

/** Opens the console at `origin`, signed in, and waits until it says that it is live. */
export async function openConsole(
  browser: Browser,
  origin: string,
  options: ConsoleOptions = {},
): Promise<Page> {
  const { token = ADMIN_TOKEN, path = '/incidents', locale = 'en-US' } = options;
  const context = await browser.newContext({ locale, viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(`${origin}${path}#token=${token}`);
  await page.waitForSelector('[data-freshness="live"]');
  return page;
}
