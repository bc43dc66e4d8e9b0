import type { Socket } from 'socket.io';

/** Bytes that may wait for one page. A snapshot of a console with 10,000 rows is about 8 MB. */
const MAX_BUFFERED_BYTES = 12_000_000;
/** Packets that may wait inside Socket.IO for one page. */
const MAX_BUFFERED_PACKETS = 200;

interface EngineSocket {
  readonly writeBuffer?: readonly unknown[];
  readonly transport?: { readonly socket?: { readonly _socket?: { readonly writableLength?: number } } };
}

/**
 * True when a page does not read what it was sent: nothing more is queued for it (one stalled wall must not
 * grow the server). Reads two of Socket.IO's own counters; where they are missing nothing is assumed full.
 */
export function isOverfull(socket: Socket): boolean {
  const engine = socket.conn as unknown as EngineSocket;
  const packets = engine.writeBuffer?.length ?? 0;
  const bytes = engine.transport?.socket?._socket?.writableLength ?? 0;
  return packets > MAX_BUFFERED_PACKETS || bytes > MAX_BUFFERED_BYTES;
}
