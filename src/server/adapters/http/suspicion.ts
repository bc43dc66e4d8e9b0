/** What an address did that a good sender does not. */
export type SuspicionKind = 'wrong-key' | 'refused-body';
/** `integration` is the id of the one whose body was refused, null for wrong keys. */
export type OnSuspicious = (address: string, kind: SuspicionKind, integration: string | null) => void;

const WINDOW_MS = 10 * 60_000;
const TIMES = 3;
/** Addresses remembered; the one quiet for longest is forgotten first. */
const MAX_ADDRESSES = 10_000;

/** Counts refusals per address and tells once when three fall within ten minutes (ING28). */
export function createSuspicion(onSuspicious: OnSuspicious, maxAddresses = MAX_ADDRESSES) {
  const seen = new Map<string, readonly number[]>();
  /** `now`: epoch ms. */
  return (address: string, kind: SuspicionKind, integration: string | null, now: number): void => {
    const recent = (seen.get(address) ?? []).filter((at) => now - at < WINDOW_MS && at <= now);
    seen.delete(address);
    if (recent.length + 1 >= TIMES) {
      onSuspicious(address, kind, integration);
      return;
    }
    seen.set(address, [...recent, now]);
    if (seen.size > maxAddresses) seen.delete(seen.keys().next().value!);
  };
}
export type Suspicion = ReturnType<typeof createSuspicion>;
