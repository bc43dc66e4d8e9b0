import type { Schedule } from '../../../shared/config/schedule.ts';
import type { Reason } from '../../../shared/reason.ts';
import { DAY_MS } from '../time/zoned.ts';
import { comparePlaces, layerSpans } from './layer-spans.ts';
import { type Emptiness, holdersOf, layerStretches } from './layer-stretches.ts';
import type { OncallEnv } from './oncall-env.ts';
import { explainHolders } from './oncall-reason.ts';
import type { Span } from './rank-spans.ts';
import { type ReadyLayer, readySchedule } from './ready-schedule.ts';

/** Who is on call in one layer at an instant. Instants are epoch milliseconds. */
export interface LayerOncall {
  readonly layer: string;
  /** Distinct. Empty: see `empty`. */
  readonly users: readonly string[];
  /** When these people (or this emptiness) end; null when they do not within a year. */
  readonly until: number | null;
  /** The override in force, if one is. */
  readonly override: string | null;
  readonly empty: Emptiness | null;
  /** The next stretch that brings somebody who is not on now; null when none does within a year. */
  readonly next: { readonly users: readonly string[]; readonly at: number } | null;
  /** Why each of `users` is on, in their order; one reason when nobody is. */
  readonly reasons: readonly Reason[];
}

/** How far ahead is looked, in days: most rotations answer within the first. The last is "a year". */
const LOOK_AHEAD_DAYS = [2, 16, 128, 366] as const;

/**
 * Who is on call in each layer of a schedule at an instant, in the order of layers (ROT5, ROT11).
 * Asking again under the same schedule and environment objects is answered from the last answer while it
 * holds; the answer never depends on what was asked before.
 */
export function oncallAt(schedule: Schedule, at: number, env: OncallEnv): readonly LayerOncall[] {
  const { layers, answers } = readySchedule(schedule, env);
  return layers.map((layer, i) => {
    const known = answers[i];
    if (known !== undefined && at >= known.from && at < known.to) return known.answer;
    const found = askLayer(schedule.id, layer, at);
    answers[i] = found;
    return found.answer;
  });
}

/** The answer at an instant, and the instants from it on for which it stays the same. */
function askLayer(schedule: string, layer: ReadyLayer, at: number): Span & { readonly answer: LayerOncall } {
  // "Within a year" is counted from midnight UTC, so that all answers of one day agree.
  const today = Math.floor(at / DAY_MS) * DAY_MS;
  const nearby = layerSpans(layer, at, at + DAY_MS, true);
  const active = nearby.filter((span) => span.from <= at).sort(comparePlaces);
  const ends = nearby.map((span) => (span.from <= at ? span.to : span.from));
  const holders = holdersOf(active);
  const answer: LayerOncall = {
    layer: layer.id,
    ...holders,
    override: active.find((span) => span.override !== null)?.override ?? null,
    ...lookAhead(layer, at, today, holders.users),
    reasons: explainHolders(schedule, layer.id, active, holders),
  };
  return { from: at, to: Math.min(today + DAY_MS, ...ends), answer };
}

function lookAhead(
  layer: ReadyLayer,
  at: number,
  today: number,
  users: readonly string[],
): Pick<LayerOncall, 'until' | 'next'> {
  let until: number | null = null;
  const changes = canChange(layer, at, users);
  if (changes === 'never') return { until, next: null };
  for (const days of LOOK_AHEAD_DAYS) {
    const to = today + days * DAY_MS;
    const [current, ...later] = layerStretches(layer, at, to);
    until = current!.to < to ? current!.to : null;
    const next = later.find((stretch) => stretch.users.some((user) => !users.includes(user)));
    if (next !== undefined) return { until, next: { users: next.users, at: next.from } };
    if (until !== null && changes === 'hours') break;
  }
  return { until, next: null };
}

/**
 * Spares looking a year ahead where the layer cannot bring anybody new: `never` changes at all, changes
 * only in its `hours`, or may bring other `people`.
 */
function canChange(layer: ReadyLayer, at: number, users: readonly string[]): 'never' | 'hours' | 'people' {
  const latest = layer.overrides.at(-1);
  const isPlain = latest === undefined || latest.to <= at;
  if (!isPlain || at < layer.startAt) return 'people';
  const isSteady = (user: string) =>
    users.includes(user) && (layer.absences.get(user)?.at(-1)?.to ?? at) <= at;
  if (!layer.people.every(isSteady)) return 'people';
  return layer.uniform && layer.restrictions.length === 0 ? 'never' : 'hours';
}
