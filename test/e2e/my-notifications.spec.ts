import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openConsole } from '../support/e2e/console.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
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

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const saved = async (page: Page) => {
  await page.getByText('Saved: this is how you are told from now on').first().waitFor();
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });
};

test('[AUD42] what a responder saves on "My notifications" decides the next page', {
  timeout: 120_000,
}, async () => {
  const receiver = await stage.receiver();
  const server = await stage.server({ config: floorConfig({ hook: receiver.url }) });
  const page = await openConsole(await stage.browser(), server.url, {
    token: await signIn(server, 'an'),
    path: '/mine',
  });
  await page.getByText('The config says how you are told').waitFor();
  await keepPicture(page, 'mine-1-config');
  const alert = (event_id: string, urgency: string) =>
    server.alert({ summary: `Payments ${event_id}`, event_id, urgency });

  // Quiet hours now, but for the highest. The config's own webhook stays as reachable as it was.
  await page.getByRole('button', { name: 'Add quiet hours' }).click();
  const quiet = page.getByRole('group', { name: 'Quiet hours 1' });
  await quiet.locator('input[type="time"]').nth(0).fill('00:00');
  await quiet.locator('input[type="time"]').nth(1).fill('00:00');
  await keepPicture(page, 'mine-2-draft');
  await save(page);
  await saved(page);
  await page.getByText("Your own settings count. The config's are not asked.").waitFor();
  await alert('quiet', 'high');
  await until('the incident', async () => (await server.incidents()).length === 1);
  const held = await until('the wait', async () => {
    const [first] = await server.incidents();
    return (await server.incident(first!.id)).timeline.find(({ kind }) => kind === 'held');
  });
  expect(held).toBeTruthy();
  expect(receiver.to('/an', 'page')).toHaveLength(0);
  await alert('loud', 'highest');
  await until('the page of the highest', () => receiver.to('/an', 'page').length === 1);

  // No quiet hours, but a rule: only what is medium, a minute later.
  await page.getByRole('group', { name: 'Quiet hours 1' }).getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const rule = page.getByRole('group', { name: 'Rule 1' });
  await rule.getByLabel('Medium').check();
  await rule.locator('select').selectOption({ label: '1 min' });
  await keepPicture(page, 'mine-3-rule');
  await save(page);
  await saved(page);
  await alert('by-rule', 'medium');
  const planned = await until('the delayed notice', async () => {
    const found = (await server.incidents()).find(({ dedupKey }) => dedupKey === 'by-rule');
    return found?.next?.kind === 'notify' && found.next;
  });
  expect(planned.users).toEqual(['an']);
  await alert('no-rule', 'high');
  await until('all contacts, where no rule fits', () => receiver.to('/an', 'page').length === 2);

  // A contact that may not be reached is refused by its path; nothing of the draft is lost or saved.
  await page.getByRole('button', { name: 'Add webhook' }).click();
  const address = page.getByLabel('Address of hook-2');
  for (const [url, why] of [
    ['not a url', ''],
    ['http://169.254.169.254/latest', 'linkLocal address'],
    [`http://127.0.0.1:${server.port}/x`, "Watchfloor's own port"],
    ['http://10.1.2.3/', 'not in outbound.allow'],
    ['http://localhost:9/', 'not in outbound.allow'],
  ] as const) {
    await address.fill(url);
    await save(page);
    const said = page.getByRole('listitem').filter({ hasText: 'contacts[1].url' });
    await said.filter({ hasText: why }).waitFor();
    await keepPicture(page, `mine-4-refused-${url.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 20)}`);
    await address.fill('');
  }
  const { profile } = await server.get<{ profile: { contacts: unknown[] } }>('/api/v1/users/an/profile');
  expect(profile.contacts).toHaveLength(1);
  await page.getByRole('button', { name: 'Discard my changes' }).click();

  // A test goes out; then the config counts again.
  const before = receiver.to('/an').length;
  await page.getByRole('button', { name: 'Send me a test' }).click();
  await page.getByText('A test is on its way to hook').waitFor();
  await until('the test', () => receiver.to('/an').length > before);
  await page.getByRole('button', { name: "Back to the config's" }).click();
  await keepPicture(page, 'mine-5-back');
  await page.locator('dialog[open]').getByRole('button', { name: "Back to the config's" }).click();
  await page.getByText('The config counts again').waitFor();
  await alert('after', 'medium');
  await until('told at once again', () => receiver.to('/an', 'page').length === 3);
});
