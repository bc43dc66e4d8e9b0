import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Milliseconds to wait, or null when the caller may go on. */
export type Limit = (address: string) => Promise<number | null>;

/** Guesses and requests without a token, per address and minute (AUD31, AUD34); tests of contacts, per person (NTF80). */
export interface Limits {
  readonly signIn: Limit;
  readonly openPairing: Limit;
  readonly claimPairing: Limit;
  readonly testNotification: Limit;
}

export function createLimits(): Limits {
  const perMinute = (points: number): Limit => {
    const limiter = new RateLimiterMemory({ points, duration: 60 });
    return async (address) => {
      try {
        await limiter.consume(address);
        return null;
      } catch (refused) {
        return (refused as { msBeforeNext: number }).msBeforeNext;
      }
    };
  };
  // A claim is polled by every waiting screen of a room, perhaps behind one address.
  return {
    signIn: perMinute(20),
    openPairing: perMinute(30),
    claimPairing: perMinute(1200),
    testNotification: perMinute(10),
  };
}
