import { type Reason, reason } from '../../../shared/reason.ts';
import { isMoreUrgent } from '../../../shared/words.ts';
import type { ParsedEvent } from '../../domain/event.ts';
import type { Incident, Instant } from '../../domain/incident/incident.ts';
import type { EventResult } from '../../sources/source.ts';
import type { Catalog } from '../catalog.ts';
import { decideIngest } from '../ingest-job.ts';
import type { Turn } from '../turn.ts';
import { createScratchFloor, type Decided, type Given, type ScratchFloor } from './scratch-floor.ts';

/** A run looks at no more moments than this (RTE51). */
const MAX_STEPS = 500;

export interface Arrivals {
  readonly integration: string;
  readonly events: readonly ParsedEvent[];
  /** Path of the source's door that read them; null where they came as fields. */
  readonly door: string | null;
  readonly at: Instant;
  /** The same again, so far apart. */
  readonly repeats: number;
  readonly everyMs: number;
  readonly horizonMs: number;
}

/** What became of one element of one arrival. */
export interface Arrived {
  readonly at: Instant;
  readonly event: number;
  readonly result: EventResult;
}

export interface Simulated {
  readonly arrived: readonly Arrived[];
  readonly decided: readonly Decided[];
  /** Of what arrived, as they are at the end. */
  readonly incidents: readonly Incident[];
  readonly end: { readonly at: Instant; readonly reason: Reason };
  readonly floor: ScratchFloor;
}

export interface Watch {
  /** Just before an element is decided; `arrival` counts from 0. */
  readonly onEvent?: (
    of: { readonly floor: ScratchFloor; readonly turn: Turn; readonly index: number; readonly at: Instant },
    parsed: ParsedEvent,
    arrival: number,
  ) => void;
  /** What became of it. */
  readonly onResult?: (index: number, result: EventResult, arrival: number) => void;
  readonly onTurn?: (decided: Decided) => void;
  /** Lets others work in between; long runs would hold up the senders. */
  readonly pause?: () => Promise<void>;
}

/**
 * [RTE40] Lets events arrive on a scratch floor and time go by until nobody is left to tell, or the horizon. Every delivery
 * succeeds and nobody answers (RTE50).
 */
export async function simulate(
  catalog: Catalog,
  given: Given,
  arrivals: Arrivals,
  random: () => number,
  watch: Watch = {},
): Promise<Simulated> {
  const decided: Decided[] = [];
  const arrived: Arrived[] = [];
  const touched = new Set<string>();
  const floor = createScratchFloor({
    catalog,
    given,
    random,
    onTurn: (one) => {
      decided.push(one);
      // What was kept quiet and fires again later is of this run too.
      for (const incident of one.turn.incidents.values())
        if (!given.incidents.some(({ id }) => id === incident.id)) touched.add(incident.id);
      watch.onTurn?.(one);
    },
  });
  const ours = () => [...touched].map((id) => floor.incident(id)).filter((one) => one !== undefined);
  const until = arrivals.at + arrivals.horizonMs;
  let count = 0;

  const arrive = (at: Instant) => {
    const arrival = count++;
    floor.receive(at, (turn) => {
      arrivals.events.forEach((parsed, event) => {
        watch.onEvent?.({ floor, turn, index: event, at }, parsed, arrival);
        const { integration } = arrivals;
        const [result] = decideIngest(floor.deps, turn, {
          integration,
          receivedAt: at,
          events: [parsed],
          raw: '',
        });
        if (!result) return;
        arrived.push({ at, event, result });
        watch.onResult?.(event, result, arrival);
        if (result.incident !== null) touched.add(result.incident);
      });
    });
  };

  await floor.begin(arrivals.at);
  arrive(arrivals.at);
  await floor.beat(arrivals.at);
  floor.handoffs(arrivals.at);
  let now = arrivals.at;
  for (let step = 0; ; step += 1) {
    await watch.pause?.();
    const nextArrival = count <= arrivals.repeats ? arrivals.at + count * arrivals.everyMs : null;
    const over = nextArrival === null && !floor.hasMuted() ? endOf(ours()) : null;
    if (over !== null) return finish(now, over);
    if (step >= MAX_STEPS) return finish(now, reason('RTE50', 'cut after 500 moments', { cause: 'steps' }));
    const next = nextMoment(floor, ours(), now, until, nextArrival);
    if (next === null || next > until)
      return finish(
        next === null ? now : until,
        next === null
          ? reason('RTE50', 'nothing waits any more', { cause: 'nothing' })
          : reason('RTE50', 'the dry run looks no farther', { cause: 'horizon' }),
      );
    now = Math.max(next, now);
    await floor.beat(now);
    if (nextArrival !== null && nextArrival <= now) {
      arrive(now);
      await floor.beat(now);
    }
    floor.handoffs(now);
  }

  function finish(at: Instant, why: Reason): Simulated {
    return { arrived, decided, incidents: ours(), end: { at, reason: why }, floor };
  }
}

function nextMoment(
  floor: ScratchFloor,
  ours: readonly Incident[],
  now: Instant,
  until: Instant,
  nextArrival: Instant | null,
): Instant | null {
  // Boundaries of windows matter while there is somebody or something they could wake.
  const noise = floor.hasMuted() || ours.some(({ status }) => status === 'open') ? floor.nextNoiseAt() : null;
  const known = [nextArrival, floor.nextDueAt(), noise].filter((at) => at !== null);
  const first = known.length === 0 ? null : Math.max(Math.min(...known), now + 1);
  const handoff = floor.nextHandoffAt(ours, now, Math.min(until, first ?? until));
  return handoff ?? first;
}

/** Why nothing more is to be seen, or null while somebody may still be told. */
function endOf(ours: readonly Incident[]): Reason | null {
  const open = ours.filter(({ status }) => status !== 'closed');
  if (open.length === 0)
    return ours.length === 0 ? null : reason('RTE50', 'it is closed', { cause: 'closed' });
  const isSpent = ({ run, notices, pause }: Incident) =>
    run?.state === 'exhausted' && run.position === null && notices.length === 0 && pause === null;
  if (!open.every(isSpent)) return null;
  return open.some(({ urgency }) => !isMoreUrgent('high', urgency))
    ? reason('RTE50', 'nobody answered; the fallback people are told again every 10 minutes', {
        cause: 'again',
      })
    : reason('RTE50', 'nobody answered, and nobody is left to tell', { cause: 'exhausted' });
}
