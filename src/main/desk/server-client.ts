import { z } from 'zod';

/** A request to the local server; Electron's `net.fetch` is behind it, which trusts what the system trusts. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ServerClientDeps {
  readonly fetch: Fetch;
  /** The shell's own token, new at each start of the app. */
  readonly token: string;
}

const LIMIT_MS = 2000;
const PAGE = 500;

const itemsSchema = z.object({
  items: z.array(z.object({ urgency: z.string() })),
  nextCursor: z.string().nullable(),
});
const createdSchema = z.object({ token: z.string().min(1) });
const configSchema = z.object({ displays: z.array(z.object({ id: z.string() })).default([]) });

export interface OpenCounts {
  /** Not acknowledged; `more` when the server has more than were counted. */
  readonly open: number;
  readonly highest: number;
  readonly more: boolean;
}

/** What the shell asks its server, with its own token (AUD68). Every answer is null when there was none. */
export function createServerClient({ fetch, token }: ServerClientDeps) {
  const ask = async (address: string, init: RequestInit = {}, bearer = token): Promise<Response | null> => {
    const headers = { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' };
    try {
      return await fetch(address, {
        ...init,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(LIMIT_MS),
      });
    } catch {
      return null;
    }
  };
  const read = async <T>(schema: z.ZodType<T>, response: Response | null): Promise<T | null> => {
    if (!response?.ok) return null;
    try {
      return schema.safeParse(await response.json()).data ?? null;
    } catch {
      return null;
    }
  };

  return {
    async isAlive(url: string): Promise<boolean> {
      const response = await ask(`${url}/healthz`);
      // A server whose disk failed answers 503: it is alive, and it is not helped by a restart.
      return response !== null;
    },
    async openCounts(url: string): Promise<OpenCounts | null> {
      const found = await read(itemsSchema, await ask(`${url}/api/v1/incidents?status=open&limit=${PAGE}`));
      if (found === null) return null;
      const highest = found.items.filter(({ urgency }) => urgency === 'highest').length;
      return { open: found.items.length, highest, more: found.nextCursor !== null };
    },
    async displayIds(url: string): Promise<readonly string[] | null> {
      const config = await read(configSchema, await ask(`${url}/api/v1/config`));
      return config === null ? null : config.displays.map(({ id }) => id);
    },
    /** Whether the server knows a display token; null when it did not say. */
    async isDisplayToken(url: string, displayToken: string): Promise<boolean | null> {
      const response = await ask(`${url}/api/v1/conservation`, {}, displayToken);
      return response === null || response.status >= 500 ? null : response.status !== 401;
    },
    async mintDisplayToken(url: string, display: string): Promise<string | null> {
      const body = JSON.stringify({ kind: 'display', name: `Desktop wall ${display}`, subject: display });
      const made = await read(createdSchema, await ask(`${url}/api/v1/tokens`, { method: 'POST', body }));
      return made?.token ?? null;
    },
  };
}
export type ServerClient = ReturnType<typeof createServerClient>;
