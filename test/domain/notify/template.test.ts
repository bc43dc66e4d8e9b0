// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested here
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Length } from '../../../src/server/domain/notify/clean-text.ts';
import {
  isJsonTemplate,
  MAX_BODY_BYTES,
  renderTemplate,
  unknownVariables,
} from '../../../src/server/domain/notify/template.ts';
import { TEMPLATE_VARIABLES } from '../../../src/server/domain/notify/variables.ts';

const NAMES = TEMPLATE_VARIABLES.map(({ name }) => name);
const rendered = (...args: Parameters<typeof renderTemplate>): string => {
  const result = renderTemplate(...args);
  if (!result.ok) throw new Error(result.reason.text);
  return result.text;
};

describe('template', () => {
  it('[NTF20] puts values in place of the variables AlertNow names', () => {
    const body =
      '{"title":"${SERVICE_NAME}","name":"${INCIDENT_NAME}","status":"${STATUS}","url":"${INCIDENT_URL}"}';
    const text = rendered(
      body,
      {
        SERVICE_NAME: '결제',
        INCIDENT_NAME: 'DB "down"\n',
        STATUS: 'open',
        INCIDENT_URL: 'http://127.0.0.1:7700/#/incidents/i1',
      },
      'json',
    );
    expect(JSON.parse(text)).toEqual({
      title: '결제',
      name: 'DB "down"\n',
      status: 'open',
      url: 'http://127.0.0.1:7700/#/incidents/i1',
    });
  });

  it('[NTF20] never expands a value again, nor a name from the prototype', () => {
    const values = { INCIDENT_NAME: '${DEDUP_KEY} ${INCIDENT_NAME}', DEDUP_KEY: 'secret' };
    expect(rendered('${INCIDENT_NAME}', values, 'text')).toBe('${DEDUP_KEY} ${INCIDENT_NAME}');
    expect(rendered('${constructor}|${__proto__}', {}, 'text')).toBe('${constructor}|${__proto__}');
    expect(rendered('[${STATUS}]', Object.create({ STATUS: 'inherited' }), 'text')).toBe('[]');
  });

  it('[NTF21] a variable outside quotes becomes a JSON value of its own', () => {
    const body = '{"n": ${COUNT}, "number": ${INCIDENT_NUMBER}, "who": ${ASSIGNEE}}';
    expect(isJsonTemplate(body)).toBe(true);
    expect(JSON.parse(rendered(body, { COUNT: '12', INCIDENT_NUMBER: 'x', ASSIGNEE: '42' }, 'json'))).toEqual(
      {
        n: 12,
        number: null,
        who: '42',
      },
    );
  });

  it('[NTF21] tells JSON templates from others', () => {
    expect(isJsonTemplate('{"a":"\\\\${STATUS}","${SERVICE_ID}":[${COUNT}]}')).toBe(true);
    expect(isJsonTemplate('title=${SERVICE_NAME}')).toBe(false);
    expect(isJsonTemplate('{"a": ${UNKNOWN}}')).toBe(false);
    expect(isJsonTemplate('')).toBe(false);
  });

  it('[NTF21] JSON templates stay valid and give every value back, whatever the values (10,000 runs)', () => {
    const piece = fc.oneof(
      fc.record({ at: fc.constant('quoted' as const), name: fc.constantFrom(...NAMES) }),
      fc.record({ at: fc.constant('bare' as const), name: fc.constantFrom(...NAMES) }),
      fc.record({ at: fc.constant('mixed' as const), name: fc.constantFrom(...NAMES) }),
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '"',
        '\\',
        '\\"',
        '"}',
        '\u2028',
        '\ud800',
        '${STATUS}',
        '\0',
        '</script>',
        '1e999',
        '-0',
        '0x1',
      ),
      fc.integer().map(String),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.dictionary(fc.constantFrom(...NAMES), value),
        (pieces, values) => {
          const fields = pieces.map(({ at, name }, index) => {
            const variable = `\${${name}}`;
            const written =
              at === 'quoted' ? `"${variable}"` : at === 'bare' ? variable : `"\\"\\\\ ${variable} é"`;
            return `"k${index}": ${written}`;
          });
          const body = `{${fields.join(', ')}}`;
          expect(isJsonTemplate(body)).toBe(true);
          const read = JSON.parse(rendered(body, values, 'json')) as Record<string, unknown>;
          pieces.forEach(({ at, name }, index) => {
            const expected = (values[name] ?? '').replace(/\p{Surrogate}/gu, '\ufffd');
            if (at === 'quoted') expect(read[`k${index}`]).toBe(expected);
            if (at === 'mixed') expect(read[`k${index}`]).toBe(`"\\ ${expected} é`);
          });
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('[NTF22] percent-encodes so that a form parser gives every value back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (summary, key) => {
        const text = rendered(
          'a=${INCIDENT_NAME}&b=${DEDUP_KEY}',
          { INCIDENT_NAME: summary, DEDUP_KEY: key },
          'url',
        );
        const form = new URLSearchParams(text);
        expect([...form.keys()]).toEqual(['a', 'b']);
        expect(form.get('a')).toBe(summary.replace(/\p{Surrogate}/gu, '\ufffd'));
        expect(form.get('b')).toBe(key.replace(/\p{Surrogate}/gu, '\ufffd'));
      }),
      { numRuns: 2000 },
    );
  });

  it('[NTF23] shortens values rather than send more than 64 KB, and keeps JSON whole', () => {
    const body = `{"a":"\${INCIDENT_NAME}","pad":"${'x'.repeat(40_000)}"}`;
    const result = renderTemplate(body, { INCIDENT_NAME: '"😀'.repeat(30_000) }, 'json');
    if (!result.ok) throw new Error('refused');
    expect(result.shortened).toBe(true);
    expect(utf8Length(result.text)).toBeLessThanOrEqual(MAX_BODY_BYTES);
    const read = JSON.parse(result.text) as { a: string };
    expect(read.a.length).toBeGreaterThan(1000);
    expect(read.a).not.toMatch(/\p{Surrogate}/u);
  });

  it('[NTF23] refuses a template that is too large by itself', () => {
    const result = renderTemplate('가'.repeat(30_000), {}, 'text');
    expect(result).toMatchObject({ ok: false, reason: { code: 'NTF23' } });
  });

  it('[NTF24] leaves unknown variables as they stand and names them once', () => {
    const body = '${NOPE} ${STATUS} ${NOPE} ${other} $STATUS ${} ${A B}';
    expect(unknownVariables(body)).toEqual(['NOPE', 'other']);
    expect(rendered(body, { STATUS: 'open' }, 'text')).toBe(
      '${NOPE} open ${NOPE} ${other} $STATUS ${} ${A B}',
    );
    for (const name of NAMES) expect(unknownVariables(`\${${name}}`)).toEqual([]);
  });
});
