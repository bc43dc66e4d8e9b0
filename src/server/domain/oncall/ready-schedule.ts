import type { WeekWindow } from '../../../shared/condition.ts';
import type { Schedule, Turn } from '../../../shared/config/schedule.ts';
import type { Holidays } from '../time/week-window.ts';
import { firstInstant, lastInstant, parseWall, type Wall } from '../time/zoned.ts';
import type { LayerOncall } from './oncall-at.ts';
import type { OncallEnv } from './oncall-env.ts';
import { resolveOverlaps, type Span, type Won } from './rank-spans.ts';
import { type Period, parsePeriod } from './rotation.ts';
import { type AbsenceBook, bookAbsences } from './stand-ins.ts';

/** A turn with its team spelled out. `intended`: nobody, on purpose. */
export interface ReadyTurn {
  readonly people: readonly string[];
  readonly intended: boolean;
}

/** An override of the config or of run time, in instants. */
export interface ReadyOverride extends Span {
  readonly id: string;
  readonly user: string;
}

/** A layer ready to be asked: everything parsed, overlaps of overrides resolved. */
export interface ReadyLayer {
  readonly id: string;
  readonly zone: string;
  readonly turns: readonly ReadyTurn[];
  /** Everybody some turn names, in order of turns. */
  readonly people: readonly string[];
  /** All turns are alike: a handoff changes nothing. */
  readonly uniform: boolean;
  readonly anchor: Wall;
  readonly startAt: number;
  readonly period: Period;
  readonly restrictions: readonly WeekWindow[];
  readonly holidays: Holidays;
  readonly overrides: readonly Won<ReadyOverride>[];
  readonly absences: AbsenceBook;
}

export interface ReadySchedule {
  readonly schedule: Schedule;
  readonly layers: readonly ReadyLayer[];
  /** Last answer of `oncallAt` per layer, and the instants it holds for. */
  readonly answers: (Span & { readonly answer: LayerOncall })[];
}

const books = new WeakMap<OncallEnv, AbsenceBook>();
const ready = new WeakMap<Schedule, { readonly env: OncallEnv; readonly made: ReadySchedule }>();

/** Prepares a schedule for an environment; kept until it is asked under another one. */
export function readySchedule(schedule: Schedule, env: OncallEnv): ReadySchedule {
  const known = ready.get(schedule);
  if (known?.env === env) return known.made;
  let absences = books.get(env);
  if (absences === undefined) {
    absences = bookAbsences(env.absences);
    books.set(env, absences);
  }
  const made = { schedule, layers: readyLayers(schedule, env, absences), answers: [] };
  ready.set(schedule, { env, made });
  return made;
}

function readyLayers(schedule: Schedule, env: OncallEnv, absences: AbsenceBook): readonly ReadyLayer[] {
  const overrides = rankOverrides(schedule, env);
  return schedule.layers.map((layer): ReadyLayer => {
    const turns = layer.users.map((turn) => readyTurn(turn, env));
    const anchor = parseWall(layer.rotation.start);
    return {
      id: layer.id,
      zone: schedule.timeZone,
      turns,
      people: [...new Set(turns.flatMap((turn) => turn.people))],
      uniform: turns.every((turn) => isSameTurn(turn, turns[0]!)),
      anchor,
      startAt: firstInstant(anchor, schedule.timeZone),
      period: parsePeriod(layer.rotation.every),
      restrictions: layer.restrictions,
      holidays: env.holidays,
      overrides: resolveOverlaps(
        overrides.filter(({ layers }) => layers === 'all' || layers.includes(layer.id)),
      ),
      absences,
    };
  });
}

function readyTurn(turn: Turn, env: OncallEnv): ReadyTurn {
  if (turn === null) return { people: [], intended: true };
  const people = typeof turn === 'string' ? [turn] : [...new Set(env.teams.get(turn.team) ?? [])];
  return { people, intended: false };
}

function isSameTurn(a: ReadyTurn, b: ReadyTurn): boolean {
  return (
    a.intended === b.intended &&
    a.people.length === b.people.length &&
    a.people.every((user, i) => user === b.people[i])
  );
}

/** Earliest made first (ROT7): those of the config in its order, then those of run time. */
function rankOverrides(
  schedule: Schedule,
  env: OncallEnv,
): readonly (ReadyOverride & { readonly layers: 'all' | readonly string[] })[] {
  const written = schedule.overrides.map(({ id, layers, user, from, to }) => ({
    id,
    layers,
    user,
    from: firstInstant(parseWall(from), schedule.timeZone),
    to: lastInstant(parseWall(to), schedule.timeZone),
  }));
  const made = env.overrides
    .filter((override) => override.schedule === schedule.id)
    .sort((a, b) => a.createdAt - b.createdAt);
  return [...written, ...made];
}
