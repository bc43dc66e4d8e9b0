import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openConsole } from '../support/e2e/console.ts';
import { deskConfig } from '../support/e2e/desk-config.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture } from '../support/e2e/wall.ts';

const stage = createStage();

async function signIn(server: ServerHandle, user: string): Promise<string> {
  const { code } = await server.post<{ code: string }>(`/api/v1/users/${user}/link`);
  const { token } = await server.post<{ token: string }>('/api/v1/sign-in', { code });
  return token;
}

const section = (page: Page, title: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: title, level: 2 }) });
const run = async (page: Page) => {
  const answer = page.waitForResponse((response) => response.url().endsWith('/api/v1/dry-run'));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await answer;
};

test('[RTE40] [RTE53] an admin tries an alert, saves it as a test, and is warned before a config that breaks it', {
  timeout: 240_000,
}, async () => {
  const receiver = await stage.receiver();
  const server = await stage.server({ config: deskConfig(receiver.url, 'en') });
  const browser = await stage.browser();
  const page = await openConsole(browser, server.url, {
    token: await signIn(server, 'choi'),
    path: '/dry-run',
  });
  await page.getByText('Nothing has run yet').waitFor();
  await keepPicture(page, 'dry-run-1-empty');

  // A payload, now.
  await page
    .getByLabel('Body, as the tool posts it')
    .fill('{"summary":"Card payments refused","event_id":"pay-1","urgency":"high"}');
  await run(page);
  await section(page, 'Outcome').getByText('Incident created').waitFor();
  const people = section(page, 'People, minute by minute');
  await people.getByRole('row').filter({ hasText: 'step 1' }).first().waitFor();
  await section(page, 'Why').getByText('No open incident has the key pay-1').waitFor();
  await keepPicture(page, 'dry-run-2-payload');
  const rows = await people.locator('tr.c-dry-told').allTextContents();
  expect(rows.length).toBeGreaterThan(1);

  // Nothing was written, nobody told.
  expect(await server.incidents()).toHaveLength(0);
  expect(receiver.to('/an')).toHaveLength(0);

  // Saved as a test.
  await page.getByLabel('Save as a test, named').fill('Payments page somebody');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const saved = section(page, 'Saved dry runs')
    .getByRole('listitem')
    .filter({ hasText: 'Payments page somebody' });
  await saved.getByText('as expected').waitFor();

  // What it said is what then happens: the first person is told at once.
  await server.alert({ summary: 'Card payments refused', event_id: 'pay-1', urgency: 'high' });
  const first = (await people.locator('tr.c-dry-told').first().locator('td').nth(2).textContent())?.trim();
  const { items } = await server.get<{ items: { id: string; name: string }[] }>('/api/v1/users');
  const id = items.find(({ name }) => name === first)?.id;
  expect(id).toBeDefined();
  await until('the page', () => receiver.to(`/${id}`, 'page').length === 1);

  // As fields, at a time the clock shows twice.
  await page.getByRole('button', { name: 'As fields' }).click();
  await page.getByLabel('Summary').fill('Disk full');
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.getByLabel('Wall-clock time').fill('2027-10-31T02:30');
  await page.getByLabel('The clock shows this time twice').selectOption({ label: 'the second time' });
  await run(page);
  await page.getByText('10/31/2027, 02:30:00').first().waitFor();
  await page.getByRole('button', { name: 'Next clock change' }).click();
  await keepPicture(page, 'dry-run-3-fields');

  // A recorded event, with what is open now.
  await page.getByRole('button', { name: 'Recorded event' }).click();
  await page.getByRole('radio').first().check();
  await page.getByLabel('with what is open now').check();
  await run(page);
  await section(page, 'Outcome').getByText('Repeat of an open incident').waitFor();
  await keepPicture(page, 'dry-run-4-recorded');

  // The config editor says what would differ, before anything is saved.
  await page.getByRole('link', { name: 'Config' }).click();
  const editor = page.getByRole('textbox', { name: 'Config' });
  await editor.waitFor();
  const document = JSON.parse(await editor.inputValue()) as { services: { target: unknown }[] };
  document.services = document.services.map((service) => ({ ...service, target: { user: 'choi' } }));
  await editor.fill(JSON.stringify(document, null, 2));
  await page.getByRole('button', { name: 'Review and save' }).click();
  const dialog = page.locator('dialog[open]');
  await dialog.getByText('1 of 1 saved dry runs would differ').waitFor();
  await dialog.getByText('최유진').first().waitFor();
  await keepPicture(page, 'dry-run-5-config');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();

  // It is said everywhere at the desk, until it is accepted.
  await page.getByText('Saved dry runs that are not as expected: 1').waitFor();
  await page.getByRole('link', { name: /^Dry run \d+ differ/ }).click();
  await saved.getByText('differs', { exact: true }).waitFor();
  await saved.scrollIntoViewIfNeeded();
  await keepPicture(page, 'dry-run-6-differs');
  await saved.getByRole('button', { name: 'Accept' }).click();
  await saved.getByText('as expected').waitFor();
  await page.getByText('Saved dry runs that are not as expected: 1').waitFor({ state: 'detached' });

  const korean = await openConsole(browser, server.url, {
    token: await signIn(server, 'park'),
    path: '/dry-run',
    locale: 'ko-KR',
  });
  await korean.getByRole('button', { name: /한국어|English/ }).waitFor();
  if (await korean.getByRole('button', { name: '한국어' }).isVisible())
    await korean.getByRole('button', { name: '한국어' }).click();
  await korean.getByRole('button', { name: '열기' }).click();
  await korean.getByRole('heading', { name: '사람별 알림, 분 단위' }).waitFor();
  await keepPicture(korean, 'dry-run-7-korean');
});

test('[RTE51] a viewer is told that dry runs are not for them, and the server refuses too', {
  timeout: 120_000,
}, async () => {
  const receiver = await stage.receiver();
  const config = deskConfig(receiver.url, 'en');
  const server = await stage.server({
    config: { ...config, users: [...config.users!, { id: 'vi', name: 'Vi', role: 'viewer', locale: 'en' }] },
  });
  const token = await signIn(server, 'vi');
  const page = await openConsole(await stage.browser(), server.url, { token, path: '/dry-run' });
  await page.getByText('Dry runs are for responders and up').waitFor();
  const refused = await fetch(`${server.url}/api/v1/dry-run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(refused.status).toBe(403);
});
