import type { ParsedEvent } from '../../domain/event.ts';
import type { Incident, Instant } from '../../domain/incident/incident.ts';
import type { FloorCore } from '../floor-core.ts';
import { keyId } from '../incident-index.ts';
import type { StoredMember } from '../noise-book.ts';
import type { Resource } from '../ports.ts';
import type { Given } from './scratch-floor.ts';

/** Open incidents and keys beside the events' own that a run with the open floor takes along. */
const MAX_TAKEN = 2000;

export const NOTHING_GIVEN: Given = { incidents: [], resources: [], nextNumber: 1 };

/**
 * [RTE55] What of the floor as it is now decides about these events: the open incidents of their keys and of creation rules,
 * those that mute, shelves, muted and held keys. They stand still: what their own runs would do is not part of it.
 */
export function givenNow(
  core: FloorCore,
  domain: string,
  events: readonly ParsedEvent[],
  at: Instant,
): Given {
  const resources: Resource[] = [];
  const ids = new Set<string>();
  const take = (kind: string, id: string) => {
    const value = core.resources.get(kind, id);
    if (value === undefined || resources.length >= MAX_TAKEN) return;
    resources.push({ kind, id, value });
    if (kind === 'member') ids.add((value as StoredMember).incident);
  };
  for (const parsed of events) {
    const key = parsed.ok ? parsed.event.dedupKey : null;
    if (key === null) continue;
    const own = core.state.findOpen(domain, key);
    if (own) ids.add(own.id);
    for (const id of core.state.index.sharing(domain, key)) ids.add(id);
    for (const kind of ['member', 'muted', 'held', 'shelf']) take(kind, keyId(domain, key));
  }
  for (const kind of ['member', 'held'])
    for (const { id } of core.resources.list(kind)) if (id.startsWith('service:')) take(kind, id);
  let muting = 0;
  for (const incident of core.incidents()) {
    if (!incident.inhibits?.length || muting >= MAX_TAKEN) continue;
    muting += 1;
    ids.add(incident.id);
  }
  const incidents = [...ids]
    .map((id) => core.incident(id))
    .filter((one) => one !== undefined)
    .map((one) => standingStill(one, at));
  const nextNumber = Math.max(0, ...incidents.map(({ number }) => number)) + 1;
  return { incidents, resources, nextNumber };
}

function standingStill(incident: Incident, at: Instant): Incident {
  const { run, pause } = incident;
  return {
    ...incident,
    run: run && { ...run, dueAt: null, fallbackAt: null, waitingSince: null },
    pause: pause !== null && pause.until > at ? pause : null,
    ackTimer: null,
    autoCloseAt: null,
    notices: [],
  };
}
