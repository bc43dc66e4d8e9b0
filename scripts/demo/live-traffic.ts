import type { Api } from './api.ts';
import { FAULT_KINDS, type Fault, type FaultKind, makeFault, STORM_KIND } from './faults.ts';
import type { Random } from './random.ts';
import { bodyOf, doorOf } from './tool-bodies.ts';

const SECOND_MS = 1000;
/** Mean time between ordinary faults, the first storm and the time between storms, at speed 1. */
const FAULT_EVERY_MS = 75 * SECOND_MS;
const FIRST_STORM_MS = 150 * SECOND_MS;
const STORM_EVERY_MS = 540 * SECOND_MS;
/** Live faults repeat more often than those of the past, so that counts are seen to move. */
const REPEAT_MS = 20 * SECOND_MS;

/** Tools that go on posting: faults come, repeat and recover, and now and then a switch takes a rack with it. */
export function startTraffic(input: {
  readonly api: Api;
  readonly keys: Readonly<Record<string, string>>;
  readonly random: Random;
  readonly firing: readonly Fault[];
  /** How many times faster than usual. */
  readonly speed: number;
  readonly onProblem: (error: unknown) => void;
}): { stop(): void } {
  const { api, keys, random, speed, onProblem } = input;
  const timers = new Set<NodeJS.Timeout>();
  const firing = new Map<string, Fault>();

  const later = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };

  const post = (fault: Fault, isFiring: boolean) => {
    const key = keys[fault.kind.tool] ?? '';
    api.post(doorOf(fault.kind.tool, key), bodyOf(fault, isFiring, Date.now(), key)).catch(onProblem);
  };

  const hold = (fault: Fault, endsInMs: number | null) => {
    firing.set(fault.key, fault);
    const repeat = () => {
      if (firing.get(fault.key) !== fault) return;
      post(fault, true);
      later((REPEAT_MS * (0.6 + random.next() * 0.8)) / speed, repeat);
    };
    later((random.next() * REPEAT_MS) / speed, repeat);
    if (endsInMs !== null)
      later(endsInMs, () => {
        firing.delete(fault.key);
        post(fault, false);
      });
  };

  const start = (kind: FaultKind, minutes: number, host?: string) => {
    const fault = makeFault(kind, Date.now(), random, host);
    if (firing.has(fault.key)) return;
    post(fault, true);
    hold(fault, (minutes * 60_000) / speed);
  };

  const ordinary = () => {
    const kind = random.weighted(FAULT_KINDS);
    start(kind, Math.max(1, Math.min(12, random.around((kind.minutes ?? 10) / 3))));
    later(random.waitMs(3_600_000 / FAULT_EVERY_MS) / speed, ordinary);
  };

  const storm = () => {
    for (const host of STORM_KIND.hosts)
      later((random.next() * 20_000) / speed, () => start(STORM_KIND, 1.2 + random.next() * 1.5, host));
    later(STORM_EVERY_MS / speed, storm);
  };

  for (const fault of input.firing)
    hold(fault, fault.endsAt === null ? null : Math.max(5_000, fault.endsAt - Date.now()) / speed);
  later(8_000 / speed, ordinary);
  later(FIRST_STORM_MS / speed, storm);
  return {
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
