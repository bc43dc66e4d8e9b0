import { afterEach, describe, expect, it } from 'vitest';
import { retryAfterMs, sendForResult } from '../../../src/server/adapters/channels/http-result.ts';
import {
  createOutbound,
  MAX_RESPONSE_BYTES,
  OutboundRefused,
  type OutboundRequest,
  type OutboundSettings,
  type Resolver,
} from '../../../src/server/adapters/channels/outbound-guard.ts';
import { type Peer, startPeer } from './support.ts';

const peers: Peer[] = [];
const peer = async (...args: Parameters<typeof startPeer>): Promise<Peer> => {
  const started = await startPeer(...args);
  peers.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(peers.splice(0).map((each) => each.close()));
});

const outbound = (over: Partial<OutboundSettings> = {}) =>
  createOutbound({ allow: () => [], ownPort: () => null, timeLimitMs: 700, ...over });
const request = (url: string, over: Partial<OutboundRequest> = {}): OutboundRequest => ({
  url,
  author: 'admin',
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{}',
  ...over,
});
const deliver = (
  url: string,
  over: Partial<OutboundRequest> = {},
  settings: Partial<OutboundSettings> = {},
) => sendForResult(outbound(settings), request(url, over), () => 0);
const resolving =
  (...addresses: readonly string[]): Resolver =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('outbound guard', () => {
  it('[NTF61] takes any 2xx as delivered and sends method, headers and body as given', async () => {
    const canary = await peer((_, response) => response.writeHead(202).end('taken'));
    const result = await deliver(`${canary.url}/a?b=c`, {
      method: 'PUT',
      headers: { 'x-key': 'k' },
      body: '가',
    });
    expect(result).toEqual({ ok: true, retryable: false, detail: 'HTTP 202' });
    const [{ request: seen, body } = { request: null, body: '' }] = canary.seen;
    expect([seen?.method, seen?.url, seen?.headers['x-key'], body]).toEqual(['PUT', '/a?b=c', 'k', '가']);
  });

  it.each([
    [500, true],
    [503, true],
    [429, true],
    [408, true],
    [425, true],
    [400, false],
    [401, false],
    [404, false],
    [410, false],
    [301, false],
    [302, false],
    [307, false],
  ])('[NTF61] HTTP %d: retryable is %s', async (status, retryable) => {
    const canary = await peer((_, response) => response.writeHead(status, { location: '/again' }).end('why'));
    const result = await deliver(canary.url);
    expect(result).toMatchObject({ ok: false, retryable });
    expect(result.detail).toContain(`HTTP ${status}`);
    expect(canary.seen).toHaveLength(1);
  });

  it('[NTF33] hands on the wait a peer asks for, at most an hour', async () => {
    const canary = await peer((_, response) => response.writeHead(429, { 'retry-after': '120' }).end());
    expect(await deliver(canary.url)).toMatchObject({ retryable: true, retryAfterMs: 120_000 });
    const now = Date.parse('2026-11-16T00:00:00Z');
    expect(retryAfterMs('Mon, 16 Nov 2026 00:00:30 GMT', now)).toBe(30_000);
    expect(retryAfterMs('Sun, 15 Nov 2026 00:00:30 GMT', now)).toBe(0);
    expect(retryAfterMs('999999', now)).toBe(3_600_000);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs(null, now)).toBeUndefined();
  });

  it('[NTF73] never follows a redirect, so that one to loopback reaches nobody', async () => {
    const canary = await peer((_, response) => response.end('secret'));
    const bouncer = await peer((_, response) =>
      response.writeHead(302, { location: `${canary.url}/admin` }).end(),
    );
    const result = await deliver(bouncer.url);
    expect(result).toMatchObject({ ok: false, retryable: false });
    expect(result.detail).toContain('redirects are not followed');
    expect(canary.seen).toHaveLength(0);
  });

  it('[NTF74] a peer that never answers costs the time limit, no more', async () => {
    const silent = await peer(() => undefined);
    const start = performance.now();
    expect(await deliver(silent.url)).toEqual({ ok: false, retryable: true, detail: 'No answer in time' });
    expect(performance.now() - start).toBeLessThan(1500);
  });

  it('[NTF74] a body that drips for ever is cut off; the status decides', async () => {
    const drip = async (status: number) => {
      const canary = await peer((_, response) => {
        response.writeHead(status);
        const timer = setInterval(() => response.write('.'), 50);
        response.on('close', () => clearInterval(timer));
      });
      const start = performance.now();
      const result = await deliver(canary.url);
      expect(performance.now() - start).toBeLessThan(1500);
      return result;
    };
    expect(await drip(200)).toMatchObject({ ok: true });
    expect(await drip(500)).toMatchObject({ ok: false, retryable: true });
  });

  it('[NTF74] an endless body is read up to 64 KB and dropped', async () => {
    const written = { bytes: 0 };
    const flood = await peer((_, response) => {
      response.writeHead(500);
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 120))) written.bytes += 65_536;
      };
      response.on('drain', pour);
      pour();
    });
    const start = performance.now();
    const answer = await outbound({ timeLimitMs: 5000 })(request(flood.url));
    expect(answer.text.length).toBe(MAX_RESPONSE_BYTES);
    // Left at 64 KB, not at the time limit with all that came until then.
    expect(performance.now() - start).toBeLessThan(2500);
    expect(written.bytes).toBeLessThan(32 * 1024 * 1024);
    const result = await deliver(flood.url);
    expect(result.detail.length).toBeLessThanOrEqual(200);
    const before = written.bytes;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(written.bytes).toBe(before);
  });

  it('[NTF74] headers too large, a connection reset or refused are failures that may pass', async () => {
    const large = await peer((_, response) => response.writeHead(200, { x: 'y'.repeat(40_000) }).end());
    expect(await deliver(large.url)).toMatchObject({ ok: false, retryable: true });
    const rude = await peer((incoming) => incoming.socket.resetAndDestroy());
    expect(await deliver(rude.url)).toMatchObject({ ok: false, retryable: true });
    const gone = await peer((_, response) => response.end());
    await gone.close();
    expect(await deliver(gone.url)).toMatchObject({
      ok: false,
      retryable: true,
      detail: 'Not reached: ECONNREFUSED',
    });
  });

  it('[NTF61] a header that cannot be sent is final, and what a peer echoes is masked', async () => {
    const echo = await peer((incoming, response) =>
      response.writeHead(500).end(`you sent ${incoming.headers.authorization} to ${incoming.url}`),
    );
    expect(await deliver(echo.url, { headers: { 'x-bad': 'a\r\nb: c' } })).toMatchObject({
      retryable: false,
    });
    const secret = 'Bearer abcdefgh12345678';
    const result = await deliver(`${echo.url}/?token=qwertyuiop`, { headers: { authorization: secret } });
    expect(result.detail).toContain('you sent ***');
    expect(result.detail).not.toContain('qwertyuiop');
  });

  it('[NTF70] judges the address a name came to, not the name', async () => {
    const canary = await peer((_, response) => response.end());
    const url = `http://hooks.example.test:${canary.port}/`;
    const resolve = resolving('127.0.0.1');
    expect(await deliver(url, { author: 'responder' }, { resolve })).toMatchObject({
      ok: false,
      retryable: false,
    });
    expect(canary.seen).toHaveLength(0);
    expect(await deliver(url, { author: 'admin' }, { resolve })).toMatchObject({ ok: true });
    expect(canary.seen).toHaveLength(1);
  });

  it('[NTF70] a name that changes its address between two look-ups gains nothing', async () => {
    const canary = await peer((_, response) => response.end());
    let lookups = 0;
    const flipping: Resolver = async () => {
      lookups += 1;
      // Permitted for a checker that looks first, the canary for the connection after it.
      return [{ address: lookups % 2 === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }];
    };
    const send = outbound({ resolve: flipping, allow: () => ['127.0.0.2'] });
    const url = `http://flip.example.test:${canary.port}/`;
    for (let round = 0; round < 4; round++) {
      await expect(send(request(url, { author: 'responder' }))).rejects.toThrow();
    }
    expect(lookups).toBe(4);
    expect(canary.seen).toHaveLength(0);
  });

  it('[NTF70] of several addresses only permitted ones are tried', async () => {
    const canary = await peer((_, response) => response.end());
    const resolve = resolving('169.254.169.254', '127.0.0.1');
    expect(await deliver(`http://two.example.test:${canary.port}/`, {}, { resolve })).toMatchObject({
      ok: true,
    });
    const none = resolving('169.254.169.254', 'fd00:ec2::254');
    const result = await deliver('http://meta.example.test/', {}, { resolve: none });
    expect(result).toMatchObject({ ok: false, retryable: false });
    expect(result.detail).toContain('is refused');
  });

  it.each(['127.0.0.1', '127.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]'])(
    '[NTF70] a literal %s is judged though it is never looked up',
    async (host) => {
      const canary = await peer((_, response) => response.end());
      const send = outbound();
      const url = `http://${host}:${canary.port}/`;
      await expect(send(request(url, { author: 'responder' }))).rejects.toBeInstanceOf(OutboundRefused);
      expect(canary.seen).toHaveLength(0);
    },
  );

  it('[NTF72] a responder reaches loopback where outbound.allow names it', async () => {
    const canary = await peer((_, response) => response.end());
    const allow = () => [`127.0.0.1:${canary.port}`];
    expect(await deliver(canary.url, { author: 'responder' }, { allow })).toMatchObject({ ok: true });
  });

  it("[NTF75] Watchfloor's own port is never called", async () => {
    const self = await peer((_, response) => response.end());
    const result = await deliver(self.url, {}, { ownPort: () => self.port });
    expect(result).toMatchObject({ ok: false, retryable: false });
    expect(self.seen).toHaveLength(0);
    const byName = resolving('127.0.0.1');
    const named = await deliver(
      `http://me.test:${self.port}/`,
      {},
      { ownPort: () => self.port, resolve: byName },
    );
    expect(named).toMatchObject({ ok: false, retryable: false });
    expect(self.seen).toHaveLength(0);
  });

  it('[NTF70] refuses other schemes, tries again a name that does not resolve, sends credentials of the URL', async () => {
    await expect(outbound()(request('ftp://127.0.0.1/'))).rejects.toBeInstanceOf(OutboundRefused);
    const gone: Resolver = async () => {
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    };
    expect(await deliver('http://gone.test/', {}, { resolve: gone })).toEqual({
      ok: false,
      retryable: true,
      detail: 'Not reached: ENOTFOUND',
    });
    const canary = await peer((_, response) => response.end());
    await deliver(`http://noc:p%40ss@127.0.0.1:${canary.port}/`);
    expect(canary.seen[0]?.request.headers.authorization).toBe(
      `Basic ${Buffer.from('noc:p@ss').toString('base64')}`,
    );
  });

  it('[NTF76] a burst to one receiver shares connections; another author, or a policy that changed, has its own', async () => {
    const sockets: unknown[] = [];
    const canary = await peer((incoming, response) => {
      sockets.push(incoming.socket);
      response.end();
    });
    const permitted = [`127.0.0.1:${canary.port}`];
    const allowed = [...permitted];
    const send = outbound({ allow: () => allowed });
    const toCanary = (over: Partial<OutboundRequest> = {}) => send(request(canary.url, over));
    for (let n = 0; n < 5; n += 1) await toCanary();
    // One may still be ending its answer when the next request leaves.
    const shared = new Set(sockets).size;
    expect(shared).toBeLessThanOrEqual(2);
    await toCanary({ author: 'responder' });
    expect(new Set(sockets).size).toBe(shared + 1);
    allowed.push('10.0.0.1:80');
    await toCanary();
    expect(new Set(sockets).size).toBe(shared + 2);
    allowed.length = 0;
    await expect(toCanary({ author: 'responder' })).rejects.toBeInstanceOf(OutboundRefused);
    expect(sockets).toHaveLength(7);
  });

  it('[NTF76] a used connection that the peer closed costs nothing: a new one is tried at once, and only one', async () => {
    const keys: unknown[] = [];
    let isRude = false;
    const canary = await peer((incoming, response) => {
      keys.push(incoming.headers['idempotency-key']);
      if (!isRude) response.end();
      else incoming.socket.resetAndDestroy();
      isRude = keys.length === 2 || keys.length >= 4;
    });
    const send = outbound();
    const page = (key: string) =>
      sendForResult(send, request(canary.url, { headers: { 'idempotency-key': key } }), () => 0);
    await page('a');
    expect(await page('b')).toMatchObject({ ok: true });
    // Cut off on the connection of the two before, delivered on a new one.
    expect(await page('c')).toMatchObject({ ok: true });
    expect(keys).toEqual(['a', 'b', 'c', 'c']);
    // A peer that cuts off everything is a failure, after two tries.
    expect(await page('d')).toMatchObject({ ok: false, retryable: true });
    expect(keys.slice(4)).toEqual(['d', 'd']);
  });
});
