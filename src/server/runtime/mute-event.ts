import { type Reason, reason } from '../../shared/reason.ts';
import type { SourceEvent } from '../domain/event.ts';
import type { EventResult } from '../sources/source.ts';
import { type Passage, type Routed, settle } from './decide-event.ts';
import { keyId } from './incident-index.ts';
import type { Muted, MutedBy } from './noise-book.ts';
import { addToRow } from './write-event.ts';

/** Details up to this much text stay with a key that is kept quiet; larger ones are in its events alone. */
const MAX_DETAILS = 4096;

/** Why an event is kept quiet. */
export interface Muting {
  readonly by: MutedBy;
  readonly reason: Reason;
}

/**
 * Maintenance, shelf, inhibition: the event is kept, visible with its reason, and told to nobody (product rule 1,
 * `suppressed`). Null: nothing keeps it quiet, and what had kept the key quiet does no more.
 */
export function muteEvent(passage: Passage, routed: Routed): EventResult | null {
  const { deps, turn, compiled, arrival, context } = passage;
  const id = keyId(compiled.domain, arrival.dedupKey);
  const before = deps.noise.getById(turn, 'muted', id);
  const muting = findMuting(passage, routed, id);
  if (muting === null) {
    if (before) turn.remove('muted', id);
    return null;
  }
  const muted: Muted = {
    by: muting.by,
    reason: muting.reason,
    integration: arrival.integration,
    domain: compiled.domain,
    dedupKey: arrival.dedupKey,
    service: routed.serviceId,
    urgency: routed.urgency.urgency,
    event: withoutLargeDetails(arrival.event),
    firstAt: before?.firstAt ?? context.now,
    lastAt: context.now,
    count: (before?.count ?? 0) + 1,
  };
  deps.noise.put(turn, 'muted', id, muted);
  const isSame = before?.by.kind === muting.by.kind && before.by.id === muting.by.id;
  const { urgency } = routed.urgency;
  if (isSame && before.urgency === urgency && addToRow(deps, turn, id, arrival.raw))
    return { outcome: 'suppressed', reason: muting.reason, incident: null, dedupKey: arrival.dedupKey };
  const result = settle(passage, 'suppressed', muting.reason, null, urgency);
  deps.noteRepeatRow(turn, id, { id: turn.events.at(-1)?.id ?? '', rawAt: turn.at });
  return result;
}

/** What keeps a key quiet now: the first of maintenance, shelf and inhibition. */
export function findMuting(
  { deps, turn, context }: Pick<Passage, 'deps' | 'turn' | 'context'>,
  { serviceId, urgency, subject }: Pick<Routed, 'serviceId' | 'urgency' | 'subject'>,
  id: string,
): Muting | null {
  const maintenance = context.roster.maintenance(serviceId, urgency.urgency, context.now);
  if (maintenance !== null) {
    const { window, occurrence } = maintenance;
    const until = new Date(occurrence.to).toISOString();
    const why = reason('SUP10', `maintenance ${window.id} until ${until}`, { maintenance: window.id, until });
    return { by: { kind: 'maintenance', id: occurrence.key }, reason: why };
  }
  const shelf = deps.noise.getById(turn, 'shelf', id);
  if (shelf && shelf.until > context.now) {
    const until = new Date(shelf.until).toISOString();
    const why = reason('SUP15', `shelved by ${shelf.by} until ${until}`, {
      user: shelf.by,
      until,
      note: shelf.note,
    });
    return { by: { kind: 'shelf', id }, reason: why };
  }
  const source = deps
    .catalog()
    .inhibitions.findSource({ subject, service: serviceId, at: context.now }, (slot) => turn.muting(slot));
  if (source === null) return null;
  const { number } = source.incident;
  return {
    by: { kind: 'inhibition', id: source.incident.id },
    reason: reason('SUP6', `muted by #${number} (inhibition ${source.rule})`, { number, rule: source.rule }),
  };
}

function withoutLargeDetails(event: SourceEvent): SourceEvent {
  const size = JSON.stringify(event.details).length;
  return size <= MAX_DETAILS ? event : { ...event, details: {} };
}
