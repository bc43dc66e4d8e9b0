import { readFileSync } from 'node:fs';
import { Client } from 'undici';
import type { FetchTls } from '../../../shared/config/fetch-tls.ts';
import { guardAdmin } from '../channels/outbound-guard.ts';
import { type FetcherContext, FetchFailed, tlsOptions } from './fetcher.ts';

/** For a whole exchange, name lookup to last byte. */
const TIME_LIMIT_MS = 20_000;
/** About twenty thousand alerts. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

interface ApiRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type CallApi = (request: ApiRequest) => Promise<{ readonly status: number; readonly json: unknown }>;

/**
 * Asks the API of a tool in JSON, where an admin's URL may lead (ING154): half an answer, one that is too long and one
 * that is no JSON are failures, and a redirect is an answer. `json` is undefined where the status is not 2xx.
 */
export function createCallApi(
  settings: Pick<FetcherContext, 'ownPort' | 'resolve'> & { readonly tls: FetchTls | undefined },
  stopping: AbortSignal,
  limits: { readonly timeMs?: number; readonly bytes?: number } = {},
): CallApi {
  const maxBytes = limits.bytes ?? MAX_ANSWER_BYTES;
  return async ({ url: text, method, headers, body }) => {
    const url = new URL(text);
    const tls = tlsOptions(settings.tls, (path) => readFileSync(path, 'utf8'));
    const client = new Client(url.origin, {
      connect: guardAdmin(url, settings, tls).connector,
      maxHeaderSize: 16_384,
    });
    try {
      const response = await client.request({
        path: `${url.pathname}${url.search}`,
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.any([stopping, AbortSignal.timeout(limits.timeMs ?? TIME_LIMIT_MS)]),
      });
      const status = response.statusCode;
      if (status < 200 || status > 299) return { status, json: undefined };
      return { status, json: parse(await readWhole(response.body, maxBytes)) };
    } finally {
      // Not awaited: a peer that never closes must not hold the answer.
      client.destroy().catch(() => undefined);
    }
  };
}

async function readWhole(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new FetchFailed(`the answer is over ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FetchFailed('the answer is no JSON');
  }
}
