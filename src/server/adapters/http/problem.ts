import { STATUS_CODES } from 'node:http';

/** An answer of a route: JSON unless `type` says otherwise, a stream of bytes never. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Media type of a text body; JSON when absent. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** RFC 9457 problem. `code` is a short word for programs, `rule` the rule of SPEC.md that refused. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly rule: string;
  readonly detail: string;
  readonly [extra: string]: unknown;
}

/** Builds the problem that a refusal of the API is answered with (STR45). */
export function problemOf(
  status: number,
  code: string,
  rule: string,
  detail: string,
  extra: Readonly<Record<string, unknown>> = {},
): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    rule,
    detail,
    ...extra,
  };
}

/** The same as an answer of a route. */
export function problem(
  status: number,
  code: string,
  rule: string,
  detail: string,
  extra: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    type: 'application/problem+json',
    body: problemOf(status, code, rule, detail, extra),
    headers,
  };
}

export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  body,
  headers,
});
