import type { Alert, Floor } from './floor-client.ts';

/** A load of a fixed rate, with books of what was answered. */
export interface SteadyLoad {
  /** Keys answered 2xx so far, in the order of their answers. */
  readonly acknowledged: readonly string[];
  /** Requests refused, or broken. */
  readonly refused: () => number;
  /** Time of each answer, ms, counted from when its request was due. */
  readonly latencies: readonly number[];
  /** Sends no more and waits for what is under way. */
  stop(): Promise<void>;
}

/** Requests under way at most: a server that stands still must not be heaped upon. */
const MAX_UNDER_WAY = 64;

/** Sends `perSecond` events; the nth is `alertOf(n)`, which needs an `event_id`. */
export function startSteadyLoad(
  server: Pick<Floor, 'alert'>,
  perSecond: number,
  alertOf: (n: number) => Alert & { readonly event_id: string },
): SteadyLoad {
  const acknowledged: string[] = [];
  const latencies: number[] = [];
  const underWay = new Set<Promise<void>>();
  let refused = 0;
  let sent = 0;
  const began = performance.now();
  const send = (n: number) => {
    const dueAt = began + (n * 1000) / perSecond;
    const alert = alertOf(n);
    const request = server.alert(alert).then(
      () => {
        acknowledged.push(alert.event_id);
        latencies.push(performance.now() - dueAt);
      },
      () => {
        refused += 1;
      },
    );
    const done = request.finally(() => underWay.delete(done));
    underWay.add(done);
  };
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
    while (sent < due && underWay.size < MAX_UNDER_WAY) {
      send(sent);
      sent += 1;
    }
  }, 5);
  return {
    acknowledged,
    latencies,
    refused: () => refused,
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

/** The value below which `part` (0 to 1) of the numbers lie. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
