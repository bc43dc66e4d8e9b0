import { type buildConnector, Client, type Dispatcher, Pool } from 'undici';

/** An idle connection is used again for this long: a burst of pages shares a few, a lone page has its own. */
const IDLE_MS = 1000;
/** A pool nobody asked for in this time is given up. */
const FORGET_MS = 5000;
const MAX_HEADER_BYTES = 16_384;

type Options = Omit<Dispatcher.RequestOptions, 'origin'>;

/**
 * Connections of bursts, kept apart by `key`: whoever may use a connection is in it, so that none made for one
 * ever serves another.
 */
export class WarmConnections {
  readonly #pools = new Map<string, { readonly pool: Pool; answered: number; forget: NodeJS.Timeout }>();

  /** One exchange. Rejects as undici does; the body must be read or destroyed. */
  async request(
    key: string,
    origin: string,
    connect: () => buildConnector.connector,
    options: Options,
  ): Promise<Dispatcher.ResponseData> {
    const known = this.#pools.get(key) ?? this.#add(key, origin, connect());
    known.forget.refresh();
    try {
      const response = await known.pool.request(options);
      known.answered += 1;
      return response;
    } catch (error) {
      if (known.answered === 0 || !isCutOff(error)) throw error;
      // The peer closed a connection that we used again. That says nothing of the peer: a new connection does.
      return alone(origin, connect(), options);
    }
  }

  #add(key: string, origin: string, connect: buildConnector.connector) {
    const pool = new Pool(origin, {
      connect,
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
    });
    const forget = setTimeout(() => {
      this.#pools.delete(key);
      // What is under way ends by itself.
      pool.close().catch(() => undefined);
    }, FORGET_MS);
    forget.unref();
    const known = { pool, answered: 0, forget };
    this.#pools.set(key, known);
    return known;
  }
}

async function alone(
  origin: string,
  connect: buildConnector.connector,
  options: Options,
): Promise<Dispatcher.ResponseData> {
  // No keep-alive: the connection ends with the answer.
  const client = new Client(origin, { connect, maxHeaderSize: MAX_HEADER_BYTES, pipelining: 0 });
  const response = await client.request(options).catch((error: unknown) => {
    client.destroy().catch(() => undefined);
    throw error;
  });
  client.close().catch(() => undefined);
  return response;
}

const CUT_OFF = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

const isCutOff = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && CUT_OFF.has(String(error.code));
