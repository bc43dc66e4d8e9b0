import { type AddressInfo, createServer } from 'node:net';

/** A loopback port that nobody has now, for programs that cannot pick one and say so. */
export function findFreePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}
