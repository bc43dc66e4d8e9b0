import { describe, expect, it } from 'vitest';
import { automaticCause } from '../../src/server/sources/email-automatic.ts';
import { mailTime } from '../../src/server/sources/email-rules.ts';
import { readSubject, statusOfStates } from '../../src/server/sources/email-subject.ts';
import { htmlToText } from '../../src/server/sources/html-text.ts';
import type { Integration } from '../../src/shared/config/integration.ts';
import { mailRulesSchema } from '../../src/shared/config/mail-in.ts';
import { doorAt, eventOf, KEY, requestOf } from './request.ts';

const door = doorAt(`/integration/email/v1/${KEY}`);
const withRules = (rules: unknown) => ({
  integration: { id: 'mail', type: 'email', mail: mailRulesSchema.parse(rules) } as unknown as Integration,
});
const event = (body: object, rules: unknown = {}) => eventOf(door, body, withRules(rules));
const parsed = (body: object, rules: unknown = {}) => door.parse(requestOf(body, withRules(rules)))[0];
const said = (subject: string) => statusOfStates(readSubject(subject).states);

describe('status by subject', () => {
  it.each([
    ['[RESOLVED] CPU on web01'],
    ['[RESOLVED:1] CPU on web01'],
    ['Re: [OK] Disk alert on db01'],
    ['OK: "queue-depth" in Asia Pacific (Seoul)'],
    ['RECOVERED - shop is slow'],
    ['** RECOVERY Host Alert: db01 is UP **'],
    ['db01 is back up'],
    ['Resolved in 2h 5m: High CPU'],
    ['[pay-api] [✅ Up] 200 - OK'],
    ['[복구] DB 응답 지연'],
    ['[장애 해소] DB 응답 지연'],
    ['【해소】 DB 응답 지연'],
    ['장애 복구 - DB 응답 지연'],
    ['db01 디스크 사용률 복구'],
    ['db01 CPU 상태: 정상'],
    ['DB 응답 지연 해소되었습니다'],
  ])('[ING136] closes: %s', (subject) => expect(said(subject)).toBe('close'));

  it.each([
    ['DISK NOT OK on db01'],
    ['db01 is not OK'],
    ['Backup OK? no, it failed'],
    ['복구 실패: db01'],
    ['자동 복구 실패'],
    ['정상 범위 초과'],
    ['Recovery of db01 failed'],
    ['[CRITICAL] [OK] flapping'],
    ['[FIRING:1, RESOLVED:2] Queue'],
    ['Upload is slow'],
    ['해소 방안 검토 요청'],
    ['[문의] 정상 동작하지 않음'],
    [''],
  ])('[ING136] opens: %s', (subject) => expect(said(subject)).toBe('open'));

  it('[ING136] rules come before the common words, the first that names a status decides', () => {
    const rules = {
      rules: [
        { subject: { contains: 'maintenance' }, status: 'ignore' },
        { subject: { matches: '(?i)^cleared by' }, status: 'close' },
        { subject: { contains: 'seen by' }, status: 'ack' },
        { subject: { contains: '[OK]' }, status: 'open' },
      ],
    };
    expect(event({ subject: 'Cleared by robot' }, rules).status).toBe('close');
    expect(event({ subject: 'Seen by Kim' }, rules).status).toBe('ack');
    expect(event({ subject: '[OK] but we want it open' }, rules).status).toBe('open');
    expect(event({ subject: '[RESOLVED] x' }, rules).status).toBe('close');
    expect(event({ subject: '[RESOLVED] x' }, { commonWords: false }).status).toBe('open');
  });

  it('[ING148] a rule that says ignore sets the mail aside with its reason', () => {
    const rules = { rules: [{ subject: { contains: 'Maintenance' }, status: 'ignore' }] };
    expect(parsed({ subject: 'planned maintenance tonight' }, rules)).toMatchObject({
      ok: true,
      setAside: { code: 'ING148' },
    });
  });
});

describe('key', () => {
  it('[ING137] is the subject without answer marks and state words, case and spacing aside', () => {
    const key = (subject: string) => event({ subject }).dedupKey;
    expect(key('Re: Fwd: 회신: [PROBLEM]  Disk   Usage - DB01')).toBe('disk usage - db01');
    expect(key('[RECOVERY] disk usage - db01')).toBe('disk usage - db01');
    // A tag that is no state word tells things apart.
    expect(key('[db02] [OK] disk')).toBe('[db02] disk');
    expect(key('[db01] [OK] disk')).not.toBe(key('[db02] [OK] disk'));
  });

  it('[ING137] a subject of state words alone is its own key, a mail without one has its Message-ID', () => {
    expect(event({ subject: '[RESOLVED]' }).dedupKey).toBe('[RESOLVED]');
    expect(event({ text: 'only a body', messageId: '<1@x.example>' }).dedupKey).toBe('<1@x.example>');
    expect(event({ text: 'only a body' }).dedupKey).toBeNull();
  });

  it('[ING137] takes out what the rules name: ticket numbers, values', () => {
    const rules = { key: { by: 'subject', strip: ['\\[?#[0-9]+\\]?', '[0-9.]+ ?%'] } };
    const keys = ['[#1001] CPU 93% on a', '[#1002] CPU 97.5 % on a', 'OK: #1003 CPU 12% on a'];
    expect(new Set(keys.map((subject) => event({ subject }, rules).dedupKey)).size).toBe(1);
  });

  it('[ING137] by capture, and by subject where nothing is captured', () => {
    const rules = { key: { by: 'capture', matches: 'ticket ([A-Z]+-[0-9]+)' } };
    expect(event({ subject: 'open: ticket NOC-17 is new' }, rules).dedupKey).toBe('NOC-17');
    expect(event({ subject: '[OK] nothing here' }, rules).dedupKey).toBe('nothing here');
  });

  it('[ING137] by header: one of its own, or the first mail of the thread', () => {
    const thread = { key: { by: 'header', header: 'thread' } };
    const first = { subject: 'a', messageId: '<1@x.example>' };
    const answer = {
      subject: 'b',
      messageId: '<2@x.example>',
      headers: { References: '<1@x.example> <9@x.example>' },
    };
    const other = { subject: 'c', headers: { 'In-Reply-To': '<1@x.example>' } };
    expect([first, answer, other].map((mail) => event(mail, thread).dedupKey)).toEqual(
      Array(3).fill('<1@x.example>'),
    );
    const own = { key: { by: 'header', header: 'X-Alert-Id' } };
    expect(event({ subject: 'x', headers: { 'x-alert-id': 'A7' } }, own).dedupKey).toBe('A7');
  });
});

describe('urgency', () => {
  const urgency = (body: object, rules: unknown = {}) => {
    const { urgency: known, urgencyWord } = event(body, rules);
    return [known, urgencyWord];
  };

  it('[ING138] a rule, else the word of the subject, else the headers, else none', () => {
    const headers = { 'X-Priority': '5' };
    const rules = { rules: [{ subject: { contains: 'payment' }, urgency: 'highest' }] };
    expect(urgency({ subject: '[WARNING] payment', headers }, rules)).toEqual(['highest', 'WARNING']);
    expect(urgency({ subject: '[WARNING] search', headers }, rules)).toEqual(['medium', 'WARNING']);
    expect(urgency({ subject: 'search', headers }, rules)).toEqual(['lowest', 'X-Priority 5']);
    expect(urgency({ subject: 'search' }, rules)).toEqual([null, null]);
  });

  it('[ING138] what mailers write unasked says nothing, and a config may shut the headers out', () => {
    expect(
      urgency({ subject: 'x', headers: { 'X-Priority': '3 (Normal)', Importance: 'Normal' } })[0],
    ).toBeNull();
    expect(urgency({ subject: 'x', headers: { Importance: 'high' } })[0]).toBe('high');
    expect(
      urgency({ subject: 'x', headers: { 'X-Priority': '1' } }, { priorityHeaders: false })[0],
    ).toBeNull();
  });
});

describe('mails that answer nobody', () => {
  const cause = (marks: object, policy: 'set-aside' | 'take' = 'set-aside') =>
    automaticCause({ headers: {}, returnPath: 'a@example.com', from: 'a@example.com', ...marks }, policy);

  it.each([
    ['bounce', { returnPath: '' }],
    ['bounce', { returnPath: null, headers: { 'return-path': '<>' } }],
    ['bounce', { headers: { 'content-type': 'multipart/report; report-type=delivery-status' } }],
    ['bounce', { from: 'Mail Delivery <MAILER-DAEMON@mx.example.com>' }],
    ['answer', { headers: { 'auto-submitted': 'auto-replied (vacation)' } }],
    ['answer', { headers: { precedence: 'auto_reply' } }],
    ['answer', { headers: { 'x-autoreply': 'yes' } }],
    ['own', { headers: { 'x-loop': 'watchfloor' } }],
    ['own', { headers: { 'x-watchfloor-kind': 'page' } }],
  ])('[ING135] %s whatever the config says: %j', (expected, marks) => {
    expect(cause(marks)).toBe(expected);
    expect(cause(marks, 'take')).toBe(expected);
  });

  it('[ING135] what a program sent of its own accord is set aside unless the integration takes it', () => {
    for (const headers of [{ 'auto-submitted': 'auto-generated' }, { precedence: 'Bulk' }]) {
      expect(cause({ headers })).toBe('automatic');
      expect(cause({ headers }, 'take')).toBeNull();
    }
    expect(cause({ headers: { 'auto-submitted': 'no' } })).toBeNull();
    expect(cause({ returnPath: null })).toBeNull();
  });
});

describe('fields', () => {
  it('[ING146] routing sees sender, body and headers among the details', () => {
    const { details, links, eventAt } = event({
      Subject: 'Disk',
      FROM: 'nagios@mon.example.com',
      to: 'x@alerts.example.com',
      body: '<div dir="ltr">See <a href="https://mon.example.com/a?b=1&amp;c=2">it</a> &amp; act</div>',
      headers: 'X-Site: seoul\r\nX-Long: one\r\n two\r\nDate: Sat, 28 Nov 2026 18:30:00 +0900',
    });
    expect(details).toMatchObject({
      from: 'nagios@mon.example.com',
      body: 'See it & act',
      headers: { 'x-site': 'seoul', 'x-long': 'one two' },
    });
    expect(links.map(({ url }) => url)).toEqual(['https://mon.example.com/a?b=1&c=2']);
    expect(eventAt).toBe(Date.parse('2026-11-28T09:30:00Z'));
  });

  it('[ING146] headers named as parts of the prototype are plain data', () => {
    const body = JSON.parse('{"subject":"x","headers":{"__proto__":"p","constructor":"c"}}');
    expect(Object.hasOwn(event(body).details.headers as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    ['Sat, 28 Nov 2026 18:30:00 +0900', '2026-11-28T09:30:00Z'],
    ['28 Nov 2026 9:30 GMT', '2026-11-28T09:30:00Z'],
    ['Sat, 28 Nov 2026 18:30:05 KST (Korea)', '2026-11-28T09:30:05Z'],
    ['2026-11-28T09:30:00Z', '2026-11-28T09:30:00Z'],
  ])('[ING5] the date of a mail: %s', (text, expected) => expect(mailTime(text)).toBe(Date.parse(expected)));

  it.each(['Sat, 31 Foo 2026 18:30:00 +0900', 'yesterday', 'x'.repeat(500)])(
    '[ING5] a date nobody can read is none: %s',
    (text) => expect(mailTime(text)).toBeNull(),
  );
});

describe('HTML', () => {
  it('[ING140] becomes the text a reader sees', () => {
    const page =
      '<!doctype html><head><title>t</title><style>p{}</style></head><body><!-- <p>no --><p>디스크&nbsp;95&#37; &lt;90&gt;</p>' +
      '<script>alert("<p>no")</script><table><tr><td>a</td><td>b</td></tr></table>1 < 2<br/>end</body>';
    expect(htmlToText(page)).toBe('디스크 95% <90>\n\na b\n\n1 < 2\nend');
  });

  it('[ING140] costs one pass, however hostile the markup', () => {
    const started = performance.now();
    for (const page of [
      '<b>'.repeat(150_000),
      '<'.repeat(500_000),
      '<!--'.repeat(120_000),
      '&#'.repeat(250_000),
      '<script>'.repeat(60_000),
      `<a ${'x'.repeat(500_000)}`,
    ])
      htmlToText(page);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
