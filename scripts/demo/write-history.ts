import type { Incident } from '../../src/server/domain/incident/incident.ts';
import { DueHeap } from '../../src/server/runtime/due-heap.ts';
import type { LedgerPort, OutboxRow } from '../../src/server/runtime/ports.ts';
import type { ConfigDocument } from '../../src/shared/config/document.ts';
import { BATCH_KIND, FAULT_KINDS, type Fault, makeFault, STORM_KIND } from './faults.ts';
import { createPastFloor } from './past-floor.ts';
import type { Random } from './random.ts';
import { ackMinutes, faultsPerHour, isBatchHour } from './rhythm.ts';
import { bodyOf, doorOf } from './tool-bodies.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Days between storms in the past. */
const STORM_DAYS = 9;

export interface History {
  readonly incidents: number;
  /** Faults that last beyond the end of the history: live traffic takes them over. */
  readonly firing: readonly Fault[];
}

/**
 * Writes `days` days up to `until` into an empty ledger: faults with their repeats and recoveries, people who answer
 * late, hand over, comment, or do not answer at all, deliveries that mostly work. `share` thins the faults out.
 */
export function writeHistory(input: {
  readonly config: ConfigDocument;
  readonly ledger: LedgerPort;
  readonly random: Random;
  readonly keys: Readonly<Record<string, string>>;
  readonly until: number;
  readonly days: number;
  readonly share: number;
}): History {
  const { config, ledger, random, keys, until, share } = input;
  const zone = config.timeZone;
  const from = until - input.days * DAY_MS;
  const heap = new DueHeap();
  const jobs = new Map<string, (at: number) => void>();
  const firing = new Map<string, Fault>();
  const planned = new Set<string>();
  let incidents = 0;
  let jobCount = 0;

  const plan = (exactly: number, job: (at: number) => void) => {
    const at = Math.round(exactly);
    if (at >= until) return;
    const id = String(jobCount++);
    jobs.set(id, job);
    heap.push(at, id);
  };

  const floor = createPastFloor({
    config,
    ledger,
    random,
    hooks: {
      onIncident: (incident, at) => react(incident, at),
      onMessage: (row, at) => plan(at + 150 + random.around(400), (then) => deliver(row, then)),
    },
  });

  function deliver(row: OutboxRow, at: number): void {
    const isLost = random.next() < 0.004;
    floor.deliver(
      at,
      row,
      isLost
        ? { ok: false, retryable: false, detail: 'the receiver answered 410 Gone' }
        : { ok: true, retryable: false, detail: 'the receiver answered 200 OK' },
    );
  }

  /** People see an incident and, after a while, do something about it. */
  function react(incident: Incident, at: number): void {
    if (incident.status === 'closed') {
      planned.delete(incident.id);
      if (incident.unseen)
        plan(at + random.around(12) * MINUTE_MS, (then) =>
          floor.answer(then, random.pick(['minseo', 'alex']), { type: 'seen', incident: incident.id }),
        );
      return;
    }
    if (incident.status !== 'open' || incident.silent || planned.has(incident.id)) return;
    planned.add(incident.id);
    // Some are never answered: they recover first, or wait for the shift after.
    const isMissed = random.next() < (incident.urgency === 'low' ? 0.15 : 0.12);
    const minutes = random.around(ackMinutes(incident.urgency, at, zone)) + (isMissed ? 25 : 0);
    plan(at + minutes * MINUTE_MS, (then) => acknowledge(incident.id, then));
  }

  function acknowledge(id: string, at: number): void {
    planned.delete(id);
    const incident = floor.incident(id);
    if (incident?.status !== 'open') return;
    const who = incident.run?.told.at(-1) ?? incident.responders.at(-1) ?? 'minseo';
    const dice = random.next();
    if (dice < 0.03) {
      planned.add(id);
      floor.answer(at, 'minseo', {
        type: 'assign',
        incident: id,
        user: random.pick(['priya', 'jiwoo', 'dohyun']),
      });
      plan(at + random.around(3) * MINUTE_MS, (then) => acknowledge(id, then));
      return;
    }
    if (dice < 0.05) {
      planned.add(id);
      const end = new Date(at + 30 * MINUTE_MS).toISOString();
      floor.answer(at, who, { type: 'snooze', incident: id, until: end });
      plan(at + 33 * MINUTE_MS, (then) => acknowledge(id, then));
      return;
    }
    floor.answer(at, who, { type: 'ack', incident: id });
    if (incident.urgency === 'highest' && random.next() < 0.4)
      plan(at + MINUTE_MS, (then) =>
        floor.answer(then, 'minseo', {
          type: 'severity',
          incident: id,
          severity: random.pick(['SEV1', 'SEV2', 'SEV3']),
        }),
      );
    if (random.next() < 0.25)
      plan(at + random.around(6) * MINUTE_MS, (then) =>
        floor.answer(then, who, { type: 'comment', incident: id, text: random.pick(COMMENTS) }),
      );
    // Where the tool never says that it is over, a person does.
    const kind = FAULT_KINDS.find((one) => incident.dedupKey.endsWith(`/${one.name}`));
    if (kind?.minutes === null)
      plan(at + random.around(90) * MINUTE_MS, (then) => {
        firing.delete(incident.dedupKey);
        floor.answer(then, who, { type: 'close', incident: id, reason: 'done by hand' });
      });
  }

  function startFault(fault: Fault, at: number): void {
    if (firing.has(fault.key)) return;
    firing.set(fault.key, fault);
    incidents += 1;
    post(fault, true, at);
    const repeat = (then: number) => {
      if (firing.get(fault.key) !== fault) return;
      post(fault, true, then);
      plan(then + fault.kind.repeatMinutes * MINUTE_MS * (0.8 + random.next() * 0.4), repeat);
    };
    plan(at + fault.kind.repeatMinutes * MINUTE_MS, repeat);
    if (fault.endsAt !== null)
      plan(fault.endsAt, (then) => {
        firing.delete(fault.key);
        post(fault, false, then);
      });
  }

  function post(fault: Fault, isFiring: boolean, at: number): void {
    const { tool } = fault.kind;
    const key = keys[tool] ?? '';
    floor.post(at, tool, doorOf(tool, key), bodyOf(fault, isFiring, at, key));
  }

  /** Whatever the hour, the board shows something of everything when the demo opens. */
  function planPresent(): void {
    for (const { name, minutesAgo, lastsMinutes } of PRESENT) {
      const kind = FAULT_KINDS.find((one) => one.name === name)!;
      plan(until - minutesAgo * MINUTE_MS, (at) => {
        const fault = makeFault(kind, at, random);
        firing.delete(fault.key);
        startFault({ ...fault, endsAt: until + Math.round(lastsMinutes * MINUTE_MS) }, at);
      });
    }
  }

  function planFaults(): void {
    for (let at = from; at < until; ) {
      at += random.waitMs(Math.max(0.2, faultsPerHour(at, zone) * share));
      plan(at, (then) => startFault(makeFault(random.weighted(FAULT_KINDS), then, random), then));
    }
    for (let hour = from - (from % 3_600_000); hour < until; hour += 3_600_000) {
      if (!isBatchHour(hour, zone)) continue;
      for (let i = 0; i < 45 * share; i += 1) {
        const at = hour + random.below(3_600_000);
        if (at > from) plan(at, (then) => startFault(makeFault(BATCH_KIND, then, random), then));
      }
    }
    for (let day = 4; day < input.days - 1; day += STORM_DAYS) {
      const start = from + day * DAY_MS + random.below(DAY_MS);
      for (const host of STORM_KIND.hosts)
        plan(start + random.below(MINUTE_MS), (then) =>
          startFault(makeFault(STORM_KIND, then, random, host), then),
        );
    }
  }

  planFaults();
  planPresent();
  for (;;) {
    const first = heap.peek();
    const due = floor.nextDueAt();
    const at = Math.min(first?.at ?? Number.POSITIVE_INFINITY, due ?? Number.POSITIVE_INFINITY);
    if (at >= until) break;
    if (due !== null && due <= at) {
      floor.advance(at);
      continue;
    }
    heap.pop();
    const job = jobs.get(first!.id);
    jobs.delete(first!.id);
    job?.(at);
  }
  floor.flush();
  return { incidents, firing: [...firing.values()] };
}

/** Faults that last when the history ends. */
const PRESENT = [
  { name: 'DiskFilling', minutesAgo: 95, lastsMinutes: 120 },
  { name: 'LinkErrors', minutesAgo: 41, lastsMinutes: 9 },
  { name: 'ReplicationLag', minutesAgo: 26, lastsMinutes: 14 },
  { name: 'printer', minutesAgo: 22, lastsMinutes: 40 },
  { name: 'approval_latency', minutesAgo: 17, lastsMinutes: 6 },
  { name: 'PacketLoss', minutesAgo: 8, lastsMinutes: 11 },
  { name: 'CheckoutLatencyHigh', minutesAgo: 4, lastsMinutes: 7 },
  { name: 'auth_error_rate', minutesAgo: 1, lastsMinutes: 5 },
] as const;

const COMMENTS = [
  '담당 팀에 전달했습니다. 회선 사업자 확인 중입니다.',
  'Looks like the deployment of 14:05; rolling back.',
  '재시도 후 정상. 원인은 내일 오전에 확인하겠습니다.',
  'Failed over to the second link, watching.',
  'Same host as yesterday: ticket to the hardware desk.',
  '고객 영향 없음 확인.',
];
