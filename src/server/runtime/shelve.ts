import type { Command } from '../../shared/stream.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { keyId } from './incident-index.ts';
import type { NoiseBook, Shelf } from './noise-book.ts';
import type { Turn } from './turn.ts';

/** [SUP15] Puts every key of an incident that a person shelved on the shelf, in the turn that closed it. */
export function shelveKeys(
  turn: Turn,
  noise: NoiseBook,
  incident: Incident,
  { until, note }: Extract<Command, { type: 'shelve' }>,
  by: string,
): void {
  const own = keyId(incident.shares ?? incident.domain, incident.dedupKey);
  const members = noise
    .membersOf(turn, incident.id)
    .filter((id) => noise.getById(turn, 'member', id)?.kind === 'key');
  const shelf: Shelf = {
    until: Date.parse(until),
    by,
    note: note ?? '',
    at: turn.at,
    service: incident.service,
    summary: incident.summary,
    incident: incident.id,
  };
  for (const id of new Set([own, ...members])) noise.put(turn, 'shelf', id, shelf);
}
