import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A link that a test can cut, stop or listen to, between a page and the server. */
export interface TcpProxy {
  readonly port: number;
  /** Ends every connection and refuses new ones until `restore`. */
  cut(): void;
  /** Keeps every connection open and passes nothing: a link that died without saying so. */
  hold(): void;
  restore(): void;
  close(): Promise<void>;
}

/** A proxy on a loopback port of its own to `target`, another loopback port. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let isHeld = false;
  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => from.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('data', (bytes) => {
        if (!isHeld) to.write(bytes);
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      destroyAll();
    },
    hold() {
      isHeld = true;
    },
    restore() {
      // What was swallowed cannot come back: half a frame would not be what the server said.
      if (isHeld) destroyAll();
      isCut = false;
      isHeld = false;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        destroyAll();
      }),
  };
}
