import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backoffMs,
  decideRetry,
  MAX_RETRY_AFTER_MS,
  RETRY_SCHEDULES,
  type RetryChannel,
} from '../../../src/server/domain/notify/retry.ts';

const CHANNELS: readonly RetryChannel[] = ['desktop', 'email', 'webhook', 'extension'];
const again = { ok: false, retryable: true };

/** Attempts made until given up, when each fails at once. */
function attemptsUntilGivenUp(
  channel: RetryChannel,
  jitter: number,
): { attempts: number; elapsedMs: number } {
  let elapsedMs = 0;
  for (let attempts = 1; ; attempts++) {
    const decision = decideRetry({ channel, attempts, elapsedMs, result: again, jitter });
    if (!decision.retry) {
      expect(decision.reason.code).toBe('NTF31');
      return { attempts, elapsedMs };
    }
    elapsedMs += decision.delayMs;
  }
}

describe('retry', () => {
  it('[NTF30] waits longer after each attempt, up to the longest wait', () => {
    for (const channel of CHANNELS) {
      const waits = Array.from({ length: 12 }, (_, index) => backoffMs(channel, index + 1));
      expect(waits).toEqual([...waits].sort((a, b) => a - b));
    }
    expect(backoffMs('email', 1)).toBe(5000);
    expect(backoffMs('email', 1000)).toBe(30 * 60_000);
  });

  it('[NTF30] jitter spreads the wait by a fifth either way', () => {
    const delay = (jitter: number) => {
      const decision = decideRetry({ channel: 'webhook', attempts: 1, elapsedMs: 0, result: again, jitter });
      return decision.retry ? decision.delayMs : null;
    };
    expect(delay(0)).toBe(4000);
    expect(delay(0.5)).toBe(5000);
    expect(delay(0.999999)).toBe(6000);
  });

  it('[NTF31] gives up a toast within a minute, mail and webhooks within a day', () => {
    for (const jitter of [0, 0.5, 0.99]) {
      const toast = attemptsUntilGivenUp('desktop', jitter);
      expect(toast.attempts).toBeGreaterThanOrEqual(4);
      expect(toast.elapsedMs).toBeLessThanOrEqual(60_000);
      for (const channel of ['email', 'webhook', 'extension'] as const) {
        const { attempts, elapsedMs } = attemptsUntilGivenUp(channel, jitter);
        expect(elapsedMs).toBeLessThanOrEqual(24 * 3_600_000);
        expect(elapsedMs).toBeGreaterThan(23 * 3_600_000);
        expect(attempts).toBeLessThan(70);
      }
    }
  });

  it('[NTF32] does not try again what cannot help, nor what was delivered', () => {
    const base = { channel: 'email', attempts: 1, elapsedMs: 0, jitter: 0.5 } as const;
    expect(decideRetry({ ...base, result: { ok: false, retryable: false } })).toMatchObject({
      retry: false,
      reason: { code: 'NTF32' },
    });
    expect(decideRetry({ ...base, result: { ok: true, retryable: true } }).retry).toBe(false);
  });

  it('[NTF33] never undercuts the wait that was asked for, nor follows it beyond an hour', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANNELS),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 7 * 86_400_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (channel, attempts, retryAfterMs, jitter) => {
          const decision = decideRetry({
            channel,
            attempts,
            elapsedMs: 0,
            result: { ...again, retryAfterMs },
            jitter,
          });
          if (!decision.retry) {
            expect(RETRY_SCHEDULES[channel].giveUpAfterMs).toBeLessThan(MAX_RETRY_AFTER_MS);
            return;
          }
          expect(decision.delayMs).toBeGreaterThanOrEqual(Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
          expect(decision.delayMs).toBeLessThanOrEqual(MAX_RETRY_AFTER_MS);
        },
      ),
    );
  });
});
