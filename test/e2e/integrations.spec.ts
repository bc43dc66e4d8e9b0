import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { ConfigDocument } from '../../src/shared/config/document.ts';
import { openConsole } from '../support/e2e/console.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture } from '../support/e2e/wall.ts';

const stage = createStage();
const run = promisify(execFile);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The words a language has for the steps of the journey. */
const WORDS = {
  'en-US': {
    first: 'New integration',
    which: 'Which tool?',
    standard: 'Standard webhook',
    name: 'Name',
    make: 'Make it',
    waiting: 'nothing has come yet',
    arrived: 'It has come',
    test: 'Send a test event',
    testSent: 'The test event was accepted',
    toIt: 'To the integration',
    accepted: 'Last accepted',
    refused: 'Last refused',
    never: 'never',
    missing: 'summary',
    created: 'Created',
    rejected: 'Rejected',
    dismiss: 'Dismiss',
    countsAs: 'Panik-9 counts as',
    map: 'Map this word',
    mapped: 'Panik-9 is mapped',
    rotate: 'New key …',
    overlap: 'The old key is taken for',
    rotateGo: 'Make the new key',
    haveKey: 'I have copied it',
    takenUntil: 'taken until',
    endOverlap: 'End the old key now',
    turnOff: 'Turn off',
    isOff: 'It is off: its tool is refused',
    remove: 'Remove …',
    sure: 'Nothing that matters posts here any more',
    removeGo: 'Remove for good',
  },
  'ko-KR': {
    first: '새 연동',
    which: '어떤 도구인가요?',
    standard: '표준 웹훅',
    name: '이름',
    make: '만들기',
    waiting: '아직 온 것이 없습니다',
    arrived: '도착했습니다',
    test: '시험 이벤트 보내기',
    testSent: '시험 이벤트를 받았습니다',
    toIt: '연동 페이지로',
    accepted: '마지막 수신',
    refused: '마지막 거절',
    never: '없음',
    missing: 'summary',
    created: '생성',
    rejected: '거절',
    dismiss: '닫기',
    countsAs: 'Panik-9의 긴급도',
    map: '이 단어 정하기',
    mapped: 'Panik-9의 긴급도를 정했습니다',
    rotate: '새 키 …',
    overlap: '이전 키를 받는 기간',
    rotateGo: '새 키 만들기',
    haveKey: '복사했습니다',
    takenUntil: '까지 받음',
    endOverlap: '이전 키 바로 끝내기',
    turnOff: '끄기',
    isOff: '꺼져 있습니다',
    remove: '삭제 …',
    sure: '중요한 것이 더는 이리로 보내지 않습니다',
    removeGo: '완전히 삭제',
  },
} as const;

/** The value beside a fact's name. */
const fact = (page: Page, name: string) =>
  page.locator('.c-facts > div').filter({ hasText: name }).locator('dd').first();

async function configOf(server: ServerHandle): Promise<ConfigDocument> {
  return server.get<ConfigDocument>('/api/v1/config');
}

const post = (address: string, body: unknown) =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });

describe.each(['en-US', 'ko-KR'] as const)('integrations in %s', (locale) => {
  const w = WORDS[locale];
  const lang = locale.slice(0, 2);

  test('[STR149] made, tried from a shell, refused, mapped, its key turned, switched off and removed', {
    timeout: 180_000,
  }, async () => {
    const server = await stage.server({ config: floorConfig({ serviceName: '결제 API' }) });
    const browser = await stage.browser();
    const page = await openConsole(browser, server.url, { path: '/settings/integrations', locale });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));

    // Made: found by its name, Enter takes it.
    await page.getByRole('link', { name: w.first }).click();
    await page.getByLabel(w.which).waitFor();
    await keepPicture(page, `integrations-${lang}-1-gallery`);
    await page.getByLabel(w.which).fill('standard');
    await page.getByLabel(w.which).press('Enter');
    await page.getByLabel(w.name, { exact: true }).fill('주문 스크립트');
    await keepPicture(page, `integrations-${lang}-2-describe`);
    await button(page, w.make).click();
    await page.getByText(w.waiting).waitFor();
    await keepPicture(page, `integrations-${lang}-3-key`);
    const key = (await page.locator('.c-copy pre').first().textContent())!;
    expect(key).toMatch(/^k-[0-9a-f]{32}$/);
    const made = (await configOf(server)).integrations.find(({ name }) => name === '주문 스크립트')!;
    expect(made).toMatchObject({ type: 'standard', service: 'payments', enabled: true });

    // Tried: the command as it was copied, in a real shell.
    const block = page.locator('.c-test-command');
    await block.getByRole('button').click();
    const command = await page.evaluate('navigator.clipboard.readText()');
    expect(command).toBe(await block.locator('pre').textContent());
    const { stdout } = await run('bash', [
      '-c',
      String(command).replace('curl ', 'curl --silent --show-error --max-time 10 '),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ code: '200', events: [{ outcome: 'created' }] });
    await page.getByText(w.arrived).waitFor();
    await button(page, w.test).click();
    await page.getByText(w.testSent).waitFor();

    // Live, with the event and its body.
    await page.getByRole('link', { name: w.toIt }).click();
    await page.getByRole('heading', { name: '주문 스크립트' }).waitFor();
    expect(await fact(page, w.accepted).textContent()).not.toBe(w.never);
    expect(await fact(page, w.refused).textContent()).toBe(w.never);
    await page.locator('.c-event', { hasText: w.created }).last().click();
    await page.locator('dialog .c-raw pre', { hasText: '"event_id": "first-alert"' }).waitFor();
    await keepPicture(page, `integrations-${lang}-4-event`);
    await button(page, w.dismiss).click();

    // Refused: said within a moment, and why. Nothing is asked by hand.
    const address = `${server.url}/integration/standard/v1/${key}`;
    expect((await post(address, { status: 'open' })).status).toBe(400);
    await expect.poll(() => fact(page, w.refused).textContent(), { timeout: 10_000 }).not.toBe(w.never);
    await page.locator('.c-event[data-outcome="rejected"]', { hasText: w.rejected }).waitFor();
    const refused = page.locator('.c-event[data-outcome="rejected"]').first();
    expect(await refused.textContent()).toContain(w.missing);

    // A word nobody knows: shown, mapped, and no longer asked about.
    await post(address, { summary: '디스크', event_id: 'u1', urgency: 'Panik-9' });
    await page.getByLabel(w.countsAs).waitFor({ timeout: 15_000 });
    await keepPicture(page, `integrations-${lang}-5-word`);
    await page.getByLabel(w.countsAs).selectOption('highest');
    await button(page, w.map).click();
    await page.getByText(w.mapped).waitFor();
    await button(page, w.map).waitFor({ state: 'detached' });
    const after = (await configOf(server)).integrations.find(({ id }) => id === made.id)!;
    expect(after.urgencies).toEqual({ 'Panik-9': 'highest' });

    // The key: both are in the page and in the config, the new one is taken.
    await button(page, w.rotate).click();
    await page.getByLabel(w.overlap).selectOption('P7D');
    await keepPicture(page, `integrations-${lang}-6-rotate`);
    await button(page, w.rotateGo).click();
    await button(page, w.haveKey).waitFor();
    const second = (await page.locator('dialog .c-copy pre').first().textContent())!;
    await keepPicture(page, `integrations-${lang}-7-new-key`);
    await button(page, w.haveKey).click();
    await page.getByText(w.takenUntil).waitFor();
    const hint = (text: string) => `${text.slice(0, 4)}…${text.slice(-4)}`;
    const keys = await page.locator('section[aria-labelledby="c-key"]').textContent();
    expect(keys).toContain(hint(key));
    expect(keys).toContain(hint(second));
    const turned = (await configOf(server)).integrations.find(({ id }) => id === made.id)!;
    expect(turned).toMatchObject({ key: { hint: hint(second) }, previousKey: { key: { hint: hint(key) } } });
    const days = (Date.parse(turned.previousKey!.until) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.1);
    const withNew = `${server.url}/integration/standard/v1/${second}`;
    expect((await post(withNew, { summary: 'new key', event_id: 'n1' })).status).toBe(200);
    await page.locator('.c-event', { hasText: 'new key' }).waitFor();
    await button(page, w.endOverlap).click();
    await page.getByText(w.takenUntil).waitFor({ state: 'detached' });
    expect((await post(address, { summary: 'old key', event_id: 'o1' })).status).toBe(401);

    // Off, and gone.
    await button(page, w.turnOff).click();
    await page.getByText(w.isOff).waitFor();
    expect((await post(withNew, { summary: 'off', event_id: 'x1' })).status).toBe(401);
    await button(page, w.remove).click();
    await page.getByLabel(w.sure).check();
    await button(page, w.removeGo).click();
    await page.getByRole('link', { name: w.first }).waitFor();
    await until('the removal', async () =>
      (await configOf(server)).integrations.every(({ id }) => id !== made.id),
    );

    // Every change is in the audit, and no key in it or in the log.
    const audit = await server.get<{ items: { action: string }[] }>('/api/v1/audit?limit=100');
    expect(audit.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(
        ['create', 'change', 'rotate', 'retire', 'remove'].map((verb) => `integration.${verb}`),
      ),
    );
    const said = JSON.stringify(audit) + server.program.stderr();
    for (const secret of [key, second]) expect(said).not.toContain(secret);
    expect(complaints).toEqual([]);
  });
});

test('[AUD71] where a file owns the config nothing can be changed, and the pages say so', {
  timeout: 90_000,
}, async () => {
  const { writeFileSync } = await import('node:fs');
  const { join } = await import('node:path');
  const folder = stage.folder();
  const file = join(folder, 'owned.json');
  writeFileSync(file, JSON.stringify(floorConfig()));
  const server = await stage.server({ args: ['--config', file] });
  const page = await openConsole(await stage.browser(), server.url, { path: '/settings/integrations' });
  await page.getByText("belong to the config's file").waitFor();
  expect(await page.getByRole('link', { name: 'New integration' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Scripts', exact: true }).click();
  await page.getByText("belong to the config's file").waitFor();
  for (const name of ['New key …', 'Turn off', 'Remove …', 'Add'])
    expect([name, await button(page, name).count()]).toEqual([name, 0]);
  await keepPicture(page, 'integrations-managed');
});
