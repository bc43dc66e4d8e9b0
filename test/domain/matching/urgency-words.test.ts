import { describe, expect, it } from 'vitest';
import { effectiveUrgency, mapUrgencyWord } from '../../../src/server/domain/matching/urgency-words.ts';
import { URGENCIES } from '../../../src/shared/words.ts';

describe('urgency words', () => {
  it.each([
    ['highest', 'critical Critical CRIT fatal page P0 P1 sev0 SEV-0 emergency 긴급 심각 치명적 緊急'],
    ['high', 'error P2 major sev1 위험 높음 장애 エラー'],
    ['medium', 'warning WARN P3 sev2 average 경고 보통 警告'],
    ['low', 'minor P4 sev3 notice 주의 낮음'],
    ['lowest', 'info informational INFO debug P5 정보 信息'],
    ['none', 'ok none OK 정상 없음'],
  ] as const)('[RTE9] %s: %s', (urgency, words) => {
    for (const word of words.split(' ')) expect(mapUrgencyWord(word), word).toBe(urgency);
  });

  it('[RTE9] our own words map to themselves', () => {
    for (const urgency of URGENCIES) expect(mapUrgencyWord(urgency)).toBe(urgency);
  });

  it('[RTE9] case, spaces, dashes and full-width letters do not matter', () => {
    for (const word of [' Sev 1 ', 'SEV_1', 'sev-1', 'ＳＥＶ１']) expect(mapUrgencyWord(word)).toBe('high');
    expect(mapUrgencyWord('매우 높음')).toBe('highest');
  });

  it.each(['', ' ', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'spicy', 'x'.repeat(1e6)])(
    '[RTE9] nobody knows %.20s',
    (word) => {
      expect(mapUrgencyWord(word)).toBeNull();
    },
  );

  it('[RTE9] an unknown word becomes the default of the service, else high, with a warning', () => {
    const event = { urgency: null, urgencyWord: 'spicy' };
    expect(effectiveUrgency(event, 'low')).toEqual({
      urgency: 'low',
      mapping: {
        code: 'RTE9',
        params: { word: 'spicy', urgency: 'low' },
        text: 'the urgency "spicy" is not known; it counts as low',
      },
    });
    expect(effectiveUrgency(event, null).urgency).toBe('high');
    expect(effectiveUrgency(event, null).mapping?.code).toBe('RTE9');
  });

  it('[RTE10] no urgency at all: the default of the service, else high, without a warning', () => {
    const event = { urgency: null, urgencyWord: null };
    expect(effectiveUrgency(event, 'lowest')).toEqual({ urgency: 'lowest', mapping: null });
    expect(effectiveUrgency(event, null)).toEqual({ urgency: 'high', mapping: null });
  });

  it('[RTE10] what the protocol says of an absent urgency comes after the service, before high', () => {
    const event = { urgency: null, urgencyWord: null, urgencyUnset: 'none' } as const;
    expect(effectiveUrgency(event, 'medium')).toEqual({ urgency: 'medium', mapping: null });
    expect(effectiveUrgency(event, null)).toEqual({ urgency: 'none', mapping: null });
    expect(effectiveUrgency({ ...event, urgencyWord: 'spicy' }, null).urgency).toBe('high');
  });

  it('[RTE9] what the tool said stands, whatever the service says', () => {
    expect(effectiveUrgency({ urgency: 'none', urgencyWord: null }, 'highest')).toEqual({
      urgency: 'none',
      mapping: null,
    });
  });
});
