import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openConsole } from '../support/e2e/console.ts';
import { floorConfig, KEY } from '../support/e2e/floor-config.ts';
import { type ServerOptions, serverCommandLine } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture } from '../support/e2e/wall.ts';

const stage = createStage();

/** Runs a start that is expected to end by itself. */
async function runStart(options: ServerOptions = {}) {
  const { command, args, env } = serverCommandLine(options.dataDir ?? stage.folder(), options);
  const program = await stage.program(command, args, { env });
  const stopped = until('the start to end', () => !program.isRunning(), 10_000);
  await stopped;
  return { code: await program.ended, out: program.stdout(), said: program.stderr() };
}

describe('a document with mistakes', () => {
  const good = floorConfig();
  const bad = {
    ...good,
    timeZone: 'Asia/Atlantis',
    users: [...(good.users ?? []), { id: 'kim', name: '', role: 'boss', colour: 'red' }],
    escalationPolicies: [
      { id: 'std', name: 'Standard', steps: [{ targets: [{ user: 'nobody-here' }], delay: '5 minutes' }] },
    ],
    services: [{ id: 'payments', name: 'Payments', target: { escalation: 'missing' }, onRecovery: 'maybe' }],
    integrations: [{ id: 'std', name: 'Scripts', type: 'carrier-pigeon', key: 'short', service: 'gone' }],
  };
  const PATHS = [
    'timeZone',
    'users[2].name',
    'users[2].role',
    'users[2].colour',
    'escalationPolicies[0].steps[0].delay',
    'services[0].onRecovery',
    'integrations[0].key',
  ];

  test('[STO55] stops the start with exit 2 and names every bad path at once', async () => {
    const { code, out, said } = await runStart({ config: bad });
    expect(code).toBe(2);
    expect(out).toBe('');
    for (const path of PATHS) expect(said).toContain(`${path}:`);
    expect(said, 'what was found').toContain('Asia/Atlantis');
    expect(said, 'a secret is never shown').not.toContain('short,');
  });

  test('[STO55] references to things that do not exist are named by path', async () => {
    const { code, said } = await runStart({
      config: {
        ...good,
        services: [{ id: 'payments', name: 'Payments', target: { escalation: 'missing' } }],
        integrations: [{ id: 'std', name: 'Scripts', type: 'carrier-pigeon', key: KEY, service: 'gone' }],
        fallback: { users: ['stranger'] },
      },
    });
    expect(code).toBe(2);
    for (const path of [
      'services[0].target.escalation',
      'integrations[0].type',
      'integrations[0].service',
      'fallback.users[0]',
    ])
      expect(said).toContain(`${path}:`);
  });

  test('[STO55] a file that is not JSON, or not there, is exit 2 with its name', async () => {
    const folder = stage.folder();
    writeFileSync(join(folder, 'half.json'), '{"version": 1,');
    const half = await runStart({ args: ['--import', join(folder, 'half.json')] });
    expect(half).toMatchObject({ code: 2 });
    expect(half.said).toContain('half.json');
    const none = await runStart({ args: ['--config', join(folder, 'none.json')] });
    expect(none).toMatchObject({ code: 2 });
    expect(none.said).toContain('none.json');
  });
});

test('[STO57] wrong settings are all named, never a secret value', async () => {
  const { code, out, said } = await runStart({
    args: ['--port', '99999', '--public-url', 'ftp://x', '--tls-cert', '/c.pem'],
    env: { WATCHFLOOR_LOG_LEVEL: 'shout', WATCHFLOOR_ADMIN_TOKEN: 'too-short-secret' },
  });
  expect(code).toBe(2);
  expect(out).toBe('');
  for (const path of [
    '--port',
    '--public-url',
    '--tls-key',
    'WATCHFLOOR_LOG_LEVEL',
    'WATCHFLOOR_ADMIN_TOKEN',
  ])
    expect(said).toContain(`${path}:`);
  expect(said).not.toContain('too-short-secret');
});

test('[STO59] a folder in use is exit 3 within 2 s; kill -9 releases it', async () => {
  const dataDir = stage.folder();
  const server = await stage.server({ config: floorConfig(), dataDir });
  const started = performance.now();
  expect(await runStart({ dataDir })).toMatchObject({ code: 3, out: '' });
  expect(performance.now() - started).toBeLessThan(2000);
  expect((await server.ask('GET', '/healthz')).status).toBe(200);
  await server.kill();
  const again = await stage.server({ dataDir });
  expect((await again.ask('GET', '/healthz')).status).toBe(200);
});

test('[STR52] --config owns the config: a PUT is 409, and the next start applies the file', async () => {
  const dataDir = stage.folder();
  const file = join(stage.folder(), 'noc.json');
  const write = (serviceName: string) => writeFileSync(file, JSON.stringify(floorConfig({ serviceName })));
  write('Payments');
  const server = await stage.server({ dataDir, args: ['--config', file] });
  const shown = await server.ask('GET', '/api/v1/config');
  const { config, ...rest } = (await shown.json()) as { config?: object };
  const document = { ...((config ?? rest) as Record<string, unknown>), locale: 'ko' };
  const etag = shown.headers.get('etag');
  const refused = await server.ask('PUT', '/api/v1/config', document, etag ? { 'if-match': etag } : {});
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ code: 'managed-by-file' });

  const desk = await openConsole(await stage.browser(), server.url, { path: '/settings/config' });
  await desk.getByText('This config belongs to a file').waitFor();
  await keepPicture(desk, 'config-by-file');
  expect(await desk.locator('textarea').getAttribute('readonly'), 'not to be typed in').not.toBeNull();
  await desk.getByRole('button', { name: 'Check' }).click();
  await desk.getByText('No mistakes.').waitFor();
  expect(await desk.getByRole('button', { name: 'Review and save' }).count()).toBe(0);
  await desk.goto(`${server.url}/settings/people`);
  await desk.getByText("The people belong to the config's file").waitFor();
  await keepPicture(desk, 'config-by-file-people');
  expect(await desk.getByRole('button', { name: 'Add a person' }).count()).toBe(0);
  await server.program.stop();

  write('Card payments');
  const again = await stage.server({ dataDir, args: ['--config', file] });
  expect(JSON.stringify(await again.get('/api/v1/config'))).toContain('Card payments');
  const audit = JSON.stringify(await again.get('/api/v1/audit?limit=50'));
  expect(audit, 'the difference is audited').toContain('Card payments');
});

test('[STO62] SIGTERM under load: exit 0 within 3 s, and nothing acknowledged is lost', async () => {
  const dataDir = stage.folder();
  const server = await stage.server({ config: floorConfig(), dataDir });
  const acknowledged: string[] = [];
  let isSending = true;
  const senders = Array.from({ length: 16 }, async (_, sender) => {
    for (let n = 0; isSending; n += 1) {
      const event_id = `load-${sender}-${n}`;
      try {
        await server.alert({ summary: 'Load', event_id, urgency: 'low' });
        acknowledged.push(event_id);
      } catch {
        // Refused or cut: the sender was told nothing good, so nothing was promised.
        await sleep(5);
      }
    }
  });
  await until('a stream of alerts', () => acknowledged.length > 200);
  const askedAt = performance.now();
  server.signal('SIGTERM');
  const code = await server.program.ended;
  expect(performance.now() - askedAt).toBeLessThan(3000);
  isSending = false;
  await Promise.all(senders);
  expect(code).toBe(0);

  const again = await stage.server({ dataDir });
  const kept = new Set((await again.events()).map(({ dedupKey }) => dedupKey));
  expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
});

test('[STO62] SIGTERM with idle walls and keep-alive links ends within 3 s, too', async () => {
  const server = await stage.server({ config: floorConfig() });
  const idle = spawn('bash', ['-c', `exec 3<>/dev/tcp/127.0.0.1/${server.port}; sleep 20`], {
    stdio: 'ignore',
  });
  stage.later(() => idle.kill('SIGKILL'));
  await sleep(200);
  const askedAt = performance.now();
  server.signal('SIGTERM');
  expect(await server.program.ended).toBe(0);
  expect(performance.now() - askedAt).toBeLessThan(3000);
});
