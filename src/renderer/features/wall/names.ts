import type { Directory } from '../../../shared/stream.ts';
import type { ReasonNames } from '../../i18n/reason-text.ts';

/** Name of a person, or the id of one the directory no longer has. */
export const personName = (directory: Directory, id: string): string => directory.users[id]?.name ?? id;

export const serviceName = (directory: Directory, id: string): string => directory.services[id]?.name ?? id;

export const integrationName = (directory: Directory, id: string | null): string | null =>
  id === null ? null : (directory.integrations[id]?.name ?? id);

/** `Kim, Lee +3`: the first names and how many more. */
export function someNames(directory: Directory, ids: readonly string[], shown: number): string {
  const names = ids.slice(0, shown).map((id) => personName(directory, id));
  return ids.length > shown ? `${names.join(', ')} +${ids.length - shown}` : names.join(', ');
}

/** Name of a layer as people say it: the layer's where the schedule has several, else the schedule's. */
export function layerName(directory: Directory, schedule: string, layer: string): string {
  const found = directory.schedules[schedule];
  if (!found) return schedule;
  return Object.keys(found.layers).length > 1 ? `${found.name} ${found.layers[layer] ?? layer}` : found.name;
}

/** Names for the words of a reason. */
export const reasonNames = (directory: Directory): ReasonNames => ({
  person: (id) => personName(directory, id),
  service: (id) => serviceName(directory, id),
  integration: (id) => directory.integrations[id]?.name ?? id,
  schedule: (id) => directory.schedules[id]?.name ?? id,
  layer: (schedule, layer) => directory.schedules[schedule]?.layers[layer] ?? layer,
});
