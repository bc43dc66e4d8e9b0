import { afterEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../../src/server/adapters/channels/channel.ts';
import { createEmailChannel, type ReadSecret } from '../../../src/server/adapters/channels/email.ts';
import type { EmailChannel } from '../../../src/shared/config/document.ts';
import { type SmtpPeer, type SmtpReplies, startSmtp } from './smtp-server.ts';
import { PERSON, pageMessage, SENT_AT } from './support.ts';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.close();
});
const smtp = async (replies?: SmtpReplies): Promise<SmtpPeer> => {
  const peer = await startSmtp(replies);
  running.push(peer);
  return peer;
};
const LIMITS = { connectMs: 500, idleMs: 500, wholeMs: 1000 };
const channelOn = (port: number, over: Partial<EmailChannel> = {}, readSecret: ReadSecret = () => null) => {
  const settings: EmailChannel = {
    host: '127.0.0.1',
    port,
    secure: false,
    user: null,
    from: 'noc@example.com',
    ...over,
  };
  const channel = createEmailChannel({ settings: () => settings, readSecret, limits: LIMITS });
  running.push(channel);
  return channel;
};
type EmailChannelAdapter = Channel<{ id: string; channel: 'email'; address: string }>;
const deliver = (channel: EmailChannelAdapter, message = pageMessage(), locale: 'en' | 'ko' = 'ko') =>
  channel.deliver({
    message,
    contact: { id: 'mail', channel: 'email', address: 'an@example.com' },
    author: 'admin',
    person: { ...PERSON, locale },
    url: 'http://127.0.0.1:7700/#/incidents/i1?a=1&b=2',
    sentAt: SENT_AT,
  });

/** Header fields, unfolded, encoded words read. */
function headersOf(raw: string): Record<string, string> {
  const [head = ''] = raw.split('\r\n\r\n');
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
  return Object.fromEntries(
    unfolded.split('\r\n').map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), decodeWords(line.slice(at + 1).trim())];
    }),
  );
}
const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?(b|q)\?([^?]*)\?=/gi, (_, kind: string, value: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(value, 'base64').toString('utf8')
        : decodeQuoted(value.replaceAll('_', ' ')),
    );
const decodeQuoted = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
/** The parts of a multipart mail by content type, decoded. */
function partsOf(raw: string): Record<string, string> {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? '';
  return Object.fromEntries(
    raw
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => {
        const [head = '', ...rest] = part.trimStart().split('\r\n\r\n');
        const body = rest.join('\r\n\r\n');
        const encoding = /transfer-encoding: (\S+)/i.exec(head)?.[1]?.toLowerCase();
        const text =
          encoding === 'base64'
            ? Buffer.from(body, 'base64').toString('utf8')
            : encoding === 'quoted-printable'
              ? decodeQuoted(body)
              : body;
        return [/content-type: ([^;\s]+)/i.exec(head)?.[1] ?? '', text];
      }),
  );
}

describe('e-mail', () => {
  it('[NTF50] delivers a Korean page with text and HTML over a real conversation', async () => {
    const server = await smtp();
    const result = await deliver(channelOn(server.port));
    expect(result).toEqual({ ok: true, retryable: false, detail: '250 queued as A1' });
    const mail = server.mails[0]!;
    expect([mail.from, mail.to]).toEqual(['noc@example.com', ['an@example.com']]);
    const headers = headersOf(mail.raw);
    expect(headers).toMatchObject({
      from: 'noc@example.com',
      to: 'an@example.com',
      subject: '[긴급] #42 결제: DB <down> & "out"',
      'auto-submitted': 'auto-generated',
    });
    const parts = partsOf(mail.raw);
    expect(parts['text/plain']).toContain('DB <down> & "out"');
    expect(parts['text/plain']).toContain('긴급도: 긴급');
    expect(parts['text/plain']).toContain('에스컬레이션: Standard · 1/2단계 · 1/2회차');
    expect(parts['text/plain']).toContain('http://127.0.0.1:7700/#/incidents/i1?a=1&b=2');
    expect(parts['text/html']).toContain('<strong>DB &lt;down&gt; &amp; &quot;out&quot;</strong>');
    expect(parts['text/html']).toContain('href="http://127.0.0.1:7700/#/incidents/i1?a=1&amp;b=2"');
  });

  it('[NTF50] the Message-ID follows the idempotency key, the thread the incident', async () => {
    const server = await smtp();
    const channel = channelOn(server.port);
    await deliver(channel);
    await deliver(channel);
    await deliver(channel, pageMessage({ id: 'other', kind: 'recovered' }));
    await deliver(channel, pageMessage({ id: 'third', incident: 'i2' }));
    const [first, again, later, elsewhere] = server.mails.map(({ raw }) => headersOf(raw));
    expect(again?.['message-id']).toBe(first?.['message-id']);
    expect(first?.['message-id']).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
    expect(later?.['message-id']).not.toBe(first?.['message-id']);
    expect(later?.['in-reply-to']).toBe(first?.['in-reply-to']);
    expect(later?.references).toBe(first?.references);
    expect(elsewhere?.references).not.toBe(first?.references);
    expect(server.connections).toBe(1);
  });

  it('[NTF52] nothing a tool or a person wrote becomes a header, a recipient or a tag', async () => {
    const server = await smtp();
    const evil = 'x\r\nBcc: evil@example.com\r\n\r\n<script>alert(1)</script>\u202e';
    const body = { number: 1, summary: evil, serviceName: evil, policy: evil, by: evil };
    await deliver(
      channelOn(server.port, { from: 'NOC <noc@example.com>' }),
      pageMessage({ body, kind: 'assigned' }),
      'en',
    );
    const mail = server.mails[0]!;
    expect(mail.to).toEqual(['an@example.com']);
    const headers = headersOf(mail.raw);
    expect(headers.bcc).toBeUndefined();
    expect(headers.subject).toContain('x Bcc: evil@example.com');
    const parts = partsOf(mail.raw);
    expect(parts['text/html']).not.toContain('<script');
    expect(parts['text/html']).toContain('&lt;script&gt;');
    expect(`${parts['text/plain']}${parts['text/html']}`).not.toContain('\u202e');
  });

  it.each([
    [{ RCPT: '550 no such person' }, false, '550 no such person'],
    [{ RCPT: '450 greylisted' }, true, '450 greylisted'],
    [{ MAIL: '452 disk full' }, true, '452 disk full'],
    [{ DATA: '554 refused' }, false, '554 refused'],
    [{ END: '552 too large' }, false, '552 too large'],
    [{ END: '451 try later' }, true, '451 try later'],
    [{ GREETING: '421 busy' }, true, '421 busy'],
  ] as const)('[NTF51] %o: retryable is %s', async (replies, retryable, words) => {
    const server = await smtp(replies);
    const result = await deliver(channelOn(server.port));
    expect(result).toMatchObject({ ok: false, retryable });
    expect(result.detail).toContain(words);
    expect(server.mails).toHaveLength(0);
  });

  it.each([
    ['the greeting', { GREETING: null }],
    ['EHLO', { EHLO: null }],
    ['the end of data', { END: null }],
  ] as const)(
    '[NTF54] a server silent at %s costs the time limit and may be tried again',
    async (_, replies) => {
      const server = await smtp(replies);
      const start = performance.now();
      const result = await deliver(channelOn(server.port));
      expect(result).toMatchObject({ ok: false, retryable: true });
      expect(performance.now() - start).toBeLessThan(2500);
    },
  );

  it('[NTF51] no server, no settings', async () => {
    const server = await smtp();
    await server.close();
    expect(await deliver(channelOn(server.port))).toMatchObject({ ok: false, retryable: true });
    const unset = createEmailChannel({ settings: () => undefined, readSecret: () => null });
    expect(await deliver(unset)).toMatchObject({ ok: false, retryable: false });
  });

  it('[NTF53] signs in with the secret; the password shows nowhere', async () => {
    const password = { env: 'SMTP_PASSWORD' };
    const server = await smtp();
    const channel = channelOn(server.port, { user: 'noc', password }, () => 'hunter22');
    expect(await deliver(channel)).toMatchObject({ ok: true });
    expect(server.mails[0]?.user).toBe('noc');
    const refusing = await smtp({ AUTH: '535 bad password hunter22' });
    const refused = await deliver(
      channelOn(refusing.port, { user: 'noc', password }, async () => 'hunter22'),
    );
    expect(refused).toEqual({
      ok: false,
      retryable: true,
      detail: 'SMTP sign-in refused (535)',
      retryAfterMs: 60_000,
    });
    const missing = await deliver(channelOn(server.port, { user: 'noc', password }));
    expect(missing).toMatchObject({ ok: false, retryable: true, detail: 'The SMTP password is not set' });
  });

  it('[NTF53] a password never travels in the clear to another machine', async () => {
    const server = await smtp();
    // A name of this machine that is not one of the loopback names: what a relay elsewhere looks like.
    const channel = channelOn(
      server.port,
      { host: '0.0.0.0', user: 'noc', password: { env: 'P' } },
      () => 'hunter22',
    );
    const result = await deliver(channel);
    expect(result).toMatchObject({ ok: false });
    expect(server.connections).toBeGreaterThan(0);
    expect(server.lines.some((line) => line.startsWith('AUTH'))).toBe(false);
    expect(server.mails).toHaveLength(0);
  });

  it('[NTF50] a changed config or password opens new connections', async () => {
    const [old, fresh] = [await smtp(), await smtp()];
    let port = old.port;
    const channel = createEmailChannel({
      settings: () => ({ host: '127.0.0.1', port, secure: false, user: null, from: 'noc@example.com' }),
      readSecret: () => null,
      limits: LIMITS,
    });
    running.push(channel);
    await deliver(channel);
    port = fresh.port;
    await deliver(channel);
    expect([old.mails.length, fresh.mails.length]).toEqual([1, 1]);
  });
});
