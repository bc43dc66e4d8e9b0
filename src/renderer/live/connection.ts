import { io, type Socket } from 'socket.io-client';
import { type Annunciate, annunciateSchema, type Command, type CommandResult } from '../../shared/stream.ts';
import { readFrame } from './frames.ts';
import type { Frame } from './live-reducer.ts';

/** `denied`: the server refused the token; retried only when told. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'denied';

export interface ConnectionOptions {
  readonly token: string;
  /** Origin to connect to; the page's own by default. */
  readonly url?: string;
  /** Where the page is, asked at each connect: lets the server resume with deltas. */
  readonly position: () => { readonly epoch: string; readonly lastSeq: number } | null;
  readonly onFrame: (frame: Frame) => void;
  readonly onAnnunciate: (annunciate: Annunciate) => void;
  readonly onState: (state: ConnectionState) => void;
}

export interface Connection {
  /** Asks for a snapshot. At most one request is under way; an unanswered one is asked again after 2 s. */
  resync(): void;
  send(command: Command): Promise<CommandResult>;
  /** Drops the link and makes a new one: for a link that says connected and brings nothing. */
  renew(): void;
  close(): void;
}

const RESYNC_RETRY_MS = 2000;
const COMMAND_LIMIT_MS = 8000;
const DENIED = /unauthori[sz]ed|forbidden|denied|token/i;

/** A refusal made by the page itself. */
export const refusal = (code: string, message: string): CommandResult => ({
  ok: false,
  error: { status: 503, code, message },
});

/** Opens the stream. Reconnects by itself, spread out so that a hundred walls do not return in one instant. */
export function openConnection(options: ConnectionOptions): Connection {
  const socket: Socket = io(options.url ?? window.location.origin, {
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    auth: (give) => give({ token: options.token, ...options.position() }),
    reconnectionDelay: 400,
    reconnectionDelayMax: 4000,
    randomizationFactor: 0.5,
    timeout: 4000,
  });
  /** Set while a resync is under way. */
  let retry: ReturnType<typeof setTimeout> | undefined;
  let readmit: ReturnType<typeof setTimeout> | undefined;

  for (const kind of ['snapshot', 'delta', 'heartbeat'] as const) {
    socket.on(kind, (body: unknown) => {
      if (kind === 'snapshot') settleResync();
      options.onFrame(readFrame(kind, body));
    });
  }
  socket.on('annunciate', (body: unknown) => {
    const { data } = annunciateSchema.safeParse(body);
    if (data) options.onAnnunciate(data);
  });
  socket.on('connect', () => {
    settleResync();
    options.onState('connected');
  });
  socket.on('disconnect', (why) => {
    options.onState('lost');
    // The server closed the link itself: socket.io does not come back from that on its own.
    if (why === 'io server disconnect') comeBack();
  });
  socket.on('connect_error', (error) => {
    if (socket.active) return options.onState('lost');
    const status = (error as { data?: { status?: number } }).data?.status;
    const isDenied = status === 401 || status === 403 || (status === undefined && DENIED.test(error.message));
    options.onState(isDenied ? 'denied' : 'lost');
    if (!isDenied) comeBack();
  });

  function comeBack(): void {
    clearTimeout(readmit);
    readmit = setTimeout(() => socket.connect(), 500 + Math.random() * 3500);
  }

  function resync(): void {
    if (!socket.connected || retry !== undefined) return;
    socket.emit('resync');
    retry = setTimeout(() => {
      retry = undefined;
      resync();
    }, RESYNC_RETRY_MS);
  }

  function settleResync(): void {
    clearTimeout(retry);
    retry = undefined;
  }

  return {
    resync,
    async send(command) {
      if (!socket.connected) return refusal('not-live', 'Not connected to the server. Nothing was sent.');
      try {
        return readResult(await socket.timeout(COMMAND_LIMIT_MS).emitWithAck('command', command));
      } catch {
        return refusal(
          'no-answer',
          'The server did not answer in time. Look at the incident before trying again.',
        );
      }
    },
    renew() {
      socket.disconnect();
      socket.connect();
    },
    close() {
      settleResync();
      clearTimeout(readmit);
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}

function readResult(answer: unknown): CommandResult {
  if (typeof answer === 'object' && answer !== null) {
    if ('incident' in answer) return { ok: true, incident: (answer as { incident: never }).incident };
    const error = (answer as { error?: unknown }).error;
    if (typeof error === 'object' && error !== null && 'message' in error) {
      return { ok: false, error: error as Extract<CommandResult, { ok: false }>['error'] };
    }
  }
  return refusal(
    'unreadable',
    'The server’s answer could not be read. Look at the incident before trying again.',
  );
}
