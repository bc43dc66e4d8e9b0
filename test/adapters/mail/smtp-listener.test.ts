import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { reason } from '../../../src/shared/reason.ts';
import { type RawSmtp, rawSmtp } from '../../support/raw-smtp.ts';
import { MAIL_KEY, NOBODY, SECOND_KEY, startListener } from './listener.ts';

const TO = `${MAIL_KEY}@alerts.example.com`;
const running: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});
const start: typeof startListener = async (...args) => {
  const started = await startListener(...args);
  running.push(() => started.listener.close());
  return started;
};
const talk = async (port: number): Promise<RawSmtp> => {
  const client = await rawSmtp(port);
  running.push(() => client.end());
  return client;
};
/** A talk that is past its greeting and sender. */
async function envelope(port: number, to: string, from = 'monitor@example.com'): Promise<[RawSmtp, string]> {
  const client = await talk(port);
  await client.say('EHLO mon.example.com');
  await client.say(`MAIL FROM:<${from}>`);
  return [client, await client.say(`RCPT TO:<${to}>`)];
}
async function deliver(port: number, mail: string | Buffer, to = TO, from?: string): Promise<string> {
  const [client] = await envelope(port, to, from);
  await client.say('DATA');
  await client.send(mail);
  return client.say('\r\n.');
}
/** Bytes of buffers that are really held. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().arrayBuffers;
}
const MAIL = 'Subject: [PROBLEM] disk\r\nFrom: a@example.com\r\n\r\nfull';

describe('mail by SMTP', () => {
  it('[ING134] says 250 for what the floor has, with the mail as its raw body', async () => {
    const { port, seen } = await start();
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    running.push(() => transport.close());
    const info = await transport.sendMail({
      from: '관제 <monitor@example.com>',
      to: TO,
      subject: '[PROBLEM] 디스크 95%',
      text: '점검 바랍니다',
      headers: { 'X-Site': 'seoul' },
    });
    expect(info.response).toBe('250 OK: stored');
    expect(seen.ingested).toHaveLength(1);
    const [{ integration, events, raw } = { events: [] }] = seen.ingested as unknown as [
      { integration: string; events: { ok: true; event: Record<string, unknown> }[]; raw: string },
    ];
    expect(integration).toBe('mail');
    expect(raw).toContain('Subject: =?UTF-8?');
    expect(events[0]).toMatchObject({
      ok: true,
      event: {
        status: 'open',
        summary: '[PROBLEM] 디스크 95%',
        dedupKey: '디스크 95%',
        details: {
          from: '"관제" <monitor@example.com>',
          body: '점검 바랍니다',
          headers: { 'x-site': 'seoul' },
        },
      },
    });
  });

  it.each(NOBODY)('[ING131] 550 in the same words: %s', async (_, to) => {
    const { port, seen, suspicious } = await start();
    const [, answer] = await envelope(port, to);
    expect(answer).toBe('550 5.1.1 no such recipient here');
    expect(seen.ingested).toEqual([]);
    expect(suspicious).toEqual([null]);
  });

  it('[ING131] takes the key alone, and behind its own id', async () => {
    const { port } = await start();
    for (const to of [TO, `mail+${TO}`, TO.replace('alerts', 'ALERTS')])
      expect((await envelope(port, to))[1]).toMatch(/^250 /);
  });

  it('[ING134] one mail for two integrations is one event each', async () => {
    const { port, seen } = await start();
    const [client] = await envelope(port, TO);
    await client.say(`RCPT TO:<${SECOND_KEY}@alerts.example.com>`);
    await client.say(`RCPT TO:<mail+${TO}>`);
    await client.say('DATA');
    await client.send(MAIL);
    expect(await client.say('\r\n.')).toBe('250 OK: stored');
    expect(seen.ingested.map(({ integration }) => integration)).toEqual(['mail', 'second']);
  });

  it.each(['overload', 'storage'] as const)(
    '[ING134] 451 where the floor did not take it: %s',
    async (kind) => {
      const { port, state } = await start();
      state.reply = { ok: false, refusal: { kind, reason: reason('ING41', 'busy') } };
      expect(await deliver(port, MAIL)).toMatch(/^451 /);
      state.reply = null;
      expect(await deliver(port, MAIL)).toBe('250 OK: stored');
    },
  );

  it('[ING135] the null sender is told 250 and set aside', async () => {
    const { port, seen } = await start();
    expect(await deliver(port, MAIL, TO, '')).toBe('250 OK: stored');
    expect(seen.ingested[0]!.events[0]).toMatchObject({
      ok: true,
      setAside: { code: 'ING135', params: { cause: 'bounce' } },
    });
  });

  it('[ING134] a mail that says nothing is refused, as one rejected event', async () => {
    const { port, seen, suspicious } = await start();
    expect(await deliver(port, 'X-Nothing: 1\r\n\r\n')).toMatch(/^554 5\.6\.0 subject: /);
    expect(seen.ingested.map(({ events }) => events)).toMatchObject([
      [{ ok: false, reason: { code: 'ING2' } }],
    ]);
    expect(suspicious).toEqual(['mail']);
  });
});

describe('limits', () => {
  it('[ING132] a size announced too large is refused before its recipients, one in bounds is not', async () => {
    const { port } = await start({ maxBytes: 100_000 });
    const client = await talk(port);
    expect(await client.say('EHLO mon.example.com')).toContain('SIZE 100000');
    expect(await client.say('MAIL FROM:<a@example.com> SIZE=52428800')).toMatch(/^552 /);
    expect(await client.say('MAIL FROM:<a@example.com> SIZE=99999')).toMatch(/^250 /);
  });

  it('[ING132] a mail that grows too large is refused politely and not kept: one rejected event', async () => {
    const { port, seen } = await start({ maxBytes: 1_000_000 });
    const [client] = await envelope(port, TO);
    await client.say('DATA');
    await client.send('Subject: big\r\n\r\n');
    for (let sent = 0; sent < 3_000_000; sent += 60_000) await client.send(`${'x'.repeat(59_998)}\r\n`);
    expect(await client.say('\r\n.')).toBe('552 5.3.4 mail: over 1000000 bytes');
    expect(seen.ingested).toHaveLength(1);
    expect(seen.ingested[0]).toMatchObject({
      integration: 'mail',
      events: [{ ok: false, reason: { code: 'ING132' } }],
    });
    expect(seen.ingested[0]!.raw.length).toBeLessThan(70_000);
    // The session goes on.
    expect(await client.say('NOOP')).toMatch(/^250 /);
  });

  it('[ING132] an attachment of 50 MiB is refused politely and never in memory', async () => {
    const { port, seen } = await start();
    const [client] = await envelope(port, TO);
    await client.say('DATA');
    await client.send(
      'Subject: big\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n',
    );
    const lines = Buffer.from(`${'QUJD'.repeat(19)}\r\n`.repeat(800));
    const before = heldBytes();
    let most = 0;
    let measuredAt = 0;
    for (let sent = 0; sent < 68 * 1024 * 1024; sent += lines.length) {
      expect(await client.send(lines)).toBe(true);
      if (sent - measuredAt < 4 * 1024 * 1024) continue;
      measuredAt = sent;
      most = Math.max(most, heldBytes() - before);
    }
    expect(await client.say('.')).toMatch(/^552 /);
    // The limit itself, twice while it is put together, and what is on its way.
    expect(most).toBeLessThan(30 * 1024 * 1024);
    expect(seen.ingested).toMatchObject([
      { integration: 'mail', events: [{ ok: false, reason: { code: 'ING132' } }] },
    ]);
  }, 60_000);

  it('[ING132] a sender without end is cut off', async () => {
    const { port } = await start({ maxBytes: 100_000 });
    const [client] = await envelope(port, TO);
    await client.say('DATA');
    const line = Buffer.from(`${'x'.repeat(65_534)}\r\n`);
    let sent = 0;
    while (sent < 50 * 1024 * 1024 && (await client.send(line))) sent += line.length;
    await client.closed;
    expect(sent).toBeLessThan(50 * 1024 * 1024);
    expect(await deliver(port, MAIL)).toBe('250 OK: stored');
  });

  it('[ING133] 5,000 nested parts are 554 and one rejected event', async () => {
    const { port, seen } = await start();
    const nested = Array.from(
      { length: 5000 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    );
    const started = performance.now();
    expect(await deliver(port, `Subject: deep\r\n${nested.join('')}`)).toMatch(/^554 5\.6\.0 mail: /);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(seen.ingested).toMatchObject([
      { integration: 'mail', events: [{ ok: false, reason: { code: 'ING133' } }] },
    ]);
  });

  it('[ING141] too many recipients of one mail', async () => {
    const { port } = await start({ maxRecipients: 2 });
    const [client] = await envelope(port, TO);
    expect(await client.say(`RCPT TO:<mail+${TO}>`)).toMatch(/^250 /);
    expect(await client.say(`RCPT TO:<${SECOND_KEY}@alerts.example.com>`)).toMatch(/^452 /);
  });

  it('[ING141] [ING149] sessions and mails of one address, memory of all; who is sent away is counted', async () => {
    const { port, turnedAway } = await start({}, { sessionsOfAddress: 2, mailsPerMinute: 3 });
    const first = await talk(port);
    await talk(port);
    expect((await talk(port)).greeting).toMatch(/^421 /);
    await first.say('EHLO x');
    for (let mail = 0; mail < 3; mail += 1) {
      expect(await first.say('MAIL FROM:<a@example.com>')).toMatch(/^250 /);
      await first.say('RSET');
    }
    expect(await first.say('MAIL FROM:<a@example.com>')).toMatch(/^451 /);
    expect(turnedAway.count).toBe(2);
    const small = await start({}, { bufferedBytes: 10_000 });
    expect(await deliver(small.port, `Subject: x\r\n\r\n${'x\r\n'.repeat(10_000)}`)).toMatch(/^451 /);
    expect(small.seen.ingested).toEqual([]);
    expect(small.turnedAway.count).toBe(1);
    expect(await deliver(small.port, MAIL)).toBe('250 OK: stored');
    expect(small.turnedAway.count).toBe(1);
  });

  it('[ING141] a silent session is ended, and one that guesses addresses', async () => {
    const { port, suspicious } = await start({}, { idleMs: 300 });
    const silent = await talk(port);
    await silent.closed;
    const guesser = await talk(port);
    await guesser.say('EHLO x');
    await guesser.say('MAIL FROM:<a@example.com>');
    for (let guess = 0; guess < 10; guess += 1)
      await guesser.say(`RCPT TO:<guess-${guess}@alerts.example.com>`);
    await guesser.closed;
    expect(suspicious).toHaveLength(10);
  });

  it('[ING141] a mail that drips is cut off', async () => {
    const { port, seen } = await start({}, { wholeMs: 300 });
    const [client] = await envelope(port, TO);
    await client.say('DATA');
    const drip = setInterval(() => client.socket.write('x'), 50);
    await client.closed;
    clearInterval(drip);
    expect(seen.ingested).toEqual([]);
  });

  it('[ING130] who is not allowed is refused at the greeting', async () => {
    const { port } = await start({ allow: ['10.0.0.0/8'] });
    expect((await talk(port)).greeting).toMatch(/^554 /);
    const other = await start({ allow: ['127.0.0.0/8'] });
    expect((await talk(other.port)).greeting).toMatch(/^220 /);
  });

  it('[ING134] no AUTH, no STARTTLS without a certificate, and nothing smuggled behind a bare line feed', async () => {
    const { port, seen } = await start();
    const client = await talk(port);
    const ehlo = await client.say('EHLO x');
    expect(ehlo).not.toMatch(/STARTTLS|AUTH/);
    const smuggled = `${MAIL}\n.\nMAIL FROM:<x@example.com>\nRCPT TO:<${TO}>\nDATA\nSubject: smuggled\n\nx`;
    expect(await deliver(port, smuggled)).toBe('250 OK: stored');
    expect(seen.ingested).toHaveLength(1);
  });

  it('[ING134] a sender that goes away in the middle leaves nothing', async () => {
    const { port, seen } = await start();
    const [client] = await envelope(port, TO);
    await client.say('DATA');
    await client.send('Subject: half\r\n\r\nhal');
    client.end();
    await client.closed;
    expect(await deliver(port, MAIL)).toBe('250 OK: stored');
    expect(seen.ingested).toHaveLength(1);
  });
});
