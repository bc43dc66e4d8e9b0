import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { isLoopbackPeer } from './allowed-hosts.ts';
import { LIMITS } from './settings.ts';

/** Caps connections in all and per address (STR48). Over the cap a connection is closed at once. */
export function capConnections(
  server: Server,
  limits: { readonly maxConnections: number; readonly maxPerAddress: number } = LIMITS,
): void {
  server.maxConnections = limits.maxConnections;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isLoopbackPeer(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    if (count > limits.maxPerAddress) {
      socket.destroy();
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}
