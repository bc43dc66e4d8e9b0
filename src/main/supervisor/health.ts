import { type Reason, reason } from '../../shared/reason.ts';

export const PROBE_EVERY_MS = 1000;
export const SILENT_MS = 5000;
export const BLOCKED_MS = 10_000;

export type Health =
  | { readonly state: 'well' }
  | { readonly state: 'silent' | 'blocked'; readonly silentMs: number; readonly reason: Reason };

/** How a server does that last answered `silentMs` ago (STR63). */
export function judgeHealth(silentMs: number): Health {
  if (silentMs < SILENT_MS) return { state: 'well' };
  const params = { silentMs: Math.round(silentMs) };
  return silentMs < BLOCKED_MS
    ? { state: 'silent', silentMs, reason: reason('STR63', 'the server does not answer', params) }
    : {
        state: 'blocked',
        silentMs,
        reason: reason('STR63', 'the server is blocked and is restarted', params),
      };
}
