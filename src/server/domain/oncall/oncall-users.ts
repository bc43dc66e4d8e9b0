import type { Schedule } from '../../../shared/config/schedule.ts';
import { assertNever } from '../../../shared/words.ts';
import { type LayerOncall, oncallAt } from './oncall-at.ts';
import type { OncallEnv } from './oncall-env.ts';
import { readySchedule } from './ready-schedule.ts';
import { coverFor } from './stand-ins.ts';

/**
 * The people an escalation step means by a schedule at an instant (ROT13), distinct, in the order of layers:
 * `current` on call now; `next` those of each layer's next stretch who are not on in that layer now; `all`
 * everybody some turn names and whoever is on by an override, stand-ins in the place of the absent.
 */
export function oncallUsers(
  schedule: Schedule,
  at: number,
  who: 'current' | 'next' | 'all',
  env: OncallEnv,
): readonly string[] {
  const oncall = oncallAt(schedule, at, env);
  switch (who) {
    case 'current':
      return distinct(oncall.flatMap((layer) => layer.users));
    case 'next':
      return distinct(oncall.flatMap(newcomers));
    case 'all': {
      const { layers } = readySchedule(schedule, env);
      return distinct(
        layers.flatMap((layer, i) => [
          ...layer.people.flatMap((user) => coverFor(user, at, at + 1, layer.absences)[0]?.user ?? []),
          ...oncall[i]!.users,
        ]),
      );
    }
    default:
      return assertNever(who);
  }
}

function newcomers(layer: LayerOncall): readonly string[] {
  return layer.next?.users.filter((user) => !layer.users.includes(user)) ?? [];
}

function distinct(users: readonly string[]): readonly string[] {
  return [...new Set(users)];
}
