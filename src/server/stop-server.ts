import type { Server } from 'node:http';
import type { FloorCore } from './runtime/floor-core.ts';

/** Longest time that a stop waits for open requests. */
const STOP_MS = 2000;
/** Longest time that it waits for a channel's connections. */
const CHANNELS_MS = 300;

interface Closable {
  close(): unknown;
}

export interface ServerParts {
  /** What takes or starts work by itself; stopped first. */
  readonly parts: readonly { stop(): unknown }[];
  readonly http: Server;
  readonly gateway: { close(): Promise<unknown> };
  readonly core: FloorCore;
  readonly channels: Closable;
  readonly queries: Closable;
  readonly ledger: Closable;
  readonly lock: { release(): void };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Ends everything in order: no new work, what was accepted is committed, then files and the lock. */
export async function stopServer({
  parts,
  http,
  gateway,
  core,
  channels,
  queries,
  ledger,
  lock,
}: ServerParts) {
  for (const part of parts) await Promise.race([part.stop(), wait(CHANNELS_MS)]);
  // A sender that never pauses would keep its connection for ever: the next answer on each is its last.
  http.maxRequestsPerSocket = 1;
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  // Socket.IO waits for the same connections as `closed`, so it must not be waited for before they are cut.
  const streams = gateway.close();
  http.closeIdleConnections();
  core.outbox.stop();
  await Promise.race([closed, wait(STOP_MS)]);
  http.closeAllConnections();
  await streams;
  await core
    .change(
      'alive',
      (turn) => {
        turn.meta.aliveAt = String(turn.at);
      },
      true,
    )
    .catch(() => undefined);
  await core.runner.stop();
  await Promise.race([channels.close(), wait(CHANNELS_MS)]);
  await queries.close();
  ledger.close();
  lock.release();
}
