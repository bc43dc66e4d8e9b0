import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  countKinds,
  kindsOf,
  QUIET_KINDS,
  toggleKind,
} from '../../../src/renderer/features/quiet/register.ts';
import { incidentHere } from '../../../src/renderer/features/shell/use-palette-entries.ts';
import en from '../../../src/renderer/i18n/en/reason.json';
import ko from '../../../src/renderer/i18n/ko/reason.json';
import { type ReasonNames, reasonText } from '../../../src/renderer/i18n/reason-text.ts';
import { type QuietItem, quietItemSchema } from '../../../src/shared/api/quiet.ts';
import { reason } from '../../../src/shared/reason.ts';

describe('the register', () => {
  it('[STR164] has a chip for every kind the server knows', () => {
    expect([...QUIET_KINDS].sort()).toEqual([...quietItemSchema.shape.kind.options].sort());
  });

  it('[STR164] shows all until a kind is chosen; a click more adds one, a second click takes it back', () => {
    expect(kindsOf('').size).toBe(QUIET_KINDS.length);
    expect(kindsOf('nonsense').size).toBe(QUIET_KINDS.length);
    expect([...kindsOf('shelf,nonsense')]).toEqual(['shelf']);
    expect(toggleKind('', 'shelf')).toBe('shelf');
    expect(toggleKind('shelf', 'held')).toBe('shelf,held');
    expect(toggleKind('shelf,held', 'shelf')).toBe('held');
    expect(toggleKind('held', 'held')).toBe('');
    expect(QUIET_KINDS.reduce(toggleKind, '')).toBe('');
  });

  it('[STR164] counts each kind', () => {
    const items = ['shelf', 'held', 'shelf'].map((kind) => ({ kind }) as QuietItem);
    expect([...countKinds(items)]).toEqual([
      ['shelf', 2],
      ['held', 1],
    ]);
  });

  it('[STR165] the palette acts on the incident that is open, on its page or beside the list', () => {
    expect(incidentHere({ pathname: '/incidents/i-1', search: '' })).toBe('i-1');
    expect(incidentHere({ pathname: '/', search: '?open=i-2' })).toBe('i-2');
    expect(incidentHere({ pathname: '/', search: '' })).toBeNull();
    expect(incidentHere({ pathname: '/audit', search: '?open=i-2' })).toBeNull();
  });
});

describe('why something is quiet', () => {
  const i18n = i18next.createInstance();
  beforeAll(async () => {
    await i18n.init({ lng: 'ko', resources: { en: { reason: en }, ko: { reason: ko } } });
  });
  const id = (value: string) => value;
  const names: ReasonNames = {
    person: (who) => (who === 'an' ? '김하늘' : who),
    service: id,
    integration: id,
    schedule: id,
    layer: (_, layer) => layer,
    maintenance: (window) => (window === 'm-1' ? '결제 API' : null),
    when: () => '14:30',
  };
  const until = '2026-11-22T05:30:00.000Z';

  it('[STR164] names the maintenance and tells the time by the reader’s clock, and leaves out an id nobody knows', () => {
    const say = (maintenance: string) =>
      reasonText(i18n, reason('SUP10', 'x', { maintenance, until }), names);
    expect(say('m-1')).toBe('14:30까지 점검 (결제 API)');
    expect(say('m-gone')).toBe('14:30까지 점검');
  });

  it('[STR164] a shelf says who, until when, and the note where there is one', () => {
    const say = (note: string) => reasonText(i18n, reason('SUP15', 'x', { user: 'an', until, note }), names);
    expect(say('알려진 문제')).toBe('김하늘 님이 14:30까지 보류함에 넣음: 알려진 문제');
    expect(say('')).toBe('김하늘 님이 14:30까지 보류함에 넣음');
  });
});
