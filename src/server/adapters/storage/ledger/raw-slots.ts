/** Where a raw body goes among those kept of one incident. */
export const FIRST_SLOT = 0;
export const LATEST_SLOT = 1;
const SAMPLES = 8;

/**
 * Slots that the nth body (counted from 1) is written to: the first stays, the latest is replaced each time,
 * and bodies 2, 4, 8 … 256 are the bounded sample, close together at the start when things change most.
 */
export function rawSlots(nth: number): readonly number[] {
  if (nth === 1) return [FIRST_SLOT];
  const power = Math.log2(nth);
  const isSample = Number.isInteger(power) && power <= SAMPLES;
  return isSample ? [LATEST_SLOT, LATEST_SLOT + power] : [LATEST_SLOT];
}
