import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openConsole } from '../support/e2e/console.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { createStage } from '../support/e2e/stage.ts';
import { keepPicture } from '../support/e2e/wall.ts';

const stage = createStage();
const TOPIC = 'arn:aws:sns:ap-northeast-2:111122223333';

/** Requests as an earlier start kept them: their signatures only SNS can make. */
function keepRequests(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'watchfloor.db'));
  const put = database.prepare("INSERT INTO resources (kind, id, value) VALUES ('subscription', ?, ?)");
  const url = 'https://sns.ap-northeast-2.amazonaws.com/?Action=ConfirmSubscription&Token=not-a-token';
  for (const [i, name] of ['alarms', 'budgets', 'health'].entries()) {
    const at = Date.now() - (3 - i) * 60_000;
    const failed = i === 1 ? { at: at + 30_000, detail: 'HTTP 403: Invalid token' } : null;
    put.run(name, JSON.stringify({ integration: 'std', topic: `${TOPIC}:${name}`, url, at, failed }));
  }
  database.close();
}

test('[ING54] an admin confirms and dismisses the topics that ask, and sees how it went', {
  timeout: 120_000,
}, async () => {
  const dataDir = stage.folder();
  const first = await stage.server({ dataDir, config: floorConfig() });
  await first.program.stop();
  keepRequests(dataDir);
  const server = await stage.server({ dataDir });
  const page = await openConsole(await stage.browser(), server.url, { path: '/settings/integrations' });
  const section = page.getByRole('region', { name: 'Subscriptions that wait' });
  const row = (name: string) => section.getByRole('listitem').filter({ hasText: `${TOPIC}:${name}` });
  await row('health').waitFor();
  expect(await section.getByRole('listitem').count()).toBe(3);
  await row('budgets').getByText('not confirmed: HTTP 403: Invalid token').waitFor();
  await keepPicture(page, 'subscriptions-1-waiting');

  // SNS itself is not asked in a test: its answer is given here.
  let answered = {
    status: 502,
    json: { status: 502, code: 'not-confirmed', title: '', detail: 'HTTP 500' } as object,
  };
  let go: () => void = () => undefined;
  await page.route('**/api/v1/subscriptions/alarms/confirm', async (route) => {
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    await route.fulfill(answered);
  });
  const confirm = row('alarms').getByRole('button', { name: 'Confirm' });
  await confirm.click();
  const confirming = row('alarms').getByRole('button', { name: 'Confirming …' });
  await confirming.waitFor();
  expect(await confirming.isDisabled()).toBe(true);
  expect(await row('health').getByRole('button', { name: 'Confirm' }).isDisabled()).toBe(false);
  await keepPicture(page, 'subscriptions-2-confirming');
  go();
  await page.getByText('SNS did not confirm it; it still waits.').first().waitFor();
  await keepPicture(page, 'subscriptions-3-refused');
  answered = { status: 200, json: { topic: `${TOPIC}:alarms` } };
  await confirm.click();
  await confirming.waitFor();
  go();
  await page.getByText(`Confirmed: ${TOPIC}:alarms`).first().waitFor();

  await row('health').getByRole('button', { name: 'Dismiss' }).click();
  await row('health').waitFor({ state: 'detached' });
  await page.getByText(`Dismissed: ${TOPIC}:health`).first().waitFor();

  const korean = await openConsole(await stage.browser(), server.url, {
    path: '/settings/integrations',
    locale: 'ko-KR',
  });
  await korean.getByRole('heading', { name: '확인을 기다리는 구독' }).waitFor();
  await korean.getByRole('button', { name: '구독 확인' }).first().waitFor();
  await keepPicture(korean, 'subscriptions-4-ko');
});
