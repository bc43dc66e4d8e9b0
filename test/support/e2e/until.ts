import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again every 25 ms until `ask` gives something truthy, and returns it.
 * Throws after `limitMs` with what was asked for and the last answer or error.
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  limitMs = 10_000,
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const started = performance.now();
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer as Exclude<T, false | null | undefined | 0 | ''>;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() - started > limitMs) {
      const shown = last instanceof Error ? last.message : JSON.stringify(last)?.slice(0, 2000);
      throw new Error(`not within ${limitMs} ms: ${what}; last: ${shown}`);
    }
    await sleep(25);
  }
}
