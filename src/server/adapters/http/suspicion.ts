/** What an address did that a good sender does not. */
export type SuspicionKind = 'wrong-key' | 'refused-body';
/** `integration` is the id of the one whose body was refused, null for wrong keys. */
export type OnSuspicious = (address: string, kind: SuspicionKind, integration: string | null) => void;

const WINDOW_MS = 10 * 60_000;
const TIMES = 3;
/** Addresses remembered; the one quiet for longest is forgotten first. */
const MAX_ADDRESSES = 10_000;

/** `integration` null: a wrong key. */
interface Misdeed {
  readonly at: number;
  readonly integration: string | null;
}

/**
 * Counts refusals per address and tells once when three fall within ten minutes (ING28). Where one of the three had
 * a right key it is about that integration, whose sender is known; otherwise about wrong keys.
 */
export function createSuspicion(onSuspicious: OnSuspicious, maxAddresses = MAX_ADDRESSES) {
  const seen = new Map<string, readonly Misdeed[]>();
  /** `integration`: whose body was refused, null for a wrong key. `now`: epoch ms. */
  return (address: string, integration: string | null, now: number): void => {
    const recent = (seen.get(address) ?? []).filter(({ at }) => now - at < WINDOW_MS && at <= now);
    const all = [...recent, { at: now, integration }];
    seen.delete(address);
    if (all.length >= TIMES) {
      const known = all.findLast((misdeed) => misdeed.integration !== null)?.integration ?? null;
      onSuspicious(address, known === null ? 'wrong-key' : 'refused-body', known);
      return;
    }
    seen.set(address, all);
    if (seen.size > maxAddresses) seen.delete(seen.keys().next().value!);
  };
}
export type Suspicion = ReturnType<typeof createSuspicion>;
