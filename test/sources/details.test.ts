import { describe, expect, it } from 'vitest';
import { CUT_MARK, copyDetails, findLinks, MAX_LINKS, toLink } from '../../src/server/sources/details.ts';

describe('details', () => {
  it('[ING3] are copied as they are when they are small', () => {
    const details = { a: 1, b: 'two\nlines', c: [true, null, { d: 'e' }], f: {} };
    expect(copyDetails(details)).toEqual(details);
    expect(copyDetails('text')).toEqual({ value: 'text' });
    expect(copyDetails(0)).toEqual({ value: 0 });
    for (const nothing of [undefined, null, '']) expect(copyDetails(nothing)).toEqual({});
  });

  it('[ING3] what does not fit is left out, and said so', () => {
    const wide = copyDetails(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i])));
    expect(Object.keys(wide)).toHaveLength(2001);
    expect(wide[CUT_MARK]).toMatch(/left out/);
    const long = copyDetails({ first: 'kept', text: 'x'.repeat(1e6), after: 'kept too' });
    expect(long).toMatchObject({ first: 'kept', after: 'kept too', [CUT_MARK]: expect.any(String) });
    expect(JSON.stringify(long).length).toBeLessThan(10_000);
    const heavy = copyDetails(Array.from({ length: 100 }, () => 'x'.repeat(5000)));
    expect(JSON.stringify(heavy).length).toBeLessThan(80_000);
  });

  it('[ING3] nesting of any depth is safe', () => {
    let deep: unknown = 'bottom';
    for (let i = 0; i < 100_000; i += 1) deep = { deep };
    const copied = copyDetails({ deep, beside: 'kept' });
    expect(copied).toMatchObject({ beside: 'kept', [CUT_MARK]: expect.any(String) });
    expect(JSON.stringify(copied).length).toBeLessThan(1000);
  });

  it('[ING3] a key named __proto__ is data and changes no prototype', () => {
    const copied = copyDetails(JSON.parse('{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1}}}'));
    expect(JSON.stringify(copied)).toBe('{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1}}}');
    expect(Object.getPrototypeOf(copied)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(copied.a)).toBe(Object.prototype);
    expect((copied.a as { polluted?: number }).polluted).toBeUndefined();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('[ING3] a number too great for JSON stays readable', () => {
    expect(copyDetails(JSON.parse('{"n":1e999}'))).toEqual({ n: 'Infinity' });
  });
});

describe('links', () => {
  it('[ING3] are http and https addresses only', () => {
    expect(toLink('Graph', ' https://g.example/a?b=c ')).toEqual({
      text: 'Graph',
      url: 'https://g.example/a?b=c',
    });
    expect(toLink(null, 'HTTP://g.example')).toEqual({ text: 'HTTP://g.example', url: 'HTTP://g.example' });
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      '//g.example',
      'https://',
      'see https://g.example',
      'https://g.example/a b',
      'https://g.example/"onclick=',
      'https://g.example/\u0000',
      `https://g.example/${'x'.repeat(2000)}`,
      7,
      null,
    ]) {
      expect(toLink('x', url), String(url).slice(0, 40)).toBeNull();
    }
  });

  it('[ING9] are found at every level of details, each once, up to twenty', () => {
    const details = {
      graph: 'https://a.example',
      more: { again: 'https://a.example', logs: ['https://b.example'] },
    };
    expect(findLinks(details)).toEqual([
      { text: 'graph', url: 'https://a.example' },
      { text: 'logs', url: 'https://b.example' },
    ]);
    const many = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`l${i}`, `https://x.example/${i}`]),
    );
    expect(findLinks(many)).toHaveLength(MAX_LINKS);
  });
});
