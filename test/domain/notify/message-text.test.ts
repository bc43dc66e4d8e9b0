import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageKind } from '../../../src/server/domain/incident/decision.ts';
import { bundleText, MAX_TEXT_LENGTH, messageText } from '../../../src/server/domain/notify/message-text.ts';

const KINDS: readonly MessageKind[] = [
  'page',
  'final',
  'fallback',
  'assigned',
  'recovered',
  'acked',
  'ack-expiring',
  'handoff',
  'test',
];
const message = (kind: MessageKind, body: Readonly<Record<string, unknown>> = {}) => ({
  kind,
  body,
  urgency: 'high' as const,
  firing: null,
});
const BODY = {
  number: 42,
  summary: 'DB connections above 95 %',
  service: 'payments',
  serviceName: '결제',
  urgency: 'highest',
  status: 'open',
  count: 14,
  step: 2,
  steps: 3,
  pass: 1,
  passes: 2,
  policy: 'Standard',
  by: '김하늘',
};

describe('message text', () => {
  it('[NTF26] says a page in English', () => {
    expect(messageText(message('page', BODY), 'en')).toEqual({
      title: '[HIGHEST] #42 결제',
      body: 'DB connections above 95 %\nStandard · step 2/3 · pass 1/2 · 14 events',
    });
  });

  it('[NTF26] says a page in Korean', () => {
    expect(messageText(message('page', BODY), 'ko')).toEqual({
      title: '[긴급] #42 결제',
      body: 'DB connections above 95 %\nStandard · 2/3단계 · 1/2회차 · 이벤트 14건',
    });
  });

  it('[NTF26] names who answered, in the words of the field', () => {
    expect(messageText(message('acked', BODY), 'ko')).toEqual({
      title: '확인 #42 결제',
      body: 'DB connections above 95 %\n김하늘 님이 확인했습니다.',
    });
    expect(messageText(message('recovered', BODY), 'ko').body).toContain('종료했습니다');
    expect(messageText(message('acked', BODY), 'en').body).toContain('Acked by 김하늘.');
    expect(messageText(message('assigned', { ...BODY, by: undefined }), 'ko').body).toContain(
      '담당자로 지정되었습니다',
    );
  });

  it('[NTF26] a bundled notice lists its first incidents and counts the rest', () => {
    const incidents = [1, 2, 3, 4, 5].map((number) => ({ number, summary: `problem ${number}` }));
    expect(messageText(message('handoff', { incidents }), 'en')).toEqual({
      title: '[HIGH] 5 incidents wait for an answer',
      body: '#1 problem 1, #2 problem 2, #3 problem 3, and 2 more',
    });
    expect(messageText(message('handoff', { incidents }), 'ko').title).toBe('[높음] 미확인 인시던트 5건');
  });

  it('[NTF26] every kind has words of its own in every language', () => {
    for (const locale of ['en', 'ko'] as const) {
      const texts = KINDS.map((kind) => JSON.stringify(messageText(message(kind, BODY), locale)));
      expect(new Set(texts).size).toBe(KINDS.length);
    }
  });

  it('[NTF27] does without every fact that is missing or of another type', () => {
    const wrong = {
      number: 'x',
      summary: 5,
      step: {},
      incidents: [null, 3, { summary: 7 }],
      count: Number.NaN,
    };
    for (const kind of KINDS) {
      for (const body of [{}, wrong]) {
        for (const locale of ['en', 'ko'] as const) {
          const text = messageText(message(kind, body), locale);
          expect(text.title).not.toBe('');
          expect(text.body).not.toBe('');
          expect(`${text.title} ${text.body}`).not.toMatch(/undefined|null|NaN|\[object/);
        }
      }
    }
  });

  it('[NTF25] takes out what makes a text read otherwise than it is', () => {
    const summary = 'ok\u202Egpj.exe\u2066\u0007\r\nBcc: a@b\u2028x\u200b\ud800';
    const { body } = messageText(message('page', { summary }), 'en');
    expect(body).toBe('okgpj.exe Bcc: a@b x\ufffd');
  });

  it('[NTF25] never exceeds 256 characters nor holds control or bidi characters', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.integer(), fc.constant(null));
    const bodies = fc.record(
      {
        number: fc.oneof(fc.integer(), anything),
        summary: anything,
        serviceName: anything,
        policy: anything,
        by: anything,
        step: anything,
        incidents: fc.array(fc.record({ number: fc.integer(), summary: anything }), { maxLength: 8 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.constantFrom('en' as const, 'ko' as const),
        bodies,
        (kind, locale, body) => {
          const text = messageText(message(kind, body), locale);
          expect(text.title.length + text.body.length).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
          expect(text.title).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\p{Surrogate}]/u);
          expect(text.body.replaceAll('\n', '')).not.toMatch(
            /[\p{Cc}\u2028\u202a-\u202e\u2066-\u2069\u200e\u200f\p{Surrogate}]/u,
          );
          expect(text.body.split('\n').length).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('[NTF42] a bundle counts its messages and shows the worst first', () => {
    const messages = [
      { ...message('page', { number: 1, summary: 'slow' }), urgency: 'low' as const },
      { ...message('page', { number: 2, summary: 'down' }), urgency: 'highest' as const },
    ];
    const text = bundleText(messages, 'ko');
    expect(text.title).toBe('알림 2건 더 있음');
    expect(text.body.split('\n')[0]).toBe('[긴급] #2: down');
    const many = bundleText(
      Array.from({ length: 500 }, () => message('page', { summary: 'x'.repeat(5000) })),
      'en',
    );
    expect(many.title).toBe('500 more notifications');
    expect(many.title.length + many.body.length).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
  });
});
