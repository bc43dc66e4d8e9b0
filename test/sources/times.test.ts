import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime } from '../../src/server/sources/times.ts';

const NOON = Date.UTC(2026, 10, 22, 12);

describe('times of tools', () => {
  it.each([
    ['RFC 3339', '2026-11-22T12:00:00Z'],
    ['with an offset', '2026-11-22T21:00:00+09:00'],
    ['offset without colon', '2026-11-22T21:00:00.000+0900'],
    ['offset of hours', '2026-11-22T07:00:00-05'],
    ['seven fraction digits', '2026-11-22T12:00:00.0000000Z'],
    ['nanoseconds', '2026-11-22T12:00:00.000000999Z'],
    ['no zone is UTC', '2026-11-22T12:00:00'],
    ['a space', '2026-11-22 12:00:00'],
    ['a word for UTC', '2026-11-22 12:00:00 UTC'],
    ['dots', '2026.11.22 12:00:00'],
    ['slashes, no seconds', '2026/11/22 12:00'],
    ['seconds', NOON / 1000],
    ['milliseconds', NOON],
    ['microseconds', NOON * 1000],
    ['nanoseconds', NOON * 1_000_000],
    ['seconds as text', `${NOON / 1000}`],
    ['milliseconds as text', ` ${NOON} `],
    ['microseconds as text', `${NOON}000`],
    ['seconds with a fraction', `${NOON / 1000}.0000001`],
  ])('[ING5] %s', (_, value) => {
    expect(parseTime(value)).toBe(NOON);
  });

  it('[ING5] fractions count', () => {
    expect(parseTime('2026-11-22T12:00:00.1234567Z')).toBe(NOON + 123);
    expect(parseTime('2026-11-22T12:00:00,5Z')).toBe(NOON + 500);
    expect(parseTime('2026-11-22T12:00:00.250Z')).toBe(NOON + 250);
    expect(parseTime(NOON / 1000 + 0.25)).toBe(NOON + 250);
    expect(parseTime('2026-11-22')).toBe(Date.UTC(2026, 10, 22));
    expect(parseTime('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29));
  });

  it.each([
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-02-29T00:00:00Z',
    '2026-02-31T00:00:00.000Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-11-22T25:00:00Z',
    '2026-11-22T12:61:00Z',
    '2026-11-22T12:00:00+99:00',
    '2026-11-22T12:00:00 Mars',
    'yesterday',
    '',
    '0',
    '12',
    '9'.repeat(64),
    '1'.repeat(1e6),
    0,
    -1,
    1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    undefined,
    true,
    {},
    [NOON],
  ])('[ING5] %.40j is no time', (value) => {
    expect(parseTime(value)).toBeNull();
  });

  it('[ING5] reads what Date writes, with or without a fraction', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2199, 11, 31) }), (time) => {
        const text = new Date(time).toISOString();
        expect(parseTime(text)).toBe(time);
        expect(parseTime(text.replace('Z', '+00:00'))).toBe(time);
        expect(parseTime(text.replace('T', ' ').replace('Z', ''))).toBe(time);
      }),
      { numRuns: 2000 },
    );
  });
});
