import type { ServerProcessEvents, StartServer } from '../../../src/main/supervisor/server-process.ts';

export interface FakeServer {
  readonly events: ServerProcessEvents;
  readonly posted: unknown[];
  stopped: boolean;
  killed: boolean;
  /** Whether a polite stop ends it. */
  obedient: boolean;
}

/** Servers that a test starts, speaks for, and ends. */
export function fakeServers() {
  const all: FakeServer[] = [];
  const start: StartServer = (events) => {
    const server: FakeServer = { events, posted: [], stopped: false, killed: false, obedient: true };
    all.push(server);
    return {
      pid: () => 1000 + all.length,
      post: (message) => server.posted.push(message),
      stop: () => {
        server.stopped = true;
        if (server.obedient) events.exit(0);
      },
      kill: () => {
        server.killed = true;
        events.exit(null);
      },
    };
  };
  const last = (): FakeServer => {
    const server = all.at(-1);
    if (server === undefined) throw new Error('no server was started');
    return server;
  };
  return { all, start, last };
}

export const readyLine = (url = 'http://127.0.0.1:7700', more: object = {}): string =>
  JSON.stringify({ event: 'ready', url, wall: `${url}/wall/wall-1`, pid: 1, ...more });
