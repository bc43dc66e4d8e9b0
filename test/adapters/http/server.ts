import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createHttp, type HttpOptions } from '../../../src/server/adapters/http/create-http.ts';
import type { ConfigInput } from '../../../src/shared/config/document.ts';
import { fakeDoors } from './fake-doors.ts';
import { createFakeFloor, quietLog } from './fake-floor.ts';

/** A folder such as the built renderer, with a link that leads out of it. */
export function makeStatic(): string {
  const root = mkdtempSync(join(tmpdir(), 'watchfloor-static-'));
  const dir = join(root, 'renderer');
  const outside = join(root, 'outside');
  mkdirSync(join(dir, 'assets'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(dir, 'index.html'), '<!doctype html><title>Watchfloor</title>');
  writeFileSync(join(dir, 'assets', 'app-abc123.js'), 'export {};');
  writeFileSync(join(dir, '.hidden'), 'TOP-SECRET');
  writeFileSync(join(outside, 'secret.txt'), 'TOP-SECRET');
  symlinkSync(join(outside, 'secret.txt'), join(dir, 'assets', 'link.txt'));
  return dir;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any answer
  readonly json: any;
}

/** A listening server on a free port with a fake floor, a clock that tests move, and plain ways to call it. */
export async function startServer(over: Partial<HttpOptions> = {}, config?: ConfigInput) {
  const fake = createFakeFloor(config);
  const staticDir = makeStatic();
  const time = { now: Date.parse('2026-11-22T03:00:00Z') };
  const suspicious: unknown[][] = [];
  const http = createHttp({
    floor: fake.floor,
    config: () => fake.floor.config().document,
    settings: { host: '127.0.0.1', publicUrl: null, allowedHosts: ['noc.example.com'], tls: null },
    log: quietLog,
    clock: { now: () => time.now, elapsed: () => performance.now() },
    staticDir,
    auth: { adminToken: null, shellToken: null },
    sources: { matchEndpoint: fakeDoors, doors: () => [] },
    version: '0.0.0',
    onSuspicious: (...call) => suspicious.push(call),
    ...over,
  });
  await new Promise<void>((resolve) => http.server.listen(0, '127.0.0.1', resolve));
  const { port } = http.server.address() as AddressInfo;

  const call = (
    method: string,
    path: string,
    options: { headers?: Record<string, string | string[]>; body?: string | Buffer; token?: string } = {},
  ): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { body, token } = options;
      const req = request(
        {
          host: '127.0.0.1',
          port,
          method,
          path,
          headers: {
            ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...options.headers,
          },
        },
        (res) => {
          const chunks: Buffer[] = [];
          res.on('data', (chunk: Buffer) => chunks.push(chunk));
          res.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            let json: unknown;
            try {
              json = JSON.parse(text);
            } catch {
              json = undefined;
            }
            resolve({ status: res.statusCode!, headers: res.headers, text, json });
          });
        },
      );
      req.on('error', reject);
      req.end(body);
    });
  const api = (
    method: string,
    path: string,
    token?: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) =>
    call(method, path, {
      ...(token === undefined ? {} : { token }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    });
  /** Bytes straight onto a socket; resolves with everything answered when the other side closes, or after `waitMs`. */
  const raw = (bytes: string | Buffer, waitMs = 500): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      const done = () => {
        clearTimeout(timer);
        socket.destroy();
        resolve(text);
      };
      const timer = setTimeout(done, waitMs);
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
      });
      socket.on('close', done).on('error', done);
    });
  const close = () =>
    new Promise<void>((resolve) => {
      http.server.closeAllConnections();
      http.server.close(() => {
        rmSync(dirname(staticDir), { recursive: true, force: true });
        resolve();
      });
    });
  return { ...fake, http, port, time, suspicious, call, api, raw, close };
}
export type TestServer = Awaited<ReturnType<typeof startServer>>;
