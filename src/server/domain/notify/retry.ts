import { type Reason, reason } from '../../../shared/reason.ts';

/** How a message travels; extensions share the webhook's schedule. */
export type RetryChannel = 'desktop' | 'email' | 'webhook' | 'extension';

export interface AttemptResult {
  readonly ok: boolean;
  readonly retryable: boolean;
  /** Wait the other side asked for, ms. */
  readonly retryAfterMs?: number;
}

export type RetryDecision =
  | { readonly retry: true; readonly delayMs: number; readonly reason: Reason }
  | { readonly retry: false; readonly reason: Reason };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Schedule {
  /** Waits after attempt 1, 2, …; the last one repeats. */
  readonly delaysMs: readonly number[];
  /** Time from the first attempt after which no other is made. */
  readonly giveUpAfterMs: number;
}

/** A toast a minute late only adds noise; mail and webhooks wait for a relay that comes back within a day. */
const TOAST: Schedule = {
  delaysMs: [2 * SECOND, 5 * SECOND, 10 * SECOND, 20 * SECOND],
  giveUpAfterMs: MINUTE,
};
const NETWORK: Schedule = {
  delaysMs: [
    5 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
  ],
  giveUpAfterMs: 24 * HOUR,
};
export const RETRY_SCHEDULES: Readonly<Record<RetryChannel, Schedule>> = {
  desktop: TOAST,
  email: NETWORK,
  webhook: NETWORK,
  extension: NETWORK,
};

/** The longest wait another side may ask for; more is cut to it. */
export const MAX_RETRY_AFTER_MS = HOUR;

/**
 * Wait after attempt `attempt` (from 1) in ms, before jitter and `Retry-After`.
 */
export function backoffMs(channel: RetryChannel, attempt: number): number {
  const { delaysMs } = RETRY_SCHEDULES[channel];
  return delaysMs[Math.min(Math.max(attempt, 1), delaysMs.length) - 1] ?? MINUTE;
}

/**
 * Whether, and after how long, a failed message is tried again (NTF30–NTF33).
 * `elapsedMs` is the time since its first attempt, `jitter` a number in [0, 1) that spreads the wait ±20 %.
 * An asked-for wait is never undercut, and never followed beyond an hour.
 */
export function decideRetry(input: {
  readonly channel: RetryChannel;
  /** Attempts made so far, this one included. */
  readonly attempts: number;
  readonly elapsedMs: number;
  readonly result: AttemptResult;
  readonly jitter: number;
}): RetryDecision {
  const { channel, attempts, elapsedMs, result, jitter } = input;
  if (result.ok) return { retry: false, reason: reason('NTF30', 'Delivered') };
  if (!result.retryable) {
    return { retry: false, reason: reason('NTF32', 'Another attempt cannot help') };
  }
  const spread = Math.round(backoffMs(channel, attempts) * (0.8 + 0.4 * jitter));
  const asked = Math.min(result.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  const delayMs = Math.max(spread, asked);
  const { giveUpAfterMs } = RETRY_SCHEDULES[channel];
  if (elapsedMs + delayMs > giveUpAfterMs) {
    return {
      retry: false,
      reason: reason('NTF31', `Given up after ${attempts} attempts in ${Math.round(elapsedMs / SECOND)} s`, {
        attempts,
        elapsedMs,
      }),
    };
  }
  return asked > spread
    ? { retry: true, delayMs, reason: reason('NTF33', 'The other side asked to wait', { delayMs, attempts }) }
    : { retry: true, delayMs, reason: reason('NTF30', 'Another attempt follows', { delayMs, attempts }) };
}
