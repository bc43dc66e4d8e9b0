import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reason } from '../../../src/shared/reason.ts';
import { KEY, OFF_KEY, OTHER_KEY } from './fake-floor.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.seen.ingested.length = 0;
  server.seen.rejected.length = 0;
  server.state.reply = null;
});

const PATH = `/integration/standard/v1/${KEY}`;
const post = (body: string | Buffer, headers: Record<string, string> = {}, path = PATH) =>
  server.call('POST', path, { body, headers });

describe('keys', () => {
  it('[ING20] wrong, empty, switched-off and other type keys get one and the same answer', async () => {
    const answers = await Promise.all(
      ['wrong-key-0123456789abcdef', '', OFF_KEY, OTHER_KEY, '__proto__'].map((key) =>
        post('{"summary":"x"}', {}, `/integration/standard/v1/${key}`),
      ),
    );
    const shown = answers.map(({ status, text, headers }) =>
      JSON.stringify([status, text, Object.keys(headers)]),
    );
    expect(answers[0]!.status).toBe(401);
    expect(new Set(shown).size).toBe(1);
    expect(server.seen.ingested).toHaveLength(0);
    expect(server.seen.rejected).toHaveLength(0);
  });

  it('[ING20] a key in the path is judged before the body is read', async () => {
    const head = `POST /integration/standard/v1/wrong HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 500\r\n\r\n`;
    expect(await server.raw(head, 300)).toMatch(/^HTTP\/1\.1 401/);
  });

  it('[ING20] Expect: 100-continue goes on only with a right key', async () => {
    const ask = (key: string) =>
      server.raw(
        `POST /integration/standard/v1/${key} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nExpect: 100-continue\r\nContent-Length: 15\r\n\r\n`,
        200,
      );
    expect(await ask(KEY)).toMatch(/^HTTP\/1\.1 100/);
    expect(await ask('wrong')).toMatch(/^HTTP\/1\.1 401/);
  });

  it('[ING20] a key in the body is found after parsing', async () => {
    const right = await post(JSON.stringify({ routing_key: OTHER_KEY, summary: 'x' }), {}, '/v2/enqueue');
    expect(right.status).toBe(200);
    expect(server.seen.ingested[0]!.integration).toBe('pd');
    const wrong = await post(JSON.stringify({ routing_key: KEY, summary: 'x' }), {}, '/v2/enqueue');
    const none = await post('{}', {}, '/v2/enqueue');
    expect([wrong.status, none.status]).toEqual([401, 401]);
    expect(wrong.text).toBe(none.text);
  });

  it('[ING20] a key revoked in the config stops working with the next request', async () => {
    const own = await startServer();
    const { document } = own.floor.config();
    expect((await own.call('POST', PATH, { body: '{"summary":"x"}' })).status).toBe(200);
    const changed = {
      ...document,
      integrations: document.integrations.map((each) => ({
        ...each,
        key: `${each.id}-fresh-key-0123456789abcdef`,
      })),
    };
    await own.floor.replaceConfig({ kind: 'user', id: 'ad', role: 'admin', token: 't' }, changed, null);
    expect((await own.call('POST', PATH, { body: '{"summary":"x"}' })).status).toBe(401);
    await own.close();
  });
});

describe('bodies', () => {
  it('[ING24] JSON is JSON whatever its label, with or without a byte order mark', async () => {
    const labels = [
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      '',
    ];
    for (const label of labels) {
      const reply = await post('\ufeff{"summary":"x"}', label === '' ? {} : { 'content-type': label });
      expect(reply.status, label).toBe(200);
    }
    expect(server.seen.ingested).toHaveLength(labels.length);
  });

  it.each([
    ['half a character at the end', Buffer.from('{"summary":"한"}').subarray(0, 13)],
    [
      'a lone continuation byte inside a text',
      Buffer.from([...Buffer.from('{"summary":"'), 0x80, 0x22, 0x7d]),
    ],
    ['an overlong slash', Buffer.from([...Buffer.from('{"summary":"'), 0xc0, 0xaf, 0x22, 0x7d])],
    ['half a surrogate pair', Buffer.from([...Buffer.from('{"summary":"'), 0xed, 0xa0, 0x80, 0x22, 0x7d])],
    ['Latin-1', Buffer.from('{"summary":"Straße"}', 'latin1')],
    ['EUC-KR', Buffer.from([...Buffer.from('{"summary":"'), 0xc7, 0xd1, 0x22, 0x7d])],
    ['UTF-16 with its mark', Buffer.from('\ufeff{"summary":"x"}', 'utf16le')],
  ])(
    '[ING25] a body that is not UTF-8 is refused whole, never read with letters replaced: %s',
    async (_, body) => {
      const reply = await post(body);
      expect(reply.status).toBe(400);
      expect(server.seen.ingested).toEqual([]);
      expect(server.seen.rejected).toMatchObject([
        { integration: 'std', refusal: { reason: { code: 'ING25' } } },
      ]);
    },
  );

  it('[ING25] a byte order mark is dropped, at the beginning only; what is UTF-8 is read letter by letter', async () => {
    const text = '디스크 가득 — 95 % 🔥 \ufeff x';
    for (const body of [`\ufeff{"summary":${JSON.stringify(text)}}`, `{"summary":${JSON.stringify(text)}}`])
      expect((await post(body)).status).toBe(200);
    const summaries = server.seen.ingested.map(({ events: [event] }) => event?.ok && event.event.summary);
    expect(new Set(summaries).size).toBe(1);
    expect(summaries[0]).toMatch(/^디스크 가득 — 95 % 🔥/);
    await post('\ufeffsummary=disk');
    expect(server.seen.ingested[2]?.events).toMatchObject([{ ok: true, event: { summary: 'disk' } }]);
  });

  it('[ING24] a real form is read, whatever its label', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain'])
      await post('summary=disk+full&urgency=high', { 'content-type': type });
    expect(server.seen.ingested.map((each) => each.events[0])).toMatchObject([
      { ok: true, event: { summary: 'disk full' } },
      { ok: true, event: { summary: 'disk full' } },
    ]);
  });

  it('[ING24] where there is no body the query is it', async () => {
    expect((await server.call('GET', `${PATH}?summary=ping`)).status).toBe(200);
    expect(server.seen.ingested[0]!.events[0]).toMatchObject({ ok: true, event: { summary: 'ping' } });
  });

  const refused: [string, string | Buffer, number, string, Record<string, string>?][] = [
    ['cut JSON', '{"summary":"x"', 400, 'ING24'],
    ['plain words', 'hello', 400, 'ING24'],
    ['XML', '<a b="c">d</a>', 400, 'ING24'],
    ['half a character', Buffer.from('{"summary":"한"}').subarray(0, 13), 400, 'ING25'],
    ['UTF-16', Buffer.from('\ufeff{"summary":"x"}', 'utf16le'), 400, 'ING25'],
    ['depth 65', `${'['.repeat(65)}${']'.repeat(65)}`, 400, 'ING23'],
    ['depth 100,000', '['.repeat(100_000), 400, 'ING23'],
    ['one byte too many', `{"summary":"${'x'.repeat(1024 * 1024)}"}`, 413, 'ING22'],
    ['a bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024)), 413, 'ING22', { 'content-encoding': 'gzip' }],
    [
      'a brotli bomb',
      brotliCompressSync(Buffer.alloc(8 * 1024 * 1024)),
      413,
      'ING22',
      { 'content-encoding': 'br' },
    ],
    ['no gzip at all', 'plain', 400, 'ING26', { 'content-encoding': 'gzip' }],
    ['cut gzip', gzipSync('{"summary":"x"}').subarray(0, 12), 400, 'ING26', { 'content-encoding': 'gzip' }],
    ['an unknown encoding', 'x', 400, 'ING26', { 'content-encoding': 'zzz' }],
    ['an inherited encoding name', 'x', 400, 'ING26', { 'content-encoding': 'constructor' }],
    ['a poison body', '{"explode":true}', 400, 'ING30'],
  ];
  it.each(refused)(
    '[ING21] %s is refused as one rejected event with its reason',
    async (_, body, status, code, headers) => {
      const reply = await post(body, headers);
      expect(reply.status).toBe(status);
      expect(reply.json).toMatchObject({ code: String(status), msg: expect.stringMatching(/^\S+: /) });
      expect(server.seen.ingested).toHaveLength(0);
      expect(server.seen.rejected).toMatchObject([{ integration: 'std', refusal: { reason: { code } } }]);
      expect((await post('{"summary":"next"}')).status).toBe(200);
    },
  );

  it('[ING22] a chunked body over the limit is refused while it still arrives', async () => {
    const head = `POST ${PATH} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const text = await server.raw(head + chunk.repeat(20), 400);
    expect(text).toMatch(/^HTTP\/1\.1 413/);
    expect(server.seen.rejected).toHaveLength(1);
  });

  it('[ING23] depth 64 is taken, and brackets inside strings do not count', async () => {
    const deep = `{"summary":"x","custom":${'['.repeat(63)}${']'.repeat(63)}}`;
    expect((await post(deep)).status).toBe(200);
    expect((await post(`{"summary":"${'[{'.repeat(500)}\\"${'['.repeat(100)}"}`)).status).toBe(200);
  });

  it('[ING26] gzip, deflate and brotli within the limit are read', async () => {
    const body = Buffer.from('{"summary":"packed"}');
    for (const [encoding, bytes] of [
      ['gzip', gzipSync(body)],
      ['x-gzip', gzipSync(body)],
      ['deflate', deflateSync(body)],
      ['br', brotliCompressSync(body)],
    ] as const)
      expect((await post(bytes, { 'content-encoding': encoding })).status, encoding).toBe(200);
  });

  const odd = [
    'null',
    '0',
    '"x"',
    '[]',
    '{}',
    '1e999',
    '{"summary":1e999}',
    '{"summary":"a","summary":"b"}',
    '{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"summary":"p"}',
    '{"summary":"\\u0000\\ud800"}',
    '__proto__=1&summary=x',
    '',
    '   ',
    '=',
    '&&&',
    `{"summary":"l",${Array.from({ length: 10_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`,
  ];
  it.each(odd.map((body) => [body.slice(0, 40), body]))(
    '[ING30] odd content is no 5xx: %s',
    async (_, body) => {
      const reply = await post(body);
      expect([200, 400]).toContain(reply.status);
      expect(({} as { x?: unknown }).x).toBeUndefined();
      expect(server.seen.ingested.length + server.seen.rejected.length).toBe(1);
    },
  );

  it('[ING21] good elements of a batch are kept when others are bad; all bad is a refusal', async () => {
    expect((await post('[{"summary":"a"},{}]')).status).toBe(200);
    expect((await post('[{},{}]')).status).toBe(400);
    expect(server.seen.ingested.map((each) => each.events.length)).toEqual([2, 2]);
    expect(server.seen.rejected).toHaveLength(0);
  });

  it('[ING21] a sender that goes away in the middle leaves no event', async () => {
    await server.raw(
      `POST ${PATH} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 500\r\n\r\n{"summ`,
      100,
    );
    expect(server.seen.ingested.length + server.seen.rejected.length).toBe(0);
  });

  it('[ING21] a Content-Length that lies short does not smuggle a second request', async () => {
    const text = await server.raw(
      `POST ${PATH} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 15\r\n\r\n{"summary":"x"}{"summary":"y"}`,
      300,
    );
    expect(text.match(/HTTP\/1\.1 \d+/g)?.at(-1)).toBe('HTTP/1.1 400');
    expect(server.seen.ingested.map((each) => each.raw)).not.toContain('{"summary":"y"}');
  });

  it('[ING21] Content-Length beside Transfer-Encoding is refused by the parser', async () => {
    const text = await server.raw(
      `POST ${PATH} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`,
      300,
    );
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
  });
});

describe('methods, overload, suspicion', () => {
  it("[ING27] other methods are 405 in the protocol's shape and name the right ones", async () => {
    const reply = await server.call('PUT', PATH, { body: '{"summary":"x"}' });
    expect(reply).toMatchObject({ status: 405, headers: { allow: 'POST, GET' }, json: { code: '405' } });
    expect((await server.call('HEAD', PATH)).status).toBe(405);
    expect((await server.call('GET', '/v2/enqueue')).headers.allow).toBe('POST');
  });

  it("[ING29] the floor's overload and storage refusals are told in the sender's code", async () => {
    for (const kind of ['overload', 'storage'] as const) {
      server.state.reply = { ok: false, refusal: { kind, reason: reason('STO1', 'later') } };
      expect((await post('{"summary":"x"}')).status).toBe(503);
    }
    expect(server.seen.rejected).toHaveLength(0);
    const metrics = await server.call('GET', '/metrics');
    expect(metrics.text).toMatch(/^watchfloor_shed_requests_total 1$/m);
  });

  it('[ING29] requests over the number under way are shed before their body is read', async () => {
    const own = await startServer({
      settings: { host: '127.0.0.1', publicUrl: null, allowedHosts: [], tls: null, maxInFlight: 0 },
    });
    expect((await own.call('POST', PATH, { body: '{"summary":"x"}' })).status).toBe(503);
    expect((await own.call('POST', `${PATH}x`, { body: '{"summary":"x"}' })).status).toBe(401);
    expect(own.seen.ingested).toHaveLength(0);
    await own.close();
  });

  it('[ING28] three refusals or wrong keys of one address within ten minutes are told once', async () => {
    const own = await startServer();
    const wrong = () => own.call('POST', '/integration/standard/v1/wrong', { body: '{}' });
    await wrong();
    await wrong();
    own.time.now += 11 * 60_000;
    await wrong();
    await own.call('POST', PATH, { body: '{' });
    expect(own.suspicious).toHaveLength(0);
    await own.call('POST', PATH, { body: '{' });
    await wrong();
    expect(own.suspicious).toEqual([['127.0.0.1', 'refused-body', 'std']]);
    await wrong();
    await wrong();
    expect(own.suspicious[1]).toEqual(['127.0.0.1', 'wrong-key', null]);
    await own.close();
  });

  it('[ING28] wrong keys never delay a right one', async () => {
    await Promise.all(Array.from({ length: 200 }, () => post('{}', {}, '/integration/standard/v1/wrong')));
    expect((await post('{"summary":"x"}')).status).toBe(200);
  });
});
