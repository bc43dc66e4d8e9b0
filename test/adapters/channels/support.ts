import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { PersonMessage } from '../../../src/server/domain/incident/decision.ts';

export interface Peer {
  readonly port: number;
  readonly url: string;
  readonly server: Server;
  /** Requests taken, with their bodies. */
  readonly seen: { readonly request: IncomingMessage; readonly body: string }[];
  close(): Promise<void>;
}

/** A real HTTP server on loopback; `close` also ends connections that hang on purpose. */
export async function startPeer(answer: RequestListener, host = '127.0.0.1'): Promise<Peer> {
  const seen: Peer['seen'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ request, body: Buffer.concat(chunks).toString('utf8') });
      answer(request, response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    server,
    seen,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export const pageMessage = (over: Partial<PersonMessage> = {}): PersonMessage => ({
  to: 'person',
  id: 'i1:1:1:0:0:an:0:hook',
  kind: 'page',
  incident: 'i1',
  user: 'an',
  contact: 'hook',
  firing: { run: 1, pass: 1, step: 0, repetition: 0 },
  urgency: 'highest',
  body: {
    number: 42,
    summary: 'DB <down> & "out"',
    service: 'payments',
    serviceName: '결제',
    urgency: 'highest',
    status: 'open',
    severity: null,
    count: 3,
    createdAt: '2026-11-16T00:00:00.000Z',
    step: 1,
    steps: 2,
    pass: 1,
    passes: 2,
    policy: 'Standard',
  },
  ...over,
});

export const SENT_AT = Date.parse('2026-11-16T00:00:05.000Z');
export const PERSON = { id: 'an', name: '김하늘', locale: 'ko' as const };
