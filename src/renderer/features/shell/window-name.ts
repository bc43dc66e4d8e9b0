import type { Quiet } from '../../../shared/stream.ts';

/** Longest note that may stand for a name. */
const LONGEST = 40;

/**
 * What people call a maintenance: its note, else the services it mutes, else the id that the config gives it.
 * Null for one made by a person that is over: its id says nothing to anybody.
 */
export function windowName(
  id: string,
  windows: Quiet['maintenance'],
  names: { service(id: string): string },
): string | null {
  const window = windows.find((each) => each.id === id);
  if (window === undefined) return id.startsWith('m-') ? null : id;
  const note = window.note.split('\n', 1)[0]?.trim() ?? '';
  if (note !== '' && note.length <= LONGEST) return note;
  const [first = id, ...rest] = window.services.map((service) => names.service(service));
  return rest.length === 0 ? first : `${first} +${rest.length}`;
}
