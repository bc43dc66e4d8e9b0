import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { emailMessage } from '../../../src/server/adapters/channels/email-message.ts';
import { startMailIn } from '../../../src/server/adapters/mail/start-mail-in.ts';
import { until } from '../../support/e2e/until.ts';
import { rawSmtp } from '../../support/raw-smtp.ts';
import { given, type Story } from '../../support/story.ts';
import { integration, keyOf } from '../../support/story-config.ts';
import { PERSON, pageMessage, SENT_AT } from '../channels/support.ts';

const running: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});
const integrations = [integration('mail', { type: 'email' })];
const TO = `${keyOf('mail')}@alerts.example.com`;

async function start(smtp: object | undefined) {
  const story = await given({ integrations, ...(smtp === undefined ? {} : { mailIn: { smtp } }) });
  const suspicious: unknown[] = [];
  const mailIn = startMailIn({
    core: story.core,
    floor: story.floor,
    onSuspicious: (...call) => suspicious.push(call),
    retryMs: 30,
  });
  running.push(() => mailIn.stop());
  const configure = async (next: object | undefined) => {
    const { mailIn: _, ...document } = story.floor.config().document;
    const changed = { ...document, ...(next === undefined ? {} : { mailIn: { smtp: next } }) };
    const result = await story.floor.replaceConfig(story.principal('an', 'admin'), changed, null);
    expect(result).toMatchObject({ ok: true });
  };
  return { story, mailIn, configure, suspicious };
}
const notice = (story: Story, id: string) => story.core.notices().find((one) => one.id === id);
const send = async (port: number, subject: string, more: object = {}) => {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  try {
    return await transport.sendMail({ from: 'a@example.com', to: TO, subject, text: 'full', ...more });
  } finally {
    transport.close();
  }
};
async function takenPort(): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const free = () => new Promise<void>((resolve) => server.close(() => resolve()));
  running.push(free);
  return { port: (server.address() as AddressInfo).port, free };
}

describe('the listener by the config', () => {
  it('[ING130] nothing listens unless the config says so', async () => {
    expect(await (await start(undefined)).mailIn.port()).toBeNull();
    expect(await (await start({ enabled: false, port: 0 })).mailIn.port()).toBeNull();
  });

  it('[ING134] a mail opens an incident, its recovery closes it', async () => {
    const { story, mailIn } = await start({ port: 0 });
    const port = (await mailIn.port())!;
    await send(port, '[장애] 결제 DB 응답 지연');
    expect(story.incident()).toMatchObject({ status: 'open', dedupKey: '결제 db 응답 지연', count: 1 });
    await send(port, 'Re: [장애] 결제 DB 응답 지연');
    expect(story.incident()).toMatchObject({ count: 2 });
    await send(port, '[복구] 결제 DB 응답 지연');
    expect(story.incident()).toMatchObject({ status: 'closed' });
    expect(story.floor.conservation()).toMatchObject({
      received: 3,
      outcomes: { created: 1, deduplicated: 1, updated: 1 },
    });
  });

  it('[ING134] a failed disk is 451, and what was refused is an event once it is back', async () => {
    const { story, mailIn } = await start({ port: 0 });
    const port = (await mailIn.port())!;
    story.ledger.isFailing = true;
    await expect(send(port, '[PROBLEM] disk')).rejects.toMatchObject({ responseCode: 451 });
    expect(story.ledger.events).toEqual([]);
    story.ledger.isFailing = false;
    story.clock.advance(60_000);
    await story.core.change('probe', () => undefined, true).catch(() => undefined);
    await until('a 250', () => send(port, '[PROBLEM] disk'));
    expect(story.incident()).toMatchObject({ dedupKey: 'disk', count: 1 });
  });

  it('[ING142] a changed config opens it anew, elsewhere and with other limits', async () => {
    const { mailIn, configure } = await start({ port: 0 });
    const first = (await mailIn.port())!;
    const { port: wanted, free } = await takenPort();
    await free();
    await configure({ port: wanted, maxBytes: 70_000 });
    expect(await mailIn.port()).toBe(wanted);
    await expect(rawSmtp(first).then(({ greeting }) => greeting)).resolves.toBe('');
    const client = await rawSmtp(wanted);
    running.push(() => client.end());
    expect(await client.say('EHLO x')).toContain('SIZE 70000');
    await configure(undefined);
    expect(await mailIn.port()).toBeNull();
    expect((await rawSmtp(wanted)).greeting).toBe('');
  });

  it('[ING142] a port that is taken is said on the wall and tried again', async () => {
    const { port, free } = await takenPort();
    const { story, mailIn } = await start({ port });
    expect(await mailIn.port()).toBeNull();
    expect(notice(story, 'mail-in-closed')).toMatchObject({
      kind: 'config-problem',
      reason: { code: 'ING142', params: { host: '127.0.0.1', port } },
    });
    await free();
    await until('the listener', async () => (await mailIn.port()) === port);
    expect(notice(story, 'mail-in-closed')).toBeUndefined();
  });

  it('[ING142] a certificate that cannot be read is said too, the rest goes on', async () => {
    const { story, configure, mailIn } = await start({
      port: 0,
      tls: { cert: '/nowhere/a', key: '/nowhere/b' },
    });
    expect(await mailIn.port()).toBeNull();
    expect(notice(story, 'mail-in-closed')?.reason.text).toContain('/nowhere/a');
    await configure({ port: 0 });
    expect(await mailIn.port()).toBeGreaterThan(0);
  });

  it('[ING130] an address that others reach is logged and said on the wall', async () => {
    // Loopback for the system, but no name that says so: what a test may listen on.
    const host = '127.1';
    const { story, configure, mailIn } = await start({ port: 0, host });
    expect(await mailIn.port()).toBeGreaterThan(0);
    expect(notice(story, 'mail-in-exposed')).toMatchObject({ reason: { code: 'ING130', params: { host } } });
    expect(story.logged.some(({ level, message }) => level === 'warn' && message.includes('reachable'))).toBe(
      true,
    );
    await configure({ port: 0 });
    await mailIn.port();
    expect(notice(story, 'mail-in-exposed')).toBeUndefined();
  });

  it('[ING131] three unknown recipients are reported as wrong keys', async () => {
    const { mailIn, suspicious } = await start({ port: 0 });
    const client = await rawSmtp((await mailIn.port())!);
    running.push(() => client.end());
    await client.say('EHLO x');
    await client.say('MAIL FROM:<a@example.com>');
    for (const name of ['a', 'b', 'c']) await client.say(`RCPT TO:<${name}@alerts.example.com>`);
    expect(suspicious).toEqual([['127.0.0.1', 'wrong-key', null]]);
  });

  it('[ING130] speaks STARTTLS with the certificate of the config', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchfloor-mail-'));
    running.push(() => rmSync(folder, { recursive: true, force: true }));
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=alerts.example.com',
        '-out',
        cert,
        '-keyout',
        key,
      ],
      { stdio: 'ignore' },
    );
    const { story, mailIn } = await start({ port: 0, tls: { cert, key } });
    const port = (await mailIn.port())!;
    await send(port, '[PROBLEM] disk', {});
    const transport = createTransport({
      host: '127.0.0.1',
      port,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
    });
    running.push(() => transport.close());
    await transport.sendMail({ from: 'a@example.com', to: TO, subject: '[RECOVERY] disk', text: 'ok' });
    expect(story.incident()).toMatchObject({ status: 'closed', dedupKey: 'disk' });
  });
});

describe('our own mails', () => {
  const page = () =>
    emailMessage(
      {
        message: pageMessage(),
        contact: { id: 'mail', channel: 'email', address: TO },
        author: 'admin',
        person: { ...PERSON, locale: 'ko' },
        url: null,
        sentAt: SENT_AT,
      },
      'noc@example.com',
    );

  it('[ING147] carry the marks of a mail that a program sent', () => {
    expect(page().headers).toMatchObject({ 'Auto-Submitted': 'auto-generated', 'X-Loop': 'watchfloor' });
  });

  it('[ING135] a page mailed into ourselves is set aside, also where automatic mails are taken', async () => {
    const { story, mailIn, configure } = await start({ port: 0 });
    const { document } = story.floor.config();
    const taking = document.integrations.map((one) => ({ ...one, mail: { automatic: 'take' } }));
    await story.floor.replaceConfig(
      story.principal('an', 'admin'),
      { ...document, integrations: taking },
      null,
    );
    await configure({ port: 0 });
    const port = (await mailIn.port())!;
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    running.push(() => transport.close());
    await transport.sendMail(page());
    expect(story.ledger.events).toMatchObject([
      { outcome: 'ignored', reason: { code: 'ING135', params: { cause: 'own' } } },
    ]);
    expect(story.ledger.incidents.size).toBe(0);
  });
});
