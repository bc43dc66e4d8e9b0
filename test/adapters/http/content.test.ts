import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseContent } from '../../../src/server/adapters/http/parse-content.ts';
import { KEY } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

const B = 'x-boundary-7';
const MULTIPART = `multipart/form-data; boundary=${B}`;
const FORM = 'application/x-www-form-urlencoded';

type Part = readonly [disposition: string, content: string | Buffer, headers?: string];
const multipart = (...parts: readonly Part[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(([disposition, content, headers = '']) => [
      Buffer.from(`--${B}\r\nContent-Disposition: form-data; ${disposition}\r\n${headers}\r\n`),
      Buffer.from(content as string),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${B}--\r\n`),
  ]);
const read = async (body: string | Buffer, type: string) =>
  parseContent(Buffer.from(body as string), type, 64);
const readValue = async (body: string | Buffer, type: string) => {
  const content = await read(body, type);
  if (!content.ok) throw new Error(`refused: ${content.reason.text}`);
  return content.value;
};
const readRefusal = async (body: string | Buffer, type: string) => {
  const content = await read(body, type);
  return content.ok ? content.value : [content.reason.code, content.reason.params?.cause];
};
/** Hangul as EUC-KR has it. */
const HANGUL = { text: '디스크', bytes: Buffer.from([0xb5, 0xf0, 0xbd, 0xba, 0xc5, 0xa9]) };

describe('multipart forms', () => {
  it('[ING60] text fields and text files by their names; JSON in them stays text', async () => {
    const body = multipart(
      ['name="summary"', '디스크 95 %'],
      ['name="data"', '{"heartbeat":{"status":0}}'],
      ['name="payload"; filename="alert.json"', '{"a":1}', 'Content-Type: application/json\r\n'],
      ['name="empty"', ''],
      ['name="이름"', 'x'],
    );
    expect(await readValue(body, MULTIPART)).toEqual({
      summary: '디스크 95 %',
      data: '{"heartbeat":{"status":0}}',
      payload: '{"a":1}',
      empty: '',
      이름: 'x',
    });
    for (const label of [MULTIPART.replace('multipart', 'Multipart'), `Multipart/Form-Data; boundary="${B}"`])
      expect(await readValue(body, label)).toMatchObject({ empty: '' });
  });

  it('[ING60] a picture beside the fields is left out, a large file is refused', async () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00, 0xfe]);
    const file = 'name="image"; filename="a.png"';
    const type = 'Content-Type: application/octet-stream\r\n';
    const fields = [['name="summary"', 'x'] as const, [file, picture, type] as const];
    expect(await readValue(multipart(...fields), MULTIPART)).toEqual({ summary: 'x' });
    expect(await readValue(multipart(...fields.toReversed()), MULTIPART)).toEqual({ summary: 'x' });
    const large = (size: number) => readRefusal(multipart([file, Buffer.alloc(size, 'x'), type]), MULTIPART);
    expect(await large(262_144)).toHaveProperty('image');
    expect(await large(262_145)).toEqual(['ING60', 'file']);
  });

  it('[ING60] what does not read is refused, and JSON that is called multipart is JSON', async () => {
    const body = multipart(['name="a"', 'x'], ['name="b"; filename="b.txt"', 'y']);
    for (const [bad, type] of [
      [body, 'multipart/form-data'],
      [body, 'multipart/form-data; boundary='],
      [body, 'multipart/form-data; boundary=other'],
      [body.subarray(0, body.length - 6), MULTIPART],
      [body.subarray(0, 40), MULTIPART],
      [Buffer.from(`--${B}`), MULTIPART],
      [Buffer.from(`--${B}\r\nno header\r\n\r\nx\r\n--${B}--\r\n`), MULTIPART],
    ] as const)
      expect(await readRefusal(bad, type), `${type} ${bad.length}`).toEqual(['ING60', 'broken']);
    expect(await readValue('{"a":1}', MULTIPART)).toEqual({ a: 1 });
    expect(await readValue(' [1]', 'multipart/form-data')).toEqual([1]);
    expect(await readValue('a=1', MULTIPART)).toEqual({ a: '1' });
  });

  it('[ING60] names of the prototype are fields like others; parts without a name or of another kind are passed over', async () => {
    const body = multipart(
      ['name="__proto__"', '{"x":1}'],
      ['name="constructor"', 'c'],
      ['name="__proto__[x]"', '1'],
      ['filename="nameless.txt"', 'n'],
    );
    const value = (await readValue(body, MULTIPART)) as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', '__proto__[x]']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('[ING61] over 1,000 fields are refused in either kind of form', async () => {
    const parts = (count: number, file = '') =>
      multipart(...Array.from({ length: count }, (_, i) => [`name="f${i}"${file}`, 'x'] as const));
    expect(Object.keys((await readValue(parts(1000), MULTIPART)) as object)).toHaveLength(1000);
    expect((await readRefusal(parts(1001), MULTIPART)) as unknown[]).toContain('ING61');
    expect((await readRefusal(parts(1001, '; filename="x"'), MULTIPART)) as unknown[]).toContain('ING61');
    const form = (count: number) => Array.from({ length: count }, (_, i) => `f${i}=x`).join('&');
    expect(Object.keys((await readValue(form(1000), FORM)) as object)).toHaveLength(1000);
    expect((await readRefusal(form(1001), FORM)) as unknown[]).toContain('ING61');
    expect((await readRefusal(`a=1${'&'.repeat(500_000)}`, FORM)) as unknown[]).toContain('ING61');
  });
});

it('[ING60] no body that is called multipart makes it throw, or wait for ever', {
  timeout: 60_000,
}, async () => {
  const whole = multipart(
    ['name="a"', 'x'],
    ['name="b"; filename="b.bin"', Buffer.from([0xff, 1])],
    ['name="c[]"', '{'],
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
      fc.nat(whole.length),
      fc.constantFrom(MULTIPART, `${MULTIPART}; charset=euc-kr`, 'multipart/form-data; boundary=x'),
      async (changes, length, type) => {
        const body = Buffer.from(whole);
        for (const [at, byte] of changes) body[at] = byte;
        const content = await parseContent(body.subarray(0, length), type, 64);
        if (content.ok) JSON.stringify(content.value);
        else expect(content.reason.code).toMatch(/^ING(?:2[345]|6[01])$/);
      },
    ),
    { numRuns: 2000 },
  );
});

describe('forms', () => {
  it('[ING61] of a name that comes again the last counts, names with [] are lists', async () => {
    expect(await readValue('a=1&a=2&tags[]=x&tags%5B%5D=y&[]=z&b', FORM)).toEqual({
      a: '2',
      tags: ['x', 'y'],
      '[]': 'z',
      b: '',
    });
    expect(await readValue('a=1&a[]=2&a[]=3', FORM)).toEqual({ a: ['2', '3'] });
    const body = multipart(['name="t[]"', 'x'], ['name="t[]"', 'y'], ['name="a"', '1'], ['name="a"', '2']);
    expect(await readValue(body, MULTIPART)).toEqual({ t: ['x', 'y'], a: '2' });
  });

  it('[ING61] JSON as the only key is JSON: plain, escaped, or with an = behind it', async () => {
    const json = '{"summary":"a=b&c 95 %","url":"http://x.example.com/?q=1"}';
    const expected = JSON.parse(json);
    for (const body of [
      json,
      encodeURIComponent(json),
      `${encodeURIComponent(json)}=`,
      `${json}=`,
      `${json}=\r\n`,
    ])
      for (const type of [FORM, 'text/plain', ''])
        expect(await readValue(body, type), body).toEqual(expected);
    expect(await readValue('%5B1%2C2%5D', FORM)).toEqual([1, 2]);
    expect(await readRefusal(encodeURIComponent(`${'['.repeat(65)}${']'.repeat(65)}`), FORM)).toContain(
      'ING23',
    );
    expect(await readRefusal('%7B%22a', FORM)).toContain('ING24');
    expect(await readRefusal('{"a":1}}=', FORM)).toContain('ING24');
  });

  it('[ING61] a field `payload` stays text, and its JSON is no deeper than a body may be', async () => {
    const payload = '{"action":"completed"}';
    expect(await readValue(`payload=${encodeURIComponent(payload)}`, FORM)).toEqual({ payload });
    const deep = `{"a":${'['.repeat(64)}${']'.repeat(64)}}`;
    expect(await readRefusal(`payload=${encodeURIComponent(deep)}`, FORM)).toContain('ING23');
    expect(await readRefusal(multipart(['name="payload"', deep]), MULTIPART)).toContain('ING23');
    expect(await readValue(`payload=${encodeURIComponent(`note: ${deep}`)}`, FORM)).toHaveProperty('payload');
  });

  it('[ING61] a % that begins no escape is itself', async () => {
    expect(await readValue('summary=disk 95 %&b=100%25&c=%zz%4', FORM)).toEqual({
      summary: 'disk 95 %',
      b: '100%',
      c: '%zz%4',
    });
  });

  it('[ING61] names of the prototype are fields like others', async () => {
    const value = (await readValue('__proto__=1&__proto__[x]=2&constructor[]=3', FORM)) as object;
    expect(Object.keys(value).sort()).toEqual(['__proto__', '__proto__[x]', 'constructor']);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

describe('charsets', () => {
  const json = Buffer.concat([Buffer.from('{"summary":"'), HANGUL.bytes, Buffer.from('"}')]);

  it.each(['euc-kr', 'EUC-KR', 'ks_c_5601-1987', '"cp949"', 'windows-949'])(
    '[ING62] %s: JSON, form, escapes and multipart are read letter by letter',
    async (charset) => {
      const label = (type: string) => `${type}; charset=${charset}`;
      const expected = { summary: HANGUL.text };
      expect(await readValue(json, label('application/json'))).toEqual(expected);
      expect(await readValue(Buffer.concat([Buffer.from('summary='), HANGUL.bytes]), label(FORM))).toEqual(
        expected,
      );
      expect(await readValue('summary=%b5%f0%BD%BA%C5%A9', label(FORM))).toEqual(expected);
      expect(await readValue(multipart(['name="summary"', HANGUL.bytes]), label(MULTIPART))).toEqual(
        expected,
      );
    },
  );

  it('[ING62] a multipart field with a label of its own, beside a picture or not', async () => {
    const labelled = ['name="summary"', HANGUL.text, 'Content-Type: text/plain; charset=utf-8\r\n'] as const;
    const picture = ['name="p"; filename="p.png"', Buffer.from([0xff, 0x00, 0xfe])] as const;
    for (const parts of [
      [labelled],
      [labelled, picture],
      [picture, labelled, ['name="b"', HANGUL.text] as const],
    ])
      expect(await readValue(multipart(...parts), MULTIPART)).toMatchObject({ summary: HANGUL.text });
    const odd = ['name="summary"', 'x', 'Content-Type: text/plain; charset=nonsense\r\n'] as const;
    expect(await readRefusal(multipart(odd), MULTIPART)).toEqual(['ING25', undefined]);
    expect(await readRefusal(multipart(odd, picture), MULTIPART)).toEqual(['ING25', undefined]);
    const broken = ['name="s"', HANGUL.bytes, 'Content-Type: text/plain; charset=utf-8\r\n'] as const;
    expect(await readRefusal(multipart(broken), MULTIPART)).toEqual(['ING25', undefined]);
  });

  it('[ING62] Latin letters by their label; what is UTF-8 is UTF-8 whatever the label', async () => {
    const latin = Buffer.from('{"summary":"Straße"}', 'latin1');
    expect(await readValue(latin, 'application/json; charset=iso-8859-1')).toEqual({ summary: 'Straße' });
    expect(await readValue(latin, 'text/plain;charset=windows-1252')).toEqual({ summary: 'Straße' });
    for (const charset of ['iso-8859-1', 'euc-kr', 'utf-8'])
      expect(await readValue('{"summary":"디스크"}', `application/json; charset=${charset}`)).toEqual({
        summary: '디스크',
      });
    const utf16 = Buffer.from('\ufeff{"summary":"x"}', 'utf16le');
    expect(await readValue(utf16, 'application/json; charset=utf-16le')).toEqual({ summary: 'x' });
  });

  it('[ING25] without a label, or with one that does not fit, nothing is guessed', async () => {
    const form = Buffer.concat([Buffer.from('summary='), HANGUL.bytes]);
    for (const [body, type] of [
      [json, 'application/json'],
      [json, 'application/json; charset=utf-8'],
      [json, 'application/json; charset=nonsense'],
      [json, 'application/json; charset='],
      [json, 'application/json; charset=iso-2022-kr'],
      [form, FORM],
      ['summary=%b5%f0%BD%BA', FORM],
      ['summary=%b5%f0%BD%BA', `${FORM}; charset=utf-8`],
      ['%ff=x', FORM],
      [multipart(['name="summary"', HANGUL.bytes]), MULTIPART],
      [Buffer.from('{"summary":"\xb5"}', 'latin1'), 'application/json; charset=euc-kr'],
    ] as const)
      expect(await readRefusal(body, type), `${type} ${String(body)}`).toEqual(['ING25', undefined]);
  });
});

describe('text', () => {
  it('[ING63] plain words labelled as such are one text; anything else stays what it is', async () => {
    expect(await readValue('RDS: failover began', 'text/plain; charset=UTF-8')).toBe('RDS: failover began');
    expect(await readValue('<a>b</a>', 'text/plain')).toBe('<a>b</a>');
    expect(await readValue('{"a":1}', 'text/plain')).toEqual({ a: 1 });
    expect(await readValue('a=1', 'text/plain')).toEqual({ a: '1' });
    expect(await readValue('  ', 'text/plain')).toBeNull();
    for (const [body, type] of [
      ['words', ''],
      ['words', 'text/html'],
      ['words', 'application/json'],
      ['{"a":', 'text/plain'],
      ['[half', 'text/plain'],
    ])
      expect(await readRefusal(body!, type!)).toEqual(['ING24', undefined]);
  });
});

describe('over the wire', () => {
  let server: TestServer;
  const path = `/integration/standard/v1/${KEY}`;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.seen.ingested.length = 0;
    server.seen.rejected.length = 0;
  });

  it('[ING60] a multipart form becomes an event, its text is kept, a broken one is one rejected event', async () => {
    const body = multipart(['name="summary"', 'disk full']);
    expect((await server.call('POST', path, { body, headers: { 'content-type': MULTIPART } })).status).toBe(
      200,
    );
    expect(server.seen.ingested).toMatchObject([
      { raw: body.toString(), events: [{ ok: true, event: { summary: 'disk full' } }] },
    ]);
    const cut = body.subarray(0, 60);
    const reply = await server.call('POST', path, { body: cut, headers: { 'content-type': MULTIPART } });
    expect(reply.status).toBe(400);
    expect(server.seen.rejected).toMatchObject([
      { integration: 'std', refusal: { reason: { code: 'ING60' } } },
    ]);
  });

  it('[ING24] a body goes before the query, and the query counts where there is none', async () => {
    const ask = async (method: string, query: string, body?: string) => {
      await server.call(method, `${path}${query}`, body === undefined ? {} : { body });
      const [event] = server.seen.ingested.splice(0).flatMap(({ events }) => events);
      return event?.ok ? event.event.summary : null;
    };
    expect(await ask('POST', '?summary=query', '{"summary":"body"}')).toBe('body');
    expect(await ask('POST', '?summary=query')).toBe('query');
    expect(await ask('GET', '?summary=%EB%94%94%EC%8A%A4%ED%81%AC&__proto__=x')).toBe('디스크');
    expect(await ask('GET', '')).toBeNull();
  });
});
