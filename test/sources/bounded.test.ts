import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_KEY, toKey, toLine, toText } from '../../src/server/sources/bounded.ts';

describe('texts', () => {
  it('[ING3] a line has no breaks, no control characters and no half characters', () => {
    expect(toLine('  a\r\nb\tc\u0000d\u009be\u007f\u2028f ', 100)).toBe('a b cde f');
    expect(toLine('x\ud800y\udc00', 100)).toBe('x\uFFFDy\uFFFD');
    expect(toLine('safe\u202egnp.exe', 100)).toBe('safegnp.exe');
    expect(toLine('긴급 🔥 👩‍🚒', 100)).toBe('긴급 🔥 👩‍🚒');
  });

  it('[ING3] a text keeps its lines and tabs', () => {
    expect(toText('a\r\nb\rc\n\td\u0007\ud800', 100)).toBe('a\nb\nc\n\td\uFFFD');
  });

  it('[ING3] cutting counts characters, not halves of them', () => {
    expect(toLine('🔥'.repeat(5), 5)).toBe('🔥'.repeat(5));
    expect(toLine('🔥'.repeat(6), 5)).toBe(`${'🔥'.repeat(4)}…`);
    expect(toLine('abcdef', 5)).toBe('abcd…');
  });

  it('[ING3] whatever comes in, what goes out is well formed and within its bound', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.integer({ min: 1, max: 40 }),
        (text, max) => {
          const line = toLine(text, max);
          expect([...line].length).toBeLessThanOrEqual(max);
          expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
          expect(toLine(line, max)).toBe(line);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('keys', () => {
  it('[ING4] an ordinary key is left alone, case and spaces included', () => {
    for (const key of ['srv01/HTTP', ' padded ', '장애-7', 'k'.repeat(MAX_KEY)]) expect(toKey(key)).toBe(key);
  });

  it('[ING4] keys that had to be cut or cleaned stay distinct', () => {
    const long = 'k'.repeat(5000);
    const variants = [
      `${long}a`,
      `${long}b`,
      'a\u0000b',
      'a\u0001b',
      'ab',
      'a\ud800b',
      'a\ud801b',
      'a\nb',
      'a b',
    ];
    const keys = variants.map(toKey);
    expect(new Set(keys).size).toBe(variants.length);
    for (const key of keys) {
      expect(key.length).toBeLessThanOrEqual(MAX_KEY);
      expect(key).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }
    expect(variants.map(toKey)).toEqual(keys);
  });
});
