import { advance } from '../../domain/incident/advance.ts';
import type { NewEntry } from '../../domain/incident/decision.ts';
import type { Incident, Instant } from '../../domain/incident/incident.ts';
import type { DecisionContext } from '../../domain/incident/roster.ts';
import { nextHandoffs } from '../../domain/oncall/next-handoffs.ts';
import type { Catalog } from '../catalog.ts';
import { recordDelivery } from '../delivery-job.ts';
import { planHandoffs } from '../handoff.ts';
import { IngestBook } from '../ingest-book.ts';
import type { IngestDeps } from '../ingest-job.ts';
import { NoiseBook } from '../noise-book.ts';
import { NoiseClock } from '../noise-clock.ts';
import type { DeliveryResult, OutboxRow, Resource } from '../ports.ts';
import { ResourceBook } from '../resources.ts';
import { FloorState } from '../state.ts';
import { type PendingRows, Turn } from '../turn.ts';

const DELIVERED: DeliveryResult = { ok: true, retryable: false, detail: 'dry run' };

/** What one turn of the scratch floor decided. */
export interface Decided {
  readonly at: Instant;
  readonly turn: Turn;
  readonly entries: readonly (NewEntry & { readonly incident: string })[];
  /** Messages that left in it: alone, or carried by another. */
  readonly left: readonly OutboxRow[];
}

/** What is so at the beginning; nothing where it is left out. */
export interface Given {
  readonly incidents: readonly Incident[];
  readonly resources: readonly Resource[];
  readonly nextNumber: number;
}

/**
 * [RTE40] A floor that writes nothing and sends nothing: the same decisions as the real one's, on a clock that its caller
 * sets. Every message counts as delivered at once, nobody answers. Ids and numbers are its own.
 */
export function createScratchFloor(input: {
  readonly catalog: Catalog;
  readonly given: Given;
  readonly random: () => number;
  readonly onTurn: (decided: Decided) => void;
}) {
  const { catalog, given, onTurn } = input;
  const state = new FloorState();
  for (const incident of given.incidents) state.put(incident);
  const resources = new ResourceBook(given.resources);
  const noise = new NoiseBook(resources);
  const book = new IngestBook({
    repeatRows: [],
    heard: [],
    conservation: {
      received: 0,
      outcomes: { created: 0, deduplicated: 0, held: 0, suppressed: 0, updated: 0, ignored: 0, rejected: 0 },
    },
  });
  const latestClosed = new Map<string, Incident>();
  const waiting = new Map<string, OutboxRow>();
  const contextAt = (now: Instant): DecisionContext => ({
    now,
    roster: catalog.roster,
    random: input.random,
  });
  let nextNumber = given.nextNumber;
  let ids = 0;
  let now: Instant = 0;

  const deps: IngestDeps = {
    catalog: () => catalog,
    contextAt,
    newId: () => `dry-${++ids}`,
    noise,
    findLatestClosed: (turn, domain, key) =>
      turn.findClosed(domain, key) ?? latestClosed.get(`${domain}\u0000${key}`) ?? null,
    repeatRow: (turn, of) => book.repeatRow(turn, of),
    noteRepeatRow: (turn, of, row) => book.noteRepeatRow(turn, of, row),
    heard: () => undefined,
  };
  const clock = new NoiseClock({
    ingest: deps,
    resources,
    catalog: () => catalog,
    incidents: () => state.all(),
    incident: (id) => state.get(id),
    change: async (_, apply) => inTurn(apply),
  });
  const pending: PendingRows = {
    of: (incident) => [...waiting.values()].filter(({ message }) => message.incident === incident),
    get: (id) => waiting.get(id),
    isUnderWay: () => false,
  };

  /** As a turn of the runner, without its ledger. */
  function decide<T>(work: (turn: Turn) => T): { readonly result: T; readonly turn: Turn } {
    const turn = new Turn(now, state, nextNumber, pending);
    const result = work(turn);
    nextNumber = turn.nextNumber;
    for (const incident of turn.incidents.values()) {
      state.put(incident);
      if (incident.status === 'closed')
        latestClosed.set(`${incident.domain}\u0000${incident.dedupKey}`, incident);
    }
    for (const touch of turn.touches.values()) state.touch(touch.id, touch.count, touch.lastEventAt);
    book.settle(turn);
    resources.settle(turn);
    noise.settle(turn);
    clock.settle(turn);
    return { result, turn };
  }

  function inTurn<T>(work: (turn: Turn) => T): T {
    const { result, turn } = decide(work);
    const left = [...turn.outbox.values()].filter(({ state: of }) => of === 'pending');
    onTurn({ at: now, turn, entries: turn.entries, left });
    for (const row of left) waiting.set(row.message.id, row);
    if (left.length > 0) decide((deliveries) => deliver(deliveries, left));
    return result;
  }

  /** Everything that left arrives at once; what a bundle carries ends as the bundle does. */
  function deliver(turn: Turn, left: readonly OutboxRow[]): void {
    for (const row of left) {
      const { message } = row;
      if (message.to === 'person' && message.bundle !== undefined) continue;
      const carried = message.to === 'person' ? (message.members ?? []) : [];
      const members = carried.map((id) => waiting.get(id)).filter((one) => one !== undefined);
      const channel = message.to === 'person' ? ('webhook' as const) : ('extension' as const);
      recordDelivery(turn, { row, members, channel }, DELIVERED, 0, contextAt(now));
    }
    waiting.clear();
  }

  function advanceDue(): void {
    for (let due = state.takeDue(now, Number.MAX_SAFE_INTEGER); due.length > 0; ) {
      inTurn((turn) => {
        for (const id of due) {
          const incident = turn.get(id);
          if (incident) turn.apply(advance(incident, contextAt(now)));
        }
      });
      due = state.takeDue(now, Number.MAX_SAFE_INTEGER);
    }
  }

  return {
    deps,
    incident: (id: string): Incident | undefined => state.get(id),
    nextDueAt: (): Instant | null => state.nextDueAt(),
    nextNoiseAt: (): Instant | null => clock.nextDueAt(),
    /** True while something keeps a key quiet that this floor was told of. */
    hasMuted: (): boolean => noise.list('muted').length > 0,
    /** Beginnings of turns in `(from, to]` of schedules that these incidents' runs tell. */
    nextHandoffAt(of: readonly Incident[], from: Instant, to: Instant): Instant | null {
      const schedules = new Set(
        of
          .filter(({ status, run }) => status === 'open' && run !== null && run.state !== 'stopped')
          .flatMap(({ run }) => run!.policy.steps.flatMap(({ targets }) => targets))
          .flatMap((target) => ('schedule' in target ? [target.schedule] : [])),
      );
      const found = [...schedules].flatMap((id) => {
        const schedule = catalog.schedules.get(id);
        return schedule ? nextHandoffs(schedule, from + 1, to + 1, catalog.env).slice(0, 1) : [];
      });
      return found.length === 0 ? null : Math.min(...found.map(({ at }) => at));
    },
    /** Something arrives. */
    receive<T>(at: Instant, work: (turn: Turn) => T): T {
      now = at;
      return inTurn(work);
    },
    /** Everything that time decides at `at` but handoffs, in the order of the real floor's beat. */
    async beat(at: Instant): Promise<void> {
      now = at;
      advanceDue();
      await clock.tick(at);
      // What a window's end made due at once: the real floor's next beat is a quarter second away.
      advanceDue();
    },
    /** [ROT20] Who comes on at `at` is told of what is unacked, once everything else of that moment has happened. */
    handoffs(at: Instant): void {
      now = at;
      const bundles = planHandoffs(catalog, () => state.all(), at, at + 1, contextAt(at));
      if (bundles.length > 0)
        inTurn((turn) => {
          for (const bundle of bundles) turn.sendBundle(bundle);
        });
    },
    /** Maintenance that is on at `at` is known to be on before anything arrives. */
    async begin(at: Instant): Promise<void> {
      now = at;
      await clock.tick(at);
    },
  };
}
export type ScratchFloor = ReturnType<typeof createScratchFloor>;
