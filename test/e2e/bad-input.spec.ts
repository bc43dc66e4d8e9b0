import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ALERTMANAGER_KEY, floorConfig, KEY } from '../support/e2e/floor-config.ts';
import { askRaw, type RawRequest } from '../support/e2e/raw-http.ts';
import type { ServerHandle } from '../support/e2e/server.ts';
import { createStage } from '../support/e2e/stage.ts';
import { until } from '../support/e2e/until.ts';
import { keepPicture, openWall, whenShown } from '../support/e2e/wall.ts';

const stage = createStage();
const STANDARD = `/integration/standard/v1/${KEY}`;
const PAGERDUTY_KEY = 'k-pagerduty-0123456789abcdef0123456789';
const MIB = 1024 * 1024;

function config() {
  const base = floorConfig();
  return {
    ...base,
    // Hundreds of alerts must not become hundreds of pages of a test.
    services: [{ id: 'payments', name: 'Payments', target: null }],
    integrations: [
      ...base.integrations!,
      { id: 'pd', name: 'PagerDuty', type: 'pagerduty', key: PAGERDUTY_KEY, service: 'payments' },
    ],
  };
}

/** One request and what must come of it: counts of events by outcome, and the answer. */
interface Case extends Omit<RawRequest, 'path'> {
  readonly name: string;
  readonly path?: string;
  readonly status: number;
  /** Part of the answer's message, for refusals. */
  readonly says?: string | RegExp;
  /** Events this request adds; one `rejected` for a refusal, none for a wrong key, one `created` otherwise. */
  readonly adds?: Readonly<Record<string, number>>;
}

const json = (value: unknown): string => JSON.stringify(value);
const alert = (more: Record<string, unknown> = {}): string => json({ summary: 'Disk is full', ...more });
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const refused = (
  name: string,
  body: Buffer | string,
  says: string | RegExp,
  more: Partial<Case> = {},
): Case => ({
  name,
  body,
  says,
  status: 400,
  ...more,
});
const accepted = (name: string, body: Buffer | string, more: Partial<Case> = {}): Case => ({
  name,
  body,
  status: 200,
  ...more,
});

const CASES: readonly Case[] = [
  // Keys
  { name: 'unknown key', path: '/integration/standard/v1/k-nobody', body: alert(), status: 401, adds: {} },
  {
    name: 'key of another type',
    path: `/integration/standard/v1/${ALERTMANAGER_KEY}`,
    body: alert(),
    status: 401,
    adds: {},
  },
  { name: 'key with a null byte', path: `${STANDARD}%00`, body: alert(), status: 401, adds: {} },
  // Labels of the body
  accepted('labelled text/plain', alert(), { headers: ['Content-Type: text/plain'] }),
  accepted('labelled XML', alert(), { headers: ['Content-Type: application/xml'] }),
  accepted('labelled with an odd charset', alert(), {
    headers: ['Content-Type: application/json; charset=latin-9'],
  }),
  accepted('without a label', alert()),
  refused('XML labelled JSON', '<alert/>', 'body', { headers: ['Content-Type: application/json'] }),
  accepted('multipart', '--x\r\nContent-Disposition: form-data; name="summary"\r\n\r\nhi\r\n--x--\r\n', {
    headers: ['Content-Type: multipart/form-data; boundary=x'],
  }),
  refused(
    'multipart that ends in the middle',
    '--x\r\nContent-Disposition: form-data; name="summary"',
    'body',
    {
      headers: ['Content-Type: multipart/form-data; boundary=x'],
    },
  ),
  // Broken JSON
  refused('half an object', '{"summary": "x"', 'body'),
  refused('a trailing comma', '{"summary": "x",}', 'body'),
  refused('two documents', `${alert()}${alert()}`, 'body'),
  refused('single quotes', "{'summary': 'x'}", 'body'),
  refused('a bare NaN', '{"summary": NaN}', 'body'),
  refused('nothing', '', /body|summary/),
  refused('white space', ' \r\n\t ', /body|summary/),
  refused('null', 'null', 'body'),
  refused('a number', '42', /body|summary/),
  refused('a text', '"Disk is full"', 'body'),
  refused('an empty list', '[]', 'body'),
  refused('a nul byte', '\u0000', 'body'),
  // Fields
  refused('no summary', json({ status: 'open' }), 'summary'),
  refused('an empty summary', json({ summary: '   ' }), 'summary'),
  refused('a summary that is an object', json({ summary: { text: 'x' } }), 'summary'),
  refused('a summary that is a list', json({ summary: ['x'] }), 'summary'),
  refused('a status nobody knows', alert({ status: 'snooze' }), 'status'),
  refused('a status that is a list', alert({ status: ['open'] }), 'status'),
  refused('an event_id that is an object', alert({ event_id: { a: 1 } }), 'event_id'),
  refused('a close without event_id', alert({ status: 'close' }), 'event_id'),
  refused('an ack without event_id', alert({ status: 'ack' }), 'event_id'),
  accepted('fields nobody knows', alert({ event_id: 'extra', colour: 'red', nested: { deep: [1] } })),
  accepted('an urgency nobody knows', alert({ event_id: 'urgency', urgency: 'gravissimo' })),
  accepted('an urgency that is an object', alert({ event_id: 'urgency-object', urgency: { p: 1 } })),
  accepted('the key twice: the last one counts', '{"summary":"first","summary":"second"}'),
  accepted('a close of nothing', alert({ status: 'close', event_id: 'unknown-key' }), {
    adds: { ignored: 1 },
  }),
  // Times
  ...[
    0,
    -1,
    253_402_300_799,
    99_999_999_999_999,
    1e308,
    '9999-12-31T23:59:59Z',
    '0000-00-00',
    'yesterday',
    null,
    {},
  ].map((time, index) =>
    accepted(`event_time ${json(time)}`, alert({ event_id: `time-${index}`, event_time: time })),
  ),
  accepted('a time that is no number in JSON', '{"summary":"x","event_id":"t-inf","event_time":1e999}'),
  // Size
  accepted('just under 1 MiB', alert({ event_id: 'big', custom_details: { text: 'x'.repeat(MIB - 200) } })),
  refused('over 1 MiB', alert({ custom_details: { text: 'x'.repeat(MIB) } }), '1048576', { status: 413 }),
  refused('over 1 MiB, in chunks', alert({ custom_details: { text: 'x'.repeat(MIB) } }), '1048576', {
    status: 413,
    isChunked: true,
  }),
  refused('a gzip bomb', gzipSync(alert({ text: 'x'.repeat(64 * MIB) })), '1048576', {
    status: 413,
    headers: ['Content-Encoding: gzip'],
  }),
  refused('gzip that is none', alert(), 'content-encoding', { headers: ['Content-Encoding: gzip'] }),
  refused('an encoding nobody knows', alert(), 'content-encoding', { headers: ['Content-Encoding: zstd-9'] }),
  accepted('good gzip', gzipSync(alert({ event_id: 'gzip' })), { headers: ['Content-Encoding: gzip'] }),
  accepted(
    '10,000 labels',
    alert({
      event_id: 'labels',
      custom_details: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`l${n}`, n])),
    }),
  ),
  // Depth
  accepted('60 levels deep', `{"summary":"deep","event_id":"deep","custom_details":${nested(60)}}`),
  refused('70 levels deep', `{"summary":"deep","custom_details":${nested(70)}}`, '64'),
  refused('5,000 levels deep', `{"summary":"deep","custom_details":${nested(5000)}}`, '64'),
  refused('100,000 lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, '64'),
  // Names that programs trip over
  accepted(
    '__proto__',
    '{"summary":"proto","event_id":"proto","__proto__":{"polluted":1},"custom_details":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
  ),
  accepted('an event_id called __proto__', alert({ event_id: '__proto__' })),
  accepted('an event_id called constructor', alert({ event_id: 'constructor' })),
  // Characters
  accepted(
    'control characters',
    alert({ event_id: 'control', summary: 'Line\u0000one\r\nINFO forged \u001b[31mred\u0007\u009b' }),
  ),
  accepted('half a surrogate pair', '{"summary":"\\ud800 broken","event_id":"surrogate"}'),
  accepted('right-to-left override', alert({ event_id: 'rtl', summary: 'invoice\u202Egnp.exe' })),
  accepted('a byte order mark', Buffer.from(`\ufeff${alert({ event_id: 'bom' })}`)),
  refused(
    'UTF-8 cut in half',
    Buffer.concat([Buffer.from('{"summary":"'), Buffer.from([0xed, 0x95]), Buffer.from('"}')]),
    'UTF-8',
  ),
  refused('UTF-16', Buffer.from(alert(), 'utf16le'), 'body'),
  refused(
    'an overlong slash',
    Buffer.concat([Buffer.from('{"summary":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    'UTF-8',
  ),
  // Batches
  accepted(
    'good ones are kept when others are bad',
    json([{ summary: 'good', event_id: 'b-1' }, { summary: '' }, 7, { summary: 'good', event_id: 'b-2' }]),
    {
      adds: { created: 2, rejected: 2 },
    },
  ),
  // Methods
  { name: 'GET', method: 'GET', body: '', status: 405, adds: {} },
  { name: 'DELETE', method: 'DELETE', body: '', status: 405, adds: {} },
];

const OTHER_DOORS: readonly (Case & { readonly path: string })[] = [
  {
    name: 'PagerDuty: no routing_key',
    path: '/v2/enqueue',
    body: json({ event_action: 'trigger' }),
    status: 401,
    adds: {},
  },
  {
    name: 'PagerDuty: no payload',
    path: '/v2/enqueue',
    body: json({ routing_key: PAGERDUTY_KEY, event_action: 'trigger' }),
    status: 400,
    says: 'payload',
    adds: { rejected: 1 },
  },
  {
    name: 'PagerDuty: an action nobody knows',
    path: '/v2/enqueue',
    body: json({
      routing_key: PAGERDUTY_KEY,
      event_action: 'explode',
      payload: { summary: 'x', source: 's', severity: 'info' },
    }),
    status: 400,
    says: 'event_action',
    adds: { rejected: 1 },
  },
  {
    name: 'Alertmanager: alerts that are no list',
    path: `/integration/alertmanager/v1/${ALERTMANAGER_KEY}`,
    body: json({ alerts: 'all' }),
    status: 400,
    says: 'alerts',
    adds: { rejected: 1 },
  },
  {
    name: 'Alertmanager: labels that are a text',
    path: `/integration/alertmanager/v1/${ALERTMANAGER_KEY}/api/v2/alerts`,
    body: json([{ labels: 'x' }]),
    status: 400,
    says: 'labels',
    adds: { rejected: 1 },
  },
];

const countsOf = async (server: ServerHandle): Promise<Record<string, number>> =>
  (await server.conservation()).outcomes;

async function check(server: ServerHandle, one: Case): Promise<void> {
  const before = await countsOf(server);
  const { name, path = STANDARD, status, says, adds } = one;
  const answer = await askRaw(server.port, { ...one, path });
  expect(answer.status, `${name}: ${answer.body.slice(0, 300)}`).toBe(status);
  if (path === STANDARD) {
    const body = JSON.parse(answer.body) as { code: string; msg: string };
    expect(body.code, `${name}: the protocol's own shape`).toBe(String(status));
    expect(body.msg.length, name).toBeLessThan(500);
  }
  if (says !== undefined) expect(answer.body, name).toMatch(says);
  const expected = adds ?? (status === 200 ? { created: 1 } : { rejected: 1 });
  const after = await countsOf(server);
  const added = Object.fromEntries(
    Object.entries(after)
      .map(([outcome, count]) => [outcome, count - (before[outcome] ?? 0)] as const)
      .filter(([, count]) => count !== 0),
  );
  expect(added, `${name}: what was recorded`).toEqual(expected);
}

describe('what tools and attackers send', () => {
  test(`[ING22] ${CASES.length} bodies: a clear refusal or safe acceptance, recorded once, never a 5xx`, {
    timeout: 120_000,
  }, async () => {
    const server = await stage.server({ config: config() });
    for (const one of CASES) await check(server, one);

    const events = await server.events();
    for (const event of events.filter(({ outcome }) => outcome === 'rejected'))
      expect(event.reason.text.length, 'each refusal names its reason').toBeGreaterThan(3);
    const control = events.find(({ dedupKey }) => dedupKey === 'control');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(control?.summary).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect((await server.incidents()).some(({ dedupKey }) => dedupKey === 'deep')).toBe(true);
    const { received, outcomes } = await server.conservation();
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(received);
    const logs = server.program.stderr().trim().split('\n').filter(Boolean);
    for (const line of logs)
      expect(() => JSON.parse(line), `one log line is one JSON object: ${line.slice(0, 200)}`).not.toThrow();
    expect(
      logs.filter(
        (line) => (JSON.parse(line) as { level: unknown }).level === 50 || line.includes('"level":"error"'),
      ),
    ).toEqual([]);
  });

  test('[ING21] other doors refuse in their own words, and record it', async () => {
    const server = await stage.server({ config: config() });
    for (const one of OTHER_DOORS) await check(server, one);
  });

  test('[ING26] a sender that breaks off, or lies about its length, adds nothing and hurts nobody', async () => {
    const server = await stage.server({ config: config() });
    const before = await server.conservation();
    const cut = await askRaw(server.port, {
      path: STANDARD,
      headers: ['Content-Length: 5000'],
      body: alert({ event_id: 'cut' }),
      endsEarly: true,
    });
    expect(cut.status === 0 || cut.status === 400, `answered ${cut.status}`).toBe(true);
    const both = await askRaw(server.port, {
      path: STANDARD,
      headers: ['Content-Length: 4', 'Transfer-Encoding: chunked'],
      body: `0\r\n\r\nPOST ${STANDARD} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 20\r\n\r\n{"summary":"hidden"}`,
    });
    expect(both.status).toBe(400);
    expect((await server.conservation()).received).toBe(before.received);
    await server.alert({ summary: 'Still here', event_id: 'alive' });
    expect((await server.incidents()).map(({ summary }) => summary)).toContain('Still here');
  });

  test('[ING28] three refusals from one address open an incident about the integration', async () => {
    const server = await stage.server({ config: config() });
    for (let n = 0; n < 3; n += 1) await askRaw(server.port, { path: STANDARD, body: '{' });
    const about = await until('the incident', async () => (await server.incidents())[0]);
    expect(about).toMatchObject({ integration: 'std', service: 'payments' });
    expect(about.summary).toContain('127.0.0.1');
  });
});

test('[STR47] markup in an alert is text on the wall', async () => {
  const server = await stage.server({ config: floorConfig() });
  const page = await openWall(await stage.browser(), server.url);
  const summaries = [
    '<img src=x onerror="document.title=\'owned\'">',
    '<script>document.title="owned"</script>',
    '"><svg onload=alert(1)>',
    'javascript:alert(1)',
    '{{constructor.constructor("document.title=1")()}}',
  ];
  await server.alert(summaries.map((summary, n) => ({ summary, event_id: `x-${n}`, urgency: 'high' })));
  for (const summary of summaries.slice(0, 3)) await whenShown(page, '.card__title', summary);
  expect(await page.title()).not.toContain('owned');
  const injected = await page.evaluate(() => {
    const scope = globalThis as unknown as {
      document: { querySelectorAll(query: string): { length: number } };
    };
    return scope.document.querySelectorAll('.board img, .board script, .board svg[onload], .board iframe')
      .length;
  });
  expect(injected).toBe(0);
  await keepPicture(page, 'wall-markup');
});
