import i18next from 'i18next';
import { describe, expect, test } from 'vitest';
import { clockDuration, countdown, shortAge } from '../../../src/renderer/format/duration.ts';
import { clockTime, weekdayNames, whenOf, zoneName } from '../../../src/renderer/format/instant.ts';
import { changeOf } from '../../../src/renderer/format/number.ts';
import { relativeTime } from '../../../src/renderer/format/relative.ts';
import { instantOf, localMarks } from '../../../src/renderer/format/zone-days.ts';
import enCommon from '../../../src/renderer/i18n/en/common.json';
import enReason from '../../../src/renderer/i18n/en/reason.json';
import enWall from '../../../src/renderer/i18n/en/wall.json';
import koCommon from '../../../src/renderer/i18n/ko/common.json';
import koReason from '../../../src/renderer/i18n/ko/reason.json';
import koWall from '../../../src/renderer/i18n/ko/wall.json';
import { type ReasonNames, reasonText } from '../../../src/renderer/i18n/reason-text.ts';
import { pageOf } from '../../../src/renderer/page.ts';
import { problemOf } from '../../../src/renderer/session/api.ts';
import { secretsOf } from '../../../src/renderer/session/token.ts';
import { luminance, shadeScale } from '../../../src/renderer/ui/colour-scale.ts';
import { heatmapGrid } from '../../../src/renderer/ui/heatmap-report.ts';
import { stack } from '../../../src/renderer/ui/timeline-layout.ts';

/** Keys of a catalogue with their placeholders; plural endings are one key, a language has the forms it needs. */
function keysOf(catalogue: object, path = ''): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [name, value] of Object.entries(catalogue)) {
    const key = path + name.replace(/_(one|other)$/, '');
    if (typeof value === 'object' && value !== null)
      for (const entry of keysOf(value, `${key}.`)) keys.set(...entry);
    else keys.set(key, [...new Set(String(value).match(/{{\w+}}/g) ?? [])].sort().join(' '));
  }
  return keys;
}

describe('catalogues', () => {
  test.each([
    ['common', enCommon, koCommon],
    ['wall', enWall, koWall],
    ['reason', enReason, koReason],
  ])(
    '[STR120] %s says the same things, with the same placeholders, in English and Korean',
    (_name, en, ko) => {
      expect([...keysOf(ko).keys()].sort()).toEqual([...keysOf(en).keys()].sort());
      for (const [key, asked] of keysOf(ko))
        expect(`${key}: ${asked}`).toBe(`${key}: ${keysOf(en).get(key)}`);
    },
  );

  test('[STR121] a reason is worded from its code and params, and falls back to the server’s English', async () => {
    const i18n = i18next.createInstance();
    await i18n.init({
      lng: 'ko',
      resources: {
        ko: {
          common: koCommon,
          reason: {
            ESC3: ['{{minutes}}분 동안 {{user}} 응답 없음', '{{minutes}}분 동안 응답 없음'],
            ESC8: [{ if: { cause: 'muted' }, text: '{{user}} 꺼짐' }, '{{user}} 없음'],
            INC4: ['{{from}} → {{to}}'],
            ROT1: ['{{schedule}} {{layer}}'],
          },
        },
      },
    });
    const text = 'No answer in 5 min';
    const name = (id: string) => `<${id}>`;
    const names: ReasonNames = {
      person: (id) => (id === 'an' ? '김하늘' : id),
      service: name,
      integration: name,
      schedule: name,
      layer: (schedule, layer) => `<${schedule}/${layer}>`,
    };
    expect(reasonText(i18n, { code: 'ESC3', params: { minutes: 5, user: 'an' }, text }, names)).toBe(
      '5분 동안 김하늘 응답 없음',
    );
    expect(reasonText(i18n, { code: 'ESC3', params: { minutes: 5, user: null }, text }, names)).toBe(
      '5분 동안 응답 없음',
    );
    expect(reasonText(i18n, { code: 'INC4', params: { from: 'high', to: 'highest' }, text }, names)).toBe(
      '높음 → 매우 높음',
    );
    expect(reasonText(i18n, { code: 'ESC8', params: { user: 'an', cause: 'muted' }, text }, names)).toBe(
      '김하늘 꺼짐',
    );
    expect(reasonText(i18n, { code: 'ESC8', params: { user: 'an', cause: 'gone' }, text }, names)).toBe(
      '김하늘 없음',
    );
    expect(reasonText(i18n, { code: 'ROT1', params: { schedule: 's', layer: 'l' }, text }, names)).toBe(
      '<s> <s/l>',
    );
    expect(reasonText(i18n, { code: 'ESC3', text }, names)).toBe(text);
    expect(reasonText(i18n, { code: 'NEW9', text: 'Something else' }, names)).toBe('Something else');
  });
});

describe('figures and times', () => {
  test('[STR122] running times', () => {
    expect([401_000, 4_328_000, 183_120_000, -5].map((ms) => clockDuration(ms))).toEqual([
      '06:41',
      '1:12:08',
      '2d 02:52',
      '00:00',
    ]);
    expect([countdown(1), countdown(0), countdown(59_001)]).toEqual(['00:01', '00:00', '01:00']);
    expect([shortAge(9000, 'en'), shortAge(660_000, 'ko')]).toEqual(['9s', '11분']);
    expect(relativeTime(-120_000, 'ko')).toBe('2분 전');
    expect([changeOf(110, 100), changeOf(1, 0), changeOf(null, 1)]).toEqual([0.1, null, null]);
  });

  test('[STR123] instants are shown in the display’s zone, 24 hours, days named when they differ', () => {
    const at = '2026-11-22T15:30:05.000Z';
    expect(clockTime(at, 'Asia/Seoul')).toBe('00:30:05');
    expect(whenOf(at, at, 'Asia/Seoul', 'en')).toBe('00:30');
    expect(whenOf(at, '2026-11-22T14:00:00.000Z', 'Asia/Seoul', 'ko')).toMatch(/11월 23일.*00:30/);
    expect(zoneName(at, 'Asia/Seoul', 'en')).toBe('KST');
    expect(weekdayNames('ko')).toEqual(['월', '화', '수', '목', '금', '토', '일']);
  });

  test('[STR124] local marks stand on wall-clock hours across changes of clocks', () => {
    const from = Date.parse('2026-10-24T00:00:00Z');
    const marks = localMarks(from, from + 4 * 86_400_000, 'Europe/Berlin', 24).map((at) =>
      new Date(at).toISOString(),
    );
    expect(marks).toEqual([
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
      '2026-10-26T23:00:00.000Z',
      '2026-10-27T23:00:00.000Z',
    ]);
    // 02:30 happens twice on 25 October: the first one is meant; on 29 March it does not happen at all.
    expect(new Date(instantOf(Date.UTC(2026, 9, 25, 2, 30), 'Europe/Berlin')).toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    expect(new Date(instantOf(Date.UTC(2026, 2, 29, 2, 30), 'Europe/Berlin')).toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
  });
});

describe('heat map and timeline', () => {
  test('[STR125] every cell of the week is there, the fullest one named, text readable on every shade', () => {
    const grid = heatmapGrid({
      cells: [
        { weekday: 1, hour: 3, count: 44 },
        { weekday: 9, hour: 3, count: 5 },
      ],
    });
    expect([grid.rows.length, grid.rows[0]?.length, grid.max, grid.rowTotals[1]]).toEqual([7, 24, 44, 44]);
    expect(grid.worst).toEqual({ weekday: 1, hour: 3, count: 44 });
    expect(heatmapGrid({ cells: [] }).worst).toBeNull();
    for (const theme of ['dark', 'light'] as const) {
      const shade = shadeScale(100, theme);
      let last = luminance(shade(0).background);
      for (let n = 0; n <= 100; n += 1) {
        const { background, text } = shade(n);
        const [a, b] = [luminance(background), luminance(text)].sort((x, y) => y - x) as [number, number];
        expect((a + 0.05) / (b + 0.05)).toBeGreaterThanOrEqual(4.5);
        const next = luminance(background);
        expect(theme === 'dark' ? next >= last - 1e-9 : next <= last + 1e-9).toBe(true);
        last = next;
      }
    }
  });

  test('[STR126] shifts at the same time stand in rows of their own', () => {
    const { rows, placed } = stack([
      { from: 0, to: 10 },
      { from: 5, to: 15 },
      { from: 10, to: 20 },
    ]);
    expect(rows).toBe(2);
    expect(placed.map(({ row }) => row)).toEqual([0, 1, 0]);
  });
});

describe('the page’s address', () => {
  test('[STR127] names the page; secrets are read from the fragment only', () => {
    expect(pageOf('/wall/wall-1')).toEqual({ kind: 'wall', display: 'wall-1' });
    expect(pageOf('/wall/%EC%83%81%ED%99%A9%ED%8C%90')).toEqual({ kind: 'wall', display: '상황판' });
    expect(pageOf('/wall/%E0%A4%A')).toEqual({ kind: 'wall', display: '%E0%A4%A' });
    expect(pageOf('/incidents/i-1')).toEqual({ kind: 'console' });
    expect(secretsOf('#token=abc')).toEqual({ token: 'abc', setup: null });
    expect(secretsOf('')).toEqual({ token: null, setup: null });
  });

  test('[STR128] a refusal is a value, readable whatever the body was', () => {
    expect(
      problemOf(422, 'Unprocessable', {
        title: 'Bad',
        code: 'invalid',
        problems: [{ path: 'users.0', message: 'no' }],
      }),
    ).toMatchObject({
      status: 422,
      code: 'invalid',
      problems: [{ path: 'users.0', message: 'no' }],
    });
    expect(problemOf(502, 'Bad Gateway', '<html>')).toEqual({
      status: 502,
      code: '502',
      title: 'Bad Gateway',
      detail: '',
      problems: [],
    });
  });
});
