import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateSettings } from '../../../src/server/adapters/http/allowed-hosts.ts';
import { judge } from '../../../src/server/adapters/http/gate.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const status = (text: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
const head = (hostLines: string, path = '/healthz', version = '1.1') =>
  server.raw(`GET ${path} HTTP/${version}\r\n${hostLines}Connection: close\r\n\r\n`);

describe('Host', () => {
  it('[STR40] only the exact list is let through, of 40 forms', async () => {
    const { port } = server;
    const good = [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `[::1]:${port}`,
      'noc.example.com',
      `noc.example.com:${port}`,
    ];
    const bad = [
      '',
      ' ',
      'evil.test',
      `evil.test:${port}`,
      '127.0.0.1',
      'localhost',
      `127.0.0.1:${port + 1}`,
      `127.0.0.1:0${port}`,
      `127.0.0.1:${port}x`,
      `127.0.0.1.:${port}`,
      `localhost.:${port}`,
      `LOCALHOST:${port}`,
      `Localhost:${port}`,
      `NOC.example.com`,
      `user@127.0.0.1:${port}`,
      `127.0.0.1:${port}@evil.test`,
      `127.0.0.1:${port}.evil.test`,
      `localhost.evil.test:${port}`,
      `evil-localhost:${port}`,
      `127.0.0.1:${port}, evil.test`,
      `http://127.0.0.1:${port}`,
      `127.0.0.1:${port}/`,
      `127.0.0.1:${port}#`,
      `127.0.0.1:${port}?`,
      `[::ffff:127.0.0.1]:${port}`,
      `[::ffff:7f00:1]:${port}`,
      `[0:0:0:0:0:0:0:1]:${port}`,
      `::1:${port}`,
      `[::]:${port}`,
      `0.0.0.0:${port}`,
      `0:${port}`,
      `2130706433:${port}`,
      `0x7f.0.0.1:${port}`,
      `127.1:${port}`,
      `127.0.0.2:${port}`,
      `127.000.000.001:${port}`,
      'sub.noc.example.com',
      'noc.example.com.',
      'noc.example.com:1',
      '__proto__',
    ];
    for (const host of good) expect([host, status(await head(`Host: ${host}\r\n`))]).toEqual([host, 200]);
    for (const host of bad) expect([host, status(await head(`Host: ${host}\r\n`))]).toEqual([host, 403]);
    expect(bad.length).toBe(40);
  });

  it('[STR40] a missing, doubled or absolute Host is refused', async () => {
    const { port } = server;
    const own = `Host: 127.0.0.1:${port}\r\n`;
    expect(status(await head(''))).toBe(400);
    expect(status(await head('', '/healthz', '1.0'))).toBe(403);
    expect([400, 403]).toContain(status(await head(own + own)));
    expect([400, 403]).toContain(status(await head(`${own}Host: evil.test\r\n`)));
    expect(status(await head(own, `http://127.0.0.1:${port}/healthz`))).toBe(400);
    expect(status(await head(own, `http://evil.test/healthz`))).toBe(400);
    expect(status(await head(own, '*'))).toBeGreaterThanOrEqual(400);
  });

  it('[STR40] the 403 names the setting in at most 200 bytes and repeats nothing of the request', async () => {
    const reply = await server.call('GET', '/api/v1/conservation', { headers: { host: 'evil.test' } });
    expect(reply.status).toBe(403);
    expect(reply.text).toContain('--allowed-host');
    expect(Buffer.byteLength(reply.text)).toBeLessThanOrEqual(200);
    expect(reply.text).not.toContain('evil');
  });

  it('[STR40] the ingestion path stands behind the same gate', async () => {
    const reply = await server.call('POST', '/integration/standard/v1/x', {
      body: '{}',
      headers: { host: 'evil.test' },
    });
    expect(reply.status).toBe(403);
  });

  const base = { publicUrl: null, allowedHosts: [], tls: null };
  it("[STR40] the machine's addresses are allowed only where it is bound to the outside", () => {
    const addresses = () => ['192.0.2.7', '[2001:db8::7]'];
    const outside = gateSettings({ ...base, host: '0.0.0.0' }, 7700, addresses);
    expect([...outside.hosts.keys()]).toEqual([
      'localhost:7700',
      '127.0.0.1:7700',
      '[::1]:7700',
      '192.0.2.7:7700',
      '[2001:db8::7]:7700',
    ]);
    const inside = gateSettings({ ...base, host: '127.0.0.1' }, 7700, addresses);
    expect(inside.hosts.has('192.0.2.7:7700')).toBe(false);
  });

  it("[STR40] the public URL's host is allowed, a default port left out as browsers leave it out", () => {
    const { hosts } = gateSettings(
      { ...base, host: '127.0.0.1', publicUrl: 'https://noc.example.com:443/x' },
      7700,
    );
    expect(hosts.get('noc.example.com')).toEqual(new Set(['https://noc.example.com']));
    expect(gateSettings({ ...base, host: '127.0.0.1' }, 80).hosts.has('localhost')).toBe(true);
  });
});

describe('Origin and Sec-Fetch', () => {
  const settings = gateSettings({ host: '127.0.0.1', publicUrl: null, allowedHosts: [], tls: null }, 7700);
  const verdict = (headers: Record<string, string>, url = '/api/v1/incidents', method = 'GET') =>
    judge(
      { method, url, rawHeaders: Object.entries({ Host: '127.0.0.1:7700', ...headers }).flat() },
      settings,
    );

  it("[STR41] an Origin is its own Host's or the request is refused", () => {
    expect(verdict({}).ok).toBe(true);
    expect(verdict({ Origin: 'http://127.0.0.1:7700' }).ok).toBe(true);
    for (const Origin of [
      'null',
      '',
      'http://localhost:7700',
      'http://127.0.0.1',
      'http://127.0.0.1:7701',
      'https://127.0.0.1:7700',
      'http://127.0.0.1:7700/',
      'http://127.0.0.1:7700.evil.test',
      'http://evil.test',
      'file://',
      'chrome-extension://x',
    ])
      expect([Origin, verdict({ Origin })]).toMatchObject([Origin, { ok: false, status: 403 }]);
    const twice = ['Host', '127.0.0.1:7700', 'Origin', 'http://127.0.0.1:7700', 'ORIGIN', 'http://evil.test'];
    expect(judge({ method: 'GET', url: '/', rawHeaders: twice }, settings).ok).toBe(false);
  });

  it('[STR42] other sites are refused; they may open a page and nothing else', () => {
    const visit = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    for (const site of ['cross-site', 'same-site', 'Same-Origin', 'x', '']) {
      expect([site, verdict({ 'Sec-Fetch-Site': site }).ok]).toEqual([site, false]);
      expect(verdict({ 'Sec-Fetch-Site': site }, '/').ok).toBe(false);
    }
    for (const site of ['same-origin', 'none']) expect(verdict({ 'sec-fetch-site': site }).ok).toBe(true);
    const cross = { 'Sec-Fetch-Site': 'cross-site', ...visit };
    expect(verdict(cross, '/incidents/1').ok).toBe(true);
    expect(verdict(cross, '/incidents/1', 'POST').ok).toBe(false);
    expect(verdict({ ...cross, 'Sec-Fetch-Dest': 'iframe' }, '/').ok).toBe(false);
    expect(verdict({ ...cross, Origin: 'null' }, '/').ok).toBe(false);
    for (const url of [
      '/api/v1/config',
      '/integration/standard/v1/k?summary=x',
      '/metrics',
      '/v2/enqueue',
      '/socket.io/?x',
    ])
      expect([url, verdict(cross, url).ok]).toEqual([url, false]);
  });
});

describe('limits', () => {
  it('[STR48] a sender slow with its headers or its body is cut within 20 s', async () => {
    const start = performance.now();
    const slow = (bytes: string) => server.raw(bytes, 22_000).then(() => performance.now() - start);
    const own = `Host: 127.0.0.1:${server.port}\r\n`;
    const took = await Promise.all([
      slow('GET / HTTP/1.1\r\nHo'),
      slow(`POST /v2/enqueue HTTP/1.1\r\n${own}Content-Length: 100\r\n\r\n{`),
      slow(
        `PUT /api/v1/config HTTP/1.1\r\n${own}Content-Length: 100\r\nContent-Type: application/json\r\nAuthorization: Bearer x\r\n\r\n{`,
      ),
      slow(''),
    ]);
    for (const ms of took) expect(ms).toBeLessThan(20_500);
  }, 25_000);

  it('[STR48] headers without end are 431', async () => {
    const text = await server.raw(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 431/);
  });
});
