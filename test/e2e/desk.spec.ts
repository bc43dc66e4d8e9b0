import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { ConfigInput } from '../../src/shared/config/document.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { keepPicture } from '../support/e2e/wall.ts';

const stage = createStage();
const HOUR = 3_600_000;

/** A lead, two responders, and a schedule of two layers of which the office one leaves the nights empty. */
function deskConfig(): ConfigInput {
  const base = floorConfig();
  const [an, lee] = base.users ?? [];
  const rotation = { start: '2026-01-05T09:00', every: 'P1D' };
  return {
    ...base,
    users: [
      { ...an!, role: 'lead' },
      { ...lee!, role: 'responder' },
      { ...lee!, id: 'park', name: '박도윤', role: 'responder' },
    ],
    schedules: [
      {
        id: 'noc',
        name: 'NOC',
        timeZone: 'Asia/Seoul',
        layers: [
          {
            id: 'day',
            name: 'Day',
            users: ['lee', 'park'],
            rotation,
            restrictions: [{ from: '09:00', to: '21:00' }],
          },
          {
            id: 'night',
            name: 'Night',
            users: ['park', 'lee'],
            rotation,
            restrictions: [{ from: '21:00', to: '05:00' }],
          },
        ],
      },
    ],
  };
}

async function signIn(server: ServerHandle, user: string, path: string): Promise<Page> {
  const { code } = await server.post<{ code: string }>(`/api/v1/users/${user}/link`);
  const answer = await fetch(`${server.url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, name: 'Desk' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const browser = await stage.browser();
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(`${server.url}${path}#token=${token}`);
  await page.locator('[data-freshness="live"]').waitFor();
  return page;
}

const row = (page: Page, summary: string) => page.locator('.c-row', { hasText: summary });
const person = (page: Page, name: string) =>
  page.locator('.c-drop-panel [data-drop-user]', { hasText: name });

/** Presses on something and moves until the drag is on; the button stays down. */
async function lift(page: Page, locator: ReturnType<Page['locator']>): Promise<void> {
  const box = (await locator.boundingBox())!;
  const [x, y] = [box.x + Math.min(200, box.width / 2), box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 10, y + 3, { steps: 3 });
  await page.locator('.c-ghost').waitFor();
}
async function over(page: Page, locator: ReturnType<Page['locator']>): Promise<void> {
  const box = (await locator.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
}

async function violations(page: Page): Promise<string[]> {
  // The builder's type is of another build of the same library.
  const { violations: found } = await new AxeBuilder({ page: page as never })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
}

test('[STR142] an incident is dragged onto a person: five seconds to take it back, then it is theirs', {
  timeout: 90_000,
}, async () => {
  const server = await stage.server({ config: deskConfig() });
  for (let at = 1; at <= 120; at += 40)
    await server.alert(
      Array.from({ length: 40 }, (_, i) => ({
        summary: `alarm ${at + i}`,
        event_id: `a${at + i}`,
        urgency: 'high',
      })),
    );
  const page = await signIn(server, 'an', '/incidents');
  await row(page, 'alarm 1').first().waitFor();
  expect(await violations(page)).toEqual([]);
  const of = async (summary: string) =>
    (await server.incidents('?status=open,acked')).find((item) => item.summary === summary)!;

  // Updates go on arriving, and the row scrolls away, while it is in hand.
  let n = 0;
  const storm = setInterval(() => {
    n += 1;
    void server.alert({ summary: `alarm ${(n % 40) + 1}`, event_id: `a${(n % 40) + 1}`, urgency: 'high' });
    if (n % 10 === 0) void server.alert({ summary: `newer ${n}`, event_id: `n${n}`, urgency: 'highest' });
  }, 50);
  try {
    await lift(page, row(page, 'alarm 2').first());
    await page.locator('.c-ghost', { hasText: 'alarm 2' }).waitFor();
    await page.mouse.wheel(0, 2500);
    await expect.poll(() => page.locator('.c-row', { hasText: /^.*alarm 2\b/ }).count()).toBe(0);
    await over(page, person(page, '이서준'));
    expect(await violations(page)).toEqual([]);
    await keepPicture(page, 'desk-drag');
    await page.mouse.up();
    await page.getByText(/Hand #2 to 이서준/).waitFor();
    expect((await of('alarm 2')).handedTo).toBe(null);
    await expect.poll(async () => (await of('alarm 2')).handedTo?.user, { timeout: 9000 }).toBe('lee');
  } finally {
    clearInterval(storm);
  }

  // Taken back in time: nothing was sent.
  await page.locator('.c-table-scroll').evaluate((node) => node.scrollTo(0, 0));
  const before = await of('alarm 3');
  await page
    .getByPlaceholder(/summary|Search/i)
    .first()
    .fill('alarm 3');
  await lift(page, row(page, 'alarm 3').first());
  await over(page, person(page, '박도윤'));
  await page.mouse.up();
  await page.getByText(/to 박도윤/).waitFor();
  await page.getByRole('button', { name: /Undo/ }).click();
  // Escape, and letting go beside everybody, change nothing and open nothing.
  await lift(page, row(page, 'alarm 3').first());
  await over(page, person(page, '박도윤'));
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await page.locator('.c-ghost').count()).toBe(0);
  await lift(page, row(page, 'alarm 3').first());
  await page.mouse.up();
  expect(await page.locator('.c-incident').count()).toBe(0);
  await page.waitForTimeout(5500);
  expect((await of('alarm 3')).version).toBe(before.version);

  // The same from the incident's own page.
  await page.goto(`${server.url}/incidents/${before.id}`);
  await lift(page, page.locator('.c-drag-handle'));
  await over(page, person(page, '박도윤'));
  await page.mouse.up();
  await expect.poll(async () => (await of('alarm 3')).handedTo?.user, { timeout: 9000 }).toBe('park');
});

test('[STR143] a responder drops on themselves only, and is told why elsewhere', {
  timeout: 60_000,
}, async () => {
  const server = await stage.server({ config: deskConfig() });
  await server.alert({ summary: 'one alarm', event_id: 'a1', urgency: 'high' });
  const page = await signIn(server, 'lee', '/incidents');
  const now = async () => (await server.incidents('?status=open,acked'))[0]!;
  const { version } = await now();
  await lift(page, row(page, 'one alarm'));
  await over(page, person(page, '박도윤'));
  await keepPicture(page, 'desk-drag-barred');
  await page.mouse.up();
  await page.getByText('A shift lead hands them to others.').first().waitFor();
  await page.waitForTimeout(5500);
  expect((await now()).version).toBe(version);
  await lift(page, row(page, 'one alarm'));
  await over(page, person(page, '이서준'));
  await page.mouse.up();
  await expect.poll(async () => (await now()).assignee, { timeout: 9000 }).toBe('lee');
  expect((await now()).status).toBe('acked');
});

test('[STR145] the rotation: drag to make an override, cover in all layers, spans, calendar, zone, gaps', {
  timeout: 90_000,
}, async () => {
  const server = await stage.server({ config: deskConfig() });
  const page = await signIn(server, 'an', '/oncall?range=1w&zone=Asia/Kolkata');
  await page.locator('.timeline__bar').first().waitFor();
  // Nobody has 05:00 to 09:00.
  expect(await page.locator('.timeline__gap').count()).toBeGreaterThan(4);
  const hatched = await page
    .locator('.timeline__gap')
    .first()
    .evaluate((node) => {
      const scope = globalThis as unknown as { getComputedStyle(of: unknown): { backgroundImage: string } };
      return scope.getComputedStyle(node).backgroundImage;
    });
  expect(hatched).toContain('repeating-linear-gradient');

  const track = page.locator('.timeline__track.is-draggable').first();
  const box = (await track.boundingBox())!;
  const y = box.y + box.height / 2;
  // From the second day's 06:00 to 18:00, over gaps and bars alike.
  await page.mouse.move(box.x + box.width * (1.26 / 7), y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * (1.5 / 7), y, { steps: 5 });
  await page.locator('.timeline__picked').waitFor();
  await page.mouse.move(box.x + box.width * (1.74 / 7), y, { steps: 5 });
  await page.mouse.up();
  const dialog = page.locator('dialog[open]');
  await dialog.getByText('Instead of').waitFor();
  const times = await dialog
    .locator('input[type="datetime-local"]')
    .evaluateAll((inputs) => inputs.map((input) => (input as unknown as { value: string }).value.slice(11)));
  // Half-hour zone: still whole hours of what is shown.
  expect(times).toEqual(['06:00', '18:00']);
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('Who stands in?').selectOption('an');
  await keepPicture(page, 'desk-override');
  await dialog.getByRole('button', { name: 'Put on call' }).click();
  const stood = page.locator('.timeline__bar.is-override', { hasText: '김하늘' }).first();
  await stood.waitFor();
  expect(await stood.getAttribute('title')).toMatch(/이서준|박도윤/);
  const [made] = (
    await server.get<{ items: { from: string; to: string; layers: unknown }[] }>('/api/v1/overrides')
  ).items;
  expect(Date.parse(made!.to) - Date.parse(made!.from)).toBe(12 * HOUR);
  expect(made!.layers).toEqual(['day']);

  // A click on a shift: cover for that person everywhere.
  const theirs = page.locator('.timeline__bar:not(.is-override)', { hasText: '박도윤' }).last();
  await theirs.click();
  await dialog.getByRole('button', { name: 'Cover for 박도윤 in all their layers instead' }).click();
  await dialog.getByLabel('Who stands in?').selectOption('an');
  await dialog.getByRole('button', { name: 'Cover', exact: true }).click();
  await page.getByText('박도윤 away, 김하늘 stands in').waitFor();

  for (const name of ['1 day', '2 weeks', '1 month', '1 week']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.locator('.timeline__bar').first().waitFor();
    expect(await page.locator('.timeline__now').count()).toBe(1);
  }
  await page.getByRole('button', { name: 'Calendar', exact: true }).click();
  await page.locator('.c-calendar-override').first().waitFor();
  expect(await page.locator('.c-calendar-gap').count()).toBeGreaterThan(5);
  await keepPicture(page, 'desk-calendar');
});

test('[REP21] the flood threshold: too little to propose one is said, an own one is an audited change', {
  timeout: 60_000,
}, async () => {
  const config = deskConfig();
  const [an, ...others] = config.users ?? [];
  const server = await stage.server({ config: { ...config, users: [{ ...an!, role: 'admin' }, ...others] } });
  const page = await signIn(server, 'an', '/settings/config');
  await page.getByText('There is too little to go by: 0 incidents in 0 days.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Another number').fill('23');
  await page.getByRole('button', { name: 'Use 23 instead of 10' }).click();
  await page.getByText('Above 23 new incidents').waitFor();
  await keepPicture(page, 'desk-flood');
  expect(await page.locator('.c-editor').inputValue()).toContain('"floodThreshold": 23');
  const { items } = await server.get<{ items: { action: string; actor: { id: string } }[] }>(
    '/api/v1/audit?limit=5',
  );
  expect(items.find(({ action }) => action.startsWith('config'))?.actor.id).toBe('an');
});
