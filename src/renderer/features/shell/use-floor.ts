import { useMemo } from 'react';
import type { Directory, Me } from '../../../shared/stream.ts';
import { hasRole, type Role } from '../../../shared/words.ts';
import { useLive } from '../../live/live-hooks.ts';
import type { Floor } from '../../live/live-reducer.ts';

/** Part of what the server last said. Only inside the shell, which waits for the first snapshot. */
export function useFloor<T>(select: (floor: Floor) => T, isEqual?: (a: T, b: T) => boolean): T {
  return useLive((state) => {
    if (state.floor === null) throw new Error('useFloor before the first snapshot');
    return select(state.floor);
  }, isEqual);
}

export const useDirectory = (): Directory => useFloor((floor) => floor.directory);
export const useMe = (): Me | null => useFloor((floor) => floor.me);
export const useZone = (): string => useFloor((floor) => floor.timeZone);

/** True when the signed-in person may do what `needed` may do. */
export function useMay(needed: Role): boolean {
  const me = useMe();
  return me !== null && hasRole(me.role, needed);
}

/** Names behind ids; an id without a name is shown as it is. */
export interface Names {
  person(id: string): string;
  people(ids: readonly string[]): string;
  service(id: string): string;
  integration(id: string): string;
  schedule(id: string): string;
  layer(schedule: string, layer: string): string;
}

export function namesOf(directory: Directory, locale: string): Names {
  const list = new Intl.ListFormat(locale, { style: 'narrow', type: 'conjunction' });
  const person = (id: string) => directory.users[id]?.name ?? id;
  return {
    person,
    people: (ids) => (locale === 'ko' ? ids.map(person).join(', ') : list.format(ids.map(person))),
    service: (id) => directory.services[id]?.name ?? id,
    integration: (id) => directory.integrations[id]?.name ?? id,
    schedule: (id) => directory.schedules[id]?.name ?? id,
    layer: (schedule, layer) => directory.schedules[schedule]?.layers[layer] ?? layer,
  };
}

export function useNames(locale: string): Names {
  const directory = useDirectory();
  return useMemo(() => namesOf(directory, locale), [directory, locale]);
}
