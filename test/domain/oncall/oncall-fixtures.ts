import type { Away, MadeOverride, OncallEnv } from '../../../src/server/domain/oncall/oncall-env.ts';
import { firstInstant, formatWall, parseWall, wallAt } from '../../../src/server/domain/time/zoned.ts';
import { type Schedule, scheduleSchema } from '../../../src/shared/config/schedule.ts';

export const SEOUL = 'Asia/Seoul';
export const BERLIN = 'Europe/Berlin';

/** First instant of a local time. */
export const local = (text: string, zone = SEOUL): number => firstInstant(parseWall(text), zone);
export const shown = (at: number, zone = SEOUL): string => formatWall(wallAt(at, zone)).slice(0, 16);

type LayerInput = {
  readonly id?: string;
  readonly users: readonly unknown[];
  readonly start: string;
  readonly every: string;
  readonly restrictions?: readonly unknown[];
};

export function makeSchedule(
  layers: readonly LayerInput[],
  options: { readonly zone?: string; readonly overrides?: readonly unknown[] } = {},
): Schedule {
  return scheduleSchema.parse({
    id: 'primary',
    name: 'Primary',
    timeZone: options.zone ?? SEOUL,
    layers: layers.map(({ id, users, start, every, restrictions }, i) => ({
      id: id ?? `l${i + 1}`,
      users,
      rotation: { start, every },
      restrictions: restrictions ?? [],
    })),
    overrides: options.overrides ?? [],
  });
}

export function makeEnv(
  parts: {
    readonly teams?: Readonly<Record<string, readonly string[]>>;
    readonly absences?: readonly Away[];
    readonly overrides?: readonly MadeOverride[];
    readonly holidays?: readonly string[];
  } = {},
): OncallEnv {
  return {
    teams: new Map(Object.entries(parts.teams ?? {})),
    absences: parts.absences ?? [],
    overrides: parts.overrides ?? [],
    holidays: new Set(parts.holidays ?? []),
  };
}

export const EMPTY_ENV = makeEnv();

export function away(user: string, standIn: string | null, from: string, to: string): Away {
  return { id: `away-${user}`, user, standIn, from: local(from), to: local(to) };
}

export function standing(
  id: string,
  user: string,
  from: string,
  to: string,
  more: Partial<MadeOverride> = {},
): MadeOverride {
  return {
    id,
    schedule: 'primary',
    layers: 'all',
    user,
    from: local(from),
    to: local(to),
    createdAt: local('2026-11-01T00:00'),
    ...more,
  };
}
