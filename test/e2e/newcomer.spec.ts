import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createStage } from '../support/e2e/stage.ts';
import { keepPicture } from '../support/e2e/wall.ts';

const stage = createStage();
const run = promisify(execFile);
/** From the start of an empty server to the first alert on the wall, as promised to newcomers. */
const TWO_MINUTES_MS = 120_000;

/** The one button that leads on, whatever it is called. */
const goOn = (page: Page) => page.locator('.c-form button.c-primary').click();

test('[AUD32] a newcomer goes from an empty folder to the first alert on the wall', {
  timeout: 150_000,
}, async () => {
  const startedAt = performance.now();
  const server = await stage.server({ hasAdminToken: false });
  expect(server.ready.setup).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#setup=/);
  const secret = server.ready.setup!.split('#setup=')[1]!;

  const browser = await stage.browser();
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));

  await page.goto(server.ready.setup!);
  await page.getByLabel('Name').fill('김하늘');
  expect(page.url(), 'the secret left the address bar').not.toContain(secret);
  await keepPicture(page, 'newcomer-1-who');
  await goOn(page);

  await page.getByLabel('Name of the service').fill('Payments');
  await keepPicture(page, 'newcomer-2-service');
  await goOn(page);

  await page.getByLabel('Name of the tool or script').fill('Shop scripts');
  await goOn(page);

  await page.getByText('Send the first alert').waitFor();
  await keepPicture(page, 'newcomer-3-curl');
  const command = (await page.locator('pre, code').filter({ hasText: 'curl' }).first().textContent()) ?? '';
  const { stdout } = await run('bash', [
    '-c',
    command.replace('curl ', 'curl --silent --show-error --max-time 10 '),
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ code: '200', msg: 'ok', events: [{ outcome: 'created' }] });
  await page.getByText('It has come.').waitFor();
  await goOn(page);

  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Open the wall' }).click();
  const wall = await opened;
  await wall.waitForURL(/\/wall\/wall-1/);
  const code = (await page.locator('.c-code').first().textContent())!.trim();
  await expect
    .poll(async () => (await wall.locator('body').textContent())!.replaceAll(/[\s-]/g, ''))
    .toContain(code.replaceAll(/[\s-]/g, ''));
  await keepPicture(wall, 'newcomer-4-code');
  await page.getByRole('button', { name: 'Let in' }).first().click();
  await wall.locator('.card__title', { hasText: 'First alert: it works' }).waitFor();
  expect(performance.now() - startedAt).toBeLessThan(TWO_MINUTES_MS);
  await wall.locator('[data-freshness="live"]').waitFor();
  await keepPicture(wall, 'newcomer-5-wall');

  await page.goto(`${server.url}/incidents`);
  await page.getByText('First alert: it works').first().waitFor();
  await keepPicture(page, 'newcomer-6-console');
  expect(complaints).toEqual([]);

  // The link worked once, and no log has it.
  const other = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await other.goto(server.ready.setup!);
  await other.getByText('This setup link was used').waitFor();
  expect(await other.getByLabel('Name').count(), 'nobody else becomes admin').toBe(0);
  expect(server.program.stderr()).not.toContain(secret);
});
