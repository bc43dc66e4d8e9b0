import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { Server, type Socket } from 'socket.io';
import {
  type Annunciate,
  type Command,
  type CommandResult,
  type Delta,
  type Heartbeat,
  PROTOCOL,
  type Snapshot,
} from '../../src/shared/stream.ts';
import { heatmapAnswer, type Scene, shiftsAnswer } from './fake-scene.ts';

/** The policy the real server sends: the page must work under it. */
export const CSP =
  "default-src 'self'; connect-src 'self' ws:; img-src 'self' data:; font-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'self'";

export interface FakeFloorOptions {
  readonly scene: Scene;
  /** Built renderer to serve; without one only the stream and the API answer. */
  readonly staticDir?: string;
  readonly heartbeatMs?: number;
  /** Tokens that are let in; all but the empty one when absent. */
  readonly tokens?: readonly string[];
  readonly onCommand?: (command: Command) => CommandResult;
}

/** A server that says what a test tells it to, in the shapes of the contract. */
export interface FakeFloor {
  readonly url: string;
  scene(): Scene;
  seq(): number;
  /** Changes the scene and says so as one delta. `isLost`: the delta is never sent, as a fallen packet. */
  change(change: Partial<Omit<Delta, 'seq' | 'from' | 'at'>>, isLost?: boolean): void;
  annunciate(annunciate: Annunciate): void;
  /** No heartbeats, no deltas, no answers until `go`: a server that stands still with its links open. */
  freeze(): void;
  go(): void;
  /** Fields of every following heartbeat. */
  beatWith(fields: Partial<Heartbeat>): void;
  /** Another start of the server: new epoch, counting from 0. */
  restart(): void;
  /** Raw frame, right or wrong. */
  emit(event: string, body: unknown): void;
  readonly resyncs: () => number;
  approvePairing(token: string): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Starts a fake server on a free loopback port. */
export async function startFakeFloor(options: FakeFloorOptions): Promise<FakeFloor> {
  let scene = options.scene;
  let epoch = 'epoch-1';
  let seq = 1;
  let isFrozen = false;
  let beat: Partial<Heartbeat> = {};
  let resyncs = 0;
  let pairedToken: string | null = null;
  const now = () => new Date().toISOString();

  const snapshot = (): Snapshot => ({ ...scene, protocol: PROTOCOL, epoch, seq, at: now() });
  const http = createServer((request, response) => {
    if (isFrozen) return;
    answer(request, response, options.staticDir, () => pairedToken);
  });
  const io = new Server(http, { path: '/socket.io', serveClient: false });
  io.use((socket, next) => {
    const { token } = socket.handshake.auth as { token?: string };
    const isKnown = options.tokens ? options.tokens.includes(token ?? '') : Boolean(token);
    if (isKnown) return next();
    next(Object.assign(new Error('unauthorized'), { data: { status: 401 } }));
  });
  io.on('connection', (socket: Socket) => {
    const { epoch: known, lastSeq } = socket.handshake.auth as { epoch?: string; lastSeq?: number };
    if (!isFrozen && !(known === epoch && lastSeq === seq)) socket.emit('snapshot', snapshot());
    socket.on('resync', () => {
      resyncs += 1;
      if (!isFrozen) socket.emit('snapshot', snapshot());
    });
    socket.on('command', (command: Command, reply: (result: CommandResult) => void) => {
      if (isFrozen) return;
      const error = { status: 403 as const, code: 'forbidden', message: 'A display may only watch.' };
      reply(options.onCommand?.(command) ?? { ok: false, error });
    });
  });
  const timer = setInterval(() => {
    if (isFrozen) return;
    io.emit('heartbeat', {
      epoch,
      seq,
      at: now(),
      committedAt: now(),
      oldestOverdueMs: 0,
      storage: 'ok',
      ...beat,
    });
  }, options.heartbeatMs ?? 1000);

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    scene: () => scene,
    seq: () => seq,
    change({ upserts = [], removes = [], audit, ...parts }, isLost = false) {
      const kept = new Map(scene.incidents.map((item) => [item.id, item]));
      for (const id of removes) kept.delete(id);
      for (const item of upserts) kept.set(item.id, item);
      scene = {
        ...scene,
        ...parts,
        incidents: [...kept.values()],
        audit: [...(audit ?? []), ...scene.audit].slice(0, 50),
      };
      const from = seq;
      seq += 1;
      if (isLost || isFrozen) return;
      io.emit('delta', { seq, from, at: now(), upserts, removes, ...parts, ...(audit ? { audit } : {}) });
    },
    annunciate: (annunciate) => void io.emit('annunciate', annunciate),
    freeze: () => {
      isFrozen = true;
    },
    go: () => {
      isFrozen = false;
    },
    beatWith: (fields) => {
      beat = fields;
    },
    restart() {
      epoch = `epoch-${Date.now()}`;
      seq = 0;
      io.disconnectSockets(true);
    },
    emit: (event, body) => void io.emit(event, body),
    resyncs: () => resyncs,
    approvePairing: (token) => {
      pairedToken = token;
    },
    async close() {
      clearInterval(timer);
      await io.close();
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  staticDir: string | undefined,
  paired: () => string | null,
): unknown {
  const url = new URL(request.url ?? '/', 'http://fake');
  const json = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const shifts = /^\/api\/v1\/schedules\/([^/]+)\/shifts$/.exec(url.pathname);
  if (shifts) {
    const at = (name: string) => Date.parse(url.searchParams.get(name) ?? '');
    return json(200, shiftsAnswer(decodeURIComponent(shifts[1] ?? ''), at('from'), at('to')));
  }
  if (url.pathname === '/api/v1/reports/heatmap') return json(200, heatmapAnswer());
  if (url.pathname === '/api/v1/pairings') {
    return json(201, {
      id: 'p1',
      code: 'K7-4M2',
      secret: 's3cret',
      expiresAt: new Date(Date.now() + 600_000).toISOString(),
    });
  }
  if (url.pathname === '/api/v1/pairings/claim') {
    const token = paired();
    return token === null ? json(202, { waiting: true }) : json(200, { token, display: 'wall-1' });
  }
  if (url.pathname.startsWith('/api/') || !staticDir) return json(404, { title: 'Not found', status: 404 });
  const wanted = join(staticDir, normalize(url.pathname));
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(staticDir, 'index.html');
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': CSP,
  });
  return createReadStream(file).pipe(response);
}
