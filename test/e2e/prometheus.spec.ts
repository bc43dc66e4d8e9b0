import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALERTMANAGER_KEY, floorConfig } from '../support/e2e/floor-config.ts';
import { findFreePort } from '../support/e2e/free-port.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture, openWall, whenGone, whenShown } from '../support/e2e/wall.ts';

const stage = createStage();
/** From the server's commit to the wall's glass. */
const WALL_LIMIT_MS = 1000;

const RULES = `groups:
  - name: shop
    rules:
      - alert: QueueTooLong
        expr: shop_queue_length > 100
        labels: { severity: critical, team: shop }
        annotations: { summary: "Queue of {{ $labels.queue }} is too long" }
`;

/** Something to watch: a metric that a test sets. */
async function startShop() {
  let length = 0;
  const server = createServer((_req, res) => res.end(`shop_queue_length{queue="refunds"} ${length}\n`));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  stage.later(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    setQueue: (next: number) => {
      length = next;
    },
  };
}

async function startPrometheus(target: string, alertmanagers: string): Promise<void> {
  const folder = stage.folder();
  writeFileSync(join(folder, 'rules.yml'), RULES);
  writeFileSync(
    join(folder, 'prometheus.yml'),
    `global: { scrape_interval: 500ms, scrape_timeout: 400ms, evaluation_interval: 500ms }
rule_files: [ ${join(folder, 'rules.yml')} ]
scrape_configs: [ { job_name: shop, static_configs: [ { targets: [ "${target}" ] } ] } ]
alerting: { alertmanagers: [ ${alertmanagers} ] }
`,
  );
  const port = await findFreePort();
  await stage.program('prometheus', [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--rules.alert.resend-delay=1s',
    '--log.level=warn',
  ]);
  await until('Prometheus to be ready', () => answers(`http://127.0.0.1:${port}/-/ready`), 20_000);
}

async function startAlertmanager(server: ServerHandle): Promise<string> {
  const folder = stage.folder();
  writeFileSync(
    join(folder, 'alertmanager.yml'),
    `route: { receiver: floor, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1s }
receivers:
  - name: floor
    webhook_configs: [ { url: "${server.url}/integration/alertmanager/v1/${ALERTMANAGER_KEY}", send_resolved: true } ]
`,
  );
  const port = await findFreePort();
  await stage.program('prometheus-alertmanager', [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ]);
  await until('Alertmanager to be ready', () => answers(`http://127.0.0.1:${port}/-/ready`), 20_000);
  return `127.0.0.1:${port}`;
}

const answers = async (url: string) => (await fetch(url)).ok;

/** The whole way of an alert, seen on a wall: it fires, it repeats, it recovers. */
async function watchOneAlert(
  server: ServerHandle,
  shop: { setQueue: (length: number) => void },
  picture: string,
): Promise<void> {
  const page = await openWall(await stage.browser(), server.url);
  const card = '.card[data-incident="1"]';
  shop.setQueue(500);
  const firing = whenShown(page, `${card} .card__title`, 'Queue of refunds is too long', 30_000);
  const repeated = whenShown(page, `${card} .card__count`, '×', 40_000);
  const created = await until('the incident', async () => (await server.incidents())[0], 30_000);
  expect(created).toMatchObject({
    status: 'open',
    urgency: 'highest',
    service: 'payments',
    integration: 'am',
    summary: 'Queue of refunds is too long',
  });
  expect((await firing) - Date.parse(created.createdAt)).toBeLessThan(WALL_LIMIT_MS);

  const second = await until(
    'a repeat',
    async () => {
      const incident = await server.incident(created.id);
      return incident.count > 1 && incident;
    },
    30_000,
  );
  expect((await repeated) - Date.parse(second.lastEventAt)).toBeLessThan(WALL_LIMIT_MS);
  expect((await server.incidents()).length, 'a repeat is no second incident').toBe(1);
  await keepPicture(page, picture);

  shop.setQueue(0);
  const gone = whenGone(page, card, 60_000);
  const closed = await until(
    'the recovery',
    async () => {
      const incident = await server.incident(created.id);
      return incident.status === 'closed' && incident;
    },
    60_000,
  );
  expect((await gone) - Date.parse(closed.closedAt!)).toBeLessThan(WALL_LIMIT_MS);
  // Nobody had acked it: it stays to be seen.
  await whenShown(page, '.board__band--recovered', 'Queue of refunds is too long');

  const { received, outcomes } = await server.conservation();
  expect(outcomes).toMatchObject({ created: 1, rejected: 0 });
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(received);
}

test('[ING10] a Prometheus rule fires through Alertmanager: incident, repeats, recovery, each on the wall within a second', {
  timeout: 150_000,
}, async () => {
  const server = await stage.server({ config: floorConfig() });
  const shop = await startShop();
  const alertmanager = await startAlertmanager(server);
  await startPrometheus(shop.target, `{ static_configs: [ { targets: [ "${alertmanager}" ] } ] }`);
  await watchOneAlert(server, shop, 'wall-alertmanager');
});

test('[ING10] Prometheus pushes straight to the server as to an Alertmanager', {
  timeout: 150_000,
}, async () => {
  const server = await stage.server({ config: floorConfig() });
  const shop = await startShop();
  const path = `/integration/alertmanager/v1/${ALERTMANAGER_KEY}`;
  await startPrometheus(
    shop.target,
    `{ path_prefix: "${path}", api_version: v2, static_configs: [ { targets: [ "127.0.0.1:${server.port}" ] } ] }`,
  );
  await watchOneAlert(server, shop, 'wall-prometheus');
});
