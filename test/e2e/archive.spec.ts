import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/server/adapters/storage/open-ledger.ts';
import { reason, SYSTEM } from '../../src/shared/reason.ts';
import { recordingLog } from '../adapters/storage/storage-dir.ts';
import { batch, closed, event, outboxRow } from '../contracts/ledger-samples.ts';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { ADMIN_TOKEN, type ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture } from '../support/e2e/wall.ts';

const stage = createStage();
const DAY_MS = 86_400_000;

/** A folder whose floor closed incidents 1 to `n` a hundred days ago. */
function oldFloor(n: number): string {
  const dataDir = stage.folder();
  const at = Date.now() - 100 * DAY_MS;
  const { ledger } = openLedger({ dir: dataDir, now: at, log: recordingLog() });
  for (let number = 1; number <= n; number += 1) {
    const id = `inc-${number}`;
    const fact = { incident: id, at, actor: SYSTEM, reason: reason('INC1', 'the tool says so') };
    ledger.commit(
      batch({
        incidents: [closed(number, { run: null, createdAt: at, lastEventAt: at, closedAt: at + 600_000 })],
        entries: [
          { ...fact, kind: 'created' },
          { ...fact, kind: 'commented', data: { text: 'the disk was full of core dumps' } },
        ],
        events: [event(`e${number}`, { incident: id, receivedAt: at, raw: '{"summary":"disk full"}' })],
        outcomes: [{ at, integration: 'std', outcome: 'created', count: 1 }],
        outbox: [outboxRow(`m${number}`, { state: 'sent', createdAt: at, lastAttemptAt: at }, id)],
      }),
    );
  }
  ledger.close();
  return dataDir;
}

async function setRetention(server: ServerHandle, details: string): Promise<void> {
  const document = await server.get<object>('/api/v1/config');
  const bad = await server.ask('PUT', '/api/v1/config', { ...document, retention: { details: 'P6D' } });
  expect(bad.status).toBe(422);
  expect(await bad.text()).toContain('retention.details');
  const good = await server.ask('PUT', '/api/v1/config', { ...document, retention: { details } });
  expect(good.status).toBe(200);
}

interface Archives {
  readonly archives: readonly { readonly file: string; readonly incidents: number }[];
  readonly waiting: { readonly incidents: number };
  readonly lastRun: { readonly incidents: number } | null;
}

test('[STO85] an admin sees the policy at work, and the page of an archived incident says where its details are', {
  timeout: 120_000,
}, async () => {
  const dataDir = oldFloor(12);
  const server = await stage.server({ config: floorConfig(), dataDir });
  expect(await server.get<Archives>('/api/v1/archives')).toMatchObject({ policy: null, archives: [] });
  await setRetention(server, 'P90D');
  const done = await until(
    'the run after the policy changed',
    async () => {
      const archives = await server.get<Archives>('/api/v1/archives');
      return archives.lastRun?.incidents === 12 ? archives : null;
    },
    20_000,
  );
  const { file } = done.archives[0]!;
  const detail = await server.incident('inc-3');
  expect(detail).toMatchObject({ archived: { file, available: true }, deliveries: [{ id: 'm3' }] });
  expect(detail.timeline.map(({ kind }) => kind)).toEqual(['created', 'commented', 'archived']);
  const metrics = await (await server.ask('GET', '/metrics')).text();
  expect(metrics).toContain('watchfloor_archived_incidents 12');
  expect(JSON.stringify(await server.get('/api/v1/audit?action=archive'))).toContain('"incidents":12');

  const browser = await stage.browser();
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${server.url}/settings/storage#token=${ADMIN_TOKEN}`);
  await page.getByRole('heading', { name: 'Retention' }).waitFor();
  await page.getByText('Details are archived 90 days after the closing').waitFor();
  await page.getByText('12 incidents, 12 events', { exact: true }).waitFor();
  await page.getByText(file, { exact: true }).waitFor();
  await keepPicture(page, 'archive-storage-en');

  await page.goto(`${server.url}/incidents/inc-3`);
  await page.getByText(`read from ${file}`).waitFor();
  await page.getByText('the disk was full of core dumps').waitFor();
  await page.getByText('by the policy of 90 days').waitFor();
  await keepPicture(page, 'archive-incident-en');

  mkdirSync(join(dataDir, 'tape'));
  renameSync(join(dataDir, file), join(dataDir, 'tape', 'moved.db'));
  await page.reload();
  await page
    .getByRole('alert')
    .filter({ hasText: `${file}, which is not there` })
    .waitFor();
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByRole('alert').filter({ hasText: '파일이 없습니다' }).waitFor();
  await keepPicture(page, 'archive-missing-ko');
  await page.goto(`${server.url}/settings/storage`);
  await page.getByText('파일 없음').waitFor();
  await keepPicture(page, 'archive-storage-ko');
  expect(complaints).toEqual([]);
});

test('[STO82] kill -9 while archiving, again and again, loses nothing and ends with everything archived once', {
  timeout: 240_000,
}, async () => {
  const many = 600;
  const dataDir = oldFloor(many);
  const config = { ...floorConfig(), retention: { details: null } };
  let server = await stage.server({ config, dataDir });
  const before = await server.events();
  expect(before).toHaveLength(many);
  await setRetention(server, 'P90D');
  let rounds = 0;
  for (; rounds < 4; rounds += 1) {
    await until(
      'archiving to be under way',
      async () => {
        const { archives, waiting } = await server.get<Archives>('/api/v1/archives');
        return waiting.incidents === 0 || (archives[0]?.incidents ?? 0) > rounds * 60;
      },
      30_000,
    );
    await server.kill();
    server = await stage.server({ dataDir });
    // The policy is changed to begin at once and not a minute after the start.
    await setRetention(server, `P${91 + rounds}D`);
  }
  const done = await until(
    'everything to be archived',
    async () => {
      const archives = await server.get<Archives>('/api/v1/archives');
      return archives.waiting.incidents === 0 && archives.lastRun !== null ? archives : null;
    },
    90_000,
  );
  expect(done.archives.reduce((sum, { incidents }) => sum + incidents, 0)).toBe(many);
  const after = await server.events();
  expect(after).toEqual(before);
  const audit = await server.get<{ items: { after: { incidents: number } }[] }>(
    '/api/v1/audit?action=archive&limit=100',
  );
  await until('the audit to be complete', async () => {
    const { items } = await server.get<typeof audit>('/api/v1/audit?action=archive&limit=100');
    return items.reduce((sum, item) => sum + item.after.incidents, 0) === many;
  });
  expect(await server.get('/api/v1/audit/verify')).toMatchObject({ ok: true });
});
