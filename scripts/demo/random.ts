/** Seeded randomness, so that two demos are alike. */
export interface Random {
  /** Uniform in `[0, 1)`. */
  next(): number;
  /** Whole number in `[0, below)`. */
  below(below: number): number;
  pick<T>(list: readonly T[]): T;
  /** An item by its weight. */
  weighted<T extends { readonly weight: number }>(list: readonly T[]): T;
  /** Log-normal around a median: what times of people and machines look like. */
  around(median: number, sigma?: number): number;
  /** Time to the next of events that come at `perHour`, ms. */
  waitMs(perHour: number): number;
  id(): string;
}

export function createRandom(seed: number): Random {
  let a = seed >>> 0;
  // mulberry32
  const next = (): number => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => below(16).toString(16)).join('');
  return {
    next,
    below,
    pick: (list) => list[below(list.length)]!,
    weighted: (list) => {
      let left = next() * list.reduce((sum, item) => sum + item.weight, 0);
      for (const item of list) {
        left -= item.weight;
        if (left < 0) return item;
      }
      return list.at(-1)!;
    },
    around: (median, sigma = 0.7) => {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(sigma * normal);
    },
    waitMs: (perHour) => (-Math.log(1 - next()) / perHour) * 3_600_000,
    id: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}
