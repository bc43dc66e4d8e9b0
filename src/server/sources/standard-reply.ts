import { assertNever } from '../../shared/words.ts';
import type { EventResult, HttpAnswer, Refusal } from './source.ts';

/** Seconds a shed sender should wait. */
const RETRY_AFTER = { 'Retry-After': '1' };

/** Exactly 200 and `code` as text: senders written for AlertNow check both (ING13). */
export function acceptStandard(results: readonly EventResult[]): HttpAnswer {
  return {
    status: 200,
    body: {
      code: '200',
      msg: 'ok',
      events: results.map(({ outcome, incident, reason }) =>
        incident === null ? { outcome, reason } : { outcome, incident, reason },
      ),
    },
  };
}

/** `{"code":"400","msg":"summary: …"}`; the code is the HTTP status (ING13). All wrong keys read alike (ING14). */
export function refuseStandard(refusal: Refusal): HttpAnswer {
  return answer(statusOf(refusal.kind), messageOf(refusal));
}

/** For senders that give up on every 4xx, 429 included, and try again on 5xx. */
export function refuseStandardRetrying(refusal: Refusal): HttpAnswer {
  return answer(refusal.kind === 'overload' ? 503 : statusOf(refusal.kind), messageOf(refusal));
}

function answer(status: number, msg: string): HttpAnswer {
  const body = { code: String(status), msg };
  return status === 429 || status === 503 ? { status, body, headers: RETRY_AFTER } : { status, body };
}

/** HTTP status of a refusal where the emulated protocol has no own idea. */
export function statusOf(kind: Refusal['kind']): number {
  switch (kind) {
    case 'key':
    case 'signature':
      return 401;
    case 'body':
      return 400;
    case 'too-large':
      return 413;
    case 'method':
      return 405;
    case 'overload':
      return 429;
    case 'storage':
      return 503;
    default:
      return assertNever(kind);
  }
}

/** What a sender is told; nothing that would tell a wrong key from a revoked one. */
export const messageOf = (refusal: Refusal): string =>
  refusal.kind === 'key' ? 'key: not a key of this endpoint' : refusal.reason.text;
