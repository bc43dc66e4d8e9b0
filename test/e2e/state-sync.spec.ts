import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openConsole } from '../support/e2e/console.ts';
import { ALERTMANAGER_KEY, floorConfig } from '../support/e2e/floor-config.ts';
import { findFreePort } from '../support/e2e/free-port.ts';
import { ADMIN_TOKEN, type ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { startSqs } from '../support/sqs-server.ts';

const stage = createStage();

/** A real Alertmanager that sends to nobody: all that is known of it is read. */
async function startAlertmanager(port: number) {
  const folder = stage.folder();
  writeFileSync(
    join(folder, 'alertmanager.yml'),
    'route: { receiver: floor, group_wait: 0s }\nreceivers: [ { name: floor } ]\n',
  );
  const program = await stage.program('prometheus-alertmanager', [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ]);
  const url = `http://127.0.0.1:${port}`;
  await until('Alertmanager to be ready', async () => (await fetch(`${url}/-/ready`)).ok, 20_000);
  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  };
  return {
    program,
    url,
    /** As Prometheus pushes it; `endsAt` in the past resolves. */
    push: (name: string, endsAt: number) =>
      post('/api/v2/alerts', [
        {
          labels: { alertname: name, severity: 'critical', instance: 'db01' },
          annotations: { summary: `${name} fires` },
          startsAt: new Date(Date.now() - 60_000).toISOString(),
          endsAt: new Date(endsAt).toISOString(),
        },
      ]),
    silence: (name: string) =>
      post('/api/v2/silences', {
        matchers: [{ name: 'alertname', value: name, isRegex: false, isEqual: true }],
        startsAt: new Date().toISOString(),
        endsAt: new Date(Date.now() + 3_600_000).toISOString(),
        createdBy: 'test',
        comment: 'test',
      }),
  };
}

const configOf = (url: string) => {
  const config = floorConfig();
  const [std, am] = config.integrations!;
  const settings = { kind: 'alertmanager' as const, url, every: 'PT1S', grace: 'PT1S' };
  return { ...config, integrations: [std!, { ...am!, key: ALERTMANAGER_KEY, fetch: settings }] };
};
const IN_AN_HOUR = () => Date.now() + 3_600_000;

interface Fetcher {
  readonly integration: string;
  readonly kind: string;
  readonly lastSuccessAt: string | null;
  readonly lastError: { readonly text: string } | null;
  readonly failures: number;
}
async function fetcherOf(server: ServerHandle): Promise<Fetcher> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const answer = await fetch(`${server.url}/api/v1/fetchers`, { headers });
  const { items } = (await answer.json()) as { items: Fetcher[] };
  return items[0]!;
}

test('[ING160] [ING161] what fired and recovered at a real Alertmanager while nobody listened is there after the start', {
  timeout: 120_000,
}, async () => {
  const alertmanager = await startAlertmanager(await findFreePort());
  await alertmanager.push('QueueTooLong', IN_AN_HOUR());
  await alertmanager.push('Silenced', IN_AN_HOUR());
  await alertmanager.silence('Silenced');
  const dataDir = stage.folder();
  const first = await stage.server({ config: configOf(alertmanager.url), dataDir });
  const created = await until('the incident', async () => (await first.incidents())[0], 20_000);
  expect(created).toMatchObject({
    status: 'open',
    urgency: 'highest',
    summary: 'QueueTooLong fires',
    count: 1,
  });
  await until('a reading', async () => (await fetcherOf(first)).lastSuccessAt);
  const { lastSuccessAt } = await fetcherOf(first);
  await until('two more readings', async () => {
    const now = (await fetcherOf(first)).lastSuccessAt!;
    return Date.parse(now) - Date.parse(lastSuccessAt!) > 2000;
  });
  expect((await first.conservation()).received, 'what is known is no event').toBe(1);
  expect(await first.incidents()).toHaveLength(1);
  await first.program.stop();

  // The tool forgets nothing while we are away: one is over, another begins.
  await alertmanager.push('QueueTooLong', Date.now() - 1000);
  await alertmanager.push('DiskFull', IN_AN_HOUR());
  const second = await stage.server({ dataDir });
  const closed = await until(
    'the recovery',
    async () => {
      const incident = await second.incident(created.id);
      return incident.status === 'closed' && incident;
    },
    20_000,
  );
  expect(closed.timeline.find(({ kind }) => kind === 'closed')?.reason.code).toBe('ING160');
  const open = await until('the other', async () => {
    const all = await second.incidents();
    return all.find(({ summary }) => summary === 'DiskFull fires');
  });
  expect(open.status).toBe('open');

  // An Alertmanager that does not answer says nothing about its alerts.
  await alertmanager.program.stop();
  const failed = await until(
    'the failure',
    async () => {
      const fetcher = await fetcherOf(second);
      return fetcher.failures >= 3 && fetcher;
    },
    30_000,
  );
  expect(failed).toMatchObject({ integration: 'am', kind: 'alertmanager' });
  expect(failed.lastError?.text).toMatch(/ECONNREFUSED/);
  expect((await second.incident(open.id)).status).toBe('open');
  const { received, outcomes } = await second.conservation();
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(received);
  expect(received).toBe(3);
});

test('[ING150] the built server takes what waits in a queue', async () => {
  const queue = await startSqs();
  stage.later(() => queue.close());
  queue.put(JSON.stringify({ eventType: 'open', dedupKey: 'disk', summary: 'disk full', urgency: 'high' }));
  const config = floorConfig();
  const settings = {
    kind: 'sqs' as const,
    queueUrl: `${queue.url}/000000000000/alarms`,
    region: 'ap-northeast-2',
    accessKeyId: { env: 'QUEUE_ID' },
    secretAccessKey: { env: 'QUEUE_KEY' },
  };
  const [std] = config.integrations!;
  const server = await stage.server({
    config: { ...config, integrations: [{ ...std!, fetch: settings }] },
    env: { QUEUE_ID: 'id', QUEUE_KEY: 'key' },
  });
  await until('the incident', async () => (await server.incidents())[0], 20_000);
  await until('an empty queue', () => queue.queue.length === 0);
  expect(await fetcherOf(server)).toMatchObject({ kind: 'sqs', lastError: null });
  await until('a waiting question', () => queue.waiting() === 1);
  const started = performance.now();
  await server.program.stop();
  expect(performance.now() - started, 'a waiting question does not hold a stop').toBeLessThan(5000);
});

test('[STR178] the page of what we fetch says when it last could, and why it cannot', {
  timeout: 90_000,
}, async () => {
  const port = await findFreePort();
  const alertmanager = await startAlertmanager(port);
  const config = configOf(alertmanager.url);
  const server = await stage.server({ config });
  await until('a first look', async () => (await fetcherOf(server)).lastSuccessAt !== null, 20_000);
  const page = await openConsole(await stage.browser(), server.url, {
    path: `/settings/integrations/${config.integrations[1]!.id}`,
  });
  const card = page.locator('section[aria-labelledby="c-fetch"]');
  await card.waitFor();
  const text = () => card.textContent().then((text) => text ?? '');
  expect(await text()).toContain('The active alerts of an Alertmanager');
  expect(await text()).toMatch(/Last looked\s*(now|\d+ s(econds?)? ago)/);
  expect(await text()).toMatch(/Last error\s*never/);
  await alertmanager.program.stop();
  await until('the failure on the page', async () => (await text()).includes('Failed tries'), 30_000);
  expect(await text()).toContain('ECONNREFUSED');
  expect(await page.locator('section[aria-labelledby="c-fetch"] .c-warn-box').isVisible()).toBe(true);
});
