import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LogPort } from './runtime/ports.ts';

/** Listens; a taken port is not the end: any free one serves, and every screen says which and why. */
export async function listen(server: Server, host: string, port: number, log: LogPort): Promise<number> {
  const attempt = (wanted: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port: wanted, backlog: 4096 }, () => {
        server.off('error', reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  try {
    return await attempt(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port === 0) throw error;
    log.error(
      { port },
      `port ${port} is taken by another program: using a free one; tools that post to ${port} do not reach us`,
    );
    return attempt(0);
  }
}
