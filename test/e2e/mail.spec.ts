import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { floorConfig } from '../support/e2e/floor-config.ts';
import { findFreePort } from '../support/e2e/free-port.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { cp949, encodedWord, iso2022Kr } from '../support/korean.ts';

const stage = createStage();
const MAIL_KEY = 'm-0123456789abcdef0123456789abcdef';
const TO = `mail+${MAIL_KEY}@alerts.example.com`;
const run = promisify(execFile);

beforeAll(async () => {
  await run('swaks', ['--version']).catch(() => {
    throw new Error('swaks is missing: apt-get install swaks');
  });
});

const configOf = (port: number, smtp: object = {}) => {
  const config = floorConfig({ locale: 'ko' });
  return {
    ...config,
    integrations: [
      ...(config.integrations ?? []),
      { id: 'mail', name: '메일', type: 'email', key: MAIL_KEY, service: 'payments' },
    ],
    mailIn: { smtp: { port, domain: 'alerts.example.com', ...smtp } },
  };
};

/** What swaks said and heard, and how it ended: 0 where the mail was taken. */
async function swaks(
  port: number,
  mail: Buffer,
  more: readonly string[] = [],
): Promise<{ code: number; said: string }> {
  const file = join(stage.folder(), 'mail.eml');
  writeFileSync(file, mail);
  const args = ['--server', '127.0.0.1', '--port', String(port), '--helo', 'mon.example.com'];
  const rest = ['--from', 'monitor@mon.example.com', '--to', TO, '--data', `@${file}`, ...more];
  return run('swaks', [...args, ...rest], { encoding: 'latin1', timeout: 60_000 }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code?: number; stdout?: string; message: string }) => {
      if (typeof error.code !== 'number') throw new Error(error.message);
      return { code: error.code, said: error.stdout ?? '' };
    },
  );
}

function mailOf(charset: string, encode: (text: string) => Buffer, subject: string, body: string): Buffer {
  return Buffer.concat([
    Buffer.from(
      [
        'Date: Sat, 28 Nov 2026 18:30:00 +0900',
        `From: ${encodedWord(charset, encode('관제'))} <monitor@mon.example.com>`,
        `To: <${TO}>`,
        `Subject: ${encodedWord(charset, encode(subject))}`,
        'X-Site: seoul-a',
        'MIME-Version: 1.0',
        `Content-Type: text/plain; charset=${charset}`,
        'Content-Transfer-Encoding: 8bit',
        '',
        '',
      ].join('\n'),
    ),
    encode(body),
    Buffer.from('\n'),
  ]);
}

const latest = async (server: ServerHandle, summary: string) =>
  until(`the incident ${summary}`, async () =>
    (await server.incidents()).find((incident) => incident.summary.includes(summary)),
  );

const CHARSETS: readonly (readonly [string, (text: string) => Buffer])[] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['EUC-KR', cp949],
  ['ks_c_5601-1987', cp949],
  ['ISO-2022-KR', iso2022Kr],
];

test('[ING139] mails in the charsets of Korea open incidents, their recovery closes them', async () => {
  const port = await findFreePort();
  const server = await stage.server({ config: configOf(port) });
  for (const [charset, encode] of CHARSETS) {
    const name = `결제 DB 응답 지연 ${charset}`;
    const opened = await swaks(
      port,
      mailOf(charset, encode, `[긴급] ${name}`, '임계치 초과: 95%\n점검 바랍니다'),
    );
    expect(opened.said).toContain('250 OK: stored');
    // Stored before it was answered: no waiting.
    const created = (await server.incidents()).find((incident) => incident.summary === `[긴급] ${name}`);
    expect(created).toMatchObject({
      status: 'open',
      urgency: 'highest',
      service: 'payments',
      integration: 'mail',
    });
    const detail = await server.incident(created!.id);
    expect(detail.details).toMatchObject({
      from: '"관제" <monitor@mon.example.com>',
      body: expect.stringContaining('임계치 초과: 95%'),
      headers: { 'x-site': 'seoul-a' },
    });
    const closed = await swaks(port, mailOf(charset, encode, `[복구] ${name}`, '정상'));
    expect(closed.code).toBe(0);
    expect((await server.incident(created!.id)).status).toBe('closed');
  }
  const { received, outcomes } = await server.conservation();
  expect(received).toBe(2 * CHARSETS.length);
  expect(outcomes).toMatchObject({ created: CHARSETS.length, updated: CHARSETS.length, rejected: 0 });
});

test('[ING131] a wrong address and a mail too large are refused; a bounce pages nobody', async () => {
  const port = await findFreePort();
  const server = await stage.server({ config: configOf(port, { maxBytes: 100_000 }) });
  const mail = mailOf('UTF-8', (text) => Buffer.from(text), '[장애] 디스크', '가득 참');
  const wrong = await swaks(port, mail, ['--to', `mail+${MAIL_KEY.toUpperCase()}@alerts.example.com`]);
  expect(wrong.code).not.toBe(0);
  expect(wrong.said).toContain('550 5.1.1 no such recipient here');
  const large = await swaks(port, Buffer.concat([mail, Buffer.from(`${'x'.repeat(900)}\n`.repeat(200))]));
  expect(large.code).not.toBe(0);
  expect(large.said).toContain('552 5.3.4');
  const bounce = await swaks(port, mail, ['--from', '<>']);
  expect(bounce.said).toContain('250 OK: stored');
  expect(await server.incidents()).toEqual([]);
  const events = await server.events();
  expect(events.map(({ outcome, reason }) => [outcome, reason.code])).toEqual([
    ['ignored', 'ING135'],
    ['rejected', 'ING132'],
  ]);
  expect(await server.conservation()).toMatchObject({ received: 2, outcomes: { ignored: 1, rejected: 1 } });
});

test('[ING149] a session too many is told to come again, and counted', async () => {
  const port = await findFreePort();
  const server = await stage.server({ config: configOf(port) });
  const greeting = () =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      stage.later(() => socket.destroy());
      socket.once('data', (data) => resolve(data.toString())).once('error', reject);
    });
  for (let session = 0; session < 20; session += 1) expect(await greeting()).toMatch(/^220 /);
  expect(await greeting()).toMatch(/^421 /);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toMatch(/^# TYPE watchfloor_mail_turned_away_total counter$/m);
  expect(metrics).toMatch(/^watchfloor_mail_turned_away_total 1$/m);
  expect((await server.conservation()).received).toBe(0);
});

test('[ING142] the listener follows the config of a running server, and what it took survives a kill', async () => {
  const port = await findFreePort();
  const folder = stage.folder();
  const config = configOf(port);
  const server = await stage.server({ config, dataDir: folder });
  const mail = mailOf('EUC-KR', cp949, '[장애] 재기동 확인', '가득 참');
  expect((await swaks(port, mail)).code).toBe(0);
  const next = await findFreePort();
  const { mailIn: _, ...document } = config;
  const changed = { ...document, mailIn: { smtp: { port: next } } };
  expect((await server.ask('PUT', '/api/v1/config', changed)).status).toBeLessThan(300);
  await until('the new listener', async () => (await swaks(next, mail)).code === 0);
  expect((await swaks(port, mail)).code).not.toBe(0);
  await server.kill();
  const again = await stage.server({ dataDir: folder });
  expect(await latest(again, '재기동 확인')).toMatchObject({ status: 'open', count: 2 });
  expect((await swaks(next, mail)).code).toBe(0);
  expect(await latest(again, '재기동 확인')).toMatchObject({ count: 3 });
});
