import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { MaintenanceItem, QuietList } from '../../src/shared/api/quiet.ts';
import type { ConfigInput } from '../../src/shared/config/document.ts';
import { openConsole } from '../support/e2e/console.ts';
import { deskConfig } from '../support/e2e/desk-config.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture, openWall } from '../support/e2e/wall.ts';
import { wordsOf } from '../support/e2e/words.ts';

const stage = createStage();
const LONG = '서울 제2데이터센터 실시간 결제 승인 중계 및 대사 처리 통합 서비스 (이중화 구성 B)';

/** The desk's room with a second service, whose Korean name is long. */
function room(hook: string, locale: 'en' | 'ko'): ConfigInput {
  const config = deskConfig(hook, locale);
  return {
    ...config,
    services: [
      ...config.services!,
      { id: 'search', name: locale === 'ko' ? LONG : 'Search', target: { escalation: 'std' } },
    ],
  };
}

/** Signs a person in, as a link from an admin does. */
async function tokenOf(server: Pick<ServerHandle, 'post'>, user: string): Promise<string> {
  const { code } = await server.post<{ code: string }>(`/api/v1/users/${user}/link`);
  return (await server.post<{ token: string }>('/api/v1/sign-in', { code })).token;
}

const quietOn = (wall: Page, kind: string) => wall.locator(`[data-quiet="${kind}"]`);
const numberIn = async (part: Locator) =>
  Number(/(\d+)(?: \d+:\d\d)?$/.exec((await part.textContent()) ?? '')?.[1]);

describe.each(['en', 'ko'] as const)('noise and maintenance on screen (%s)', (locale) => {
  test('[STR160] [STR163] [STR164] started in two clicks, seen on register and wall, extended, ended; what fires is told', {
    timeout: 180_000,
  }, async () => {
    const t = wordsOf(locale);
    const receiver = await stage.receiver();
    const server = await stage.server({ config: room(receiver.url, locale) });
    const browser = await stage.browser();
    const wall = await openWall(browser, server.url);
    const page = await openConsole(browser, server.url, {
      token: await tokenOf(server, 'park'),
      path: '/maintenance',
      locale: locale === 'ko' ? 'ko-KR' : 'en-US',
    });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    const button = (name: string, within: Page | Locator = page) =>
      within.getByRole('button', { name, exact: true });
    const windows = async () => (await server.get<{ items: MaintenanceItem[] }>('/api/v1/maintenance')).items;
    const register = () => server.get<QuietList>('/api/v1/quiet');

    await page.getByText(t('maint.none')).waitFor();
    await keepPicture(page, `maintenance-${locale}-empty`);

    // Open before it begins: its run waits.
    await server.alert({ summary: 'Queue of refunds grows', event_id: 'before', urgency: 'high' });
    await until('the first page', () => receiver.to('/an', 'page').length === 1);

    // One click on the service, one on the length.
    await button('Payments').click();
    await button(t('maint.minutes', { n: 5 })).click();
    const row = page.locator('.c-maint-active');
    await row.waitFor();
    const [made] = await windows();
    expect(made).toMatchObject({
      state: 'active',
      services: ['payments'],
      atEnd: 'reprocess',
      by: { id: 'park' },
    });
    expect(Date.parse(made!.to) - Date.parse(made!.from)).toBe(300_000);

    // Alerts of three keys come in: none is told, none opens an incident.
    await server.alert(
      ['a', 'b', 'c'].map((key) => ({
        summary: `Card payments fail (${key})`,
        event_id: key,
        urgency: 'high',
      })),
    );
    await server.alert({ summary: 'Card payments fail (a)', event_id: 'a', urgency: 'high' });
    await row.getByText(t('maint.hides', { keys: 3, events: 4, paused: 1 })).waitFor();
    await quietOn(wall, 'ending').waitFor();
    await until('the wall counts them', async () => (await numberIn(quietOn(wall, 'ending'))) === 4);
    expect(await quietOn(wall, 'ending').textContent()).toMatch(/Payments 4 0[45]:\d\d$/);
    await keepPicture(wall, `maintenance-${locale}-wall`);
    await keepPicture(page, `maintenance-${locale}-active`);

    // The register, filtered by a link of the row.
    await row.getByRole('link').click();
    await page.locator('.c-register tbody tr').nth(3).waitFor();
    expect(await page.locator('.c-register [data-kind="maintenance"]').count()).toBe(3);
    expect(await page.locator('.c-register [data-kind="paused"]').count()).toBe(1);
    const why = (await page.locator('.c-register [data-kind="maintenance"]').first().textContent()) ?? '';
    expect(why, 'the name instead of an id, a time of day instead of an instant').not.toMatch(
      /m-|\d{4}-\d\d-\d\dT/,
    );
    expect(why).toMatch(/\d\d:\d\d/);
    expect(why, 'by whom').toContain('박지훈');
    await page.getByRole('button', { name: new RegExp(`^${t('quiet.kind-paused')} 1$`) }).click();
    await until('the filter', async () => new URL(page.url()).searchParams.get('kind') === 'maintenance');
    expect(await page.locator('.c-register tbody tr').count()).toBe(3);
    // What comes while one looks appears by itself.
    await server.alert({ summary: 'Card payments fail (d)', event_id: 'd', urgency: 'high' });
    await page.locator('.c-register tbody tr').nth(3).waitFor({ timeout: 10_000 });
    await keepPicture(page, `maintenance-${locale}-register`);

    // The incident that was open says until when it waits; so does its row.
    await page.goto(`${server.url}/`);
    await page
      .getByText(/\d\d:\d\d/)
      .first()
      .waitFor();
    await page.getByRole('row').filter({ hasText: 'Queue of refunds grows' }).click();
    await page
      .locator('.c-incident-mark')
      .filter({ hasText: t('maint.markWhy') })
      .waitFor();

    // Extended by a quarter of an hour, after being asked.
    await page.goto(`${server.url}/maintenance`);
    await button(t('maint.extend')).click();
    let dialog = page.locator('dialog[open]');
    await button(t('maint.plus', { n: 15 }), dialog).click();
    await keepPicture(page, `maintenance-${locale}-extend`);
    await dialog.locator('.c-primary').click();
    await until(
      'the extension',
      async () => Date.parse((await windows())[0]!.to) - Date.parse(made!.to) === 900_000,
    );
    await quietOn(wall, 'maintenance').waitFor();
    expect(await quietOn(wall, 'ending').count(), 'no longer about to end').toBe(0);

    // Ended now: the dialog says what comes of it, and it comes.
    await button(t('maint.end')).click();
    dialog = page.locator('dialog[open]');
    await dialog.getByText(t('maint.endWhat-reprocess', { keys: 4 })).waitFor();
    await keepPicture(page, `maintenance-${locale}-end`);
    await button(t('maint.end'), dialog).click();
    await until('the incidents', async () => (await server.incidents('?status=open')).length === 5);
    await wall.locator('.card').nth(1).waitFor();
    await until('nothing is quiet', async () => (await register()).total === 0);
    await until('the wall says so', async () => (await wall.locator('[data-quiet]').count()) === 0);
    await page.getByText(t('maint.none')).waitFor();
    expect(complaints).toEqual([]);
  });

  test('[STR165] shelved with five seconds to take it back, listed, taken off the shelf, told', {
    timeout: 180_000,
  }, async () => {
    const t = wordsOf(locale);
    const receiver = await stage.receiver();
    const server = await stage.server({ config: room(receiver.url, locale) });
    const browser = await stage.browser();
    const wall = await openWall(browser, server.url);
    const alert = { summary: 'Card payments are failing', event_id: 's-1', urgency: 'high' };
    await server.alert(alert);
    const id = (await server.incidents())[0]!.id;
    const page = await openConsole(browser, server.url, {
      token: await tokenOf(server, 'choi'),
      path: `/incidents/${id}`,
      locale: locale === 'ko' ? 'ko-KR' : 'en-US',
    });
    const status = async () => (await server.incident(id)).status;
    await page.getByRole('toolbar').first().waitFor();

    // By key, taken back.
    await page.keyboard.press('h');
    let dialog = page.locator('dialog[open]');
    await dialog.getByText(t('shelve.what')).waitFor();
    await dialog.getByRole('button', { name: t('shelve.for60') }).click();
    await page.locator('.c-batch').getByRole('button').click();
    await page.waitForTimeout(5500);
    expect(await status()).toBe('open');

    // By command, with a note, and left alone.
    await page.keyboard.press('Control+k');
    await page.locator('.c-palette-input').fill(t('shelve.title', { number: 1 }));
    await page.keyboard.press('Enter');
    dialog = page.locator('dialog[open]');
    await dialog.getByLabel(t('shelve.note')).fill('known, 교체 예정');
    await keepPicture(page, `shelve-${locale}-dialog`);
    await dialog.getByRole('button', { name: t('shelve.for60') }).click();
    await until('the shelf', async () => (await status()) === 'closed', 15_000);
    await until('the wall', async () => (await numberIn(quietOn(wall, 'shelved'))) === 1);
    const answer = await server.alert(alert);
    expect(answer).toMatchObject([{ outcome: 'suppressed' }]);

    await page.goto(`${server.url}/quiet`);
    const row = page.locator('.c-register [data-kind="shelf"]');
    await row.getByText('known, 교체 예정').waitFor();
    expect(await row.textContent()).toContain('최유진');
    await keepPicture(page, `shelve-${locale}-register`);
    await row.getByRole('button', { name: t('quiet.unshelve') }).click();
    await until('it is told', async () => (await server.incidents('?status=open')).length === 1);
    await page.getByText(t('quiet.none')).waitFor();
    await keepPicture(page, `shelve-${locale}-empty`);
  });
});

test('[STR160] [STR161] [STR162] the whole form, thirty windows with long names, one of the config, and who may only look', {
  timeout: 180_000,
}, async () => {
  const t = wordsOf('ko');
  const receiver = await stage.receiver();
  const config = room(receiver.url, 'ko');
  const server = await stage.server({
    config: {
      ...config,
      maintenance: [
        {
          id: 'nightly',
          services: ['search'],
          from: '2026-01-01T00:00',
          to: '2026-01-01T23:59',
          repeat: { every: 'P1D' },
        },
      ],
    },
  });
  const browser = await stage.browser();
  const page = await openConsole(browser, server.url, {
    token: await tokenOf(server, 'park'),
    path: '/maintenance',
    locale: 'ko-KR',
  });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const ofConfig = page.locator('[data-id="nightly"]');
  await ofConfig.locator('.c-mark').waitFor();
  expect(await ofConfig.locator('.c-mark').textContent()).toBe(t('maint.ofConfig'));
  expect(await ofConfig.getByRole('button', { name: t('maint.remove') }).count()).toBe(0);

  // Wrong before it is sent, then right, every week on two days.
  await button(LONG).click();
  await button(t('maint.more')).click();
  await page.getByLabel(t('maint.length'), { exact: true }).fill('200');
  await button(t('maint.every-P1W')).click();
  await page.getByText(t('maint.wrong.overlap')).waitFor();
  expect(await button(t('maint.go')).isDisabled()).toBe(true);
  await page.getByLabel(t('maint.length'), { exact: true }).fill('3');
  await button(t('maint.at')).first().click();
  await button('화').click();
  await page.locator('.c-maint-form .c-check').filter({ hasText: '매우 높음' }).getByRole('checkbox').check();
  await page.getByLabel(t('maint.note'), { exact: true }).fill('스위치 교체');
  await keepPicture(page, 'maintenance-ko-form');
  await button(t('maint.plan')).click();
  const planned = page.locator('.c-maint-scheduled').filter({ hasText: '스위치 교체' });
  await planned.waitFor();
  expect(await planned.textContent()).toMatch(/매주.*화/);
  expect(await planned.textContent()).toContain('매우 높음');

  const ahead = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  for (let i = 0; i < 28; i++)
    await server.post('/api/v1/maintenance', {
      services: i % 2 === 0 ? ['search'] : ['payments', 'search'],
      ...(i < 10 ? { for: `PT${i + 8}M` } : { from: ahead(i), to: ahead(i + 2) }),
      note: i % 3 === 0 ? `${LONG} — 정기 점검 ${i}` : '',
    });
  await page.reload();
  await page.locator('.c-maint').nth(29).waitFor();
  const states = await page.locator('.c-maint').evaluateAll((rows) => rows.map((row) => row.className));
  expect(states.findLastIndex((name) => name.includes('active'))).toBeLessThan(
    states.findIndex((name) => name.includes('scheduled')),
  );
  const wide = await page.locator('.c-page').evaluate((box) => box.scrollWidth > box.clientWidth + 1);
  expect(wide, 'scrolls sideways').toBe(false);
  await page.locator('.c-maint-list').scrollIntoViewIfNeeded();
  await keepPicture(page, 'maintenance-ko-thirty');
  const wall = await openWall(browser, server.url);
  await quietOn(wall, 'ending').waitFor();
  await keepPicture(wall, 'maintenance-ko-thirty-wall');

  // Taken back, repetition and all.
  await planned.getByRole('button', { name: t('maint.remove') }).click();
  await page.locator('dialog[open] .c-primary').click();
  await planned.waitFor({ state: 'detached' });

  // Others read.
  const reader = await openConsole(browser, server.url, {
    token: await tokenOf(server, 'an'),
    path: '/maintenance',
    locale: 'ko-KR',
  });
  await reader.getByText(t('maint.viewer')).waitFor();
  await reader.locator('.c-maint').first().waitFor();
  expect(await reader.locator('.c-maint button, .c-maint-form').count()).toBe(0);
});
