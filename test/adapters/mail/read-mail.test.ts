import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unshift } from '../../../src/server/adapters/mail/charset.ts';
import { rawOf, readMail } from '../../../src/server/adapters/mail/read-mail.ts';
import { parseMail } from '../../../src/server/sources/email.ts';
import { expectBounded } from '../../sources/expect-bounded.ts';
import { requestOf } from '../../sources/request.ts';
import { cp949, encodedWord, iso2022Kr } from '../../support/korean.ts';

const SUBJECT = '[장애] 결제 DB 응답 지연 95%';
const BODY = '디스크 사용률 95% (임계치 90%)\r\n점검 바랍니다.';

/** A mail as bytes: head lines, an empty line, the body. */
const mailOf = (head: readonly (string | Buffer)[], body: string | Buffer = ''): Buffer =>
  Buffer.concat([
    ...head.flatMap((line) => [Buffer.from(line as string), Buffer.from('\r\n')]),
    Buffer.from('\r\n'),
    Buffer.from(body as string),
  ]);

async function read(mail: Buffer, returnPath: string | null = 'monitor@example.com') {
  const found = await readMail(mail, returnPath);
  if (!found.ok) throw new Error(`refused: ${found.reason.text}`);
  return found.body as {
    subject: string;
    text: string;
    from: string;
    headers: Record<string, string>;
    attachments: unknown[];
  };
}

/** The body as it stands in the event. */
async function bodyOf(mail: Buffer): Promise<unknown> {
  const [parsed] = parseMail(requestOf(await read(mail)));
  return parsed?.ok ? parsed.event.details.body : parsed?.reason;
}

describe('charsets', () => {
  const encoders: readonly (readonly [string, (text: string) => Buffer])[] = [
    ['EUC-KR', cp949],
    ['ks_c_5601-1987', cp949],
    ['CP949', cp949],
    ['ISO-2022-KR', iso2022Kr],
    ['UTF-8', (text) => Buffer.from(text)],
  ];
  it.each(encoders)('[ING139] %s in subject and body, as bytes and as base64', async (charset, encode) => {
    for (const isBase64 of [false, true]) {
      const body = encode(BODY);
      const mail = mailOf(
        [
          `Subject: ${encodedWord(charset, encode(SUBJECT))}`,
          `From: ${encodedWord(charset, encode('관제 시스템'))} <monitor@example.com>`,
          `Content-Type: text/plain; charset="${charset}"`,
          `Content-Transfer-Encoding: ${isBase64 ? 'base64' : '8bit'}`,
        ],
        isBase64 ? body.toString('base64') : body,
      );
      const found = await read(mail);
      expect(found.subject).toBe(SUBJECT);
      expect(found.text.trim()).toBe(BODY.replaceAll('\r\n', '\n'));
      expect(found.from).toContain('관제 시스템');
    }
  });

  it('[ING139] characters that only CP949 has', async () => {
    const mail = mailOf(
      [`Subject: ${encodedWord('CP949', cp949('똠방각하 뷁'))}`, 'Content-Type: text/plain; charset=cp949'],
      cp949('햏햏 똠'),
    );
    expect(await read(mail)).toMatchObject({ subject: '똠방각하 뷁', text: '햏햏 똠' });
  });

  it('[ING139] ISO-2022-KR words that a mailer cut inside a shift, and quoted ones', async () => {
    const bytes = iso2022Kr('결제 서버 장애 발생');
    const cut = [bytes.subarray(0, 9), bytes.subarray(9)].map((part) => encodedWord('iso-2022-kr', part));
    expect((await read(mailOf([`Subject: ${cut.join('\r\n ')}`]))).subject).toBe('결제 서버 장애 발생');
    const quoted = [...iso2022Kr('장애')].map(
      (byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`,
    );
    expect((await read(mailOf([`Subject: =?ISO-2022-KR?Q?${quoted.join('')}?= db01`]))).subject).toBe(
      '장애 db01',
    );
  });

  it('[ING139] ISO-2022-KR pages, whose shifted bytes look like markup', async () => {
    // 섞 and 씸 hold `<`, `&` or `>` in seven bits.
    const page = iso2022Kr('<p>디스크 섞임 씸 닦음</p>');
    const mail = mailOf(['Subject: x', 'Content-Type: text/html; charset=iso-2022-kr'], page);
    expect(await bodyOf(mail)).toBe('디스크 섞임 씸 닦음');
  });

  it('[ING139] ISO-2022-KR begins each line unshifted and survives what is no pair', () => {
    expect(unshift(iso2022Kr('가 나\n다 abc 라').toString('latin1'))).toBe('가 나\n다 abc 라');
    expect(unshift(`이미 읽은 말 ${iso2022Kr('가').toString('latin1')}`)).toBe('이미 읽은 말 가');
    for (const text of ['\x0e', '\x0e!', '\x1b', '\x1b$)C', '\x0e\x0f\x0e', '\x0e\x7f\x7f'])
      expect(typeof unshift(text)).toBe('string');
  });

  it('[ING139] a head in raw bytes is EUC-KR where it is not UTF-8', async () => {
    for (const subject of [SUBJECT, '똠방 장애', '뷁']) {
      const raw = Buffer.concat([Buffer.from('Subject: '), cp949(subject)]);
      expect((await read(mailOf([raw], 'x'))).subject).toBe(subject);
    }
    const from = Buffer.concat([
      Buffer.from('From: '),
      cp949('관제 시스템'),
      Buffer.from(' <a@example.com>'),
    ]);
    expect((await read(mailOf([from, 'Subject: x'], 'x'))).from).toBe('"관제 시스템" <a@example.com>');
    expect((await read(mailOf([`Subject: ${SUBJECT}`], 'x'))).subject).toBe(SUBJECT);
  });

  it.each(['x-unknown', 'utf-7', '', 'base64', '"; charset=utf-16le', 'replacement', 'unicode-1-1-utf-7'])(
    '[ING139] no charset makes a mail fail: %s',
    async (charset) => {
      const head = [
        `Subject: =?${charset}?B?${Buffer.from('a').toString('base64')}?=`,
        `Content-Type: text/plain; charset="${charset}"`,
      ];
      expect((await readMail(mailOf(head, Buffer.from([0xff, 0xfe, 0x41, 0x80])), null)).ok).toBe(true);
    },
  );
});

describe('bodies', () => {
  const multipart = (parts: readonly string[], type = 'alternative') =>
    mailOf(
      ['Subject: x', `Content-Type: multipart/${type}; boundary=b1`],
      `${parts.map((part) => `--b1\r\n${part}\r\n`).join('')}--b1--\r\n`,
    );

  it('[ING140] prefers the plain text, else the page as text', async () => {
    const plain = 'Content-Type: text/plain; charset=utf-8\r\n\r\n디스크 95%';
    const html = 'Content-Type: text/html; charset=utf-8\r\n\r\n<p>다른 <b>말</b></p>';
    expect((await read(multipart([plain, html]))).text.trim()).toBe('디스크 95%');
    expect(await bodyOf(multipart([html]))).toBe('다른 말');
    expect(await bodyOf(multipart([html], 'mixed'))).toBe('다른 말');
  });

  it('[ING140] names attachments and keeps none of them', async () => {
    const file = Buffer.alloc(100_000, 7).toString('base64');
    const parts = [
      'Content-Type: text/plain\r\n\r\nsee file',
      `Content-Type: application/pdf; name="report.pdf"\r\nContent-Disposition: attachment; filename="report.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}`,
    ];
    const found = await read(multipart(parts, 'mixed'));
    expect(found.attachments).toEqual([{ name: 'report.pdf', type: 'application/pdf', size: 100_000 }]);
    expect(JSON.stringify(found).length).toBeLessThan(2000);
  });

  it('[ING146] headers are there by name, those of mail servers left out, a repeated one as it came first', async () => {
    const found = await read(
      mailOf(
        [
          'Received: from a',
          'X-Site: seoul',
          'X-Site: busan',
          'X-Long: one',
          ' two',
          '__proto__: p',
          'Subject: x',
        ],
        'y',
      ),
    );
    expect(found.headers).toMatchObject({ 'x-site': 'seoul', 'x-long': 'one two' });
    expect(found.headers).not.toHaveProperty('received');
    expect(Object.getPrototypeOf(found.headers)).toBe(Object.prototype);
  });

  it('the source text is kept in bounds, and whole characters of it', () => {
    const raw = rawOf(Buffer.from(`a${'가'.repeat(200_000)}`));
    expect(raw).toMatch(/가\n\[cut: 600001 bytes in all\]$/);
    expect(raw).not.toContain('\uFFFD');
    expect(rawOf(Buffer.from([0x41, 0xff]))).toBe('A\u00ff');
  });
});

describe('hostile mails', () => {
  const nested = (depth: number) =>
    Buffer.from(
      `Subject: deep\r\n${Array.from({ length: depth }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join('')}\r\nend\r\n`,
    );
  const flat = (parts: number) =>
    Buffer.from(
      `Subject: wide\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(parts)}--b--\r\n`,
    );
  const embedded = (depth: number) =>
    Buffer.from(
      `Subject: doll\r\n${'Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\nSubject: inner\r\n'.repeat(depth)}\r\nend\r\n`,
    );

  it.each([
    ['5,000 nested parts', nested(5000)],
    ['5,000 parts side by side', flat(5000)],
    ['5,000 mails inside each other', embedded(5000)],
    ['a head without end', Buffer.from(`Subject: x\r\n${'X-A: b\r\n'.repeat(100_000)}\r\n`)],
  ])('[ING133] %s are refused at once', async (_, mail) => {
    const started = performance.now();
    const found = await readMail(mail, null);
    expect(found).toMatchObject({ ok: false, reason: { code: 'ING133' } });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('[ING133] parts in reason are taken', async () => {
    expect((await readMail(nested(100), null)).ok).toBe(true);
    expect((await readMail(flat(150), null)).ok).toBe(true);
  });

  it.each([
    ['addresses without end', mailOf([`To: ${'a@x.example, '.repeat(15_000)}`, 'Subject: x'], 'y')],
    ['brackets in addresses', mailOf([`From: ${'<('.repeat(60_000)}`, 'Subject: x'], 'y')],
    ['one long line', mailOf(['Subject: x'], 'x'.repeat(5_000_000))],
    ['deep markup', mailOf(['Subject: x', 'Content-Type: text/html'], '<b>'.repeat(80_000))],
    [
      'broken encodings',
      mailOf(
        [
          'Subject: =?utf-8?B?',
          'Content-Type: text/plain; charset=utf-8',
          'Content-Transfer-Encoding: base64',
        ],
        '####',
      ),
    ],
    ['no head at all', Buffer.from('\r\n\r\n')],
    ['nothing', Buffer.alloc(0)],
    ['nulls', Buffer.alloc(200_000)],
    [
      'a boundary that never comes',
      mailOf(['Content-Type: multipart/mixed; boundary=never', 'Subject: x'], 'y'.repeat(1000)),
    ],
  ])('[ING133] %s cost no time and break nothing', async (_, mail) => {
    const started = performance.now();
    const found = await readMail(mail, null);
    expect(typeof found.ok).toBe('boolean');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('[ING133] any change of a real mail is a mail or a refusal, and an event or a refusal after that', async () => {
    const real = [
      mailOf(
        [
          `Subject: ${encodedWord('ISO-2022-KR', iso2022Kr(SUBJECT))}`,
          'From: =?utf-8?Q?a?= <a@example.com>',
          'Content-Type: multipart/mixed; boundary="b1"; charset=iso-2022-kr',
        ],
        Buffer.concat([
          Buffer.from('--b1\r\nContent-Type: text/html; charset=iso-2022-kr\r\n\r\n'),
          iso2022Kr('<p>디스크</p>'),
          Buffer.from(
            "\r\n--b1\r\nContent-Type: text/plain; format=flowed; charset=cp949\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=B5=F0=BD=BA \r\n--b1\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nx\r\n--b1\r\nContent-Type: application/zip; name*=utf-8''a%20b\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n--b1--\r\n",
          ),
        ]),
      ),
    ];
    const edit = fc.record({
      at: fc.nat(1500),
      remove: fc.nat(40),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 12 }),
        fc
          .constantFrom('\r\n\r\n', '--b1', '=?', '?=', '\x0e', '\x0f', '<!--', '"', ';', ':', '\0')
          .map((text) => Buffer.from(text, 'latin1')),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...real),
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        async (mail, edits) => {
          let bytes = mail;
          for (const { at, remove, put } of edits) {
            const from = at % (bytes.length + 1);
            bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + remove)]);
          }
          const found = await readMail(bytes, 'a@example.com');
          if (found.ok) parseMail(requestOf(found.body)).forEach(expectBounded);
          else expect(found.reason.code).toBe('ING133');
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
    );
  }, 120_000);
});
