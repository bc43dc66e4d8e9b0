import type { CoverageGap, OncallItem } from '../../shared/oncall.ts';
import type { Directory } from '../../shared/stream.ts';
import { coverageGaps } from '../domain/oncall/coverage-gaps.ts';
import { type LayerOncall, oncallAt } from '../domain/oncall/oncall-at.ts';
import type { Catalog } from './catalog.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** Names behind the ids; no contacts (STR rule of redaction). */
export function directoryOf({ config }: Catalog): Directory {
  return {
    users: Object.fromEntries(
      config.users.map((user) => [
        user.id,
        user.phone === undefined ? { name: user.name } : { name: user.name, phone: user.phone },
      ]),
    ),
    services: Object.fromEntries(
      config.services.map(({ id, name, team, group }) => [
        id,
        { name, ...(team === undefined ? {} : { team }), ...(group === undefined ? {} : { group }) },
      ]),
    ),
    integrations: Object.fromEntries(config.integrations.map(({ id, name, type }) => [id, { name, type }])),
    schedules: Object.fromEntries(
      config.schedules.map(({ id, name, layers }) => [
        id,
        { name, layers: Object.fromEntries(layers.map((layer) => [layer.id, layer.name ?? layer.id])) },
      ]),
    ),
    teams: Object.fromEntries(
      config.teams.map(({ id, name, members }) => [id, { name, members: [...members] }]),
    ),
  };
}

/** Who is on call in every layer of every schedule at an instant. */
export function oncallItems(catalog: Catalog, at: number): OncallItem[] {
  return [...catalog.schedules.values()].flatMap((schedule) =>
    oncallAt(schedule, at, catalog.env).map((layer) => itemOf(schedule.id, layer)),
  );
}

function itemOf(schedule: string, { layer, users, until, override, empty, next }: LayerOncall): OncallItem {
  return {
    schedule,
    layer,
    users: [...users],
    until: until === null ? null : iso(until),
    ...(override === null ? {} : { override }),
    ...(empty === null ? {} : { empty }),
    next: next === null ? null : { users: [...next.users], at: iso(next.at) },
  };
}

/** Spans in which a whole schedule has nobody, in `[from, to)`. */
export function gapsOf(catalog: Catalog, from: number, to: number): CoverageGap[] {
  return [...catalog.schedules.values()].flatMap((schedule) =>
    coverageGaps(schedule, from, to, catalog.env).map((gap) => ({
      schedule: schedule.id,
      from: iso(gap.from),
      to: iso(gap.to),
    })),
  );
}
