import { describe, expect, it } from 'vitest';
import { stripOf } from '../../../src/renderer/features/wall/side/sources-strip.ts';
import type { SourceHeard } from '../../../src/shared/stream.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 28, 3, minute)).toISOString();
const source = (integration: string, heardAt: number | null, late?: SourceHeard['late']): SourceHeard => ({
  integration,
  lastAcceptedAt: heardAt === null ? null : at(heardAt),
  lastRefusedAt: null,
  ...(late ? { late } : {}),
});
const lateOf = (...ones: [string | null, number][]): SourceHeard['late'] => ({
  count: ones.length,
  worst: ones.map(([name, since]) => ({ name, since: at(since) })),
});

describe('the strip of sources', () => {
  it('[ING176] without a late heartbeat: the longest silent first, never heard before all', () => {
    const { late, moreLate, heard, moreHeard } = stripOf(
      [source('a', 9), source('b', 3), source('c', null), source('d', 5)],
      3,
    );
    expect([late, moreLate, moreHeard]).toEqual([[], 0, 1]);
    expect(heard.map(({ integration }) => integration)).toEqual(['c', 'b', 'd']);
  });

  it('[ING176] late heartbeats before any quiet source, the longest late first, over all integrations', () => {
    const { late, heard } = stripOf(
      [source('a', 9, lateOf(['backup', 4])), source('b', null), source('c', 8, lateOf([null, 2], ['x', 7]))],
      8,
    );
    expect(late.map(({ integration, name }) => [integration, name])).toEqual([
      ['c', null],
      ['a', 'backup'],
      ['c', 'x'],
    ]);
    // `c` says above that nothing is heard of it; `a` itself is well.
    expect(heard.map(({ integration }) => integration)).toEqual(['b', 'a']);
  });

  it('[ING176] thirty late ones: as many as fit, the rest counted, those not sent included', () => {
    const many = Array.from({ length: 12 }, (_, n): [string, number] => [`job-${n}`, 40 - n]);
    const strip = stripOf([source('a', 9, { ...lateOf(...many)!, count: 30 }), source('b', 1)], 6);
    expect(strip.late.map(({ name }) => name)).toEqual(['job-11', 'job-10', 'job-9']);
    expect([strip.moreLate, strip.heard, strip.moreHeard]).toEqual([27, [], 2]);
  });
});
