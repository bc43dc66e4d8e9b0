import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { floorConfig } from '../support/e2e/floor-config.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture, openWall } from '../support/e2e/wall.ts';

const stage = createStage();

/** Longer than a restart: what fell due meanwhile leaves bundled (ESC14). */
const DOWN_MS = 11_000;

/** A console where `person` is signed in, in a browser of somebody who reads English. */
async function openConsole(
  browser: Browser,
  server: ServerHandle,
  person: string,
  path = '/',
): Promise<Page> {
  const { code } = await server.post<{ code: string }>(`/api/v1/users/${person}/link`, {});
  const answer = await fetch(`${server.url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  const { token } = (await answer.json()) as { token: string };
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${server.url}${path}#token=${token}`);
  await page.waitForSelector('[data-freshness="live"]', { timeout: 15_000 });
  return page;
}

test('[NTF10] [INC14] [STR81] [STR130] after a downtime a console says who was told by a bundle, what waits, how many, in its person’s language', async () => {
  const receiver = await stage.receiver();
  const shape = floorConfig({ hook: receiver.url, stepDelay: 'PT3S' });
  const config = {
    ...shape,
    users: shape.users?.map((user) => (user.id === 'an' ? { ...user, locale: 'ko' as const } : user)),
  };
  const dataDir = stage.folder();
  let server = await stage.server({ config, dataDir });
  const alerts = [
    { summary: 'Disk 92 % full on db01', event_id: 'a', urgency: 'medium' },
    { summary: 'Queue of refunds is long', event_id: 'b', urgency: 'medium' },
  ];
  const [first] = await server.alert(alerts);
  await until('pages to the first person', () => receiver.to('/an', 'page').length === 2);
  await server.kill();
  await sleep(DOWN_MS);

  server = await stage.server({ dataDir });
  const bundle = await until('a bundle to the second person', () => receiver.to('/lee', 'page')[0]);
  expect(bundle.body).toMatchObject({
    incident: null,
    incidents: [
      { number: 1, summary: alerts[0]!.summary },
      { number: 2, summary: alerts[1]!.summary },
    ],
  });
  const id = first!.incident!;
  const told = await until('nobody answered', async () => {
    const detail = await server.incident(id);
    return detail.exhausted ? detail : null;
  });
  expect(told.deliveries).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ user: 'lee', kind: 'page', state: 'sent', bundle: bundle.body.id }),
    ]),
  );
  expect(told.next).toMatchObject({ kind: 'answer', at: null, reason: { code: 'ESC12' } });
  // Recovered before anybody saw it.
  await server.alert({ summary: 'Checkout is down', event_id: 'c', urgency: 'highest' });
  const overAt = new Date().toISOString();
  await server.alert({ summary: 'Checkout is down', event_id: 'c', status: 'close', event_time: overAt });
  const late = { summary: 'Checkout is down', event_id: 'c', event_time: '2026-01-01T00:00:00Z' };
  const [ignored] = await server.alert(late);
  expect(ignored).toMatchObject({ outcome: 'ignored' });

  const browser = await stage.browser();
  const page = await openConsole(browser, server, 'an', `/incidents/${id}`);
  await page.locator('.c-next-answer').getByText('응답 대기').waitFor();
  expect(await page.locator('.c-next-answer').textContent()).toContain('ESC12');
  await page.getByText('인시던트 2건 묶음').first().waitFor();
  await page.locator('.c-deliveries').getByText('묶음').first().waitFor();
  await keepPicture(page, 'deliveries-incident-ko');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('in one message about 2 incidents').first().waitFor();
  await page.reload();
  await page.locator('.c-next-answer').getByText('Waits for an answer').waitFor();
  await keepPicture(page, 'deliveries-incident-en');

  await page.goto(server.url);
  const chip = (name: RegExp) => page.getByRole('button', { name });
  await chip(/^Recovered 1$/).waitFor();
  await chip(/^Open 2$/).waitFor();
  await keepPicture(page, 'deliveries-list-en');
  const rows = () => page.locator('.c-row').count();
  expect(await rows()).toBe(3);
  await chip(/^Recovered 1$/).click();
  await expect.poll(rows).toBe(2);
  await chip(/^Open 2$/).click();
  await chip(/^Recovered 1$/).click();
  await expect.poll(rows).toBe(1);

  await page.goto(`${server.url}/incidents/${ignored!.incident}`);
  await page.getByText('An older open was set aside').waitFor();
  await keepPicture(page, 'deliveries-late-open-en');

  const wall = await openWall(browser, server.url);
  await wall.getByText('Waits for an answer').first().waitFor();
  await keepPicture(wall, 'deliveries-wall-en');
}, 90_000);
