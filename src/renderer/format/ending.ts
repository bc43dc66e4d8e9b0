/** How long before its end a maintenance is announced (SUP13). */
const ENDING_MS = 10 * 60_000;

/** True in the last ten minutes before `until`: what it hides is about to be told. */
export const isEnding = (until: string, now: number): boolean => {
  const left = Date.parse(until) - now;
  return left > 0 && left <= ENDING_MS;
};
