/** Why a sign-in, pairing or token was refused, in the words of HTTP. `rule` is a rule of SPEC.md. */
export interface AuthRefusal {
  readonly ok: false;
  readonly status: 400 | 401 | 403 | 404 | 409 | 422 | 429 | 503;
  readonly code: string;
  readonly rule: string;
  readonly detail: string;
  readonly retryAfterMs?: number;
}

export const refusal = (
  status: AuthRefusal['status'],
  code: string,
  rule: string,
  detail: string,
): AuthRefusal => ({ ok: false, status, code, rule, detail });
