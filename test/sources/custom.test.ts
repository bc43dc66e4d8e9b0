import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedEvent, SourceEvent } from '../../src/server/domain/event.ts';
import { compiledMapping } from '../../src/server/sources/custom/compile-mapping.ts';
import { MAPPED_FIELDS, type Mapping, mappingSchema } from '../../src/shared/config/custom-mapping.ts';
import { PRESET_MAPPINGS, PRESETS, type Preset } from '../../src/shared/config/custom-presets.ts';
import type { Integration } from '../../src/shared/config/integration.ts';
import { isPath, splitTemplate } from '../../src/shared/config/mapping-path.ts';
import { expectBounded } from './expect-bounded.ts';
import { doorAt, KEY, requestOf } from './request.ts';

const door = doorAt(`/integration/custom/v1/${KEY}`);
const taught = (mapping: Mapping | undefined, preset?: Preset) =>
  ({ id: 'c', type: 'custom', mapping, preset }) as unknown as Integration;
const parse = (mapping: Mapping | undefined, body: unknown, preset?: Preset): readonly ParsedEvent[] =>
  door.parse(requestOf(body, { integration: taught(mapping, preset) }));
function event(mapping: Mapping, body: unknown, preset?: Preset): SourceEvent {
  const [parsed] = parse(mapping, body, preset);
  if (!parsed?.ok) throw new Error(`refused: ${parsed?.reason.text}`);
  return parsed.event;
}
function refusal(mapping: Mapping, body: unknown): string {
  const [parsed] = parse(mapping, body);
  if (parsed === undefined || parsed.ok) throw new Error('expected a refusal');
  return `${parsed.reason.code} ${parsed.reason.text}`;
}
const summary = { path: 's' };

describe('[ING98] where a field stands', () => {
  const read = (rule: Mapping['resource'], body: object) =>
    event({ summary, resource: rule }, { s: 'x', ...body }).resource;

  it('[ING98] follows dots, brackets and whole names that carry dots', () => {
    expect(read({ path: 'a.b[1].c' }, { a: { b: [{}, { c: 'deep' }] } })).toBe('deep');
    expect(read({ path: 'a.b.1.c' }, { a: { b: [{}, { c: 'deep' }] } })).toBe('deep');
    expect(read({ path: 'labels.app.example.com/name' }, { labels: { 'app.example.com/name': 'web' } })).toBe(
      'web',
    );
    expect(read({ path: 'x.y.z' }, { 'x.y': { z: 'dotted on the way' } })).toBe('dotted on the way');
    expect(read({ path: 'a.b' }, { a: { b: { c: 1 } } })).toBeNull();
    expect(read({ path: '__proto__.x' }, {})).toBeNull();
    expect(read({ path: 'constructor.name' }, {})).toBeNull();
  });

  it('[ING98] takes the first path that says something, then a template, then the default', () => {
    const rule = { path: ['host', 'node'], template: '{{site}}-{{rack}}', default: 'nowhere' };
    expect(read(rule, { host: ' ', node: 'n1', site: 's' })).toBe('n1');
    expect(read(rule, { site: 'seoul', rack: 4 })).toBe('seoul-4');
    expect(read(rule, {})).toBe('nowhere');
    expect(read({ path: 'n', default: 0 }, {})).toBe('0');
  });

  it('[ING98] of several templates takes the first that is whole, else the first with anything', () => {
    const rule = { template: ['{{a}}/{{b}}', '{{c}}:{{d}}'] };
    expect(read(rule, { a: 1, c: 3, d: 4 })).toBe('3:4');
    expect(read(rule, { a: 1, c: 3 })).toBe('1/');
    expect(read(rule, {})).toBeNull();
  });

  it('[ING98] values turn words into others, by their own case unless told otherwise', () => {
    const values = { CORE: 'core network' };
    expect(read({ path: 'r', values }, { r: 'CORE' })).toBe('core network');
    expect(read({ path: 'r', values }, { r: 'core' })).toBe('core');
    expect(read({ path: 'r', values, ignoreCase: true }, { r: 'core' })).toBe('core network');
  });

  it('[ING98] the other fields: time, metric, links and the part kept as details', () => {
    const mapping: Mapping = {
      summary,
      eventAt: { path: 't' },
      metricName: { path: 'm.n' },
      metricValue: { path: 'm.v' },
      threshold: { default: 90 },
      eventType: { path: 'kind' },
      links: [
        { text: 'Panel', path: 'm.url' },
        { template: 'https://wiki.example.com/{{m.n}}' },
        { path: 'bad' },
      ],
      details: { path: ['none', 'm'] },
    };
    const body = {
      s: 'x',
      t: 1_795_513_000,
      m: { n: 'cpu', v: 97.5, url: 'https://panel.example.com/' },
      kind: 'host',
      bad: 'javascript:alert(1)',
    };
    expect(event(mapping, body)).toMatchObject({
      eventAt: 1_795_513_000_000,
      metricName: 'cpu',
      metricValue: '97.5',
      threshold: '90',
      eventType: 'host',
      details: body.m,
      links: [
        { text: 'Panel', url: 'https://panel.example.com/' },
        { text: 'https://wiki.example.com/cpu', url: 'https://wiki.example.com/cpu' },
      ],
    });
    expect(event({ summary }, body).details).toEqual(body);
  });

  it('[ING4] two long keys stay two', () => {
    const key = (end: string) =>
      event({ summary, key: { path: 'k' } }, { s: 'x', k: 'k'.repeat(2000) + end }).dedupKey;
    expect(key('a')).not.toBe(key('b'));
  });

  it('[ING98] without a mapping nothing can be read', () => {
    expect(door.parse(requestOf({ s: 'x' }))).toMatchObject([{ ok: false, reason: { code: 'ING98' } }]);
    expect(parse(undefined, { s: 'x' })).toMatchObject([{ ok: false, reason: { code: 'ING98' } }]);
  });
});

describe('[ING99] status and urgency', () => {
  const key = { path: 'k' };
  const status = { path: 'st', values: { FIRING: 'open', OK: 'close' } } as const;

  it('[ING99] an unknown status is refused by its path, unless a default is given', () => {
    expect(refusal({ summary, key, status }, { s: 'x', k: 1, st: 'PAUSED' })).toBe(
      'ING6 st: expected one of FIRING, OK (status), found "PAUSED"',
    );
    expect(refusal({ summary, key, status }, { s: 'x', k: 1 })).toMatch(/^ING2 st: /);
    const lenient = { ...status, default: 'open' } as const;
    expect(event({ summary, key, status: lenient }, { s: 'x', k: 1, st: 'PAUSED' }).status).toBe('open');
    expect(event({ summary, key, status: lenient }, { s: 'x', k: 1 }).status).toBe('open');
    expect(event({ summary, key, status: lenient }, { s: 'x', k: 1, st: 'OK' }).status).toBe('close');
  });

  it('[ING99] our own words need no table, and without a rule everything opens', () => {
    const plain = { path: 'st' };
    expect(event({ summary, key, status: plain }, { s: 'x', k: 1, st: 'Close' }).status).toBe('close');
    expect(refusal({ summary, key, status: plain }, { s: 'x', k: 1, st: 'OK' })).toMatch(
      /expected one of open, ack, close/,
    );
    expect(event({ summary }, { s: 'x', st: 'OK' }).status).toBe('open');
  });

  it('[ING7] closing needs a key', () => {
    expect(refusal({ summary, key, status }, { s: 'x', st: 'OK' })).toMatch(/^ING7 k: /);
    expect(refusal({ summary, status }, { s: 'x', st: 'OK' })).toMatch(/^ING7 key: /);
  });

  it('[ING99] the table decides the urgency, then common words, then the default; the word is kept', () => {
    const urgency = { path: 'u', values: { 1: 'highest', warning: 'low' }, ignoreCase: true } as const;
    const of = (u: unknown, rule: Mapping['urgency'] = urgency) => {
      const found = event({ summary, urgency: rule }, { s: 'x', u });
      return [found.urgency, found.urgencyWord];
    };
    expect(of(1)).toEqual(['highest', '1']);
    expect(of('WARNING')).toEqual(['low', 'WARNING']);
    expect(of('critical')).toEqual(['highest', 'critical']);
    expect(of('purple')).toEqual([null, 'purple']);
    expect(of('purple', { ...urgency, default: 'medium' })).toEqual(['medium', 'purple']);
    expect(of(undefined)).toEqual([null, null]);
    expect(of(undefined, { ...urgency, default: 'medium' })).toEqual(['medium', 'medium']);
  });
});

describe('[ING100] batches and conditions', () => {
  it('[ING100] each element of a list is one event, the body around it under root', () => {
    const mapping: Mapping = {
      items: 'batch.list',
      summary: { template: '{{n}} at {{root.site}}' },
      key: { path: 'n' },
    };
    const results = parse(mapping, { site: 'arena', batch: { list: [{ n: 1 }, 'x', { n: 2 }] } });
    expect(results.map((each) => (each.ok ? each.event.summary : each.reason.text))).toEqual([
      '1 at arena',
      'body: expected an object, found "x"',
      '2 at arena',
    ]);
    expect(parse(mapping, { batch: { list: [] } })).toEqual([]);
    expect(parse(mapping, { batch: { list: { n: 3 } } })).toMatchObject([
      { ok: true, event: { dedupKey: '3' } },
    ]);
    expect(refusal(mapping, { batch: {} })).toMatch(/^ING2 batch\.list: expected a list/);
  });

  it('[ING100] a list as the body is several events; a field called root is still found', () => {
    expect(parse({ summary }, [{ s: 'a' }, { s: 'b' }])).toHaveLength(2);
    expect(event({ summary: { path: 'root.cause' } }, { root: { cause: 'rain' } }).summary).toBe('rain');
    expect(event({ summary: { path: 'root[1].s' } }, [{ s: 'a' }, { s: 'b' }]).summary).toBe('b');
  });

  it('[ING16] what is ignored or a test is recorded and pages nobody, however little it says', () => {
    const mapping: Mapping = {
      summary,
      status: { path: 'st', values: { BAD: 'open' } },
      ignore: {
        any: [
          { field: 'st', op: 'equals', value: 'INFO' },
          { field: 'd[0]', op: 'equals', value: 1 },
        ],
      },
      test: { field: 's', op: 'matches', value: '(?i)^test' },
    };
    expect(parse(mapping, { st: 'INFO' })).toMatchObject([
      { ok: true, setAside: { params: { cause: 'neither' } } },
    ]);
    expect(parse(mapping, { d: [1] })).toMatchObject([{ ok: true, setAside: { code: 'ING16' } }]);
    expect(parse(mapping, { s: 'Test it' })).toMatchObject([
      { ok: true, setAside: { params: { cause: 'test' } } },
    ]);
    expect(parse(mapping, { s: 'real', st: 'BAD' })[0]).not.toHaveProperty('setAside');
  });

  it('[ING8] elements over the limit are refused one by one', () => {
    const many = parse({ summary }, new Array(10_001).fill({ s: 'x' }));
    expect(many.filter(({ ok }) => ok)).toHaveLength(10_000);
    expect(many.at(-1)).toMatchObject({ ok: false, reason: { code: 'ING8' } });
  });
});

describe('[ING101] presets', () => {
  it.each(PRESETS)('[ING101] %s is a valid mapping that finds a summary', (name) => {
    expect(mappingSchema.parse(PRESET_MAPPINGS[name])).toEqual(PRESET_MAPPINGS[name]);
    expect(PRESET_MAPPINGS[name].summary).toBeDefined();
  });

  it('[ING101] the own mapping stands in front of the preset, field by field', () => {
    const body = { node: 'n', serviceId: 's', checkId: 'c', check: 'port', status: 'critical', output: 'no' };
    const own: Mapping = { summary: { template: '{{check}} at {{node}}' } };
    expect(event(own, body, 'consul')).toMatchObject({
      summary: 'port at n',
      dedupKey: 'n/s/c',
      urgency: 'highest',
    });
  });
});

describe('[ING104] cost and safety', () => {
  it('[ING104] a mapping is compiled once for its integration', () => {
    const one = taught({ summary });
    expect(compiledMapping(one)).toBe(compiledMapping(one));
    expect(compiledMapping(one)).not.toBe(compiledMapping(taught({ summary })));
  });

  it('[ING104] no valid mapping and no body make it throw, and every event is bounded', () => {
    let events = 0;
    fc.assert(
      fc.property(
        mappings,
        bodies,
        fc.option(fc.constantFrom(...PRESETS), { nil: undefined }),
        (mapping, body, preset) => {
          for (const parsed of parse(mapping, body, preset)) {
            expectBounded(parsed);
            if (parsed.ok) events += 1;
          }
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 2000) },
    );
    expect(events).toBeGreaterThan(100);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  }, 300_000);

  it('[ING98] a path or a template is one or is not, and never throws', () => {
    for (const good of ['a', 'a.b[0].c', '[0].id', 'labels.app.example.com/name', '이름', 'a b'])
      expect(isPath(good), good).toBe(true);
    for (const bad of ['', '.', 'a.', '.a', 'a..b', 'a[', 'a[x]', 'a]', '{{a}}', 'a\nb', 'x'.repeat(201)])
      expect(isPath(bad), bad).toBe(false);
    expect(splitTemplate('{{ host }} is {{state}}!')).toEqual([
      { path: 'host' },
      ' is ',
      { path: 'state' },
      '!',
    ]);
    expect(splitTemplate('plain')).toEqual(['plain']);
    for (const bad of ['{{}}', '{{a..b}}', '{{a', 'a}}']) expect(splitTemplate(bad), bad).toBeNull();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        isPath(text);
        splitTemplate(text);
      }),
    );
  });
});

// ——— arbitrary mappings and bodies that have something to do with each other

const NAMES = ['s', 'k', 'st', 'u', 'a', 'b.c', 'list', 'root', '__proto__', 'constructor', '0', 'host'];
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const path = fc
  .array(
    fc.oneof(
      name,
      fc.nat(3).map((index) => `[${index}]`),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join('.').replaceAll('.[', '['))
  .filter(isPath);
const paths = fc.oneof(path, fc.array(path, { minLength: 1, maxLength: 4 }));
const template = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      path.map((inner) => `{{${inner}}}`),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text !== '' && splitTemplate(text) !== null);
const word = fc.constantFrom(
  'FIRING',
  'OK',
  'open',
  'close',
  'critical',
  '1',
  '긴급',
  'x'.repeat(2000),
  '\u0000\ud800',
  '',
);
const rule = (value: fc.Arbitrary<unknown>) =>
  fc
    .record(
      {
        path: paths,
        template: fc.oneof(template, fc.array(template, { minLength: 1, maxLength: 3 })),
        default: value,
        values: fc.dictionary(word, value, { maxKeys: 4 }),
        ignoreCase: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    .filter((made) => made.path !== undefined || made.template !== undefined || made.default !== undefined);
const { condition } = fc.letrec((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.record({
      field: fc.oneof(path, fc.string({ unit: 'binary', minLength: 1, maxLength: 10 })),
      op: fc.constantFrom('equals', 'gt', 'contains', 'matches', 'notEndsWith'),
      value: fc.oneof(word, fc.double(), fc.boolean()),
    }),
    fc.constant({ timeOfWeek: { from: '09:00', to: '08:00' } }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));
const text = fc.oneof(word, fc.string({ unit: 'binary', maxLength: 30 }));
const mappings = fc
  .record(
    {
      items: path,
      ...Object.fromEntries(MAPPED_FIELDS.map((field) => [field, rule(text)])),
      summary: rule(text),
      status: rule(fc.constantFrom('open', 'ack', 'close')),
      urgency: rule(fc.constantFrom('highest', 'none')),
      links: fc.array(fc.record({ path: paths, text }, { requiredKeys: ['path'] }), { maxLength: 3 }),
      details: fc.record({ path: paths }),
      ignore: condition,
      test: condition,
    },
    { requiredKeys: [] },
  )
  .map((made) => made as Mapping);
const { value: bodies } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(word, fc.jsonValue({ maxDepth: 1 }), fc.constantFrom<unknown>(Number.NaN, 1e308, 1_795_513_000)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 8 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
