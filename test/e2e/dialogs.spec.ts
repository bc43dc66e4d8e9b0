import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openConsole } from '../support/e2e/console.ts';
import { deskConfig } from '../support/e2e/desk-config.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture } from '../support/e2e/wall.ts';
import { wordsOf } from '../support/e2e/words.ts';

const stage = createStage();
/** One dialog is open, inside the window, in words; keeps its picture. */
async function lookAt(page: Page, name: string): Promise<Locator> {
  const dialog = page.locator('dialog[open]');
  await dialog.waitFor();
  expect(await dialog.count(), name).toBe(1);
  const box = (await dialog.boundingBox())!;
  const view = page.viewportSize()!;
  expect(box.x >= 0 && box.y >= 0, `${name} is cut at the left or top`).toBe(true);
  expect(box.x + box.width <= view.width && box.y + box.height <= view.height, `${name} is cut`).toBe(true);
  const text = (await dialog.textContent()) ?? '';
  expect(text, `${name}: a key of the catalogue stands for its words`).not.toMatch(
    /\b[a-z]+\.[a-z][A-Za-z]+\b(?!\.)/,
  );
  expect(text, `${name}: a hole in a sentence`).not.toMatch(/\{\{|undefined|NaN|Invalid/);
  const wide = await dialog.evaluate((element) => element.scrollWidth > element.clientWidth + 1);
  expect(wide, `${name} scrolls sideways`).toBe(false);
  await keepPicture(page, `dialog-${name}`);
  return dialog;
}

describe.each(['en', 'ko'] as const)('every dialog of the console (%s)', (locale) => {
  test('[AUD32] opens whole and in words, and does what it says', {
    timeout: 180_000,
  }, async () => {
    const t = wordsOf(locale);
    const receiver = await stage.receiver();
    const server = await stage.server({ config: deskConfig(receiver.url, locale) });
    await server.alert(
      ['Card payments are failing', 'Queue of refunds grows', 'Settlement is late', 'Ledger differs'].map(
        (summary, i) => ({ summary, event_id: `d-${i}`, urgency: 'high' }),
      ),
    );
    const { code } = await server.post<{ code: string }>('/api/v1/users/choi/link');
    const { token } = await server.post<{ token: string }>('/api/v1/sign-in', { code });
    const page = await openConsole(await stage.browser(), server.url, {
      token,
      locale: locale === 'ko' ? 'ko-KR' : 'en-US',
    });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    const button = (name: string, within: Page | Locator = page) =>
      within.getByRole('button', { name, exact: false });
    const byNumber = async (number: number) => {
      const found = (await server.incidents()).find((one) => one.number === number);
      return server.incident(found!.id);
    };
    const openIncident = async (number: number) => {
      const { id } = await byNumber(number);
      await page.goto(`${server.url}/incidents/${id}`);
      await page.getByRole('toolbar').first().waitFor();
    };
    const row = (summary: string) => page.getByRole('row').filter({ hasText: summary }).first();
    const said = (text: string) => page.getByText(text).first().waitFor();

    // Keys and commands.
    await page.keyboard.press('Shift+Slash');
    await lookAt(page, `${locale}-help`);
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await lookAt(page, `${locale}-palette`);
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });

    // Reassign by keyboard, from the list.
    await row('Queue of refunds grows').click();
    await page.keyboard.press('r');
    let dialog = await lookAt(page, `${locale}-reassign`);
    await dialog.getByRole('combobox').fill('이서준');
    await page.keyboard.press('Enter');
    await until('the hand-over', async () => (await byNumber(2)).assignee === 'lee', 15_000);

    // Close with a reason, which is needed while the source fires.
    await openIncident(3);
    await button(t('act.close')).first().click();
    dialog = await lookAt(page, `${locale}-close`);
    expect(await button(t('act.close'), dialog).isDisabled(), 'without a reason').toBe(true);
    await dialog.locator('input').fill('복구 확인: replaced the disk');
    await page.keyboard.press('Enter');
    await until('the close', async () => (await byNumber(3)).status === 'closed', 15_000);

    // Snooze, severity, escalate, ack.
    await openIncident(4);
    await button(t('act.snooze')).click();
    dialog = await lookAt(page, `${locale}-snooze`);
    await button(t('snooze.for60'), dialog).click();
    await until('the snooze', async () => (await byNumber(4)).next?.kind === 'resume', 15_000);
    await openIncident(1);
    await page.locator('.c-severity select').selectOption('SEV2');
    await until('the severity', async () => (await byNumber(1)).severity === 'SEV2');
    await button(t('act.escalate')).click();
    await until('the escalation', () => receiver.to('/lee', 'page').length > 0);
    // A source that never pauses must not keep the timeline from being read again.
    const again = { summary: 'Card payments are failing', event_id: 'd-0', urgency: 'high' };
    const chatter = setInterval(() => void server.alert(again).catch(() => undefined), 200);
    stage.later(() => clearInterval(chatter));
    await button(t('act.ack')).click();
    await until('the ack', async () => (await byNumber(1)).status === 'acked', 15_000);
    await page.locator('.c-timeline').getByText('최유진').first().waitFor({ timeout: 4000 });
    clearInterval(chatter);
    await keepPicture(page, `dialog-${locale}-incident`);

    // Redact: an admin's, and for good.
    await button(t('redact.open')).click();
    dialog = await lookAt(page, `${locale}-redact`);
    await button(t('cancel'), dialog).click();

    // Raise by hand.
    await page.goto(`${server.url}/incidents`);
    await button(locale === 'ko' ? t('raise.title') : 'Raise an incident').click();
    dialog = await lookAt(page, `${locale}-raise`);
    await dialog.getByLabel(t('raise.summary')).fill('전화 신고: checkout hangs');
    await button(t('raise.go'), dialog).last().click();
    await until('the raised one', async () => (await server.incidents()).length === 5);

    // Override and absence.
    await page.goto(`${server.url}/oncall`);
    await button(t('oncall.override')).first().click();
    dialog = await lookAt(page, `${locale}-override`);
    await dialog.getByLabel(t('oncall.who')).selectOption({ label: '최유진' });
    await button(t('oncall.overrideGo'), dialog).click();
    await said(t('oncall.overrideMade', { name: '최유진' }));
    await button(t('oncall.cover')).first().click();
    dialog = await lookAt(page, `${locale}-cover`);
    await dialog.getByLabel(t('oncall.away')).selectOption({ label: '김하늘' });
    await dialog.getByLabel(t('oncall.standIn')).selectOption({ label: '박지훈' });
    await button(t('oncall.coverGo'), dialog).last().click();
    await said(t('oncall.covered', { standIn: '박지훈', name: '김하늘' }));
    await page.waitForTimeout(300);
    await keepPicture(page, `dialog-${locale}-oncall`);

    // PIN, and the switch to another person by theirs.
    await button(t('person.pin')).click();
    dialog = await lookAt(page, `${locale}-pin`);
    await dialog.locator('input').nth(0).fill('4711');
    await dialog.locator('input').nth(1).fill('4712');
    await dialog.getByText(t('person.pinDiffers')).waitFor();
    await dialog.locator('input').nth(1).fill('4711');
    await button(t('save'), dialog).click();
    await said(t('person.pinSet'));
    await page.locator('.c-person-name').click();
    dialog = await lookAt(page, `${locale}-switch`);
    await dialog.locator('select').selectOption({ label: '이서준' });
    await dialog.locator('input').fill('0000');
    await button(t('person.switchGo'), dialog).last().click();
    await dialog.getByRole('alert').waitFor();
    await lookAt(page, `${locale}-switch-refused`);
    expect(await dialog.locator('input').evaluate((input) => input.matches(':focus')), 'try again').toBe(
      true,
    );
    complaints.splice(0);
    await page.keyboard.press('Escape');

    // People, sign-in links, tokens.
    await page.goto(`${server.url}/settings/people`);
    await button(t('people.add')).click();
    dialog = await lookAt(page, `${locale}-person`);
    await dialog.locator('input').first().fill('정민아');
    await button(t('save'), dialog).click();
    await said(t('people.added', { name: '정민아' }));
    await page.getByRole('listitem').filter({ hasText: '정민아' }).getByRole('button').last().click();
    await lookAt(page, `${locale}-link`);
    await page.keyboard.press('Escape');
    await page.getByLabel(t('tokens.name')).fill('robot');
    await button(t('tokens.make')).click();
    await lookAt(page, `${locale}-token`);
    await page.keyboard.press('Escape');
    await keepPicture(page, `dialog-${locale}-people`);

    // A wall that wants in.
    const wall = await page.context().newPage();
    await wall.goto(`${server.url}/wall/wall-1`);
    await page.goto(`${server.url}/settings/displays`);
    await button(t('displays.approve')).first().waitFor();
    await keepPicture(page, `dialog-${locale}-pairing`);
    await button(t('displays.approve')).first().click();
    await wall.waitForSelector('[data-freshness="live"]');

    // The config: a difference is shown before it is saved.
    await page.goto(`${server.url}/settings/config`);
    const editor = page.locator('textarea').first();
    await editor.waitFor();
    await editor.fill((await editor.inputValue()).replace('"name": "Payments"', '"name": "Card payments"'));
    await button(t('config.review')).click();
    dialog = await lookAt(page, `${locale}-config`);
    await button(t('save'), dialog).click();
    await said(t('config.saved'));
    expect(JSON.stringify(await server.get('/api/v1/config'))).toContain('Card payments');
    expect(complaints).toEqual([]);
  });
});
