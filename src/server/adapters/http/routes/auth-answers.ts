import type { AuthRefusal } from '../../../runtime/auth/refusal.ts';
import { type Answer, problem } from '../problem.ts';

/** A refusal of the auth layer as an answer. */
export function refused(refusal: AuthRefusal): Answer {
  const retry: Record<string, string> =
    refusal.retryAfterMs === undefined
      ? {}
      : { 'retry-after': String(Math.ceil(refusal.retryAfterMs / 1000)) };
  return problem(refusal.status, refusal.code, refusal.rule, refusal.detail, {}, retry);
}
/** Too many tries from one address, or about one person; `ms` to wait. */
const tooManyBy =
  ({ rule }: { readonly rule: string }) =>
  (ms: number): Answer =>
    refused({
      ok: false,
      status: 429,
      code: 'too-many-tries',
      rule,
      detail: 'Too many tries; wait a moment',
      retryAfterMs: ms,
    });
export const tooMany = tooManyBy({ rule: 'AUD31' });
export const tooManyTests = tooManyBy({ rule: 'NTF80' });
