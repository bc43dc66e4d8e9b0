import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { actorText, entryText } from '../../../src/renderer/features/incidents/entry-text.ts';
import { namesOf } from '../../../src/renderer/features/shell/use-floor.ts';
import type { Text } from '../../../src/renderer/features/shell/use-text.ts';
import en from '../../../src/renderer/i18n/en/console.json';
import ko from '../../../src/renderer/i18n/ko/console.json';
import type { TimelineEntry } from '../../../src/shared/incident.ts';
import { reason, SYSTEM } from '../../../src/shared/reason.ts';
import { DIRECTORY } from './incident-item.ts';

const i18n = i18next.createInstance();
beforeAll(async () => {
  await i18n.init({
    lng: 'ko',
    resources: { en: { console: en }, ko: { console: ko } },
    interpolation: { escapeValue: false },
  });
});
const textIn = (lng: string): Text => i18n.getFixedT(lng, 'console') as unknown as Text;
const words = { urgency: (urgency: string) => `<${urgency}>`, when: () => '09:00' };
const entry = (
  kind: string,
  data: Record<string, unknown> = {},
  actor: TimelineEntry['actor'] = SYSTEM,
): TimelineEntry => ({
  seq: 1,
  at: '2026-11-22T00:00:00.000Z',
  kind,
  actor,
  reason: reason('INC1', 'why'),
  data,
});
const say = (lng: string, value: TimelineEntry) =>
  entryText(value, namesOf(DIRECTORY, lng), textIn(lng), words);

/** The kinds `timelineEntrySchema` lists, and those the core writes beside them. */
const KINDS =
  'created repeated urgency-raised urgency-lowered acked re-alarmed closed cleared seen reopened assigned commented snoozed resumed severity run-started step-fired notified held skipped reached-nobody exhausted fallback-told final waiting paused stopped delivered delivery-failed obsolete overdue clock late-open ack-expiring escalated joined key-recovered flapping calm'.split(
    ' ',
  );

describe('timeline entries', () => {
  it.each(KINDS)('[STR99] %s has words in both languages, without blanks left open', (kind) => {
    for (const lng of ['en', 'ko']) {
      const text = say(
        lng,
        entry(kind, { users: ['an'], dueAt: 1, text: 'x', step: 1, name: 'n', until: 1 }),
      );
      expect(text).not.toBe(kind);
      expect(text).not.toMatch(/{{|undefined|\[object/);
    }
  });

  it('[STR99] names stand for ids, urgencies are worded, a fired step counts from one', () => {
    expect(say('ko', entry('step-fired', { step: 0, users: ['an', 'lee'] }))).toBe(
      '1단계 시작: 김하늘, 이서준',
    );
    expect(say('en', entry('urgency-raised', { from: 'high', to: 'highest' }))).toBe(
      'Urgency rose: <high> → <highest>',
    );
    expect(say('en', entry('commented', { text: '<b>hi</b>' }, { kind: 'user', id: 'an' }))).toBe(
      '김하늘: <b>hi</b>',
    );
    expect(say('en', entry('step-fired', { step: 'final', users: [] }))).toBe('Told: nobody');
  });

  it('[ING118] the name a tool gives stands beside the tool, never in its place', () => {
    const tool = { kind: 'integration', id: 'std' } as const;
    const own = say('en', entry('commented', { text: 'looking' }, tool));
    expect(say('en', entry('commented', { text: 'looking', by: 'Kim' }, tool))).toBe(
      own.replace(': looking', ' (Kim): looking'),
    );
    expect(say('en', entry('acked', { by: 'Kim' }, tool))).toContain('Kim');
    expect(say('ko', entry('alert-changed', { text: 'db, prod' }, tool))).toBe('알림 내용 변경: db, prod');
  });

  it('[STR99] a kind of a newer server is shown by its name, facts of odd types are left out', () => {
    expect(say('en', entry('time-travelled'))).toBe('time-travelled');
    expect(say('en', entry('assigned', { users: 'an' }))).toBe('Handed to nobody');
  });

  it('[STR166] keys of a group and flapping are told with their figures', () => {
    expect(say('en', entry('joined', { key: 'disk-2', keys: 3 }))).toBe(
      'Another key joined: disk-2 (3 keys now)',
    );
    expect(say('ko', entry('key-recovered', { firing: 1 }))).toBe('키 하나 복구, 1개 발생 중');
    expect(say('ko', entry('flapping', { changes: 6 }))).toBe('반복 변동: 변화 6회');
    expect(say('en', entry('flapping', { damped: 100 }))).toBe('Flapping: 100 changes kept quiet so far');
    expect(say('ko', entry('calm', { damped: 700 }))).toBe('안정됨, 변화 700회 알림 생략');
    expect(say('en', entry('calm', { damped: 0 }))).toBe('Calm again');
    expect(say('en', entry('paused', { until: 'x' }))).toBe('Paused until 09:00');
    expect(say('en', entry('paused'))).toBe('Paused');
  });

  it('[STR99] automation names the person it acted for', () => {
    const by = { actor: { kind: 'automation', id: 'automation', onBehalfOf: 'an' } } as const;
    expect(actorText(by, namesOf(DIRECTORY, 'en'), textIn('en'))).toBe('Automation for 김하늘');
  });
});
