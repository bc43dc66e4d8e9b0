import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, hashParts } from '../../src/server/sources/fingerprint.ts';

/** FNV-1a as its definition reads, on bytes, for comparison. */
function slowHash(parts: readonly string[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const part of parts) {
    for (const byte of [...new TextEncoder().encode(part), 0xff]) {
      hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
    }
  }
  return hash.toString(16).padStart(16, '0');
}

describe('fingerprints', () => {
  it('[ING11] are those of prometheus/common, by its own test vectors', () => {
    expect(BigInt(`0x${fingerprintOf({})}`)).toBe(14695981039346656037n);
    const labels = { name: 'garland, briggs', fear: 'love is not enough' };
    expect(BigInt(`0x${fingerprintOf(labels)}`)).toBe(5799056148416392346n);
  });

  it('[ING11] are those Alertmanager sends', () => {
    const labels = { severity: 'critical', alertname: 'InstanceDown', group: 'production', job: 'node' };
    expect(fingerprintOf({ ...labels, instance: 'localhost:8081' })).toBe('f404ecabc8dd5cd7');
    expect(fingerprintOf({ ...labels, instance: 'localhost:8083' })).toBe('39f38c0611ee7abd');
  });

  it('[ING11] empty labels do not count', () => {
    expect(fingerprintOf({ a: 'b', c: '' })).toBe(fingerprintOf({ a: 'b' }));
  });

  it('[ING11] names sort by their bytes: U+FF01 before U+1F525', () => {
    expect(fingerprintOf({ '🔥': '1', '！': '2' })).toBe(slowHash(['！', '2', '🔥', '1']));
  });

  it('[ING11] the fast hash is FNV-1a for every text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (parts) => {
        expect(hashParts(parts)).toBe(slowHash(parts));
      }),
      { numRuns: 2000 },
    );
  });
});
