import type { ZodType } from 'zod';
import { z } from 'zod';
import { readToken } from './token.ts';

/** A refusal as data (RFC 9457). `status` 0: the server could not be reached or its answer not read. */
export interface Problem {
  readonly status: number;
  /** Machine-readable name where the server gives one: `managed-by-file`, `offline`, `unreadable` … */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** Bad paths of a 422. */
  readonly problems: readonly { readonly path: string; readonly message: string; readonly found?: unknown }[];
}

export type ApiResult<T> =
  | { readonly ok: true; readonly status: number; readonly value: T; readonly headers: Headers }
  | { readonly ok: false; readonly problem: Problem };

export interface ApiInit<T> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Shape of the answer; without one the value is handed on as it came (`unknown`). */
  readonly schema?: ZodType<T>;
  readonly signal?: AbortSignal;
  /** Another token than this page's, or null for none. */
  readonly token?: string | null;
  /** Milliseconds until the request is given up; default 15 s. */
  readonly timeoutMs?: number;
}

const problemSchema = z.object({
  code: z.string().optional(),
  type: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  problems: z
    .array(z.object({ path: z.string(), message: z.string(), found: z.unknown().optional() }))
    .optional(),
});

/** Reads the body of a refusal; whatever cannot be read becomes the status line's words. */
export function problemOf(status: number, statusText: string, body: unknown): Problem {
  const read = problemSchema.safeParse(body);
  const found = read.success ? read.data : {};
  const name = found.code ?? found.type?.split(/[/:#]/).at(-1);
  return {
    status,
    code: name && name !== 'blank' ? name : String(status),
    title: found.title ?? statusText,
    detail: found.detail ?? '',
    problems: found.problems ?? [],
  };
}

const trouble = (code: 'offline' | 'unreadable' | 'aborted', detail: string): Problem => ({
  status: 0,
  code,
  title: code,
  detail,
  problems: [],
});

function requestOf<T>(init: ApiInit<T>): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json', ...init.headers };
  const token = init.token === undefined ? readToken() : init.token;
  if (token) headers.authorization = `Bearer ${token}`;
  if (init.body !== undefined) headers['content-type'] = 'application/json';
  const limit = AbortSignal.timeout(init.timeoutMs ?? 15_000);
  return {
    method: init.method ?? 'GET',
    headers,
    body: init.body === undefined ? null : JSON.stringify(init.body),
    signal: init.signal ? AbortSignal.any([init.signal, limit]) : limit,
    cache: 'no-store',
    credentials: 'omit',
  };
}

/** Asks the server. Never throws: refusals, an unreachable server and unreadable answers are values. */
export async function api<T = unknown>(path: string, init: ApiInit<T> = {}): Promise<ApiResult<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, requestOf(init));
    text = await response.text();
  } catch (error) {
    if (init.signal?.aborted) return { ok: false, problem: trouble('aborted', '') };
    return { ok: false, problem: trouble('offline', error instanceof Error ? error.message : String(error)) };
  }
  let body: unknown = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    if (response.ok) return { ok: false, problem: trouble('unreadable', text.slice(0, 200)) };
  }
  if (!response.ok) return { ok: false, problem: problemOf(response.status, response.statusText, body) };
  const { status, headers } = response;
  if (!init.schema) return { ok: true, status, value: body as T, headers };
  const read = init.schema.safeParse(body);
  return read.success
    ? { ok: true, status, value: read.data, headers }
    : { ok: false, problem: trouble('unreadable', z.prettifyError(read.error).slice(0, 500)) };
}
